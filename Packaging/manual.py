#!/usr/bin/env python3
"""Writes the manual pages from what memtop says of itself and from the tables in docs/, which tests hold
to those of the program.

    manual.py MEMTOP DOCS DIRECTORY    writes memtop.1, memtop-SUBCOMMAND.1 and memtop.conf.5
"""
import datetime
import json
import os
import re
import subprocess
import sys
import textwrap

NAME = "memtop"
SECTIONS = {"memtop.conf": "5"}


def escaped(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    for sign, code in (("–", "\\(en"), ("…", "\\&..."), ("′", "'"), ("↑", "Up"), ("↓", "Down"), ("→", "Right"),
                       ("←", "Left"), ("−", "\\(mi"), ("×", "\\(mu"), ("Δ", "\\(*D"), ("≥", "\\(>="), ("≤", "\\(<="),
                       ("²", "^2"), ("ø", "\\(/o")):
        text = text.replace(sign, code)
    return "".join(c if ord(c) < 128 else f"\\[u{ord(c):04X}]" for c in text)


def plain(text):
    """Markdown of one paragraph or cell as roff."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    parts = re.split(r"`([^`]*)`|\*\*([^*]*)\*\*", text)
    out = ""
    for i in range(0, len(parts), 3):
        out += escaped(parts[i])
        if i + 1 < len(parts):
            out += "\\fB" + escaped(parts[i + 1] or parts[i + 2] or "") + "\\fR"
    return out


def paragraph(text, width=78):
    """Lines that cannot be taken for requests, a sentence each."""
    lines = re.sub(r"(?<=[.:;!?]) +(?=[A-Z\\])", "\n", plain(" ".join(text.split()))).split("\n")
    lines = [
        part for line in lines
        for part in textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)]
    return "\n".join("\\&" + line if line[:1] in ".'" else line for line in lines)


def item(term, text):
    return f".TP\n{term}\n{paragraph(text) or 'No more is said of it.'}\n"


def table(path, heading=None):
    """The rows of the first table in a file, or of the first below a heading."""
    lines = open(path, encoding="utf-8").read().split("\n")
    start = 0 if heading is None else lines.index(heading) + 1
    rows = []
    for line in lines[start:]:
        if line.startswith("|"):
            rows.append([cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
        elif rows or (heading is not None and line.startswith("## ")):
            break
    return rows[2:]


def option_names(argument):
    names = [("-" if n["kind"] == "short" else "--") + n["name"] for n in argument.get("names", [])]
    value = "" if argument["kind"] == "flag" else f" \\fI{escaped(argument['valueName'])}\\fR"
    return ", ".join(f"\\fB{escaped(name)}\\fR{value}" for name in names)


def option_text(argument):
    text = argument.get("abstract", "")
    values = argument.get("allValues") or []
    if values and not all(value in text for value in values):
        text += f" One of: {', '.join(values)}."
    default = argument.get("defaultValue")
    if default and argument["kind"] == "option" and "default:" not in text:
        text += f" Default: {default}."
    return text


def options(command):
    """Options below the titles of their groups; those that stand for both ways of a flag as one."""
    arguments = [a for a in command.get("arguments", []) if a["kind"] != "positional" and a.get("shouldDisplay", True)]
    out, title = "", None
    skip = set()
    for argument in sorted(arguments, key=lambda a: a.get("sectionTitle") is None):
        name = argument["preferredName"]["name"]
        if name in skip:
            continue
        other = next((a for a in arguments if a["preferredName"]["name"] == "no-" + name), None)
        names = option_names(argument)
        if other and other.get("abstract") in (None, argument.get("abstract")):
            skip.add("no-" + name)
            names += ", " + option_names(other)
        if argument.get("sectionTitle") != title:
            title = argument.get("sectionTitle")
            out += f".SS {escaped(title or 'Common options')}\n"
        out += item(names, option_text(argument))
    return out


def name_line(command):
    """What a page is about, for whatis: short, and without the sentence's end."""
    return paragraph(command["abstract"].rstrip("."), 55)


def usage(command, words):
    parts = [f".B {escaped(' '.join(words))}"]
    for argument in command.get("arguments", []):
        if argument["kind"] == "positional":
            parts.append(f".RI [ {escaped(argument['valueName'])} ]")
    return parts[0] + "\n.RI [ options ]\n" + "\n".join(parts[1:])


def head(name, section, date, version):
    return (f".\\\" Made by Packaging/manual.py from the program's own tables.\n"
            f".TH {name.upper()} {section} {date} \"memtop {version}\" \"memtop\"\n")


def subcommands(command):
    return [c for c in command["subcommands"] if c["commandName"] != "help"]


def see_also(pages, own):
    names = [p for p in pages if p != own]
    return ".SH SEE ALSO\n" + ",\n".join(f".BR {escaped(p)} ({SECTIONS.get(p, '1')})" for p in names).replace(
        "),\n", ") ,\n") + "\n"


def exit_codes(docs):
    return ".SH EXIT STATUS\n" + "".join(
        item(plain(code), text) for code, text in table(docs + "/snapshot.md", "## Exit codes"))


def environment():
    rows = [
        ("TERM, TERMINFO", "The terminal and its description; where the host has none that fits, a built-in one draws."),
        ("LC_ALL, LC_CTYPE, LANG", "The first that is set says whether the terminal takes UTF-8."),
        ("NO_COLOR", "Draw without colours where it is set and not empty."),
        ("XDG_CONFIG_HOME, HOME", "Where the config file is looked for."),
        ("SUDO_USER", "Named in the log of changes beside the user."),
    ]
    return ".SH ENVIRONMENT\n" + "".join(item(f"\\fB{escaped(n)}\\fR", t) for n, t in rows)


def keys(docs):
    out, title = ".SH KEYS\n", None
    for line in open(docs + "/keys.md", encoding="utf-8"):
        if line.startswith("## "):
            title = line[3:].strip()
            out += f".SS {escaped(title)}\n"
        elif line.startswith("|") and title:
            cells = [c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", line)[1:-1]]
            if cells[0] in ("keys", "key") or set(cells[0]) <= set("-"):
                continue
            out += item(plain(cells[0]) or "no key", f"{cells[1]}: {cells[-1]}")
    return out


def findings(docs):
    lines = open(docs + "/diagnosis.md", encoding="utf-8").read().split("\n")
    out = ".SH FINDINGS\n"
    for i, line in enumerate(lines):
        if line.startswith("## ") and re.fullmatch(r"[a-z0-9-]+", line[3:].strip()):
            text = []
            for following in lines[i + 1:]:
                if following.startswith(("##", "|")):
                    break
                if following.strip():
                    text.append(following.strip())
                elif text:
                    break
            out += item(f"\\fB{escaped(line[3:].strip())}\\fR", " ".join(text))
    return out


def main_page(command, docs, pages, date, version):
    out = head(NAME, "1", date, version)
    out += f".SH NAME\n{NAME} \\- {name_line(command)}\n"
    out += ".SH SYNOPSIS\n" + usage(command, [NAME])
    for sub in subcommands(command):
        out += f".br\n.B {NAME} {sub['commandName']}\n.RI [ options ]\n"
    out += ".SH DESCRIPTION\n" + paragraph(command.get("discussion", "")) + "\n"
    out += ".SH SUBCOMMANDS\n" + "".join(
        item(f".BR {NAME}\\-{s['commandName']} (1)", s["abstract"]) for s in subcommands(command))
    out += ".SH OPTIONS\n" + options(command) + keys(docs)
    out += ".SH COLUMNS\n" + paragraph(
        "The word is the one for options, filters, JSON and CSV; the title that of the column.") + "\n"
    for row in table(docs + "/fields.md"):
        out += item(f"{plain(row[0])} ({plain(row[1])})", f"{row[3]} Source: {row[4]}.")
    out += findings(docs) + ".SH FILES\n"
    out += item("\\fI~/.config/memtop/config.toml\\fR", "The settings; see memtop.conf(5).")
    out += item("\\fI/proc\\fR, \\fI/sys/fs/cgroup\\fR, \\fI/dev/kmsg\\fR", "What is read.")
    return out + environment() + exit_codes(docs) + see_also(pages, NAME)


def sub_page(command, docs, pages, date, version):
    name = f"{NAME}-{command['commandName']}"
    out = head(name, "1", date, version)
    out += f".SH NAME\n{escaped(name)} \\- {name_line(command)}\n"
    out += ".SH SYNOPSIS\n" + usage(command, [NAME, command["commandName"]])
    if command.get("discussion"):
        out += ".SH DESCRIPTION\n" + paragraph(command["discussion"]) + "\n"
    return out + ".SH OPTIONS\n" + options(command) + exit_codes(docs) + see_also(pages, name)


def config_page(shown, docs, pages, date, version):
    out = head("memtop.conf", "5", date, version)
    out += ".SH NAME\nmemtop.conf \\- settings of memtop\n.SH DESCRIPTION\n"
    for part in open(docs + "/config.md", encoding="utf-8").read().split("\n## ")[0].split("\n\n")[1:]:
        if not part.startswith(("    ", "- ")):
            out += paragraph(part) + "\n.PP\n"
    out = out.removesuffix(".PP\n") + ".SH KEYS\n"
    for accepts, key, value in re.findall(r"^# [^;]*; (.*)\n([a-z-]+) = (.*)$", shown, re.M):
        out += item(f"\\fB{escaped(key)}\\fR", f"{accepts[0].upper()}{accepts[1:]}. Default: `{value}`.")
    out += ".SH THRESHOLDS\n"
    for line in open(docs + "/diagnosis.md", encoding="utf-8"):
        row = re.match(r"\| `([a-z0-9-]+)` \| ([^|]*) \| (.*) \|$", line)
        if row:
            out += item(f"\\fB{escaped(row[1])}\\fR", f"{row[3]} Default: {row[2].strip()}.")
    return out + see_also(pages, "memtop.conf")


def main():
    memtop, docs, directory = sys.argv[1:]

    def run(*words):
        # The defaults, whatever the user's own file says.
        environment = {"XDG_CONFIG_HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            [memtop, *words], check=True, capture_output=True, text=True, env=environment).stdout

    command = json.loads(run("--experimental-dump-help"))["command"]
    version = re.match(r"memtop (\S+)", run("--version"))[1]
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", "0")) or None
    date = (datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc) if seconds
            else datetime.datetime.now(datetime.timezone.utc)).strftime("%Y-%m-%d")
    pages = [NAME] + [f"{NAME}-{c['commandName']}" for c in subcommands(command)] + ["memtop.conf"]
    texts = {f"{NAME}.1": main_page(command, docs, pages, date, version),
             "memtop.conf.5": config_page(run("config", "--show"), docs, pages, date, version)}
    for sub in subcommands(command):
        texts[f"{NAME}-{sub['commandName']}.1"] = sub_page(sub, docs, pages, date, version)
    os.makedirs(directory, exist_ok=True)
    for name, text in texts.items():
        with open(os.path.join(directory, name), "w", encoding="ascii") as file:
            file.write(text)


main()
