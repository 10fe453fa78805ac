"""Runs scenarios in a virtual machine booted from a Debian kernel: cgroup v2 and the whole host."""

import subprocess
from pathlib import Path

import plan
import verdict

BOOT = Path(__file__).parent.parent / "Fixtures" / "guest" / "boot.sh"
MACHINE = ["memory=320M", "swap=96M", "cpus=2", "timeout=1800", "append=psi=1",
           # The order of kills within one step is read from the log.
           "append=log_buf_len=4M",
           "append=transparent_hugepage=never"]
DATA = "/srv/data/file"


def run(chosen, stage, kernel, directory):
    """Runs all in one machine; yields each with its record, the group's name and the kernel's log."""
    chosen = list(chosen)
    overlay = directory / "guest"
    work = overlay / "judge"
    work.mkdir(parents=True, exist_ok=True)
    (work / "stage").write_bytes(stage.read_bytes())
    (work / "stage").chmod(0o755)
    place = plan.Place("v2", "/sys/fs/cgroup/judge")
    # Whatever the kernel kills, it is not the script that goes on to the next scenario, nor the shell
    # that powers off after it.
    lines = ["echo -1000 >/proc/self/oom_score_adj", "echo -1000 >/proc/$PPID/oom_score_adj",
             f"truncate -s 64M {DATA}"]
    for number, scenario in enumerate(chosen):
        (work / f"{number}.plan").write_text(plan.plan(scenario, place, DATA))
        (work / f"{number}.sh").write_text(plan.script(
            scenario, place, "/judge/stage", f"/judge/{number}.plan", f"/srv/out/{number}.record"))
        lines.append(f"echo 'judge: {scenario.name}'; sh /judge/{number}.sh || echo 'judge: failed'")
        # What one scenario left in swap and in caches is not to burden the next.
        lines.append("swapoff /dev/vdb; sync; echo 3 >/proc/sys/vm/drop_caches; swapon /dev/vdb")
    script = directory / "scenario.sh"
    script.write_text("\n".join(lines) + "\ndmesg >/srv/out/dmesg.log\n")
    out = directory / "out"
    done = subprocess.run(
        [BOOT, kernel, script, out, f"add={overlay}"] + MACHINE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, check=False)
    (directory / "console.log").write_text(done.stdout)
    log = out / "dmesg.log"
    # Of a machine that was lost the console has what was printed until then.
    killed = verdict.killed(log.read_text() if log.exists() else done.stdout)
    missing = []
    for number, scenario in enumerate(chosen):
        record = out / f"{number}.record"
        if record.exists() and record.stat().st_size > 0:
            yield scenario, record, "/judge", killed
        else:
            missing.append(scenario.name)
    if missing:
        print(done.stdout[-2000:])
        raise verdict.Lost("no record came back from the virtual machine: " + "; ".join(missing))
