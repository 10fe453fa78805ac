"""What memtop said beside what the kernel did."""

import json
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path


class Lost(Exception):
    """A scenario, or the whole machine, that did not come to its end."""


def killed(log):
    """The pids that the kernel's log names as killed, in its order."""
    return [int(pid) for pid in re.findall(r"Killed process (\d+) \(", log)]


@dataclass
class Kill:
    """What died by one choice, and the tree recorded just before; None where it came too soon."""

    deaths: set
    tree: Path | None


@dataclass
class Record:
    hog: int = 0
    kills: list = field(default_factory=list)
    # The tree recorded before the hog began to grow.
    first: Path | None = None


def unpack(path, directory):
    """Makes trees of a record's snapshots."""
    data = Path(path).read_bytes()
    record = Record()
    tree = None
    at = 0
    while at < len(data):
        end = data.index(b"\n", at)
        words = data[at:end].decode().split(" ")
        at = end + 1
        match words[0]:
            case "hog":
                record.hog = int(words[1])
            case "snapshot":
                tree = Path(directory) / (str(len(record.kills)) if record.first else "first")
            case "file":
                size = int(words[2])
                file = tree / words[1].lstrip("/")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data[at:at + size])
                at += size + 1
            case "ready":
                record.first, tree = tree, None
            case "deaths":
                record.kills.append(Kill({int(word) for word in words[1:]}, tree))
                tree = None
    return record


# What memtop said of the running system, among the files of a snapshot.
ANSWER = "answer.json"


def scope(group=None, nodes=None):
    """What is short: a group, memory nodes, or the host."""
    return ["--cgroup", group] if group else ["--nodes", nodes] if nodes else []


def command(memtop, root, asked):
    """Asks memtop for the order of a system, or of a scope in it."""
    return [str(memtop), "victims", "--format", "json", "--root", str(root), *asked]


def predict(memtop, tree, asked):
    """What memtop makes of a tree; what it said of the running system where that is recorded."""
    for answer in tree.rglob(ANSWER):
        return json.loads(answer.read_text())
    said = read(memtop, tree, asked)
    said["victims"] = compared(said, said["victims"])
    return said


def compared(said, victims):
    """Those of them that the kernel compares: where a policy's nodes are full it passes over whom a policy binds to
    others."""
    bound = said.get("boundElsewhere", [])
    return [victim for victim in victims if victim["pid"] not in bound]


def at_end(memtop, first, tree, asked):
    """Whom memtop says to die as it goes on: by what grew between two trees."""
    series = tree.with_name(f"{tree.name}-series")
    series.mkdir(exist_ok=True)
    for name, one in (("0001", first), ("0002", tree)):
        link = series / name
        if not link.exists():
            link.symlink_to(one)
    said = read(memtop, series, asked)
    victims = {victim["pid"]: victim for victim in said["victims"]}
    told = (said["whenItRunsOut"] or said)["victims"]
    return [victims[then["pid"]] | {"badness": then["badness"]} for then in compared(said, told)]


def read(memtop, tree, asked):
    """What memtop makes of a tree."""
    words = command(memtop, tree, asked)
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Lost(f"{' '.join(words)}: {done.stderr}")
    return json.loads(done.stdout)


def dead_by(victim):
    return {victim["pid"], *victim["alsoKilled"]}


def follows(victims, deaths, log):
    """How many choices from the first on make exactly these deaths, in the order of the log; 0 where
    they do not.

    log: pids as `killed` has them; of who dies along with another it names some.
    """
    dead, before = set(), -1
    for count, victim in enumerate(victims, 1):
        if not dead_by(victim) <= deaths:
            return 0
        # A pid may have been another's in an earlier scenario: its last line counts.
        lines = [len(log) - 1 - log[::-1].index(pid) for pid in dead_by(victim) if pid in log]
        if lines and min(lines) < before:
            return 0
        before = max([before] + lines)
        dead |= dead_by(victim)
        if dead == deaths:
            return count
    return 0


def choice(victims, deaths):
    """The choice that made these deaths: the first in order that has one of them."""
    return next((victim for victim in victims if dead_by(victim) & deaths), None)


def reason(said, done, hog, step, exact):
    """Why another died than was said; None where nothing explains it.

    step: pages the hog may have grown by between the snapshot and the kill.
    """
    if done is None:
        return None
    apart = said["badness"] - done["badness"]
    if done["pid"] in said["tiedWith"] or said["pid"] in done["tiedWith"]:
        return f"within the band: {apart} pages apart"
    if done["pid"] == hog and not exact:
        return f"the hog grew past it, it was {apart} pages behind"
    if done["pid"] == hog and apart <= step + (said["uncertainty"] or 0):
        return f"the hog grew past it in the last step, it was {apart} pages behind"
    return None


def moved(said, done, later):
    """Why the choice between two changed from one snapshot to a later one: the hog's growth pushes
    memory out, and who has it in swap or in shmem is then of another size."""
    now = {victim["pid"]: victim for victim in later["victims"]}
    one, other = now.get(said["pid"]), now.get(done["pid"])
    if one is None or other is None or one["badness"] > other["badness"]:
        return None
    return (f"the hog's growth moved memory: {said['comm']} from {said['badness']} to "
            f"{one['badness']} pages, {done['comm']} from {done['badness']} to {other['badness']}")
