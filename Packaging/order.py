#!/usr/bin/env python3
"""Writes what memtop runs and writes to on its first screen, as an order for the linker: order.py PROGRAM MAP

PROGRAM has its symbols, MAP is the linker's. A program's functions lie in the order of its source, and the kernel
maps a file by pieces of 64 KB: a function that is run keeps all of its piece in memory. So those that are run lie
together. Which they are is told by breakpoints, one at each function's begin, which is taken away where it is met.
A variable that is written to keeps a page of 4 KB that is memtop's own, so those lie together as well: those whose
memory is not as the file has it. What the order names and a later build lacks does no harm.
"""
import bisect
import ctypes
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time

# What is asked for every few refreshes only shall be among them.
SECONDS = 40
PAGE, WORD = 4096, 8
TRACEME, CONT, GETREGS, SETREGS, DETACH, SETOPTIONS = 0, 7, 12, 13, 17, 0x4200
EVENT_EXEC = 4
# fork, vfork, clone and exec; and what is traced ends with its tracer.
OPTIONS = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 20
WALL = 0x40000000
REGISTERS, RIP = 27, 16
BREAKPOINT = 0xCC
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def ptrace(request, pid, data=None):
    """As ptrace(2); a process that is gone is no error here."""
    return libc.ptrace(request, pid, None, data)


def symbols(program, *kinds):
    """All of these kinds: (begin, size, name)."""
    told = subprocess.run(["readelf", "-sW", program], check=True, stdout=subprocess.PIPE, text=True).stdout
    for row in (line.split() for line in told.splitlines()):
        if len(row) > 7 and row[3] in kinds and row[6] != "UND":
            yield int(row[1], 16), int(row[2], 0), row[7]


def functions(program):
    """The begins of all functions, with their names."""
    begins = {}
    for begin, _, name in symbols(program, "FUNC", "IFUNC"):
        begins.setdefault(begin, []).append(name)
    return begins


class Variables:
    """What the program can write to, and which of it differs from what the file has."""

    def __init__(self, program, placed):
        told = subprocess.run(["readelf", "-SW", program], check=True, stdout=subprocess.PIPE, text=True).stdout
        found = re.findall(r"\] \.(?:data|bss) +(\w+) +(\w+) (\w+) (\w+) ", told)
        self.parts, self.placed, self.written = [], placed, {}
        with open(program, "rb") as file:
            for kind, *numbers in found:
                address, offset, size = (int(number, 16) for number in numbers)
                file.seek(offset)
                self.parts.append((address, bytes(size) if kind == "NOBITS" else file.read(size)))
        self.all = sorted(symbols(program, "OBJECT"))
        self.begins = [row[0] for row in self.all]

    def owner(self, address):
        """The variable there; of what has no name the one before it in its section, or else the first: its number."""
        begin, size, _ = self.placed.at(address)
        index = bisect.bisect_right(self.begins, address) - 1
        if self.begins[index] < begin:
            index += 1
        return index if address < begin + size and self.begins[index] < begin + size else None

    def compare(self, pid):
        """Takes note of those that differ now. Of the big ones few pages may: they come behind the others."""
        found = set()
        with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
            for address, was in self.parts:
                memory.seek(address)
                now = memory.read(len(was))
                found |= {self.owner(address + place) for place in range(0, len(was), WORD)
                          if now[place:place + WORD] != was[place:place + WORD]}
        for index in sorted(found - {None}, key=lambda index: (self.all[index][1] >= PAGE, index)):
            self.written.setdefault(self.all[index][0], self.all[index][2])


class Breakpoints:
    """One at each begin of a function that was not met yet."""

    def __init__(self, pid, begins):
        self.path, self.first = f"/proc/{pid}/mem", begins[0]
        with open(self.path, "rb", buffering=0) as memory:
            memory.seek(self.first)
            self.text = bytearray(memory.read(begins[-1] + 1 - self.first))
        self.stood = {begin: self.text[begin - self.first] for begin in begins}
        for begin in begins:
            self.text[begin - self.first] = BREAKPOINT
        self.met = {}

    def plant(self):
        """Puts all of them there; again, because memtop lets go of its code, which then is as the file has it."""
        self.write(self.first, self.text)

    def write(self, address, code):
        with open(self.path, "r+b", buffering=0) as memory:
            memory.seek(address)
            memory.write(code)

    def step_over(self, pid):
        """Takes away the one that a thread has met; false where it met none."""
        registers = (ctypes.c_ulonglong * REGISTERS)()
        ptrace(GETREGS, pid, registers)
        begin = registers[RIP] - 1
        if begin not in self.stood:
            return False
        self.met.setdefault(begin)
        self.text[begin - self.first] = self.stood[begin]
        self.write(begin, bytes([self.stood[begin]]))
        registers[RIP] = begin
        ptrace(SETREGS, pid, registers)
        return True


