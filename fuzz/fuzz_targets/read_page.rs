//! Any bytes are read as `x.html`.
#![no_main]

mod reader;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reader::check("x.html", bytes));
