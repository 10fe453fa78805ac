"""Judges what memtop said where the kernel may refuse its program: refused.py DIR, as refused.guest left it."""
import re
import sys
from pathlib import Path

folder = Path(sys.argv[1])
release = folder.joinpath("release").read_text().strip()
version = tuple(int(part) for part in release.split("-")[0].split(".")[:2])
lockdown = re.search(r"\[(\w+)\]", folder.joinpath("lockdown").read_text())[1]

CONFIDENTIAL = ("lockdown", "lockdown: the kernel keeps its memory from being read")
LOCKED = ("RLIMIT_MEMLOCK", "RLIMIT_MEMLOCK of 0 is too small for the program")


def reason(name):
    """The header's words and the line's that are due; nothing where the program is to be loaded."""
    if name == "locked0" and version < (5, 11):
        return LOCKED
    return CONFIDENTIAL if lockdown == "confidentiality" else None


def read(name, kind):
    """What was written before the exit code, and the code."""
    lines = folder.joinpath(f"{name}.{kind}").read_text(errors="replace").splitlines()
    return lines[:-1], int(lines[-1])


failed = 0


def check(holds, what):
    global failed
    if not holds:
        failed += 1
        print("wrong:", what)


for name in ("plain", "hidden", "locked0", "locked64"):
    due = reason(name)
    doctor, code = read(name, "doctor")
    line = next((line for line in doctor if line.startswith("bpf")), "")
    print(f"{release} lockdown={lockdown} {name}: {line}")
    check(code == 0, f"the doctor's exit code is {code}")
    forced, code = read(name, "forced")
    screen, end = read(name, "screen")
    shown = set(re.findall(r"(?:/proc|bpf) 1\.0s(?:: [ -~]*)?", "\n".join(screen)))
    check(end == 0, f"the dashboard's exit code is {end}")
    if due is None:
        check(line.split()[1:2] == ["yes"], f"the doctor says: {line}")
        check(code == 0, f"--source bpf: {forced}")
        check("bpf 1.0s" in shown, f"the header says: {shown}")
    else:
        check(line.split()[1:2] == ["no"] and due[1] in line, f"the doctor says: {line}")
        check(code == 71 and len(forced) == 1 and forced[0].startswith("memtop: --source bpf: ")
              and due[1] in forced[0], f"--source bpf, exit code {code}: {forced}")
        check(any(text.startswith(f"/proc 1.0s: {due[0]}") for text in shown),
              f"the header says: {shown}")
sys.exit(1 if failed else 0)
