#!/usr/bin/env python3
"""Boots a Debian that systemd runs, and tries memtop on its units, its scopes and its killers.

What is tried is in guest/; each line of the answer is one check. A check that fails, or none at all,
fails the run.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import machine


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n\n", maxsplit=1)[0],
        formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--memtop", default=".build-static/memtop", help="the binary")
    parser.add_argument("--kernel", required=True, help="an unpacked linux-image package")
    parser.add_argument("--image", required=True, help="the disk that get-image.sh made")
    # A device of KVM's may be there and not work, as in a machine within a machine.
    parser.add_argument("--accel", choices=["tcg", "kvm"], default="tcg", help="of QEMU")
    parser.add_argument("--only", nargs="+", default=[], metavar="PART",
                        help="of starting, keeping, users, killers")
    parser.add_argument("--seconds", type=int, default=900, help="the most that it may take")
    parser.add_argument("--keep", help="keep console, disks and what the checks left here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(options.keep or scratch).resolve()
        try:
            out = machine.run(Path(options.memtop).resolve(), Path(options.kernel).resolve(),
                              Path(options.image).resolve(), work, options.seconds,
                              options.accel, options.only)
        except machine.Lost as error:
            print(f"systemd: {error}")
            return 1
        log = (out / "log").read_text(errors="replace")
    print(log, end="")
    lines = log.splitlines()
    passed = sum(line.startswith("ok ") for line in lines)
    failed = sum(line.startswith("FAILED ") for line in lines)
    is_whole = "end of checks" in lines
    print(f"systemd: {passed} checks hold, {failed} do not"
          + ("" if is_whole else "; the machine was lost before the end"))
    return 0 if passed and not failed and is_whole else 1


if __name__ == "__main__":
    sys.exit(main())
