//! Finds the reference material that lies beside the project.

use std::path::PathBuf;

/// The file `path` of the folder `shared` beside the project, or of the one that `DEMARCHE_SHARED` names.
///
/// `None`, said aloud, if there is no such folder; a panic in continuous integration, where nothing may be
/// skipped.
pub fn shared(path: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared"));
    let folder = std::env::var_os("DEMARCHE_SHARED").map_or(beside, PathBuf::from);
    let file = folder.join(path);
    if file.exists() {
        return Some(file);
    }
    assert!(std::env::var_os("CI").is_none(), "{} must not be missing in CI", file.display());
    eprintln!("SKIPPED: {} is missing; set DEMARCHE_SHARED to the folder that has it", file.display());
    None
}
