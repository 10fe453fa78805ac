"""What is made to run short, and of whom there is a choice. Sizes are KiB."""

import random
from dataclasses import dataclass, field

MIB = 1024


@dataclass
class Worker:
    name: str
    kind: str
    size: int
    adj: int = 0
    group: str = ""


@dataclass
class Scenario:
    """Groups are named from the one that is judged: "" is itself, "a" a group in it."""

    name: str
    workers: list
    # The hog: `memfd` is memory in nobody's size, so the hog is never chosen for it.
    hog: str = "memfd"
    hog_adj: int = 0
    hog_group: str = ""
    kills: int = 1
    # What the workers leave free below the limit.
    spare: int = 10 * MIB
    # Swap the group may use.
    swap: int = 0
    groups: tuple = ()
    # Limits of groups inside: of the memory that they hold, so that they never bind.
    loose: tuple = ()
    # The group whose limit triggers, where that is one inside: the judged one holds its page cache too.
    binds: str = ""
    # Page cache of another group inside; the judged group's limit has room for half of it.
    cache: int = 0
    # Memory nodes that run full, where a policy binds the hog to them.
    nodes: str = ""
    # Who dies first by what the scenario is about; another's death fails it, whoever named it.
    first: str = ""
    killed_together: tuple = ()
    is_host: bool = False
    # What the machine must have: "negative" adj, "swap", "v1", "v2", "guest", "bpf" (memtop is asked in the
    # guest, by BPF), "nodes" (two, with memory).
    needs: frozenset = frozenset()
    sysctls: dict = field(default_factory=dict)

    @property
    def turns_swap_off(self):
        return any(worker.kind == "swapoff" for worker in self.workers)

    @property
    def limit(self):
        """Of what triggers, with what the kernel itself takes for each process."""
        overhead = 256 * (len(self.workers) + 2)
        return sum(cost(worker) for worker in self.workers if worker.kind != "cache") + overhead + self.spare


def cost(worker):
    return worker.size + {"threads": 8 * 256, "tables": 64}.get(worker.kind, 0)


def crowd(random_, count, sizes, adjs, kinds=("anon",), groups=("",)):
    """Processes of random size, kind and adjustment; few are large."""
    low, high = sizes
    workers = []
    for number in range(count):
        kind = random_.choice(kinds)
        size = low + int((high - low) * random_.random() ** 2)
        workers.append(Worker(f"w{number}-{kind}", kind, size, random_.choice(adjs),
                              random_.choice(groups)))
    return workers


def in_groups(seed):
    """For a memory cgroup; those that need a right or a device say so."""
    def rng(name):
        return random.Random(f"{name} {seed}")

    plain, adjusted, mixed, hungry = rng("plain"), rng("adj"), rng("mixed"), rng("hog")
    negative, swapped, nested = rng("negative"), rng("swapped"), rng("nested")
    any_kind = ("anon", "anon", "anon", "shmem", "threads", "tables", "forked")
    yield Scenario("plain sizes", crowd(plain, 12, (1 * MIB, 12 * MIB), [0]), kills=3)
    yield Scenario(
        "random adj", crowd(adjusted, 12, (1 * MIB, 10 * MIB), range(0, 400)), kills=3)
    yield Scenario("every kind", crowd(mixed, 14, (1 * MIB, 9 * MIB), range(0, 60), any_kind),
                   kills=3)
    yield Scenario("a hog that grows", crowd(hungry, 8, (1 * MIB, 12 * MIB), range(0, 40)),
                   hog="anon", kills=3, spare=4 * MIB)
    yield Scenario("nested, the parent binds",
                   crowd(nested, 8, (1 * MIB, 10 * MIB), range(0, 30), groups=("a", "b")),
                   hog_group="a", groups=("a", "b"), loose=("a",), kills=2)
    yield Scenario("negative adj and -1000",
                   crowd(negative, 12, (1 * MIB, 12 * MIB), [0, 0, -1000, -999, -500, -40, -10, 15]),
                   hog="anon", hog_adj=-1000, kills=3, needs=frozenset({"negative"}))
    yield Scenario("swapped out",
                   crowd(swapped, 8, (2 * MIB, 10 * MIB), [0], ("swapped", "anon")),
                   hog="anon", hog_adj=-1000, kills=3, swap=24 * MIB,
                   needs=frozenset({"negative", "swap", "v2"}))


