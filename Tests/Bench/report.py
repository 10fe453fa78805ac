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
    tools, loop = result["tools"], result["loop"]
    htop = tools.get("htop", {}).get("cpu")
    for name, tool in tools.items():
        yield [
            name, f"{min(tool['cpu']):.2f}", f"{median(tool['cpu']):.2f}",
            ratio(tool["cpu"], htop), ratio(tool["cpu"], loop),
            f"{tool['rss']:.1f}", f"{tool['anonymous']:.1f}",
            f"{min(tool['first_row']):.0f} … {median(tool['first_row']):.0f}"]
    yield ["C loop", f"{min(loop):.2f}", f"{median(loop):.2f}", ratio(loop, htop),
           ratio(loop, loop), "", "", ""]


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


def loop_cost(result):
    return min(result["loop"])


def htop_cost(result):
    return min(result["tools"]["htop"]["cpu"])


# Herd size, what is measured of memtop, its target.
TARGETS = [
    (10_000, "CPU ms a refresh, least", lambda m: min(m["cpu"]), "htop's", htop_cost),
    (10_000, "CPU ms a refresh, least", lambda m: min(m["cpu"]), "1.5 × the C loop's",
     lambda result: 1.5 * loop_cost(result)),
    (10_000, "RSS MB, peak", lambda m: m["rss"], "", lambda _: 24),
    (10_000, "anonymous MB", lambda m: m["anonymous"], "", lambda _: 10),
    (100, "RSS MB, peak", lambda m: m["rss"], "", lambda _: 14),
    (100, "anonymous MB", lambda m: m["anonymous"], "", lambda _: 4),
    (100, "exec to first row ms, least", lambda m: min(m["first_row"]), "", lambda _: 40),
]


def verdicts(results):
    """One line for each target: whether it holds, and the two numbers."""
    measured = {result["count"]: result for result in results}
    for count, what, value_of, limit_name, limit_of in TARGETS:
        result = measured.get(count)
        try:
            value, limit = value_of(result["tools"]["memtop"]), limit_of(result)
        except (KeyError, TypeError):
            yield f"not measured  {count:6} processes: {what}"
            continue
        word = "holds" if value <= limit else "MISSED"
        limit_text = f"{limit_name} {limit:.1f}".strip()
        yield f"{word:12}  {count:6} processes: {what}: {value:.1f}, at most {limit_text}"
