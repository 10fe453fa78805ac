"""Runs scenarios in virtual machines booted from a Debian kernel: cgroup v2 and the whole host."""

import shlex
import subprocess
from pathlib import Path

import plan
import verdict

BOOT = Path(__file__).parent.parent / "Fixtures" / "guest" / "boot.sh"
MACHINE = ["swap=96M", "cpus=2", "timeout=1800", "append=psi=1",
           # The order of kills within one step is read from the log.
           "append=log_buf_len=4M",
           "append=transparent_hugepage=never"]
# What only the second machine has; memtop in it takes room that the first does not have.
SPECIAL = frozenset({"bpf", "nodes"})
SIZES = {"plain": ["memory=320M"], "special": ["memory=448M", "nodes=256M,192M"]}
DATA = "/srv/data/file"
PLACE = plan.Place("v2", "/sys/fs/cgroup/judge")


def run(chosen, stage, memtop, kernel, directory):
    """Runs all in as few machines as they need; yields each with its record, the group's name and the kernel's
    log."""
    numbered, missing = list(enumerate(chosen)), []
    for machine, size in SIZES.items():
        part = [(number, scenario) for number, scenario in numbered
                if bool(scenario.needs & SPECIAL) == (machine == "special")]
        if not part:
            continue
        out = directory / f"out-{machine}"
        done = boot(part, stage, memtop, kernel, out, size)
        (directory / f"console-{machine}.log").write_text(done)
        log = out / "dmesg.log"
        # Of a machine that was lost the console has what was printed until then.
        killed = verdict.killed(log.read_text() if log.exists() else done)
        for number, scenario in part:
            record = out / f"{number}.record"
            if record.exists() and record.stat().st_size > 0:
                yield scenario, record, "/judge", killed
            else:
                missing.append(scenario.name)
        if missing:
            print(done[-2000:])
            break
    if missing:
        raise verdict.Lost("no record came back from the virtual machine: " + "; ".join(missing))


def boot(part, stage, memtop, kernel, out, size):
    """Lets a machine go through numbered scenarios; returns what it printed."""
    overlay = out.with_name(out.name + "-add")
    work = overlay / "judge"
    work.mkdir(parents=True, exist_ok=True)
    programs = {"stage": stage}
    if any("bpf" in scenario.needs for _, scenario in part):
        programs["memtop"] = memtop
    for name, program in programs.items():
        (work / name).write_bytes(Path(program).read_bytes())
        (work / name).chmod(0o755)
    # Whatever the kernel kills, it is not the script that goes on to the next scenario, nor the shell
    # that powers off after it.
    lines = ["echo -1000 >/proc/self/oom_score_adj", "echo -1000 >/proc/$PPID/oom_score_adj",
             f"truncate -s 64M {DATA}"]
    for number, scenario in part:
        asked = None
        if "bpf" in scenario.needs:
            words = verdict.command("/judge/memtop", "/", verdict.scope("/judge"))
            asked = shlex.join([*words, "--source", "bpf"]), f"/{verdict.ANSWER}"
        (work / f"{number}.plan").write_text(plan.plan(scenario, PLACE, DATA, asked))
        (work / f"{number}.sh").write_text(plan.script(
            scenario, PLACE, "/judge/stage", f"/judge/{number}.plan", f"/srv/out/{number}.record"))
        lines.append(f"echo 'judge: {scenario.name}'; sh /judge/{number}.sh || echo 'judge: failed'")
        # What one scenario left in swap and in caches is not to burden the next.
        lines.append("swapoff /dev/vdb 2>/dev/null; sync; echo 3 >/proc/sys/vm/drop_caches; swapon /dev/vdb")
    script = out.with_name(out.name + ".sh")
    script.write_text("\n".join(lines) + "\ndmesg >/srv/out/dmesg.log\n")
    return subprocess.run(
        [BOOT, kernel, script, out, f"add={overlay}", *size, *MACHINE], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, check=False).stdout
