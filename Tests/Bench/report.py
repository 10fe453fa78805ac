"""The table of one herd, and what it says of memtop's targets."""

import subprocess
from statistics import median

import tools

HEADINGS = ["CPU ms", "median", "user", "sys", "× htop", "× floor", "calls", "bytes", "RSS MB",
            "peak MB", "anon MB", "first row ms", "its CPU"]

LEGEND = """\
CPU of a refresh: the least, the median, and how it divides. × htop, × floor: of the least costs;
memtop's floor is the C loop that reads the same files in the same way, or the BPF iterator.
calls: system calls of a refresh. bytes: sent to the terminal by a refresh, the median.
RSS, anon: between refreshes; peak: the most since the start.
first row: exec to the first row of a process, the least … the median, and the least CPU until then;
of a C loop: its first sweep."""


def versions(chosen):
    """Each program's own words for its version."""
    asked = {}
    for tool in chosen:
        asked.setdefault(tool.command[0], tool.name)
    for program, name in asked.items():
        flag = "-V" if name == "atop" else "--version"
        said = subprocess.run([program, flag], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False).stdout.split("\n")[0]
        words = [word for word in said.replace(":", " ").split() if word[0].isdigit()]
        yield f"{name} {words[0] if words else '?'}"


def ratio(value, other):
    """How often the other's least cost goes into this one's."""
    if not value or not other:
        return ""
    return f"{min(value) / min(other):.2f}"


def divided(tool):
    """Least CPU in user mode and in the kernel; blank where it was too little to be divided."""
    user, system = tool["shares"]
    if user + system < 0.1:
        return ["", ""]
    least = min(tool["cpu"])
    return [f"{least * part / (user + system):.1f}" for part in (user, system)]


def rows(result):
    """One row of text cells for each tool, then the floors."""
    listed, loops = result["tools"], result["loops"]
    htop = listed.get("htop", {}).get("cpu")
    for name, tool in listed.items():
        calls = tool["syscalls"]
        yield [
            name, f"{min(tool['cpu']):.2f}", f"{median(tool['cpu']):.2f}", *divided(tool),
            ratio(tool["cpu"], htop), ratio(tool["cpu"], loops.get(tool["loop"], {}).get("cpu")),
            "" if calls is None else str(calls), f"{median(tool['bytes']):.0f}",
            f"{tool['rss']:.1f}", f"{tool['peak']:.1f}", f"{tool['anonymous']:.1f}",
            f"{min(tool['first_row']):.0f} … {median(tool['first_row']):.0f}",
            f"{min(tool['first_cpu']):.0f}"]
    for name, loop in loops.items():
        title = name if name == tools.ITERATOR else f"C loop: {name}"
        yield [title, f"{min(loop['cpu']):.2f}", f"{median(loop['cpu']):.2f}", "", "",
               ratio(loop["cpu"], htop), *[""] * (len(HEADINGS) - 7),
               f"{min(loop['first']):.0f} … {median(loop['first']):.0f}" if loop["first"] else "",
               ""]


def table(result):
    """The table of one herd, in Markdown that reads well as text."""
    cells = [[f"{result['count']} processes", *HEADINGS], *rows(result)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    lines = [
        "| " + " | ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths))) + " |"
        for row in cells]
    rule = "|" + "|".join(
        "-" * (width + 2) if i == 0 else "-" * (width + 1) + ":"
        for i, width in enumerate(widths)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def least(result, tool):
    """The least CPU of a refresh."""
    return min(result["tools"][tool]["cpu"])


def floor(result, tool):
    """The least cost of the floor that a tool is held against."""
    return min(result["loops"][result["tools"][tool]["loop"]]["cpu"])


def first_sweep(result, tool):
    """The time that one first sweep over the files takes that a tool's first sample reads."""
    return median(result["loops"][result["tools"][tool]["first_loop"]]["first"])


def first_row(result, tool):
    return median(result["tools"][tool]["first_row"])


def memory(kind):
    """A way to read one kind of memory of the largest memtop."""
    return lambda result: max(
        tool[kind] for name, tool in result["tools"].items() if name.startswith("memtop"))


BY_RES, BY_OOM, BY_BPF = "memtop", "memtop by OOM", "memtop by BPF"


def times(factor, name, of):
    """A limit that is so many times another figure, and its name."""
    return f"{factor:g} × {name}", lambda result: factor * of(result)


def plain(limit):
    return "", lambda _: limit


# Herd size, what is measured, how to read it from the result, and its limit.
TARGETS = [
    (10_000, "CPU ms by RES", lambda r: least(r, BY_RES),
     times(1.25, "its C loop", lambda r: floor(r, BY_RES))),
    (10_000, "CPU ms by OOM", lambda r: least(r, BY_OOM),
     times(1.25, "its C loop", lambda r: floor(r, BY_OOM))),
    (10_000, "CPU ms by OOM", lambda r: least(r, BY_OOM),
     times(1, "btop", lambda r: least(r, "btop"))),
    (10_000, "CPU ms by OOM", lambda r: least(r, BY_OOM),
     times(1, "htop", lambda r: least(r, "htop"))),
    (10_000, "CPU ms by BPF", lambda r: least(r, BY_BPF),
     times(2, "BPF iterator", lambda r: floor(r, BY_BPF))),
    (10_000, "CPU ms by BPF", lambda r: least(r, BY_BPF),
     times(1 / 8, "htop", lambda r: least(r, "htop"))),
    (10_000, "CPU ms by BPF", lambda r: least(r, BY_BPF),
     times(1 / 4, "btop", lambda r: least(r, "btop"))),
    (10_000, "exec to first row ms by BPF", lambda r: first_row(r, BY_BPF), plain(100)),
    (10_000, "exec to first row ms by OOM", lambda r: first_row(r, BY_OOM),
     times(1.3, "first sweep", lambda r: first_sweep(r, BY_OOM))),
    (10_000, "RSS MB", memory("rss"), plain(20)),
    (10_000, "anonymous MB", memory("anonymous"), plain(9)),
    (100, "RSS MB", memory("rss"), plain(9)),
    (100, "anonymous MB", memory("anonymous"), plain(1.5)),
    (100, "exec to first row ms", lambda r: first_row(r, BY_RES), plain(10)),
    (100, "bytes a refresh", lambda r: median(r["tools"][BY_OOM]["bytes"]), plain(1000)),
    (10_000, "bytes a refresh", lambda r: median(r["tools"][BY_OOM]["bytes"]), plain(1000)),
]


def verdicts(results):
    """One line for each target: whether it holds, and the two numbers."""
    measured = {result["count"]: result for result in results}
    for count, what, value_of, (limit_name, limit_of) in TARGETS:
        line = f"{count:6} processes: {what}"
        try:
            value, limit = value_of(measured[count]), limit_of(measured[count])
        except KeyError:
            yield f"not measured  {line}"
            continue
        word = "holds" if value <= limit else "MISSED"
        limit_text = f"{limit:.1f}" + (f" ({limit_name})" if limit_name else "")
        yield f"{word:12}  {line}: {value:.1f}, at most {limit_text}"
