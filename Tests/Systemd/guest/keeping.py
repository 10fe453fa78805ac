"""memtop keep on units that systemd runs; its files and the kernel's are the judges."""

import json
from pathlib import Path

from host import (ETC, adj, background, everything, expect, group, must, read, refused, run, show, unit, until)
from screen import Screen

SLEEP = "[Service]\nExecStart=/bin/sleep infinity\n"
CONTROL = Path("/run/systemd/system.control")
MB = 1 << 20


def prepare():
    unit("shop.service", SLEEP + "MemoryMax=300M\n")
    unit("cell@.service", SLEEP)
    unit("bare.service", SLEEP)
    (ETC / "store.service").symlink_to("/etc/systemd/system/shop.service")
    must("systemctl", "daemon-reload")
    must("systemctl", "start", "shop", "cell@a", "cell@b", "bare")


def limits(name):
    """systemd and the kernel say the same of a unit."""
    said = {key: show(name, key) for key in ("MemoryMax", "MemoryHigh", "MemoryLow", "MemoryMin",
                                             "MemorySwapMax")}
    files = dict(zip(said, ("max", "high", "low", "min", "swap.max")))
    for key, file in files.items():
        is_said = said[key].replace("infinity", "max")
        is_set = read(group(name) / f"memory.{file}")
        expect(is_said == is_set, f"{name}: systemd says {key}={is_said}, the kernel {is_set}")
    return said


def a_dry_run_changes_nothing():
    before = everything(ETC)
    text = must("memtop", "keep", "--max=200M", "--oom-score-adj=-400", "--dry-run", "shop")
    expect("MemoryMax=209715200" in text and "systemctl daemon-reload" in text, text)
    expect(everything(ETC) == before, "a dry run wrote something")


def what_is_written_waits_for_the_reload():
    must("memtop", "keep", "--max=200M", "--high=150M", "--low=8M", "--swap-max=64M",
         "--oom-score-adj=-400", "--oom-policy=continue", "shop")
    file = ETC / "shop.service.d" / "50-memtop.conf"
    expect(file.stat().st_mode & 0o7777 == 0o644 and file.stat().st_uid == 0, "mode")
    expect(read(group("shop") / "memory.max") == str(300 * MB), "it holds before the reload")


def the_reload_sets_the_limits_of_what_runs():
    must("systemctl", "daemon-reload")
    said = limits("shop")
    expect(said["MemoryMax"] == str(200 * MB) and said["MemoryHigh"] == str(150 * MB)
           and said["MemoryLow"] == str(8 * MB) and said["MemorySwapMax"] == str(64 * MB), said)
    expect(show("shop", "OOMPolicy") == "continue", "OOMPolicy")
    expect(str(ETC / "shop.service.d" / "50-memtop.conf") in show("shop", "DropInPaths"), "path")
    expect(adj("shop") == "0", "OOMScoreAdjust= holds before the restart")


def a_restart_keeps_the_values():
    must("systemctl", "restart", "shop")
    expect(adj("shop") == "-400" and show("shop", "OOMScoreAdjust") == "-400", adj("shop"))
    expect(limits("shop")["MemoryMax"] == str(200 * MB), "MemoryMax")


def memtop_says_the_same_of_groups_as_systemd():
    text = must("memtop", "cgroups", "--format", "json", "--filter", "shop.service")
    row = next(g for g in json.loads(text)["groups"] if g["unit"] == "shop.service")
    said = limits("shop")
    for key, name in (("max", "MemoryMax"), ("high", "MemoryHigh"), ("low", "MemoryLow"),
                      ("swapMax", "MemorySwapMax")):
        expect(str(row[key]) == said[name], f"{key}: {row[key]}, {said[name]}")
    expect(str(row["processes"]) == show("shop", "TasksCurrent"), row["processes"])
    expect(abs(row["current"] - int(show("shop", "MemoryCurrent"))) < MB, row["current"])


