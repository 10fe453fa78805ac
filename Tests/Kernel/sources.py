"""Compares what both sources told: sources.py DIR with before.csv, list.csv, after.csv, release."""
import csv
import os
import sys

folder = sys.argv[1]


def read(name):
    with open(os.path.join(folder, name + ".csv"), newline="") as file:
        return {row["pid"]: row for row in csv.DictReader(file)}


before, told, after = read("before"), read("list"), read("after")
with open(os.path.join(folder, "release")) as file:
    release = file.read().strip()
version = tuple(int(part) for part in release.split("-")[0].split(".")[:2])

# From 6.2 until the files became exact they lack what each processor keeps to itself.
rough = {"rss", "anon", "file", "shmem", "swap"} if (6, 2) <= version < (6, 12) else set()
steady, different = 0, []
for pid, row in told.items():
    if pid not in before or pid not in after or row["comm"].startswith(("memtop", "kworker")):
        continue
    for field, value in row.items():
        if field in rough or before[pid][field] != after[pid][field]:
            continue
        # A kernel thread is awake for moments.
        if field == "state" and not row["virt"]:
            continue
        steady += 1
        if value != before[pid][field]:
            different.append((pid, row["comm"], field, before[pid][field], value))
missing = set(before) & set(after) - set(told)
for item in different:
    print("differs:", *item)
for pid in missing:
    print("missing:", pid, before[pid]["comm"])
print(f"{release}: {len(told)} processes, {steady} values that stood still, {len(different)} differ")
sys.exit(1 if different or missing or len(told) < 10 else 0)
