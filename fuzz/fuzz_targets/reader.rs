//! Any bytes under a file's name become articles and problems, and nothing worse.

use demarche::article::{Intake, Options, read_bytes};
use demarche::schema::Schema;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::embedded);
static OPTIONS: LazyLock<Options> = LazyLock::new(Options::default);
static INTAKE: LazyLock<Intake> = LazyLock::new(|| Intake::new(&SCHEMA, &OPTIONS));

/// Reads `bytes` as the file `name` and checks what must hold of every article.
pub fn check(name: &str, bytes: &[u8]) {
    for (article, _) in read_bytes(name, bytes, &INTAKE).into_iter().flatten() {
        assert!(!article.id.is_empty() && !article.text.trim().is_empty() && !article.text.contains('\r'));
        let mut end = 0;
        for span in &article.furniture {
            assert!(end <= span.start && article.text.get(span.start..span.end).is_some());
            end = span.end;
        }
        assert!(!article.file.contains("/../"));
    }
}
