#!/usr/bin/env python3
"""Writes widths.h: how many cells each character takes, by the Unicode data of unicodedata2.

The rules are those of wcwidth in the C libraries, so that memtop and the terminal agree: East Asian
Wide and Fullwidth take two cells, marks and format characters none, and what is a control, a surrogate
or not assigned cannot be printed.
"""
import sys

import unicodedata2 as data

NOT_PRINTABLE = ("Cc", "Cs", "Cn", "Zl", "Zp")
WITHOUT_A_CELL = ("Mn", "Me", "Cf")
# The vowels and final consonants of Hangul are drawn within the cells of the consonant before them.
JAMO = (range(0x1160, 0x1200), range(0xD7B0, 0xD800))
SOFT_HYPHEN = 0xAD


def width(code):
    category = data.category(chr(code))
    if category in NOT_PRINTABLE:
        return -1
    if code == SOFT_HYPHEN:
        return 1
    if category in WITHOUT_A_CELL or any(code in jamo for jamo in JAMO):
        return 0
    return 2 if data.east_asian_width(chr(code)) in "WF" else 1


def ranges():
    first, current = 0, width(0)
    for code in range(1, sys.maxunicode + 2):
        now = width(code) if code <= sys.maxunicode else None
        if now != current:
            if current != 1:
                yield first, code - 1, current
            first, current = code, now


print(f"// Made by widths.py (`make widths`) from Unicode {data.unidata_version}: every character"
      " that does not take one cell.")
print(f'#define CCURSES_UNICODE_VERSION "{data.unidata_version}"')
print("static const struct { uint32_t first, last; int width; } ranges[] = {")
for first, last, cells in ranges():
    print(f"  {{0x{first:x}, 0x{last:x}, {cells}}},")
print("};")
