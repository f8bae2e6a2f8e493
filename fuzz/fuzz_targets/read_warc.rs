//! Any bytes are read as `x.warc`.
#![no_main]

mod reader;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reader::check("x.warc", bytes));
