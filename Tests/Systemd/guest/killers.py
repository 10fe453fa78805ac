"""Real kills by the kernel, systemd-oomd and earlyoom, in the real journal: memtop names each killer."""

from pathlib import Path

from host import ETC, events, expect, must, run, show, unit, until


def prepare():
    unit("kernelhog.service", "[Service]\nExecStart=/srv/bin/hog 200\nMemoryMax=40M\nMemorySwapMax=0\n")
    unit("oomdhog.slice", "[Slice]\nManagedOOMSwap=kill\n")
    # Above MemoryHigh it goes to swap, which is what systemd-oomd looks at.
    unit("oomdhog.service", "[Service]\nExecStart=/srv/bin/hog 250\nMemoryHigh=60M\n"
         "Slice=oomdhog.slice\n")
    unit("earlyhog.service", "[Service]\nExecStart=/srv/bin/hog 500\nOOMScoreAdjust=500\n")
    unit("50-checks.conf", "[OOM]\nSwapUsedLimit=5%\n", Path("/etc/systemd/oomd.conf.d"))
    Path("/etc/default/earlyoom").write_text('EARLYOOM_ARGS="-r 0 -m 60,55 -s 100,100"\n')
    must("systemctl", "mask", "--now", "systemd-oomd.socket", "systemd-oomd.service", "earlyoom")
    must("systemctl", "daemon-reload")


def ended(name):
    return lambda: run("systemctl", "is-active", name)[1].strip() in ("failed", "inactive")


def the_kernel_is_named():
    must("systemctl", "start", "kernelhog")
    until(ended("kernelhog"), "a kill by the kernel")
    expect(show("kernelhog", "Result") == "oom-kill", show("kernelhog", "Result"))
    kills = [kill for kill in events()["kills"] if kill["comm"] == "hog"]
    expect(len(kills) == 1, kills)
    expect(kills[0]["scope"] == "cgroup" and kills[0]["proof"] == "kernel"
           and kills[0]["cgroup"] == "/system.slice/kernelhog.service", kills[0])


def a_keep_would_have_held():
    """What the person on call does next: a larger limit, kept."""
    must("memtop", "keep", "--max=300M", "--reload", "kernelhog")
    must("systemctl", "restart", "kernelhog")
    until(lambda: int(show("kernelhog", "MemoryCurrent") or 0) > 150 << 20, "the hog grows")
    expect(show("kernelhog", "ActiveState") == "active", "it was killed again")
    must("systemctl", "stop", "kernelhog")


def systemd_oomd_is_named():
    must("systemctl", "unmask", "systemd-oomd.socket", "systemd-oomd.service")
    must("systemctl", "start", "systemd-oomd")
    must("systemctl", "start", "oomdhog")
    until(ended("oomdhog"), "a kill by systemd-oomd", seconds=120)
    kills = [kill for kill in events()["otherKills"] if kill["killer"] == "systemd-oomd"]
    expect(len(kills) == 1, kills)
    expect(kills[0]["proof"] == "sender" and "oomdhog.service" in kills[0]["group"], kills[0])
    must("systemctl", "stop", "systemd-oomd.socket", "systemd-oomd")


def earlyoom_is_named():
    must("systemctl", "unmask", "earlyoom")
    must("systemctl", "start", "earlyoom", "earlyhog")
    until(ended("earlyhog"), "a kill by earlyoom", seconds=120)
    must("systemctl", "stop", "earlyoom")
    kills = [kill for kill in events()["otherKills"] if kill["killer"] == "earlyoom"]
    expect(len(kills) == 1, kills)
    expect(kills[0]["comm"] == "hog" and kills[0]["proof"] == "sender"
           and kills[0]["signal"] == "SIGTERM", kills[0])


def nobody_else_is_named():
    said = events()
    killers = sorted(kill["killer"] for kill in said["otherKills"])
    expect(killers == ["earlyoom", "systemd-oomd"], said["otherKills"])
    expect(len(said["kills"]) == 1, said["kills"])
    table = must("memtop", "events")
    for word in ("systemd-oomd", "earlyoom", "kernel"):
        expect(word in table, table)


CHECKS = [the_kernel_is_named, a_keep_would_have_held, systemd_oomd_is_named, earlyoom_is_named,
          nobody_else_is_named]
