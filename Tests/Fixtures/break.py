#!/usr/bin/env python3
"""Makes the broken-* trees out of the real capture deb12-noswap-nopsi: break.py (beside the trees)."""

import re
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "deb12-noswap-nopsi"
MOST = 2**64 - 1


def fresh(name):
    """A copy of the source without its control groups."""
    tree = HERE / name
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(SOURCE, tree)
    shutil.rmtree(tree / "sys")
    return tree


def processes(tree):
    found = [p for p in (tree / "proc").iterdir() if p.name.isdigit() and (p / "statm").exists()]
    return sorted((p for p in found if (p / "statm").read_bytes() != b"0 0 0 0 0 0 0\n"), key=lambda p: int(p.name))


def cut_inside_number(path, word):
    """Ends the file in the middle of the number that follows the word."""
    data = path.read_bytes()
    at = re.search(word + rb"\D*\d", data).end()
    path.write_bytes(data[:at])


def truncated():
    tree = fresh("broken-truncated")
    proc = tree / "proc"
    (tree / "sysconf").unlink()
    cut_inside_number(proc / "meminfo", b"SReclaimable:")
    cut_inside_number(proc / "vmstat", b"pgmajfault")
    cut_inside_number(proc / "zoneinfo", b"nr_zone_active_anon")
    (proc / "swaps").write_bytes(b"Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n/dev/vda3   partition\t99")
    (proc / "pressure").mkdir()
    (proc / "pressure/memory").write_bytes(b"some avg10=0.00 avg60=1.5")
    (proc / "uptime").write_bytes(b"8.")
    (proc / "stat").write_bytes((proc / "stat").read_bytes().split(b"btime")[0] + b"btime 17")
    (proc / "loadavg").write_bytes(b"")
    (proc / "sys/kernel/osrelease").write_bytes(b"")
    cuts = [("status", b"VmRSS:"), ("status", b"Uid:"), ("stat", rb"\) S"), ("statm", b""), ("oom_score", b"")]
    who = processes(tree)
    for process, (name, word) in zip(who, cuts):
        cut_inside_number(process / name, word)
    for process, name in zip(who[len(cuts):], ["stat", "statm", "status", "oom_score", "oom_score_adj", "cmdline", "comm"]):
        (process / name).write_bytes(b"")


def numbers():
    tree = fresh("broken-numbers")
    proc = tree / "proc"
    most = str(MOST).encode()
    for name in ("meminfo", "vmstat", "zoneinfo"):
        text = (proc / name).read_bytes()
        (proc / name).write_bytes(re.sub(rb"(?<=[ \t])\d+(?= kB|\n)", most, text))
    (proc / "uptime").write_bytes(b"99999999999999999999.99 -1.00\n")
    (proc / "stat").write_bytes(b"cpu  " + b" ".join([most] * 10) + b"\nctxt -1\nbtime " + most + b"\nprocesses 1e9\n")
    (proc / "swaps").write_bytes(
        b"Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
        b"/dev/vda3                               partition\t" + most + b"\t" + most + b"\t-2\n"
        b"/dev/vda4                               partition\t-8\t-4\t32768\n"
        b"/dev/vda5                               partition\t4\t99999\t5\n")
    (proc / "pressure").mkdir()
    (proc / "pressure/memory").write_bytes(
        b"some avg10=100000.00 avg60=-1.00 avg300=nan total=" + most + b"\nfull avg10=1e9 avg60=.5 avg300=0 total=-7\n")
    values = [most, str(2**63 - 1).encode(), str(2**63).encode(), str(2**64).encode(), b"-1", b"9" * 40, b"0x10", b"1e3", b"+5", b"007"]
    for process, value in zip(processes(tree), values):
        status = (process / "status").read_bytes()
        (process / "status").write_bytes(re.sub(rb"(?m)^((?:Vm|Rss|Huge)\w+:\s+)\d+", lambda m: m[1] + value, status))
        (process / "statm").write_bytes(b" ".join([value] * 7) + b"\n")
        head, tail = (process / "stat").read_bytes().rsplit(b") ", 1)
        # From minflt on; the parent and the start time stay, so that the row has a place and an identity.
        fields = tail.split()
        fields[7:19] = [value] * 12
        fields[20:] = [value] * (len(fields) - 20)
        (process / "stat").write_bytes(head + b") " + b" ".join(fields) + b"\n")
        (process / "oom_score").write_bytes(value + b"\n")
        (process / "oom_score_adj").write_bytes(value + b"\n")


