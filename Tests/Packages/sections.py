#!/usr/bin/env python3
"""Moves the variables of real objects into sections of their own, one by one and all at once, and runs what comes of it.

    sections.py

Each program finds its own faults: it writes to its variables, walks through them and compares.
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[2] / "Packaging"))
import sections  # noqa: E402

# gcc refers to what is local by its place in the section, as Swift's compiler does.
C = r"""
#define KEEP __attribute__((used, noinline))
static volatile int small_data = 5, small_bss;
static volatile char byte_data = 1, byte_bss;
static long table_bss[32], table_data[32] = {1};
static long after_table_bss, after_table_data = 7;
long shared_data = 11, shared_bss, shared_table[4], shared_after = 190000;
__attribute__((weak)) long weak_data = 13;
static volatile long *to_local = &table_data[3], *to_shared = &shared_data, *to_end = table_data + 32,
  *to_shared_end = shared_table + 4;
struct pair { short first; char second[6]; } __attribute__((packed));
static volatile struct pair pair_data = {3, "ab"}, pair_bss;

KEEP static long sum(const long *from, const long *end) {
  long all = 0;
  for (; from != end; from++) all += *from;
  return all;
}
KEEP static void fill(void) {
  for (long *at = table_bss; at != table_bss + 32; at++) *at = 2;
  for (long *at = table_data; at != table_data + 32; at++) *at += 1;
}
extern long distant(void), hidden(void);

int main(void) {
  small_data = 70000, small_bss = 70001, byte_data = 2, byte_bss = 3;
  pair_data.second[5] = 9, pair_bss.first = 300, pair_bss.second[5] = 4;
  fill();
  after_table_bss += 5, after_table_data += 5, shared_bss = 6, weak_data += 1;
  *to_local += 100, *to_shared += 100;
  for (volatile long *at = shared_table; at != to_shared_end; at++) *at = 3;
  if (small_data != 70000 || small_bss != 70001 || byte_data != 2 || byte_bss != 3) return 1;
  if (pair_data.first != 3 || pair_data.second[0] != 'a' || pair_data.second[5] != 9) return 2;
  if (pair_bss.first != 300 || pair_bss.second[5] != 4) return 3;
  if (sum(table_bss, table_bss + 32) != 64 || sum(table_data, table_data + 32) != 133) return 4;
  if (after_table_bss != 5 || after_table_data != 12) return 5;
  if (shared_data != 111 || shared_bss != 6 || weak_data != 14) return 6;
  if (sum((long *)to_end - 32, (long *)to_end) != 133) return 7;
  if (sum(shared_table, shared_table + 4) != 12 || shared_after != 190000) return 8;
  if (distant() != 2015 || hidden() != 46) return 9;
  return 0;
}
"""

# What a compiler's assembler makes of distances within a section, and of variables without a symbol.
ASSEMBLER = r"""
  .globl distant, hidden
  .text
distant:
  lea distance(%rip), %rax
  movslq (%rax), %rcx
  mov (%rax,%rcx), %rax
  movl $3, wide+8(%rip)
  pshufd $2, wide(%rip), %xmm0
  movd %xmm0, %ecx
  sub %rcx, %rax
  mov pointer(%rip), %rdx
  addq $1, goal(%rip)
  add (%rdx), %rax
  ret
hidden:
  movq $40, .Lfirst(%rip)
  cmpb $0, flag(%rip)
  jne 1f
  movb $1, flag(%rip)
  addq $6, .Lfirst(%rip)
  movl $9, .Lsecond(%rip)
  cmpl $9, .Lsecond(%rip)
  jne 1f
  cmpq $-1, named(%rip)
  je 1f
  movw $7, word(%rip)
  cmpw $7, word(%rip)
  jne 1f
  mov .Lfirst(%rip), %rax
  ret
1: mov $-1, %rax
  ret
  .data
  .type pointer, @object
  .size pointer, 8
pointer: .quad goal
  .type goal, @object
  .size goal, 8
goal: .quad 2000
  .type target, @object
  .size target, 8
target: .quad 17
  .type distance, @object
  .size distance, 4
