"""A memory cgroup of our own, of either version, with a limit that the kernel confirms."""

import os
import time
from pathlib import Path


class NoMemoryCgroup(Exception):
    """No group may be made here."""


def mounts():
    """Where the memory controller is mounted, and its version."""
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ")[:3]
        place = Path(before.split(" ")[4])
        if kind == "cgroup" and "memory" in options.split(","):
            yield place, 1
        elif kind == "cgroup2":
            control = place / "cgroup.subtree_control"
            if control.exists() and "memory" in control.read_text().split():
                yield place, 2


class MemoryCgroup:
    """Made on entry; on exit what is left in it is ended and it is removed."""

    def __init__(self, name, limit):
        self.name = name
        self.limit = limit

    def __enter__(self):
        try:
            place, self.version = next(mounts())
            self.path = place / self.name
            self.path.mkdir()
        except (StopIteration, OSError) as reason:
            raise NoMemoryCgroup(f"no memory cgroup can be made: {reason}") from reason
        file = self.path / ("memory.limit_in_bytes" if self.version == 1 else "memory.max")
        file.write_text(str(self.limit))
        if int(file.read_text()) != self.limit:
            self.__exit__()
            raise NoMemoryCgroup(f"{file}: the limit was not taken")
        return self

    def join(self):
        """Moves the calling process in."""
        (self.path / "cgroup.procs").write_text(str(os.getpid()))

    def held(self):
        """Bytes in use that are not pages of files which can be given back."""
        usage = "memory.usage_in_bytes" if self.version == 1 else "memory.current"
        kinds = dict(
            line.split() for line in (self.path / "memory.stat").read_text().splitlines())
        return (int((self.path / usage).read_text())
                - int(kinds["active_file"]) - int(kinds["inactive_file"]))

    def __exit__(self, *_):
        for _ in range(100):
            for pid in (self.path / "cgroup.procs").read_text().split():
                try:
                    os.kill(int(pid), 9)
                except ProcessLookupError:
                    pass
            try:
                self.path.rmdir()
                return
            except OSError:
                time.sleep(0.05)
