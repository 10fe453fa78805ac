"""One monitor running in a pseudo-terminal, and what it costs."""

import errno
import fcntl
import os
import re
import select
import signal
import struct
import termios
import time
from pathlib import Path

COLUMNS, LINES = 120, 40

# Output that pauses this long ends a burst.
QUIET = 0.12

# A refresh is one interval's work: a second burst inside it belongs to the same refresh.
SHORTEST_REFRESH = 0.7

PROCESS_ROW = re.compile(rb"hd\d{5}")


def cpu_clock(pid):
    """CPU nanoseconds of a whole process: the kernel's own clock for it, not its 10 ms ticks."""
    return time.clock_gettime_ns((~pid << 3) | 2)


class Ended(Exception):
    """The monitor cannot be measured: it ended early, or shows no process."""


class Monitor:
    """Started on entry, ended on exit; reads all that it writes."""

    def __init__(self, command, environment):
        self.command = command
        self.environment = {
            **os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **environment}
        self.first_row = None
        self.tail = b""

    def __enter__(self):
        self.terminal, other_end = os.openpty()
        size = struct.pack("HHHH", LINES, COLUMNS, 0, 0)
        fcntl.ioctl(other_end, termios.TIOCSWINSZ, size)
        self.started = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.login_tty(other_end)
                os.execvpe(self.command[0], self.command, self.environment)
            finally:
                os._exit(127)
        os.close(other_end)
        os.set_blocking(self.terminal, False)
        return self

    def __exit__(self, *_):
        os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + 3
        while os.waitpid(self.pid, os.WNOHANG)[0] == 0:
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
            try:
                self.drain(0.02)
            except Ended:
                time.sleep(0.02)
        os.close(self.terminal)

    def drain(self, timeout):
        """Reads what there is, waiting at most `timeout` seconds; the number of bytes."""
        if not select.select([self.terminal], [], [], timeout)[0]:
            return 0
        try:
            output = os.read(self.terminal, 1 << 20)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            output = b""
        if not output:
            raise Ended(f"{' '.join(self.command)}: ended early; its last output: {self.tail!r}")
        recent = self.tail + output
        if self.first_row is None and PROCESS_ROW.search(recent):
            self.first_row = time.monotonic() - self.started
        self.tail = recent[-4096:]
        return len(output)

    def wait_for_row(self, limit=30):
        """Milliseconds from exec to the first process row."""
        deadline = self.started + limit
        while self.first_row is None and time.monotonic() < deadline:
            self.drain(0.5)
        if self.first_row is None:
            raise Ended(f"{' '.join(self.command)}: no process row in {limit} s")
        return self.first_row * 1e3

    def burst(self):
        """Waits for a burst of output to end."""
        while self.drain(10) == 0:
            pass
        while self.drain(QUIET) > 0:
            pass

    def refreshes(self, count):
        """CPU milliseconds of each of the next `count` refreshes."""
        costs = []
        self.burst()
        at, cpu = time.monotonic(), cpu_clock(self.pid)
        while len(costs) < count:
            self.burst()
            if time.monotonic() - at < SHORTEST_REFRESH:
                continue
            now = cpu_clock(self.pid)
            costs.append((now - cpu) / 1e6)
            at, cpu = time.monotonic(), now
        return costs

    def memory(self):
        """Peak resident and present anonymous megabytes (10⁶ bytes)."""
        kib = {}
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            key, _, value = line.partition(":")
            if key in ("VmHWM", "RssAnon"):
                kib[key] = int(value.split()[0])
        return kib["VmHWM"] * 1024 / 1e6, kib["RssAnon"] * 1024 / 1e6
