//! Any bytes are read as `x.zip`.
#![no_main]

mod reader;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reader::check("x.zip", bytes));
