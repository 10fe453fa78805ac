"""The table of one herd, and what it says of memtop's targets."""

from statistics import median

HEADINGS = ["", "CPU ms min", "median", "× htop", "× C loop", "RSS MB", "anon MB", "first row ms"]


def ratio(value, other):
    """How often the other's least cost goes into this one's."""
    if not value or not other:
        return ""
    return f"{min(value) / min(other):.2f}"


def rows(result):
    """One row of text cells for each tool, the loop last."""
    tools, loops = result["tools"], result["loops"]
    htop = tools.get("htop", {}).get("cpu")
    for name, tool in tools.items():
        yield [
            name, f"{min(tool['cpu']):.2f}", f"{median(tool['cpu']):.2f}",
            ratio(tool["cpu"], htop), ratio(tool["cpu"], loops[tool["loop"]]),
            f"{tool['rss']:.1f}", f"{tool['anonymous']:.1f}",
            f"{min(tool['first_row']):.0f} … {median(tool['first_row']):.0f}"]
    for files, costs in loops.items():
        yield [f"C loop: {files}", f"{min(costs):.2f}", f"{median(costs):.2f}",
               ratio(costs, htop), "", "", "", ""]


def table(result):
    """The table of one herd as text."""
    cells = [HEADINGS, *rows(result)]
    cells[0] = [f"{result['count']} processes", *HEADINGS[1:]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths)))
        for row in cells)


def cpu(result, tool):
    """The least CPU of a refresh."""
    return min(result["tools"][tool]["cpu"])


def loop(result, tool):
    """The least cost of the loop that a tool is held against."""
    return min(result["loops"][result["tools"][tool]["loop"]])


def memory(kind):
    """A way to read one kind of memtop's memory."""
    return lambda result: result["tools"]["memtop"][kind]


BY_RES, BY_OOM = "memtop", "memtop by OOM"

# Herd size, what is measured, how to read it from the result, its limit's name, and its limit.
TARGETS = [
    (10_000, "CPU ms by RES", lambda r: cpu(r, BY_RES), "htop's", lambda r: cpu(r, "htop")),
    (10_000, "CPU ms by OOM", lambda r: cpu(r, BY_OOM), "htop's", lambda r: cpu(r, "htop")),
    (10_000, "CPU ms by RES", lambda r: cpu(r, BY_RES), "1.5 × its C loop's",
     lambda r: 1.5 * loop(r, BY_RES)),
    (10_000, "CPU ms by OOM", lambda r: cpu(r, BY_OOM), "1.5 × its C loop's",
     lambda r: 1.5 * loop(r, BY_OOM)),
    (10_000, "RSS MB, peak", memory("rss"), "", lambda _: 24),
    (10_000, "anonymous MB", memory("anonymous"), "", lambda _: 10),
    (100, "RSS MB, peak", memory("rss"), "", lambda _: 14),
    (100, "anonymous MB", memory("anonymous"), "", lambda _: 4),
    (100, "exec to first row ms, median", lambda r: median(r["tools"][BY_RES]["first_row"]), "",
     lambda _: 40),
]


def verdicts(results):
    """One line for each target: whether it holds, and the two numbers."""
    measured = {result["count"]: result for result in results}
    for count, what, value_of, limit_name, limit_of in TARGETS:
        where = f"{count:6} processes: {what}"
        try:
            value, limit = value_of(measured[count]), limit_of(measured[count])
        except KeyError:
            yield f"not measured  {where}"
            continue
        word = "holds" if value <= limit else "MISSED"
        limit_text = f"{limit_name} {limit:.1f}".strip()
        yield f"{word:12}  {where}: {value:.1f}, at most {limit_text}"
