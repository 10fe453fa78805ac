#!/usr/bin/env python3
"""Starts a memtop on this system, or in a root file system of another, and tries what people do with it.

    smoke.py MEMTOP [--root DIRECTORY] [--user UID]

With --root (as root) the file is put into DIRECTORY as /memtop and started there, with this system's /proc. The
dashboard runs in a pty: help, a change of oom_score_adj of a child, and the end by q.
Prints a line for each; one that does not hold ends the script with 1.
"""
import argparse
import fcntl
import json
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
ESCAPES = re.compile(rb"\x1b(\[[0-9;?]*[A-Za-z]|\([A-Z0-9]|[=>])")


def say(what):
    print(f"  {what}", flush=True)


def fail(what):
    print(f"smoke: {what}", file=sys.stderr)
    sys.exit(1)


class Place:
    """Where memtop runs: as what, and in what root."""

    def __init__(self, memtop, root, user):
        self.user = user
        self.words = [os.path.abspath(memtop)]
        if root is None:
            if user is not None:
                self.words = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *self.words]
            return
        root = os.path.abspath(root)
        shutil.copy(memtop, os.path.join(root, "memtop"))
        os.chmod(os.path.join(root, "memtop"), 0o755)
        os.makedirs(os.path.join(root, "proc"), exist_ok=True)
        identity = [] if user is None else [f"--userspec={user}:{user}", "--groups="]
        script = 'mount --bind /proc "$1/proc" && shift && exec "$@"'
        self.words = ["unshare", "--mount", "sh", "-c", script, "sh", root, "chroot", *identity, root, "/memtop"]

    def environment(self):
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8"}

    def output(self, *arguments, codes=(0,)):
        result = subprocess.run(
            self.words + list(arguments), env=self.environment(), stdin=subprocess.DEVNULL,
            capture_output=True, timeout=PATIENCE)
        if result.returncode not in codes:
            fail(f"{' '.join(arguments)}: exit {result.returncode}: {result.stderr.decode(errors='replace')}")
        return result.stdout.decode()

    def child(self):
        """A process of the same user, for memtop to change."""
        identity = {} if self.user is None else {"user": self.user, "group": self.user, "extra_groups": []}
        return subprocess.Popen(["sleep", "600"], cwd="/", **identity)


class Dashboard:
    def __init__(self, place, *arguments):
        words = place.words + list(arguments)
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            # The parent sets the size before the program starts.
            os.read(0, 1)
            os.execvpe(words[0], words, place.environment())
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        os.write(self.terminal, b"\n")
        self.sent = b""

    def read(self, seconds):
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return False
        try:
            self.sent += os.read(self.terminal, 1 << 16)
        except OSError:
            return False
        return True

    def expect(self, text):
        end = time.monotonic() + PATIENCE
        while text not in ESCAPES.sub(b"", self.sent).decode(errors="replace"):
            if time.monotonic() > end:
                self.kill()
                fail(f"waited in vain for {text!r}; it sent {self.sent[-2000:]!r}")
            self.read(0.2)

    def type(self, keys):
        # An act is confirmed only by a key that comes after its prompt has stood for a while.
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            self.read(0.1)
        self.sent = b""
        os.write(self.terminal, keys.encode())

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def end(self):
        end = time.monotonic() + PATIENCE
        while True:
            self.read(0.1)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            if time.monotonic() > end:
                self.kill()
                fail("it did not end by q")


def change(place, memtop):
    child = place.child()
    try:
        dashboard = Dashboard(place, "--no-config", "--filter", f"pid={child.pid}")
        dashboard.expect(str(child.pid))
        dashboard.type("\x1bOP")
        dashboard.expect("Help")
        dashboard.type("q")
        dashboard.type("o")
        dashboard.expect("oom_score_adj")
        dashboard.type("777")
        dashboard.expect("777")
        dashboard.type("\r")
        path = f"/proc/{child.pid}/oom_score_adj"
        end = time.monotonic() + PATIENCE
        while open(path).read().strip() != "777":
            if time.monotonic() > end:
                dashboard.kill()
                fail(f"{path} was not changed; it sent {dashboard.sent[-2000:]!r}")
            dashboard.read(0.1)
        say("dashboard: help, and oom_score_adj of a child is 777")
        dashboard.type("q")
        code = dashboard.end()
        if code != 0:
            fail(f"the dashboard ended with {code}")
        say("dashboard: ended by q")
    finally:
        child.kill()
        child.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("memtop")
    parser.add_argument("--root")
    parser.add_argument("--user", type=int)
    arguments = parser.parse_args()
    place = Place(arguments.memtop, arguments.root, arguments.user)

    say(place.output("--version").splitlines()[0])
    if "memory" not in place.output("snapshot", "--limit", "5"):
        fail("snapshot has no line of the memory")
    snapshot = json.loads(place.output("snapshot", "--format", "json", "--limit", "3"))
    if not snapshot["processes"]:
        fail("the snapshot holds no process")
    say("snapshot, as a table and as JSON")
    json.loads(place.output("victims", "--format", "json", "--limit", "3"))
    place.output("victims", "--limit", "3")
    say("victims")
    place.output("diagnose", codes=(0, 1, 2))
    place.output("doctor")
    say("diagnose and doctor")
    change(place, arguments.memtop)


main()
