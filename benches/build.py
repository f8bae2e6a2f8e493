"""Whole builds of a corpus: time and memory at four sizes, on one and two threads, and what start-up takes.

    python3 benches/build.py CORPUS.jsonl.gz [PROGRAM [ROUNDS]]

The sizes are an eighth, a quarter, half and all of the corpus, and a tenth for memory. Threads are compared on the half, in turns.
Processor time is user and system time of the process; on a busy machine elapsed times say little.
"""

import gzip
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def build(program, corpus, folder, threads):
    """Elapsed and processor seconds of a build, and its largest memory in megabytes."""
    command = [program, "build", corpus, "-o", folder, "--threads", str(threads), "--fail-on", "never"]
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, command
    return time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    corpus, program, rounds = (sys.argv[1:] + ["target/release/demarche", "1"][len(sys.argv) - 2 :])[:3]
    lines = gzip.open(corpus, "rt", encoding="utf-8").readlines()
    print("load average", *os.getloadavg())
    with tempfile.TemporaryDirectory() as folder:

        def measure(count, threads):
            sample = Path(folder, f"{count}.jsonl")
            sample.write_text("".join(lines[:count]), encoding="utf-8")
            elapsed, processor, memory = build(program, sample, Path(folder, "out"), threads)
            words = sum(len(json.loads(line)["text"].split()) for line in lines[:count])
            print(
                f"{count:6} articles {threads} threads {elapsed:7.2f} s elapsed {processor:7.2f} s processor "
                f"{memory:5.0f} MB {count / processor:6.1f} articles and {words / processor:8.0f} words a second of processor time",
                flush=True,
            )
            return elapsed, processor, memory

        measure(1, 1)
        small = measure(len(lines) // 10, 1)
        sizes = [len(lines) // part for part in (8, 4, 2, 1)]
        runs = [measure(size, 1) for size in sizes]
        print(f"memory of all articles against a tenth: {runs[-1][2] / small[2]:.2f}")
        # The exponent of a power law through the four sizes: 1 means that twice the corpus takes twice the time.
        x, y = [math.log(size) for size in sizes], [math.log(run[1]) for run in runs]
        mean_x, mean_y = sum(x) / 4, sum(y) / 4
        slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / sum((a - mean_x) ** 2 for a in x)
        print(f"processor time grows with the size to the power of {slope:.2f}")
        ratios = []
        for _ in range(int(rounds)):
            one, two = measure(sizes[2], 1), measure(sizes[2], 2)
            ratios.append((one[0] / two[0], two[1] / one[1]))
        best = max(ratios)
        print(f"two threads: {best[0]:.2f} times as fast, {best[1]:.2f} times the processor time")


if __name__ == "__main__":
    main()