distance: .long target - distance
  .balign 16
  .type before, @object
  .size before, 16
before: .zero 16
  .type wide, @object
  .size wide, 16
wide: .zero 16
  .bss
.Lfirst: .zero 8
  .type flag, @object
  .size flag, 1
flag: .zero 1
  .type named, @object
  .size named, 8
named: .zero 8
.Lsecond: .zero 8
  .type word, @object
  .size word, 2
word: .zero 2
  .section .note.GNU-stack, "", @progbits
"""
# Moved, these would be lost: a distance to the one and from the other is reckoned already.
HELD = {b"target", b"distance"}
COMPILERS = [["gcc", "-x", "c", "-fno-pie", "-fno-data-sections", level] for level in ("-O0", "-O1", "-O2", "-O3", "-Os")]


def run(words, **options):
    return subprocess.run([str(word) for word in words], check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def variables(file):
    """The names of all variables of an object, and those that have a section of their own."""
    names, owned = set(), set()
    held = dict(re.findall(r"\[ *(\d+)\] (\.(?:data|bss)\S*) ", run(["readelf", "-SW", file])))
    for line in run(["readelf", "-sW", file]).splitlines():
        row = line.split()
        if len(row) > 7 and row[3] == "OBJECT" and row[6] in held:
            names.add(row[7].encode())
            if held[row[6]].endswith(f".{row[7]}"):
                owned.add(row[7].encode())
    return names, owned


class Trial:
    """Two objects in a folder, linked anew for each choice of variables."""

    def __init__(self, folder, compiler):
        self.folder, self.objects = folder, []
        for name, language, text in (("c", compiler, C), ("assembler", ["gcc", "-x", "assembler"], ASSEMBLER)):
            file = folder / f"{name}.o"
            run([*language, "-c", "-", "-o", file], input=text)
            self.objects.append((file, file.read_bytes()))
        self.names = set().union(*(variables(file)[0] for file, _ in self.objects))

    def choose(self, wanted, in_archive=False):
        """Links and runs the program with these moved; returns which were."""
        moved, files = set(), [file for file, _ in self.objects]
        for file, content in self.objects:
            file.write_bytes(content)
        archive = self.folder / "both.a"
        if in_archive:
            archive.unlink(missing_ok=True)
            run(["ar", "rc", archive, *files])
            sections.divide(archive, wanted)
            run(["ar", "x", archive], cwd=self.folder)
        else:
            for file in files:
                sections.divide(file, wanted)
        for file in files:
            moved |= variables(file)[1]
        order, program = self.folder / "order", self.folder / "program"
        order.write_text("".join(f".{kind}.{name.decode()}\n" for name in sorted(moved) for kind in ("data", "bss")))
        linked = ["-Wl,--whole-archive", archive] if in_archive else files
        for last in (["-Wl,--section-ordering-file=" + str(order)], ["-Wl,--gc-sections"]):
            run(["gcc", "-no-pie", "-fuse-ld=gold", *linked, "-Wl,--no-whole-archive", *last, "-o", program])
            code = subprocess.run([program], check=False).returncode
            if code:
                sys.exit(f"sections: with {sorted(wanted)} moved, check {code} fails")
        return moved


def main():
    moved, count = set(), 0
    with tempfile.TemporaryDirectory(prefix="memtop-") as folder:
        for compiler in COMPILERS:
            trial = Trial(Path(folder), compiler)
            choices = [{name} for name in sorted(trial.names)] + [trial.names, set()]
            for wanted in choices:
                moved |= trial.choose(wanted)
                count += 1
            moved |= trial.choose(trial.names, in_archive=True)
        if moved & HELD:
            sys.exit(f"sections: {sorted(moved & HELD)} moved, though a number tells where they are")
        for name in ("small_data", "small_bss", "shared_data", "shared_bss", "weak_data", "to_local", "named", "flag", "pointer",
                     "goal"):
            if name.encode() not in moved:
                sys.exit(f"sections: {name} never moved")
    print(f"{count} choices of variables to move: each program runs as before; {len(moved)} of {len(trial.names)} can move")


if __name__ == "__main__":
    main()
