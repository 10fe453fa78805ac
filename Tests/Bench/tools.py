"""The monitors that are compared, each set to the same columns and interval."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

HTOPRC = """\
htop_version=3.2.2
config_reader_min_version=3
delay=10
screen:Main=PID USER M_RESIDENT M_VIRT M_SHARE OOM Command
.sort_key=M_RESIDENT
.sort_direction=-1
"""


def toprc():
    """top's own format: a field is written as (number + 37) × 2, odd where it is shown."""
    pid, user, virt, res, shr, oom_score, command = 0, 3, 22, 24, 27, 40, 32
    shown = [pid, user, res, virt, shr, oom_score, command]
    hidden = [number for number in range(100) if number not in shown]
    codes = [(number + 37) * 2 + 1 for number in shown] + [(number + 37) * 2 for number in hidden]
    fields = " ".join(f"{code:4}" for code in codes)
    windows = "".join(
        f"{name}\tfieldscur={fields}\n"
        f"\twinflags=193844, sortindx={res}, maxtasks=0, graph_cpus=0, graph_mems=0, double_up=0,"
        " combine_cpus=0, core_types=0\n"
        "\tsummclr=1, msgsclr=1, headclr=3, taskclr=1\n"
        for name in ("Def", "Job", "Mem", "Usr"))
    return (
        "top's Config File (Linux processes with windows)\n"
        "Id:k, Mode_altscr=0, Mode_irixps=1, Delay_time=1.0, Curwin=0\n"
        f"{windows}"
        "Fixed_widest=0, Summ_mscale=1, Task_mscale=0, Zero_suppress=0, Tics_scaled=0\n")


BTOP = """\
shown_boxes = "proc"
update_ms = 1000
proc_sorting = "memory"
proc_tree = False
proc_per_core = False
proc_mem_bytes = True
background_update = False
show_battery = False
"""

# Floors that a tool is held against: the C loop over these files, or the BPF iterator.
BY_RES, BY_OOM, ITERATOR = "statm", "statm oom_score", "BPF iterator"
LOOPS = [BY_RES, BY_OOM]


@dataclass(frozen=True)
class Tool:
    """A command, the files it wants in its home, and the floor it is held against."""

    name: str
    command: list
    files: dict = field(default_factory=dict)
    floor: str = BY_OOM

    def settle_in(self, home):
        """Writes its files and returns the environment that makes it find them."""
        for path, text in self.files.items():
            file = Path(home, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return {"HOME": str(home), "XDG_CONFIG_HOME": str(Path(home, ".config"))}


def first_sample(tool):
    """What memtop's first sample reads of every process: its owner and its name too."""
    return f". stat {tool.floor}"


def has_sources(memtop):
    """Whether memtop can be told where its processes come from."""
    finished = subprocess.run([memtop, "--help"], stdout=subprocess.PIPE, text=True, check=True)
    return "--source" in finished.stdout


def tools(memtop):
    """Every monitor of the comparison, memtop first.

    By RES memtop reads oom_score of the rows on screen alone, so it is held against the loop that
    reads none; by OOM it reads both files of every process, as htop and top do in any order.
    """
    dashboard = [memtop, "--interval", "1", "--no-config",
                 "--columns", "pid,user,rss,virt,shr,oomScore,comm"]
    chosen = has_sources(memtop)
    files = [*dashboard, "--source", "proc"] if chosen else dashboard
    listed = [
        Tool("memtop", [*files, "--sort", "rss"], floor=BY_RES),
        Tool("memtop by OOM", [*files, "--sort", "oomScore"]),
    ]
    if chosen:
        listed.append(Tool("memtop by BPF", [*dashboard, "--source", "bpf", "--sort", "oomScore"],
                           floor=ITERATOR))
    # Nobody chose anything: the columns, the order and the source are its own.
    listed.append(Tool("memtop, no options", [memtop, "--no-config"], floor=ITERATOR))
    return listed + [
        Tool("htop", ["htop"], {".config/htop/htoprc": HTOPRC}),
        Tool("top", ["top"], {".config/procps/toprc": toprc()}),
        Tool("btop", ["btop", "--utf-force"], {".config/btop/btop.conf": BTOP}),
        Tool("atop", ["atop", "-m", "1"]),
    ]
