"""Draws a recorded host step by step into one picture: story.py MEMTOP SERIES OUT.

Each frame is a screenshot that memtop makes of the series up to that step; the picture shows one after
another, by the animation of its style sheet alone.
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SIZE = "80x24"
# How long a frame stands, and how many steps of the series pass between two.
SECONDS = 1.5
STRIDE = 5


def frame(memtop, series, trees, folder):
    """What is inside the picture of the series' first trees."""
    part = folder / str(len(trees))
    part.mkdir()
    for name in [tree.name for tree in trees] + ["sysconf"]:
        (part / name).symlink_to(series / name)
    picture = folder / f"{len(trees)}.svg"
    subprocess.run([memtop, "--no-config", "--screenshot", picture, "--size", SIZE,
                    "--root", part], check=True)
    return picture.read_text()


def main():
    memtop, series, out = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3])
    trees = sorted(tree for tree in series.iterdir() if re.fullmatch(r"\d+", tree.name))
    ends = list(range(STRIDE, len(trees), STRIDE)) + [len(trees)]
    with tempfile.TemporaryDirectory() as folder:
        frames = [frame(memtop, series, trees[:end], Path(folder)) for end in ends]
    opening, inside = re.match(r"(<svg[^>]*>)(.*)</svg>", frames[0], re.S).groups()
    background = re.search(r'<rect [^>]*rx="6"[^>]*/>', inside)[0]
    length = SECONDS * len(frames)
    style = (
        "<style>.frame{visibility:hidden;animation:show %gs step-end infinite}"
        "@keyframes show{0%%{visibility:visible}%.4f%%{visibility:hidden}}</style>"
        % (length, 100 / len(frames)))
    parts = [opening, "\n<title>memtop, step by step</title>\n", style, "\n", background, "\n"]
    for number, text in enumerate(frames):
        group = re.search(r"<g .*</g>", text, re.S)[0]
        parts.append(f'<g class="frame" style="animation-delay:{number * SECONDS:g}s">\n{group}\n</g>\n')
    parts.append("</svg>\n")
    new = out.with_name(out.name + ".new")
    new.write_text("".join(parts))
    new.rename(out)
    print(out)


if __name__ == "__main__":
    main()
