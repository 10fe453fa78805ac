#!/usr/bin/env python3
"""Links a program of a release build: link.py [--dynamic] BUILD PROGRAM OUT

The command is SwiftPM's own, as its plan for BUILD has it, with these changes. Swift's code is linked without its
tables for unwinding, a tenth of the file: only exceptions of C++ need such tables, and C++'s code keeps its own.
Its descriptors of conformances are marked as writable, which nobody does, and one such part makes all of .rodata
writable: as read-only its pages, 2 MB, are given back with the code's once memtop has started.
What is run on the first screen lies together, as order.txt has it: a quarter of the resident memory (`make order`). So
does what is written to, a fifth of memtop's own memory; for that these variables get sections of their own.
With --dynamic libc and libm are the host's; the objects are the same for both, and to compile them takes minutes.
"""
import argparse
import functools
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import sections

HERE = Path(__file__).resolve()
ORDER = HERE.with_name("order.txt")
CHANGES = (HERE, ORDER, Path(sections.__file__))
STATIC = ["-static-executable", "--no-eh-frame-hdr"]
LEAN = ["--remove-section=.eh_frame", "--remove-section=.rela.eh_frame",
        "--set-section-flags=.rodata=alloc,load,readonly,data,contents"]
# A file list in the command: the objects, which stand in the plan among the inputs too.
LIST = re.compile(r"@.*\.LinkFileList")


def entry(plan, program):
    """What the plan says of the command that links the program: its inputs, and its words."""
    found = re.search(rf'^  "C\.{program}-[^"]*\.exe":\n(?:    .*\n)*?    inputs: (\[.*\])\n(?:    .*\n)*?'
                      r'    args: (\[.*\])$', plan, re.MULTILINE)
    if found is None:
        sys.exit(f"link: the plan links no {program}: is it of another SwiftPM?")
    return json.loads(found[1]), json.loads(found[2])


def lean_copy(file, folder):
    """A copy of an object or archive with these changes; made anew only where the file is newer."""
    # Objects of different targets have the same name.
    copy = folder / f"{file.parent.name}-{file.name}"
    if not copy.exists() or copy.stat().st_mtime < max(part.stat().st_mtime for part in (file, *CHANGES)):
        half = copy.with_suffix(".half")
        subprocess.run(["objcopy", *(LEAN if is_swift(file) else []), file, half], check=True)
        sections.divide(half, written())
        half.rename(copy)
    return copy


@functools.cache
def written():
    """The variables that order.txt names."""
    lines = ORDER.read_text().splitlines()
    return {name.encode() for line in lines for name in re.findall(r"^\.(?:data|bss)\.(.*)", line)}


def lean_objects(inputs, folder):
    """The objects to link, as lean copies."""
    return [lean_copy(Path(name), folder) for name in inputs if name.endswith(".o")]


def lean_runtime(swiftc, folder):
    """A copy of the folder with Swift's static libraries, those of Swift's code as lean copies."""
    info = json.loads(subprocess.run([swiftc, "-print-target-info"], check=True, stdout=subprocess.PIPE).stdout)
    runtime = Path(info["paths"]["runtimeResourcePath"] + "_static")
    for part in (Path(), Path("linux")):
        (folder / part).mkdir(parents=True, exist_ok=True)
        for file in (runtime / part).iterdir():
            link = folder / part / file.name
            if file.name == "linux":
                continue
            target = lean_copy(file, folder.parent) if is_swift(file) else file
            link.unlink(missing_ok=True)
            link.symlink_to(target.resolve())
    return folder


def is_swift(file):
    """Whether the file is Swift's code; ICU's archive, 47 MB, is only looked into."""
    return file.name.endswith(".swift.o") or file.suffix == ".a" and "ICU" not in file.name


def with_host_library(words):
    """The same command for a program that loads libc and libm at its start."""
    changed = []
    for word in words:
        if word in STATIC:
            # What hands a word on to the linker goes with it.
            if changed[-1] == "-Xlinker":
                changed.pop()
            continue
        changed.append("-static-libgcc" if word == "-static" else word)
    return changed


def is_linked(build, out, said, words, inputs):
    """Whether the program was linked by these words and nothing that goes into it was made since."""
    if not out.exists() or not said.exists() or said.read_text() != "\n".join(words):
        return False
    sources = [*CHANGES, *(build / "archives").iterdir(), *(Path(name) for name in inputs)]
    return all(file.stat().st_mtime < out.stat().st_mtime for file in sources if file.is_file())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dynamic", action="store_true")
    for name in ("build", "program", "out"):
        parser.add_argument(name)
    options = parser.parse_args()
    build, out = Path(options.build).resolve(), Path(options.out)
    inputs, words = entry((build / "release.yaml").read_text(), options.program)
    lean = build / "lean"
    lean.mkdir(exist_ok=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    listed = lean / "objects"
    listed.write_text("\n".join(shlex.quote(str(file)) for file in lean_objects(inputs, lean)))
    words = [f"@{listed}" if LIST.fullmatch(word) else word for word in words]
    # A link that is cut short leaves nothing that looks like its end.
    half = out.with_name(out.name + ".half")
    words[words.index("-o") + 1] = str(half)
    words += ["-resource-dir", str(lean_runtime(words[0], lean / "swift"))]
    for word in (f"--section-ordering-file={ORDER}", f"-Map={out}.map"):
        words += ["-Xlinker", word]
    if options.dynamic:
        words = with_host_library(words)
    said = out.with_name(out.name + ".command")
    if is_linked(build, out, said, words, inputs):
        return
    said.unlink(missing_ok=True)
    code = subprocess.run(words, check=False).returncode
    if code:
        sys.exit(code)
    half.rename(out)
    said.write_text("\n".join(words))


if __name__ == "__main__":
    main()
