//! Any bytes are read as `x.txt`.
#![no_main]

mod reader;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reader::check("x.txt", bytes));
