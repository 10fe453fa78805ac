"""The machine's own words: programs, units, groups and what systemd says of them."""

import contextlib
import json
import os
import subprocess
import time
from pathlib import Path

ETC = Path("/etc/systemd/system")
GROUPS = Path("/sys/fs/cgroup")


class Failed(Exception):
    """A check does not hold."""


def expect(holds, what):
    if not holds:
        raise Failed(what)


def run(*words, user=None):
    """Runs a program to its end: its exit code and what it wrote, errors included."""
    words = [str(word) for word in words]
    if user is not None:
        words = ["runuser", "-u", user, "--", "env", "XDG_RUNTIME_DIR=/run/user/1000",
                 "HOME=/home/u", "LD_LIBRARY_PATH=/srv/lib", "PATH=/srv/bin:/usr/bin:/bin"] + words
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", timeout=120,
                          check=False)
    return done.returncode, done.stdout


def must(*words, user=None):
    code, text = run(*words, user=user)
    expect(code == 0, f"{' '.join(map(str, words))}: {code}: {text}")
    return text


def refused(*words, says, user=None):
    """It ends with a code, and one line of it says why."""
    code, text = run(*words, user=user)
    expect(code != 0, f"{' '.join(words)}: it was not refused: {text}")
    complaints = [line for line in text.splitlines() if line.startswith("memtop: ")]
    expect(len(complaints) == 1 and says in complaints[0], f"{' '.join(words)}: {text}")
    return text


@contextlib.contextmanager
def background(*words):
    """A program that runs meanwhile, and not longer."""
    with subprocess.Popen(words, stdin=subprocess.DEVNULL) as running:
        try:
            yield
        finally:
            running.kill()


def show(unit, name, user=None):
    """What systemd says of a unit."""
    words = ["systemctl"] + (["--user"] if user else []) + ["show", "--value", "-p", name, unit]
    return must(*words, user=user).strip()


def group(unit):
    path = show(unit, "ControlGroup")
    expect(path, f"{unit} has no group")
    return GROUPS / path.lstrip("/")


def read(path):
    return Path(path).read_text().strip()


def adj(unit):
    return read(f"/proc/{show(unit, 'MainPID')}/oom_score_adj")


def until(holds, what, seconds=60):
    """Waits until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        expect(time.monotonic() < deadline, f"not in {seconds} s: {what}")
        time.sleep(0.2)


def unit(name, text, folder=ETC):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def events():
    # What systemd's journal has been told is in it at once only where it is asked to.
    must("journalctl", "--sync")
    return json.loads(must("memtop", "events", "--format", "json"))


def everything(folder):
    """Every path below a folder, with what it holds."""
    found = {}
    for path, _, names in os.walk(folder):
        found[path] = None
        for name in names:
            file = Path(path, name)
            found[str(file)] = os.readlink(file) if file.is_symlink() else file.read_bytes()
    return found