def every_group_has_what_systemd_cgtop_shows():
    """Its memory is memory.current, as our column's; the guest goes on between the two."""
    text = must("systemd-cgtop", "--batch", "--raw", "--iterations=2", "--delay=0.2", "--depth=4")
    shown = {}
    for line in text.splitlines():
        cells = line.split()
        # Releases differ in whether a slash begins the path; the last reading of each counts.
        if len(cells) == 6 and cells[0] != "/" and cells[3].isdigit():
            shown["/" + cells[0].lstrip("/")] = int(cells[3])
    expect("/system.slice/shop.service" in shown and len(shown) > 5, text)
    groups = {g["path"]: g["current"]
              for g in json.loads(must("memtop", "cgroups", "--format", "json"))["groups"]}
    for path, size in shown.items():
        # One that has ended since is no difference.
        told = groups.get(path, size)
        expect(abs(told - size) < max(2 * MB, size // 20), f"{path}: {told}, cgtop {size}")


def the_undo_line_takes_it_back():
    text = must("memtop", "keep", "--max=250M", "--min=4M", "--reload", "shop")
    expect(limits("shop")["MemoryMax"] == str(250 * MB), "MemoryMax")
    undo = next(line for line in text.splitlines() if line.startswith("undo: "))
    must("sh", "-c", undo.removeprefix("undo: ") + " --reload")
    said = limits("shop")
    expect(said["MemoryMax"] == str(200 * MB) and said["MemoryMin"] == "0", said)


def removal_takes_just_the_drop_in():
    other = ETC / "shop.service.d" / "10-other.conf"
    other.write_text("[Service]\nMemoryHigh=280M\n")
    must("memtop", "keep", "--remove", "--reload", "shop")
    said = limits("shop")
    expect(said["MemoryMax"] == str(300 * MB) and said["MemoryHigh"] == str(280 * MB), said)
    expect(other.exists(), "another's drop-in is gone")
    other.unlink()
    must("memtop", "keep", "--max=100M", "shop")
    must("memtop", "keep", "--remove", "--reload", "shop")
    must("systemctl", "restart", "shop")
    expect(adj("shop") == "0" and not show("shop", "DropInPaths"), show("shop", "DropInPaths"))


def now_goes_through_set_property():
    text = must("memtop", "keep", "--max=120M", "--now", "bare")
    expect("systemctl set-property --runtime -- bare.service MemoryMax=125829120" in text, text)
    expect(limits("bare")["MemoryMax"] == str(120 * MB), "MemoryMax")
    expect(list(CONTROL.glob("bare.service.d/*.conf")), "set-property left no file")
    must("systemctl", "daemon-reload")
    expect(limits("bare")["MemoryMax"] == str(120 * MB), "after the reload")
    must("systemctl", "restart", "bare")
    expect(limits("bare")["MemoryMax"] == str(120 * MB), "after the restart")


def cgroup_set_goes_the_same_way():
    """A service, a scope and a unit of a template; and each undo."""
    with background("systemd-run", "--quiet", "--scope", "--unit=loose", "/bin/sleep", "infinity"):
        until(lambda: run("systemctl", "is-active", "loose.scope")[0] == 0, "a scope")
        for name in ("shop.service", "cell@b.service", "loose.scope"):
            before = limits(name)
            text = must("memtop", "cgroup", "set", show(name, "ControlGroup"), "--max=111M",
                        "--low=1M", "--swap-max=1G")
            expect("by systemd, which runs the unit" in text, text)
            expect(limits(name)["MemoryMax"] == str(111 * MB), limits(name))
            must("systemctl", "daemon-reload")
            expect(limits(name)["MemoryMax"] == str(111 * MB), "after the reload")
            undo = next(line for line in text.splitlines() if line.startswith("undo: "))
            must("sh", "-c", undo.removeprefix("undo: "))
            expect(limits(name) == before, (before, limits(name)))


def what_is_written_under_its_feet_is_overwritten():
    """The reason for set-property: a reload sets again what systemd knows."""
    (group("bare") / "memory.max").write_text(str(64 * MB))
    must("systemctl", "daemon-reload")
    expect(read(group("bare") / "memory.max") == str(120 * MB), "it outlived a reload")


def a_process_is_kept_as_it_is():
    pid = show("cell@a", "MainPID")
    Path(f"/proc/{pid}/oom_score_adj").write_text("-250")
    must("systemctl", "set-property", "--runtime", "cell@a.service", "MemoryHigh=90M")
    text = must("memtop", "keep", "--reload", pid)
    expect("cell@a.service.d/50-memtop.conf" in text, text)
    must("systemctl", "restart", "cell@a", "cell@b")
    expect(adj("cell@a") == "-250" and adj("cell@b") == "0", (adj("cell@a"), adj("cell@b")))
    expect(limits("cell@a")["MemoryHigh"] == str(90 * MB), "MemoryHigh")


def the_screen_keeps_it_too():
    """W on a process writes its unit's drop-in and lets systemd read it; z takes just that back."""
    pid = show("bare", "MainPID")
    Path(f"/proc/{pid}/oom_score_adj").write_text("321")
    file = ETC / "bare.service.d" / "50-memtop.conf"
    before = file.read_bytes() if file.exists() else None
    with Screen("memtop", "--no-config", "--filter", f"pid={pid}") as screen:
        screen.until("sleep")
        screen.until("Enter does it", press="W")
        expect((file.read_bytes() if file.exists() else None) == before, "written before Enter")
        screen.until("lets systemd read it", press="\t")
        screen.press("\r")
        until(lambda: file.exists() and "OOMScoreAdjust=321" in file.read_text(), "what W writes", 20)
        until(lambda: show("bare", "OOMScoreAdjust") == "321", "systemd reads it", 20)
        screen.press("\r")
        screen.until("Enter", press="z")
        screen.press("\r")
        until(lambda: (file.read_bytes() if file.exists() else None) == before, "what z takes back", 20)
    Path(f"/proc/{pid}/oom_score_adj").write_text("0")


def the_screen_sets_limits_through_systemd():
    """e on the group of a service; what is written under systemd's feet would not last."""
    before = show("shop", "MemoryMax")
    with Screen("memtop", "--no-config", "--pane", "groups") as screen:
        screen.until("system.slice")
        screen.press("\x1bOSshop\r")
        screen.until("shop.service")
        screen.press("\x1b[H")
        screen.until("Limits of shop.service", press="e")
        screen.press("260M")
        screen.until("260M")
        screen.press("\r")
        until(lambda: show("shop", "MemoryMax") == str(260 * MB), "systemd knows the limit", 20)
        must("systemctl", "daemon-reload")
        expect(limits("shop")["MemoryMax"] == str(260 * MB), "after the reload")
        screen.press("\r")
        screen.until("Enter", press="z")
        screen.press("\r")
        until(lambda: show("shop", "MemoryMax") == before, "what z takes back", 20)


def a_template_is_every_instance():
    must("memtop", "keep", "--max=80M", "--reload", "cell@.service")
    expect(limits("cell@a")["MemoryMax"] == limits("cell@b")["MemoryMax"] == str(80 * MB), "both")
    must("memtop", "keep", "--remove", "--reload", "cell@.service")


def a_slice_is_kept():
    must("memtop", "keep", "--max=700M", "--reload", "user.slice")
    must("systemctl", "start", "user.slice")
    expect(show("user.slice", "MemoryMax") == str(700 * MB), show("user.slice", "MemoryMax"))
    must("memtop", "keep", "--remove", "--reload", "user.slice")


def another_name_is_the_real_units():
    text = must("memtop", "keep", "--max=210M", "--reload", "store")
    expect("store.service is another name of it" in text, text)
    expect(limits("shop")["MemoryMax"] == str(210 * MB), "MemoryMax")
    must("memtop", "keep", "--remove", "--reload", "shop")


def a_later_drop_in_is_said_to_win():
    folder = ETC / "bare.service.d"
    (folder / "60-later.conf").write_text("[Service]\nMemoryMax=99M\n")
    text = must("memtop", "keep", "--max=130M", "--reload", "bare")
    expect("loses to  MemoryMax=99M in /etc/systemd/system/bare.service.d/60-later.conf" in text, text)
    expect(show("bare", "MemoryMax") == str(99 * MB), show("bare", "MemoryMax"))
    (folder / "60-later.conf").unlink()
    must("systemctl", "daemon-reload")


def what_ends_with_its_processes_is_refused():
    before = everything(ETC)
    must("systemd-run", "--unit=passing", "/bin/sleep", "infinity")
    refused("memtop", "keep", "--max=1G", "passing", says="is transient")
    refused("memtop", "keep", "--max=1G", show("passing", "MainPID"), says="systemd-run")
    with background("systemd-run", "--quiet", "--scope", "--unit=box", "/bin/sleep", "infinity"):
        until(lambda: run("systemctl", "is-active", "box.scope")[0] == 0, "a scope")
        pid = read(group("box.scope") / "cgroup.procs").split()[0]
        refused("memtop", "keep", pid, says="box.scope is a scope")
        refused("memtop", "keep", "--max=1G", "box.scope", says="is a scope")
    must("systemctl", "stop", "passing.service")
    expect(everything(ETC) == before, "a refusal wrote something")


CHECKS = [
    a_dry_run_changes_nothing, what_is_written_waits_for_the_reload,
    the_reload_sets_the_limits_of_what_runs, a_restart_keeps_the_values,
    memtop_says_the_same_of_groups_as_systemd, every_group_has_what_systemd_cgtop_shows,
    the_undo_line_takes_it_back,
    removal_takes_just_the_drop_in, now_goes_through_set_property, cgroup_set_goes_the_same_way,
    what_is_written_under_its_feet_is_overwritten, a_process_is_kept_as_it_is,
    the_screen_keeps_it_too, the_screen_sets_limits_through_systemd,
    a_template_is_every_instance, a_slice_is_kept, another_name_is_the_real_units,
    a_later_drop_in_is_said_to_win, what_ends_with_its_processes_is_refused,
]