def hostile():
    tree = fresh("broken-hostile")
    proc = tree / "proc"
    (proc / "sys/kernel/hostname").write_bytes(b"h\x1b]0;owned\x07ost\n")
    (proc / "sys/kernel/osrelease").write_bytes(b"6.1\x9b31m\xe2\x80\xae-amd64\n")
    (proc / "swaps").write_bytes(
        b"Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
        b"/srv/swap\\040file\\011one                 file\t\t65532\t\t1024\t\t-2\n"
        b"/srv/\x1b[31mred                         file\t\t65532\t\t0\t\t-3\n")
    meminfo = (proc / "meminfo").read_bytes().replace(b"SwapTotal:             0", b"SwapTotal:        131064")
    meminfo = meminfo.replace(b"SwapFree:              0", b"SwapFree:         130040")
    (proc / "meminfo").write_bytes(
        meminfo + b"MemFree:              11 kB\nNoColon 12 kB\n:  5 kB\nEmpty:\n\x1b[2J:  7 kB\nFuture_Key:  42 kB\n\n")

    model = next(p for p in processes(tree) if (p / "comm").read_bytes() == b"agetty\n")

    def process(pid, comm=b"odd", cmdline=b"odd\0", cgroup=b"0::/system.slice/odd.service\n"):
        to = proc / str(pid)
        shutil.copytree(model, to)
        stat = (model / "stat").read_bytes()
        (to / "stat").write_bytes(str(pid).encode() + b" (" + comm + stat[stat.rindex(b")"):])
        shown = comm.replace(b"\\", b"\\\\").replace(b"\n", b"\\n")
        status = re.sub(rb"(?m)^Name:.*", lambda _: b"Name:\t" + shown, (model / "status").read_bytes())
        (to / "status").write_bytes(re.sub(rb"(?m)^((?:Tg|P|Ng)id:\t)[1-9]\d*", lambda m: m[1] + str(pid).encode() if m[1] != b"PPid:\t" else m[0], status))
        (to / "comm").write_bytes(comm + b"\n")
        (to / "cmdline").write_bytes(cmdline)
        (to / "cgroup").write_bytes(cgroup)
        return to

    process(2001, b"a) R 1 (b", b"a) R 1 (b\0--x\0")
    process(2002, b"caf\xe9\xff\xfe\xc3", b"/opt/caf\xe9\0\xf0\x9f\x92\0\xed\xa0\x80\0")
    process(2003, b"\x1b[2J\x1b[31mX", b"\x1b[2J\x1b[H\x1b[31mX\0")
    process(2004, b"osc", b"sh\0-c\0\x1b]52;c;aGVsbG8=\x07\0\x1b]0;title\x1b\\\0\xc2\x9b31m\0\x9b31m\0\x90q\x9c\0\x7f\b\r\0")
    process(2005, "\u202egnp.exe".encode(), "rm\0\u202egnp.\u2066exe\u2069\0\u200fx\0\u061c\0".encode())
    process(2006, "ro\u200bot\ufeff".encode(), "e\u0301\u0301\u0301\0\u200d\u2060\0a\u00adb\0\U000e0041\0".encode())
    process(2007, "データ処理".encode(), "\U0001f468\u200d\U0001f469\u200d\U0001f467\0漢字ｶﾅ\0\U0001f1e9\U0001f1ea\0".encode())
    process(2008, b"two\nlines\tx\\n", b"two\nlines\0a\tb\0")
    process(2009, b"long", b"long\0" + b"".join(b"--option-%04d=%s\0" % (n, b"v" * 20) for n in range(300)))
    process(2010, b"   ", b"   ")
    process(2011, b"", b"")
    process(2012, b"groups", cgroup=b"0::/system.slice/a,b:c\x1b[31m\\x2d/\xe2\x80\xae\nname/evil:1:memory:/x\n12:memory,\n::\n")
    twice = process(2013, b"twice")
    (twice / "status").write_bytes((twice / "status").read_bytes() + b"VmRSS:\t       4 kB\nName:\tother\nUid:\t7\t7\t7\t7\n")
    zombie = process(2014, b"zombie", b"")
    status = re.sub(rb"(?m)^(Vm|Rss|Huge).*\n", b"", (zombie / "status").read_bytes())
    (zombie / "status").write_bytes(re.sub(rb"(?m)^State:.*", b"State:\tZ (zombie)", status))
    (zombie / "statm").write_bytes(b"0 0 0 0 0 0 0\n")
    (zombie / "stat").write_bytes((zombie / "stat").read_bytes().replace(b") S ", b") Z "))
    short = process(2015, b"short")
    (short / "stat").write_bytes(b" ".join((short / "stat").read_bytes().split()[:10]) + b"\n")
    gone = proc / "2016"
    gone.mkdir()
    (gone / ".gitkeep").write_bytes(b"")
    empty = process(2017)
    for file in empty.iterdir():
        file.write_bytes(b"")
    letters = process(2018, b"letters")
    (letters / "statm").write_bytes(b"many some few 0 x 0\n")
    (letters / "status").write_bytes(re.sub(rb"(?m)^Uid:.*\n", b"", (letters / "status").read_bytes()))
    (letters / "oom_score_adj").write_bytes(b"9999\n")
    (letters / "oom_score").write_bytes(b"none\n")
    process(2019, b"=1+1,\"q\"", b"=HYPERLINK(\"x\")\0a,b\"c\"\0'd'\0\\\0</script>\0")
    unclosed = process(2020, b"unclosed")
    (unclosed / "stat").write_bytes(b"2020 (unclosed S 1 2 3 4\n")
    process(99999999999, b"beyond", b"beyond\0")
    for name in ("0", "007", "12x4", "-5"):
        process(name, b"noproc", b"noproc\0")


