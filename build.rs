//! Rebuilds the crate when a file of the embedded schema is added, changed or removed.

fn main() {
    println!("cargo:rerun-if-changed=schema");
}
