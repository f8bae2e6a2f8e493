//! Any bytes are read as `x.jsonl`.
#![no_main]

mod reader;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reader::check("x.jsonl", bytes));
