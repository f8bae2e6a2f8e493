"""Plants copies in a corpus and counts which of them `demarche build` groups.

    python3 benches/copies.py CORPUS.jsonl.gz [PROGRAM]

Of 600 articles a second version is made: a paragraph cut, the last third cut, another headline, words
corrected, an update of other articles' paragraphs appended. Pairs that were not planted but grouped are listed with
the share of the shorter text's runs of five words that stands in the longer one.
"""

import collections
import gzip
import itertools
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

random.seed(3)
corpus, program = sys.argv[1], (sys.argv[2:] or ["target/release/demarche"])[0]
texts = [json.loads(line)["text"] for line in gzip.open(corpus, "rt")][:1500]
texts = [text for text in texts if len(text.split()) >= 80]


def paragraphs(text):
    found = [line for line in text.split("\n") if line.strip()]
    if len(found) >= 4:
        return found
    sentences = text.split(". ")
    size = max(1, len(sentences) // 6)
    return [". ".join(sentences[i : i + size]) + ". " for i in range(0, len(sentences), size)]


def version(text, kind):
    parts = paragraphs(text)
    if kind == "paragraph cut":
        del parts[random.randrange(1, len(parts))]
    elif kind == "last third cut":
        parts = parts[: max(2, 2 * len(parts) // 3)]
    elif kind == "another headline":
        parts = ["A wholly different headline about something else today"] + parts
    elif kind == "words corrected":
        words = text.split(" ")
        for _ in range(max(1, len(words) // 60)):
            words[random.randrange(len(words))] = "corrected"
        parts = [" ".join(words)]
    else:
        others = (paragraphs(random.choice(texts)) for _ in range(3))
        added = [paragraph for other in others for paragraph in other[: max(1, len(other) // 4)]]
        parts += added[: max(1, len(parts) // 2)]
    return "\n".join(parts)


kinds = ["paragraph cut", "last third cut", "another headline", "words corrected", "update appended"]
articles = {f"o{n}": text for n, text in enumerate(texts)}
planted = {}
for n, text in enumerate(texts[:600]):
    articles[f"c{n}"] = version(text, kinds[n % 5])
    planted[tuple(sorted((f"c{n}", f"o{n}")))] = kinds[n % 5]

with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    lines = [json.dumps({"id": name, "text": text}) for name, text in articles.items()]
    (folder / "corpus.jsonl").write_text("\n".join(lines))
    command = [program, "build", folder / "corpus.jsonl", "-o", folder / "out", "--fail-on", "never"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    groups = [json.loads(line)["articles"] for line in open(folder / "out/copies.jsonl")]

found = {pair for group in groups for pair in itertools.combinations(sorted(group), 2)}
total = collections.Counter(planted.values())
hits = collections.Counter(kind for pair, kind in planted.items() if pair in found)
print(f"{len(articles)} articles, recall {sum(hits.values()) / len(planted):.4f}", dict(hits), "of", dict(total))
print(f"{len(found)} pairs, precision {sum(pair in planted for pair in found) / len(found):.4f}")


def shingles(text):
    words = re.findall(r"[^\W_]+", text.lower())
    return set(zip(*(words[k:] for k in range(5))))


for one, other in sorted(found - set(planted)):
    a, b = shingles(articles[one]), shingles(articles[other])
    print(one, other, f"{len(a & b) / min(len(a), len(b)):.2f}")
