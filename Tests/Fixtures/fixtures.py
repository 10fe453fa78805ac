#!/usr/bin/env python3
"""Keeps a captured tree of very many files as one text file that a diff can show.

    fixtures.py pack FOLDER      writes FOLDER.tree from the folder
    fixtures.py unpack [NAME]..  makes the folders of all *.tree here (or of those named) that are not up to date

A `.tree` holds an entry a line, in order of path, under a first line that says what it is:

    f PATH          a file; its lines follow, each behind one blank
    x PATH          the same, executable
    l PATH TARGET   a symbolic link
    d PATH          a folder with nothing in it

In contents a backslash is `\\\\`, and every byte that is no visible text (controls, what is not UTF-8) is `\\xNN`.
A last line that has no line end is followed by `\\` alone at the start of a line.
"""

import fcntl
import hashlib
import os
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEAD = "memtop tree 1\n"


def visible(content):
    """Bytes as text of one line; `read_back` undoes it."""
    out = []
    for char in content.decode("utf-8", "surrogateescape"):
        if char == "\\":
            out.append("\\\\")
        elif "\udc80" <= char <= "\udcff":
            out.append(f"\\x{ord(char) - 0xdc00:02x}")
        elif char.isprintable():
            out.append(char)
        else:
            out.extend(f"\\x{byte:02x}" for byte in char.encode())
    return "".join(out)


def read_back(text):
    out, rest = bytearray(), text
    while rest:
        plain, escape, rest = rest.partition("\\")
        out += plain.encode()
        if not escape:
            break
        if rest.startswith("\\"):
            out += b"\\"
            rest = rest[1:]
        else:
            out.append(int(rest[1:3], 16))
            rest = rest[3:]
    return bytes(out)


def entries(folder):
    for place, folders, files in os.walk(folder):
        folders.sort()
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        for name in sorted(files + links):
            path = Path(place, name)
            yield path.relative_to(folder), path
        if not folders and not files:
            yield Path(place).relative_to(folder), Path(place)


def pack(folder):
    folder = Path(folder)
    with open(f"{folder}.tree", "w", encoding="utf-8", newline="") as out:
        out.write(HEAD)
        for name, path in sorted(entries(folder)):
            if name == Path(".unpacked"):
                continue
            if path.is_symlink():
                out.write(f"l {name} {os.readlink(path)}\n")
            elif path.is_dir():
                out.write(f"d {name}\n")
            else:
                out.write(f"{'x' if os.access(path, os.X_OK) else 'f'} {name}\n")
                lines = path.read_bytes().split(b"\n")
                for line in lines[:-1]:
                    out.write(f" {visible(line)}\n")
                if lines[-1]:
                    out.write(f" {visible(lines[-1])}\n\\\n")


def write(folder, kind, path, lines, ended):
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    content = b"".join(read_back(line) + b"\n" for line in lines)
    target.write_bytes(content if ended else content[:-1])
    if kind == "x":
        target.chmod(0o755)


def make(text, folder):
    if not text.startswith(HEAD):
        sys.exit(f"fixtures.py: {folder}: not a tree of this form")
    held = None
    for line in text[len(HEAD):].split("\n")[:-1]:
        kind, rest = line[:1], line[1:]
        if kind == " ":
            held[2].append(rest)
            continue
        if kind == "\\":
            held[3] = False
            continue
        if held:
            write(folder, *held)
            held = None
        path = rest[1:]
        if kind in "fx":
            held = [kind, path, [], True]
        elif kind == "l":
            path, target = path.split(" ", 1)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).symlink_to(target)
        else:
            (folder / path).mkdir(parents=True, exist_ok=True)
    if held:
        write(folder, *held)


def unpack(archive):
    """Leaves an up-to-date folder alone; puts a new one in place whole."""
    folder = archive.with_suffix("")
    packed = archive.read_bytes()
    digest = hashlib.sha256(packed).hexdigest() + "\n"
    stamp = folder / ".unpacked"
    if stamp.exists() and stamp.read_text() == digest:
        return
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    make(packed.decode("utf-8"), new)
    (new / ".unpacked").write_text(digest)
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)


def main(arguments):
    if arguments[:1] == ["pack"] and len(arguments) == 2:
        pack(arguments[1])
    elif arguments[:1] == ["unpack"]:
        names = arguments[1:] or sorted(path.stem for path in HERE.glob("*.tree"))
        # Two test runs at once must not both make the folder.
        with open(__file__, "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for name in names:
                unpack(HERE / f"{name}.tree")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
