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

# How much is optimized stands in Package.swift.
SWIFT = ["-sanitize=fuzzer,address", "-sanitize-coverage=edge,inline-8bit-counters,pc-table"]
# Address sanitizing of the C++ behind the config file as well: that is where memory is unsafe.
C = ["-fsanitize=address", "-fsanitize-coverage=edge,inline-8bit-counters,pc-table"]
# The TOML library does not free the names of a table's keys; memtop reads the file once. After so many
# inputs the program begins anew.
LEAKS = {"config": 100_000}
LONGEST = {"log": 3080, "host": 8192, "process": 8192}


def build(folder):
    flags = [word for flag in SWIFT for word in ("-Xswiftc", flag)]
    # gold cannot even say what is missing: it ends in an error of its own over the debug information.
    # libFuzzer brings a main of its own, which nobody runs, and with it the wish for this function.
    flags += ["-Xswiftc", "-use-ld=lld", "-Xlinker", "--defsym=LLVMFuzzerTestOneInput=0"]
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
    # What leaks begins anew before it has taken too much memory.
    piece = LEAKS.get(group, runs)
    inputs, edges, seed = 0, 0, 1
    while True:
        text, code = run(folder, group, corpus, piece if runs < 0 else min(piece, runs - inputs),
                         seconds, seed)
        count = re.search(r"number_of_executed_units: (\d+)", text)
        inputs += int(count[1]) if count else 0
        edges = max([edges] + [int(cover) for cover in re.findall(r"cov: (\d+)", text)])
        seed += 1
        if code != 0 or runs < 0 or inputs >= runs:
            break
    outcome = "no finding" if code == 0 else f"A FINDING: {folder / group}.log"
    print(f"{group:8} {inputs:9} inputs, {edges} edges, {outcome}", flush=True)
    if code != 0:
        print(text[-3000:])
    return code == 0


def run(folder, group, corpus, runs, seconds, seed):
    """What the program wrote, and its code."""
    log = folder / f"{group}.log"
    with open(log, "wb") as output:
        code = subprocess.run(
            [folder / "debug" / "fuzz", group, f"-runs={runs}", f"-max_total_time={seconds}",
             f"-max_len={LONGEST.get(group, 4096)}", "-len_control=0", "-timeout=20",
             "-print_final_stats=1", f"-seed={seed}",
             f"-artifact_prefix={folder}/findings/{group}-", corpus],
            env=os.environ | {"ASAN_OPTIONS": ":".join(
                # Where an allocation was made costs a quarter of the time; a finding is run again. What was
                # freed is watched for a while, not until it is 256 MB.
                ["malloc_context_size=0", "quarantine_size_mb=16",
                 f"detect_leaks={0 if group in LEAKS else 1}"])},
            stdin=subprocess.DEVNULL, stdout=output, stderr=output).returncode
    return log.read_text(errors="replace"), code


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