def special_in_groups():
    """One of each; they need no seed."""
    yield Scenario("shared memory", [
        Worker("pair", "shared", 12 * MIB), Worker("other", "anon", 9 * MIB),
        Worker("last", "anon", 6 * MIB)], kills=2)
    yield Scenario("page tables", [
        Worker("tables", "tables", 12 * MIB), Worker("anon", "anon", 10 * MIB),
        Worker("small", "anon", 3 * MIB)], kills=2)
    yield Scenario("file and shmem", [
        Worker("file", "file", 14 * MIB), Worker("shmem", "shmem", 12 * MIB),
        Worker("anon", "anon", 10 * MIB), Worker("small", "anon", 3 * MIB)], kills=3)
    yield Scenario("page cache above", [
        Worker("cache", "cache", 48 * MIB, 0, "c"), Worker("large", "anon", 12 * MIB, 0, "a"),
        Worker("other", "anon", 9 * MIB, 0, "a"), Worker("small", "anon", 3 * MIB, 0, "a")],
        hog_group="a", groups=("a", "c"), binds="a", cache=48 * MIB, kills=2)
    yield Scenario("the largest has lost its first thread", [
        Worker("headless", "headless", 12 * MIB), Worker("other", "anon", 9 * MIB),
        Worker("last", "anon", 5 * MIB)], kills=2)
    yield Scenario("a limit that is lowered", [
        Worker("large", "anon", 14 * MIB), Worker("other", "anon", 9 * MIB),
        Worker("last", "anon", 5 * MIB)], hog="lower", kills=2, needs=frozenset({"v2"}))
    yield Scenario("a task in swapoff", [
        Worker("large", "swapped", 16 * MIB), Worker("other", "anon", 9 * MIB),
        Worker("swapoff", "swapoff", 1 * MIB)], swap=24 * MIB, first="swapoff",
        needs=frozenset({"v2", "swap", "guest", "bpf"}))
    yield Scenario("ties", [Worker(f"t{n}", "anon", 8 * MIB) for n in range(1, 5)], kills=3)
    yield Scenario("a vfork child", [
        Worker("vforked", "vforked", 12 * MIB), Worker("other", "anon", 9 * MIB)], kills=1)
    yield Scenario("oom.group of the limit", [
        Worker("a", "anon", 8 * MIB), Worker("b", "anon", 3 * MIB, 100),
        Worker("threads", "threads", 2 * MIB), Worker("spared", "anon", 4 * MIB, -1000)],
        hog="anon", hog_adj=-1000, killed_together=("",), needs=frozenset({"v2", "negative"}))
    yield Scenario("oom.group inside", [
        Worker("big", "anon", 16 * MIB, 0, "g"), Worker("small", "anon", 2 * MIB, 0, "g"),
        Worker("spared", "anon", 1 * MIB, -1000, "g"), Worker("other", "anon", 12 * MIB, 0, "h")],
        hog_group="h", groups=("g", "h"), killed_together=("g",), kills=2,
        needs=frozenset({"v2", "negative"}))


def on_hosts(seed):
    """For a whole machine, which must be a disposable one."""
    def rng(name):
        return random.Random(f"host {name} {seed}")

    def host(name, workers, **more):
        return Scenario(name, workers, is_host=True, needs=frozenset({"guest"}), **more)

    adjs = [0, 0, 0, 5, 20, -10, -60, -500, -999, -1000]
    kinds = ("anon", "anon", "anon", "shmem", "threads", "tables")
    mixed, hungry, swapped = rng("mixed"), rng("hog"), rng("swapped")
    yield host("host, every kind", crowd(mixed, 14, (1 * MIB, 16 * MIB), adjs, kinds), hog="anon",
               hog_adj=-1000, kills=3)
    yield host("host, a hog that grows", crowd(hungry, 10, (1 * MIB, 12 * MIB), adjs), hog="anon",
               kills=2)
    yield host("host, swapped out",
               crowd(swapped, 8, (3 * MIB, 14 * MIB), [0], ("swapped", "anon")), hog="anon",
               hog_adj=-1000, kills=3)


def special_on_hosts():
    """One of each; they need no seed."""
    def host(name, workers, **more):
        usual = {"hog": "anon", "needs": frozenset({"guest"})}
        return Scenario(name, workers, is_host=True, **usual | more)

    yield host("host, the largest has -1000", [
        Worker("spared", "anon", 40 * MIB, -1000), Worker("almost", "anon", 30 * MIB, -999),
        Worker("small", "anon", 3 * MIB)], hog_adj=-1000)
    yield host("host, oom.group", [
        Worker("big", "anon", 30 * MIB, 0, "g"), Worker("small", "anon", 2 * MIB, 0, "g"),
        Worker("other", "anon", 20 * MIB)], hog_adj=-1000, groups=("g",), killed_together=("g",),
        kills=2)
    yield host("host, page tables and files", [
        Worker("tables", "tables", 30 * MIB), Worker("file", "file", 25 * MIB),
        Worker("shmem", "shmem", 22 * MIB), Worker("anon", "anon", 18 * MIB)], hog_adj=-1000,
        kills=3)
    yield host("host, ties", [Worker(f"t{n}", "anon", 12 * MIB) for n in range(1, 5)],
               hog_adj=-1000, kills=3)
    # The largest may not use the full node; who has no policy is chosen wherever its memory lies. Where that
    # was on the other node, more die in the same step: a reserve, or nobody is left and the kernel panics.
    for node, other, bound, first in (("0", "1", 12, "free"), ("1", "0", 24, "bound")):
        yield host(f"host, a memory policy fills node {node}", [
            Worker("elsewhere", f"bind{other}", 40 * MIB), Worker("free", "anon", 18 * MIB),
            Worker("bound", f"bind{node}", bound * MIB), Worker("small", "anon", 3 * MIB),
            *(Worker(f"reserve{number}", f"bind{node}", 4 * MIB) for number in range(4))],
            hog=f"bind{node}", hog_adj=-1000, nodes=node, first=first, kills=2,
            needs=frozenset({"guest", "nodes"}))
    yield host("host, whoever asks dies", [
        Worker("large", "anon", 40 * MIB, 500), Worker("larger", "anon", 50 * MIB)],
        sysctls={"oom_kill_allocating_task": 1})


def everything(seeds):
    """All of them, in order."""
    for seed in seeds:
        for scenario in in_groups(seed):
            scenario.name += f", seed {seed}"
            yield scenario
    yield from special_in_groups()
    for seed in seeds:
        for scenario in on_hosts(seed):
            scenario.name += f", seed {seed}"
            yield scenario
    yield from special_on_hosts()