def follow(first, begins):
    """Lets the program and its threads run to their end; returns what was met, in order."""
    os.waitpid(first, WALL)
    ptrace(SETOPTIONS, first, OPTIONS)
    breakpoints = Breakpoints(first, begins)
    breakpoints.plant()
    ptrace(CONT, first)
    while True:
        pid, status = os.waitpid(-1, WALL)
        if not os.WIFSTOPPED(status):
            if pid == first:
                return list(breakpoints.met)
            continue
        number, event = os.WSTOPSIG(status), status >> 16
        if event == EVENT_EXEC:
            # A child that is another program now.
            ptrace(DETACH, pid)
        elif number == signal.SIGTRAP:
            ptrace(CONT, pid, None if event or breakpoints.step_over(pid) else number)
        elif number == signal.SIGSTOP:
            # Sent by the watch, the only signal that nobody can hold back; so begins a new thread too.
            breakpoints.plant()
            ptrace(CONT, pid)
        else:
            ptrace(CONT, pid, number)


def size(screen, columns, rows):
    """Gives the terminal so many of them."""
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def watch(pid, screen, variables):
    """Reads what the program draws, looks at its variables, and ends it by its key."""
    end = time.monotonic() + SECONDS
    widens = end - SECONDS / 3
    # Each other pane in its turn, behind what the first one needs.
    panes, turns = list(b"2345"), end - SECONDS / 6
    # Something has to grow, for what looks into growth.
    grown = bytearray()
    while time.monotonic() < end:
        grown += bytes([1]) * (1 << 19)
        if select.select([screen], [], [], 0.2)[0]:
            os.read(screen, 65536)
        if time.monotonic() > widens:
            # What only a wide screen shows comes last.
            variables.compare(pid)
            size(screen, 200, 60)
            widens = end
        if panes and time.monotonic() > turns:
            os.write(screen, bytes([panes.pop(0)]))
            turns += SECONDS / 30
        os.kill(pid, signal.SIGSTOP)
    variables.compare(pid)
    os.write(screen, b"q")
    try:
        while os.read(screen, 65536):
            pass
    except OSError:
        # Its side of the terminal is closed.
        return


def met(program, begins, variables):
    """Those of these functions that were run, in order, while the variables are looked at."""
    pid, screen = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        ptrace(TRACEME, 0)
        os.execv(program, [program, "--no-config"])
    size(screen, 120, 40)
    threading.Thread(target=watch, args=(pid, screen, variables), daemon=True).start()
    return follow(pid, begins)


def sections(file, kind):
    """The sections of a kind with their addresses and sizes; a long name has its numbers on the next line."""
    with open(file, encoding="utf-8", errors="replace") as text:
        joined = re.sub(rf"\n( \.{kind}\S*)\n +0x", r"\n\1 0x", text.read())
    rows = re.findall(rf"^ (\.{kind}\S*) +0x([0-9a-f]{{16}}) +0x([0-9a-f]+) ", joined, re.MULTILINE)
    placed = ((int(address, 16), int(size, 16), name) for name, address, size in rows)
    return sorted(section for section in placed if section[0] and section[1])


class Map:
    """Where the linker has put the sections of a kind."""

    def __init__(self, file, kind):
        self.placed = sections(file, kind)
        self.addresses = [section[0] for section in self.placed]

    def at(self, address):
        """The one that lies there or before."""
        return self.placed[bisect.bisect_right(self.addresses, address) - 1]


def main():
    program, file = sys.argv[1:]
    code, data = Map(file, "text"), Map(file, "(?:data|bss)")
    begins, variables = functions(program), Variables(program, data)
    names = {}
    for begin in met(program, sorted(begins), variables):
        address, size, name = code.at(begin)
        # Code that has no section of its own moves with its file.
        if begin < address + size and name != ".text":
            # Of functions that are the same the linker keeps any one.
            for name in (name, *(f".text.{same}" for same in begins[begin])):
                names.setdefault(name)
    for begin, variable in variables.written.items():
        name = data.at(begin)[2]
        # link.py gives one that has no section of its own such a one.
        names.setdefault(f"{name}.{variable}" if name in (".data", ".bss") else name)
    # Small pieces that have a section and no symbol, as those that get at a field.
    print(".text..L*")
    # gold takes a name for a pattern.
    print("\n".join(name for name in names if not set(name) & set("*?[")))


if __name__ == "__main__":
    main()
