//! The seeds of the fuzz targets, changed at random but always in the same way: no reader panics, hangs or
//! breaks what every article promises. `fuzz/` does the same for hours.

use demarche::article::{Intake, Options, read_bytes};
use demarche::schema::Schema;
use std::fs;
use std::path::Path;

/// Steele, Lea, Flood 2014: `SplitMix64`, so that a failure can be seen again.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound.max(1) as u64).unwrap()
    }

    /// Changes, removes, repeats or moves some bytes.
    fn mutate(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(6) {
            let length = bytes.len().max(1);
            let (at, span) = (self.below(length), self.below(24) + 1);
            let end = (at + span).min(bytes.len());
            match self.below(5) {
                0 if at < bytes.len() => bytes[at] = u8::try_from(self.below(256)).unwrap(),
                1 => drop(bytes.drain(at.min(end)..end)),
                2 => {
                    let piece = bytes[at.min(end)..end].to_vec();
                    let to = self.below(bytes.len() + 1);
                    bytes.splice(to..to, piece.repeat(self.below(40) + 1));
                }
                3 => bytes.truncate(bytes.len() - bytes.len().min(span)),
                _ => {
                    let token = [
                        &b"<"[..],
                        b">",
                        b"&",
                        b"\"",
                        b"{",
                        b"[",
                        b"]]>",
                        b"\0",
                        b"\r",
                        b"-1",
                        b"\xff",
                        b"99999999999999999999",
                    ];
                    let token = token[self.below(token.len())];
                    bytes.splice(at.min(end)..at.min(end), token.iter().copied());
                }
            }
        }
    }
}

#[test]
fn mutated_files_cost_a_problem_at_most() {
    let schema = Schema::embedded();
    let options = Options::default();
    let intake = Intake::new(&schema, &options);
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let endings = [
        ("read_text", "txt"),
        ("read_page", "html"),
        ("read_json_lines", "jsonl"),
        ("read_json", "json"),
        ("read_table", "csv"),
        ("read_xml", "xml"),
        ("read_sgml", "sgm"),
        ("read_warc", "warc"),
        ("read_zip", "zip"),
        ("read_tar", "tar"),
        ("read_gzip", "jsonl.gz"),
        ("read_zstandard", "jsonl.zst"),
    ];
    for (folder, ending) in endings {
        let mut files: Vec<_> =
            fs::read_dir(seeds.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            let seed = fs::read(&file).unwrap();
            let name = format!("x.{ending}");
            let read = read_bytes(&name, &seed, &intake);
            assert!(read.iter().any(Result::is_ok), "{} holds no article", file.display());
            let unnamed = read.iter().flatten().any(|(article, _)| article.id.is_empty());
            assert!(!unnamed, "{} holds an article without an id", file.display());
            let mut random = Random(seed.len() as u64);
            for round in 0..400 {
                let mut bytes = seed.clone();
                random.mutate(&mut bytes);
                for (article, _) in read_bytes(&name, &bytes, &intake).into_iter().flatten() {
                    let mut end = 0;
                    for span in &article.furniture {
                        assert!(
                            end <= span.start && article.text.get(span.start..span.end).is_some(),
                            "{name} {round}"
                        );
                        end = span.end;
                    }
                    assert!(
                        !article.id.trim().is_empty()
                            && !article.text.trim().is_empty()
                            && !article.text.contains('\r'),
                        "{name} {round}"
                    );
                }
            }
        }
    }
}
