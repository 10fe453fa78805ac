"""Gives the parsers any bytes: fuzz.py [--seconds N | --runs N] [--only GROUP...] --build-dir DIR.

Builds the program `fuzz` with libFuzzer, begins with the captured files (seeds.py) and prints what each group did. A
finding is left in DIR/findings, and `DIR/debug/fuzz GROUP FILE` repeats it.
"""
import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

from seeds import GROUPS, seeds

SWIFT = ["-O", "-sanitize=fuzzer,address",
         "-sanitize-coverage=edge,inline-8bit-counters,pc-table"]
# Address sanitizing of the C++ behind the config file as well: that is where memory is unsafe.
C = ["-fsanitize=address", "-fsanitize-coverage=edge,inline-8bit-counters,pc-table"]
LONGEST = {"log": 16392, "host": 8192, "process": 8192}


def build(folder):
    flags = [word for flag in SWIFT for word in ("-Xswiftc", flag)]
    flags += [word for flag in C for kind in ("-Xcc", "-Xcxx") for word in (kind, flag)]
    subprocess.run(["swift", "build", "--build-path", folder, "--product", "fuzz", *flags],
                   env=os.environ | {"MEMTOP_FUZZ": "1"}, check=True)


def fuzz(folder, group, runs, seconds):
    """One group; whether nothing was found."""
    corpus, findings = folder / "corpus" / group, folder / "findings"
    corpus.mkdir(parents=True, exist_ok=True)
    findings.mkdir(exist_ok=True)
    for number, seed in enumerate(seeds(group)):
        (corpus / f"seed-{number}").write_bytes(seed)
    log = folder / f"{group}.log"
    with open(log, "wb") as output:
        code = subprocess.run(
            [folder / "debug" / "fuzz", group, f"-runs={runs}", f"-max_total_time={seconds}",
             f"-max_len={LONGEST.get(group, 4096)}", "-len_control=0", "-timeout=20",
             "-print_final_stats=1", "-seed=1", f"-artifact_prefix={findings}/{group}-", corpus],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output).returncode
    text = log.read_text(errors="replace")
    count = re.search(r"number_of_executed_units: (\d+)", text)
    cover = re.findall(r"cov: (\d+)", text)
    print(f"{group:8} {int(count[1]) if count else 0:9} inputs, {cover[-1] if cover else 0} edges, "
          f"{'no finding' if code == 0 else f'A FINDING: {log}'}", flush=True)
    if code != 0:
        print(text[-3000:])
    return code == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build-dir", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=1_000_000, help="inputs a group")
    parser.add_argument("--seconds", type=int, default=0, help="in all, in place of --runs")
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=GROUPS)
    arguments = parser.parse_args()
    folder = arguments.build_dir.resolve()
    build(folder)
    share = arguments.seconds // len(arguments.only)
    runs = -1 if arguments.seconds else arguments.runs
    clean = [fuzz(folder, group, runs, share) for group in arguments.only]
    sys.exit(0 if all(clean) else 1)


if __name__ == "__main__":
    main()