def old():
    """What a kernel of the 2.6 years shows: many files and keys did not exist yet."""
    tree = fresh("broken-old")
    proc = tree / "proc"
    (tree / "sysconf").write_text("PAGESIZE 4096\nCLK_TCK 100\n")
    for name in ("sys/kernel/osrelease",):
        (proc / name).write_bytes(b"2.6.18-8.el5\n")
    (proc / "version").write_bytes(b"Linux version 2.6.18-8.el5 (builder@example.org) (gcc version 4.1.1) #1 SMP\n")
    (proc / "meminfo").write_bytes(
        b"MemTotal:       466148 kB\nMemFree:        152788 kB\nBuffers:           116 kB\nCached:          85080 kB\n"
        b"SwapCached:          0 kB\nActive:         182104 kB\nInactive:        99960 kB\nHighTotal:           0 kB\n"
        b"HighFree:            0 kB\nLowTotal:       466148 kB\nLowFree:        152788 kB\nSwapTotal:           0 kB\n"
        b"SwapFree:            0 kB\nDirty:              52 kB\nWriteback:           0 kB\nAnonPages:      196928 kB\n"
        b"Mapped:          66032 kB\nSlab:            18044 kB\nPageTables:       1456 kB\nNFS_Unstable:        0 kB\n"
        b"Bounce:              0 kB\nCommitLimit:    233072 kB\nCommitted_AS:   402312 kB\nVmallocTotal: 34359738367 kB\n"
        b"VmallocUsed:      4552 kB\nVmallocChunk: 34359733739 kB\nHugePages_Total:     0\nHugePages_Free:      0\n"
        b"HugePages_Rsvd:      0\nHugepagesize:     2048 kB\n")
    (proc / "vmstat").write_bytes(
        b"nr_anon_pages 49232\nnr_mapped 16508\nnr_file_pages 21299\nnr_slab 4511\nnr_page_table_pages 364\nnr_dirty 13\n"
        b"pgpgin 91022\npgpgout 4023\npswpin 0\npswpout 0\npgalloc_normal 104422\npgfree 142620\npgfault 391004\n"
        b"pgmajfault 412\npgsteal_normal 0\npgscan_kswapd_normal 0\npgscan_direct_normal 0\nallocstall 0\n")
    shutil.rmtree(proc / "self")
    (proc / "sys/vm/oom_kill_allocating_task").unlink()
    (proc / "sys/vm/oom_dump_tasks").unlink()
    for process in [p for p in proc.iterdir() if p.name.isdigit()]:
        for name in ("oom_score_adj", "cgroup", "comm"):
            (process / name).unlink()
        (process / "oom_adj").write_bytes(b"0\n")
        status = (process / "status").read_bytes()
        known = rb"(?:Name|State|SleepAVG|Tgid|Pid|PPid|TracerPid|Uid|Gid|FDSize|Groups|Threads|Sig|Shd|Cap|Vm(?:Peak|Size|Lck|HWM|RSS|Data|Stk|Exe|Lib|PTE))"
        (process / "status").write_bytes(b"".join(re.findall(rb"(?m)^" + known + rb"\w*:.*\n", status)))
        (process / "stat").write_bytes(b" ".join((process / "stat").read_bytes().rstrip().rsplit(b" ", 10)[:1]) + b"\n")


for make in (truncated, numbers, hostile, old):
    make()
