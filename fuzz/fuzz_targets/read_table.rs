//! Any bytes are read as `x.csv`.
#![no_main]

mod reader;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reader::check("x.csv", bytes));
