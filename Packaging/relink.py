#!/usr/bin/env python3
"""Links the objects of a static build once more, with the host's C library: relink.py BUILD PROGRAM OUT

The objects are the same for both, and to compile them takes minutes. The command is SwiftPM's own, as its plan for
BUILD has it, without what makes a program static.
"""
import json
import re
import subprocess
import sys
from pathlib import Path

LEFT_OUT = ["-static-executable", "--no-eh-frame-hdr"]


def link_command(plan, program):
    """The words of the command that links the program."""
    entry = re.search(rf'^  "C\.{program}-[^"]*\.exe":\n(?:    .*\n)*?    args: (\[.*\])$', plan, re.MULTILINE)
    if entry is None:
        sys.exit(f"relink: the plan links no {program}: is it of another SwiftPM?")
    return json.loads(entry[1])


def with_host_library(words, out):
    """The same command for a program that loads libc and libm at its start."""
    changed = []
    for word in words:
        if word in LEFT_OUT:
            # What hands a word on to the linker goes with it.
            if changed[-1] == "-Xlinker":
                changed.pop()
            continue
        changed.append("-static-libgcc" if word == "-static" else word)
    changed[changed.index("-o") + 1] = out
    return changed


def main():
    build, program, out = sys.argv[1:]
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    plan = Path(build, "release.yaml").read_text()
    sys.exit(subprocess.run(with_host_library(link_command(plan, program), out), check=False).returncode)


if __name__ == "__main__":
    main()
