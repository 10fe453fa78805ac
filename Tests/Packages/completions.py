#!/usr/bin/env python3
"""Asks real shells, each in a pty, to complete command lines of memtop.

    completions.py MEMTOP COMPLETIONS    COMPLETIONS holds memtop.bash, memtop.zsh and memtop.fish
"""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

PATIENCE = 30
ESCAPES = re.compile(r"\x1b(\[[0-9;?>=]*[A-Za-z]|\][^\x07\x1b]*(\x07|\x1b\\)|[()][A-Z0-9]|[=>78])")
READY = "ready-to-type"


class Shell:
    def __init__(self, words, environment):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(words[0], words, environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
        self.sent = ""

    def expect(self, *texts):
        end = time.monotonic() + PATIENCE
        while not all(text in ESCAPES.sub("", self.sent) for text in texts):
            if time.monotonic() > end:
                return False
            if select.select([self.terminal], [], [], 0.2)[0]:
                try:
                    read = os.read(self.terminal, 1 << 16)
                except OSError:
                    return False
                # fish asks the terminal what it is and waits for the answer.
                if b"\x1b[c" in read or b"\x1b[0c" in read:
                    os.write(self.terminal, b"\x1b[?62;c")
                self.sent += read.decode(errors="replace")
        return True

    def type(self, keys):
        self.sent = ""
        os.write(self.terminal, keys.encode())

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def cases(child):
    """What is typed, and what is shown for it."""
    return [
        ("memtop --pane ", ["processes", "victims", "events"]),
        ("memtop --theme ", ["default", "colour-blind", "mono"]),
        ("memtop snapshot --sort oomS", ["oomScoreAdj"]),
        ("memtop victims --set ", [f"{child}="]),
        ("memtop sn", ["snapshot"]),
    ]


def try_shell(name, words, environment, setup, child):
    for typed, shown in cases(child):
        shell = Shell(words, environment)
        # The echo of what is typed is not the answer.
        shell.type(f"{setup}; echo {READY[:5]}''{READY[5:]}\n")
        if not shell.expect(READY):
            sys.exit(f"completions: {name} did not start: {shell.sent!r}")
        shell.type(typed + "\t\t")
        if not shell.expect(*shown):
            sys.exit(f"completions: {name}: {typed!r} shows no {shown}: {ESCAPES.sub('', shell.sent)!r}")
        shell.end()
    print(f"  {name}: {len(cases(child))} command lines")


def main():
    memtop, completions = (os.path.abspath(a) for a in sys.argv[1:])
    scratch = tempfile.mkdtemp()
    child = subprocess.Popen(["sleep", "600"])
    try:
        os.symlink(memtop, scratch + "/memtop")
        shutil.copy(completions + "/memtop.zsh", scratch + "/_memtop")
        environment = {
            "PATH": scratch + ":/usr/bin:/bin", "HOME": scratch, "TERM": "xterm", "LANG": "C.UTF-8", "PS1": "$ ",
            "XDG_CONFIG_HOME": scratch, "XDG_DATA_HOME": scratch,
        }
        try_shell("bash", ["bash", "--norc", "-i"], environment,
                  f"bind 'set show-all-if-ambiguous on'; bind 'set completion-query-items 0'; "
                  f"bind 'set page-completions off'; . {completions}/memtop.bash", child.pid)
        try_shell("zsh", ["zsh", "-f", "-i"], environment,
                  f"LISTMAX=10000; fpath=({scratch} $fpath); autoload -Uz compinit; compinit -u -D", child.pid)
        try_shell("fish", ["fish", "--no-config", "-i"], environment,
                  f"source {completions}/memtop.fish", child.pid)
    finally:
        child.kill()
        child.wait()
        shutil.rmtree(scratch)


main()
