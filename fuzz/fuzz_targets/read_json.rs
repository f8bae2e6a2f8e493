//! Any bytes are read as `x.json`.
#![no_main]

mod reader;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reader::check("x.json", bytes));
