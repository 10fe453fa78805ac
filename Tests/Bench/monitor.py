"""One monitor running in a pseudo-terminal, and what it costs."""

import errno
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import tempfile
import termios
import time
from pathlib import Path

COLUMNS, LINES = 120, 40

# Output that pauses for this part of the interval ends a burst.
QUIET = 0.12

# A refresh is one interval's work: a second burst inside it belongs to the same refresh. A part too.
SHORTEST_REFRESH = 0.7

PROCESS_ROW = re.compile(rb"hd\d{5}")

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_clock(pid):
    """CPU nanoseconds of a whole process: the kernel's own clock for it, not its 10 ms ticks."""
    return time.clock_gettime_ns((~pid << 3) | 2)


class Ended(Exception):
    """The monitor cannot be measured: it ended early, or shows no row."""


class Monitor:
    """Started on entry, ended on exit; reads all that it writes."""

    def __init__(self, command, environment, before_exec=None, interval=1, row=PROCESS_ROW):
        self.command = command
        self.interval = interval
        self.row = row
        self.before_exec = before_exec
        self.environment = {
            **os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **environment}
        self.first_row = None
        self.written = 0
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
                if self.before_exec:
                    self.before_exec()
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
        except BlockingIOError:
            return 0
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            output = b""
        if not output:
            raise Ended(f"{' '.join(self.command)}: ended early; its last output: {self.tail!r}")
        recent = self.tail + output
        if self.first_row is None and self.row.search(recent):
            self.first_row = time.monotonic() - self.started
            self.first_cpu = cpu_clock(self.pid) / 1e6
        self.tail = recent[-4096:]
        self.written += len(output)
        return len(output)

    def wait_for_row(self, limit=60):
        """Milliseconds from exec to the first row, and of CPU until then."""
        deadline = self.started + limit
        while self.first_row is None and time.monotonic() < deadline:
            self.drain(0.5)
        if self.first_row is None:
            raise Ended(f"{' '.join(self.command)}: no row in {limit} s")
        return self.first_row * 1e3, self.first_cpu

    def burst(self):
        """Waits for a burst of output to end."""
        while self.drain(10) == 0:
            pass
        while self.drain(QUIET * self.interval) > 0:
            pass

    def refreshes(self, count):
        """CPU milliseconds and bytes written of each of the next `count` refreshes."""
        costs, sizes = [], []
        self.burst()
        at, cpu, written = time.monotonic(), cpu_clock(self.pid), self.written
        while len(costs) < count:
            self.burst()
            if time.monotonic() - at < SHORTEST_REFRESH * self.interval:
                continue
            now = cpu_clock(self.pid)
            costs.append((now - cpu) / 1e6)
            sizes.append(self.written - written)
            at, cpu, written = time.monotonic(), now, self.written
        return costs, sizes

    def syscalls(self, count):
        """System calls of a refresh, counted by strace over so many; None where it may not trace."""
        with tempfile.NamedTemporaryFile("r") as counts:
            self.burst()
            try:
                tracer = subprocess.Popen(
                    ["strace", "-c", "-f", "-o", counts.name, "-p", str(self.pid)],
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            except FileNotFoundError:
                return None
            self.refreshes(count)
            tracer.send_signal(signal.SIGINT)
            tracer.wait()
            total = [line for line in counts.read().splitlines() if line.endswith(" total")]
        # One refresh more than were asked for: the first burst is waited for under the tracer too.
        return round(int(total[0].split()[3]) / (count + 1)) if total else None

    def shares(self):
        """CPU seconds in user mode and in the kernel so far, as the kernel divides them."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) / TICKS, int(fields[12]) / TICKS

    def memory(self):
        """Resident, anonymous and peak resident megabytes (10⁶ bytes)."""
        kib = {}
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            key, _, value = line.partition(":")
            kib[key] = value.split()
        return {name: int(kib[key][0]) * 1024 / 1e6
                for name, key in (("rss", "VmRSS"), ("anonymous", "RssAnon"), ("peak", "VmHWM"))}

    def kept_descriptors(self):
        """Files of other processes that are open while it sleeps."""
        folder = Path(f"/proc/{self.pid}/fd")
        own = re.compile(rf"/proc/(self|{self.pid})/")
        count = 0
        for entry in folder.iterdir():
            try:
                target = os.readlink(entry)
            except FileNotFoundError:
                continue
            count += re.match(r"/proc/\d+/", target) is not None and not own.match(target)
        return count
