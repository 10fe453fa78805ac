"""Gives single variables of relocatable files (ELF, x86-64) a section of their own, which the linker can place.

Swift's compiler puts all variables of a file into one .data and one .bss; it can do otherwise for functions only. A
variable is moved out where every reference to it tells that it is meant, and stays where it is otherwise: one that the
assembler wrote as a place in the section, as it does for local symbols, may be to a variable's begin or to the end of
the one before. The old section keeps its size, so all that stays is where it was.
"""
import bisect
import struct
import subprocess

MOVED_FROM = (b".data", b".bss")
HEADER_OFFSET, HEADER_COUNT = 0x28, 0x3C
SECTION, SYMBOL, RELOCATION = struct.Struct("<IIQQQQIIQQ"), struct.Struct("<IBBHQQ"), struct.Struct("<QQq")
MAGIC, MEMBER, SIZE, ELF = b"!<arch>\n", 60, slice(48, 58), b"\x7fELF"
SYMTAB, RELA, NOBITS, GROUP = 2, 4, 8, 17
EXECUTABLE, GROUPED = 4, 0x200
SECTION_SYMBOL, LOCAL = 3, 0
# Numbers of sections from here on mean something else in a symbol.
RESERVED = 0xFF00
ABSOLUTE, RELATIVE = {1, 10, 11}, {2, 4}
# No compiler walks through fewer bytes than these and compares with their end.
WALKED = 16
# How many bytes of a number stand behind the place in an instruction, by the last byte but one before it. The last
# one says that it counts from the instruction's end. After ESCAPE the byte means something else.
NUMBERS = {**dict.fromkeys((0x01, 0x03, 0x2B, 0x38, 0x39, 0x3A, 0x3B, 0x63, 0x85, 0x88, 0x89, 0x8A, 0x8B, 0x8D, 0xFF), 0),
           0x80: 1, 0x83: 1, 0xC6: 1, 0x81: 4, 0xC7: 4}
ESCAPE, MOST = 0x0F, 4
SIZED = 0x66


class Variable:
    """What lies together: symbols that overlap, and what is behind them without a name, as the cache of a key path."""

    def __init__(self, symbol, begin, end):
        self.begin, self.end, self.symbols = begin, end, [symbol]
        self.name, self.references, self.is_local, self.stays = None, [], False, False


class Section:
    """A section to move from: its row in the table of sections, and the variables in it, in ascending order."""

    def __init__(self, number, row):
        self.number, self.row, self.variables, self.begins = number, row, [], []

    def add(self, symbol, begin, size):
        """Adds a symbol, in the order of their begins."""
        last = self.variables[-1] if self.variables else None
        if last and begin < last.end:
            last.end = max(last.end, begin + size)
            last.symbols.append(symbol)
        else:
            self.variables.append(Variable(symbol, begin, begin + max(size, 1)))
            self.begins.append(begin)

    def close(self):
        """Lets each reach to the next, and the first one from the begin, when all are added."""
        for variable, end in zip(self.variables, [*self.begins[1:], self.row[5]]):
            variable.end = end
        if self.variables:
            self.variables[0].begin = self.begins[0] = 0

    def at(self, place):
        """The one that holds it."""
        return self.variables[max(bisect.bisect_right(self.begins, place) - 1, 0)]

    def near(self, low, high):
        """All that one of these places is in, or at whose end."""
        first = max(bisect.bisect_left(self.begins, low) - 1, 0)
        after = bisect.bisect_right(self.begins, high)
        return [variable for variable in self.variables[first:after] if variable.end >= low]


class Object:
    """A relocatable file that is changed."""

    def __init__(self, data):
        self.data = bytearray(data)
        offset, = struct.unpack_from("<Q", data, HEADER_OFFSET)
        count, self.names = struct.unpack_from("<HH", data, HEADER_COUNT)
        self.rows = [list(SECTION.unpack_from(data, offset + SECTION.size * index)) for index in range(count)]
        self.symtab = next((row for row in self.rows if row[1] == SYMTAB), None)
        # Of each section: the table of its references.
        self.tables = {row[7]: row for row in self.rows if row[1] == RELA}
        self.sections, self.places, self.pairs = {}, {}, set()

    def text(self, table, offset):
        """A name out of a section with names."""
        begin = self.rows[table][4] + offset
        return bytes(self.data[begin:self.data.index(0, begin)])

    def content(self, row):
        """What the file has of a section."""
        return bytes(self.data[row[4]:row[4] + row[5]])

    def find(self, wanted):
        """Finds the variables that are wanted, by name; false where there are none."""
        if self.symtab is None:
            return False
        for number, row in enumerate(self.rows):
            if not row[2] & GROUPED and self.text(self.names, row[0]) in MOVED_FROM:
                self.sections[number] = Section(number, row)
        symbols = []
        for index, (name, info, _, section, value, size) in enumerate(SYMBOL.iter_unpack(self.content(self.symtab))):
            if section not in self.sections:
                continue
            if info & 15 == SECTION_SYMBOL:
                self.places[index] = self.sections[section]
            else:
                symbols.append((value, -size, index, name, info, self.sections[section]))
        found = False
        for value, size, index, name, info, section in sorted(symbols, key=lambda symbol: symbol[:3]):
            section.add(index, value, -size)
            name = self.text(self.symtab[6], name)
            section.variables[-1].is_local |= info >> 4 == LOCAL
            if name in wanted:
                section.variables[-1].name = name
                found = True
        for section in self.sections.values():
            section.close()
        return found

    def read_references(self):
        """Finds the references to places in these sections, and what they keep from moving. Others are to a symbol,
        and move with it."""
        for target, table in self.tables.items():
            is_code = self.rows[target][2] & EXECUTABLE
            for at, (offset, info, addend) in zip(range(table[4], table[4] + table[5], RELOCATION.size),
                                                  RELOCATION.iter_unpack(self.content(table))):
                section, kind = self.places.get(info >> 32), info & 0xFFFFFFFF
                if section is None:
                    continue
                low = high = addend
                if kind in RELATIVE and is_code:
                    least, most = self.behind(self.rows[target][4] + offset)
                    low, high = low + least, low + most
                elif kind not in RELATIVE | ABSOLUTE:
                    low, high = 0, section.row[5]
                self.read_place(section, low, high, is_code, at)

    def behind(self, place):
        """The least and the most bytes from a place in an instruction to that instruction's end."""
        before = self.data[place - 4:place]
        number = NUMBERS.get(before[2])
        if number is None or before[3] & 0xC7 != 0x05 or before[1] == ESCAPE:
            return 4, 4 + MOST
        # A prefix halves the longest, or is the end of the instruction before.
        return 4 + (number // 2 if number == MOST and SIZED in before[:2] else number), 4 + number

    def read_place(self, section, low, high, is_code, at):
        """A reference to a place in the section, one of low … high."""
        near = section.near(low, high)
        inside = [variable for variable in near if low < variable.end]
        # Code may walk up to a variable's end; what data has is the begin of something, if of nothing with a name.
        ended = [variable for variable in near if is_code and variable.end == low]
        if len(inside) == 1 and inside[0].begin <= low:
            inside[0].references.append(at)
            if ended and low - ended[0].begin > WALKED:
                self.pairs.add((ended[0], inside[0]))
            return
        for variable in inside + ended:
            variable.stays = True

    def join(self):
        """Leaves together what a reference to the end of the one and the begin of the other cannot tell apart."""
        for former, latter in sorted(self.pairs, key=lambda pair: pair[1].begin, reverse=True):
            former.end = latter.end
            former.symbols += latter.symbols
            former.references += latter.references
            former.name = former.name or latter.name
            former.stays |= latter.stays
            latter.stays = True

    def hold_back_unseen(self):
        """Keeps what a number in the section itself may point to: the assembler reckons such distances to local symbols."""
        for number, section in self.sections.items():
            if section.row[1] == NOBITS or not section.variables:
                continue
            table = self.tables.get(number)
            told = {row[0] for row in RELOCATION.iter_unpack(self.content(table))} if table else set()
            words = self.content(section.row)
            words = words[:len(words) & ~3]
            for place, (distance,) in zip(range(0, len(words), 4), struct.iter_unpack("<i", words)):
                if distance == 0 or place in told or place - 4 in told:
                    continue
                holder, meant = section.at(place), section.at(place + distance)
                if holder is not meant and meant.is_local and meant.begin <= place + distance < meant.begin + 4:
                    holder.stays = meant.stays = True

    def move(self):
        """Moves all that can be moved out of their sections; returns the new file."""
        moved = [(section, variable) for section in self.sections.values() for variable in section.variables
                 if variable.name and not variable.stays]
        if len(self.rows) + 2 * len(moved) >= RESERVED:
            return None
        referred = [variable for _, variable in moved if variable.references]
        first = self.symtab[7]
        self.make_room(first, len(referred))
        # All of them first: a reference may stand in a variable that moves too.
        for index, variable in enumerate(referred, first):
            self.retarget(variable, index)
        names, added = bytearray(self.content(self.rows[self.names])), []

        def add(name, *row):
            self.rows.append([len(names), *row])
            names.extend(name + b"\0")

        for section, variable in moved:
            name = self.text(self.names, section.row[0]) + b"." + variable.name
            number, size = len(self.rows), variable.end - variable.begin
            _, kind, flags, _, offset, _, _, _, alignment, _ = section.row
            while variable.begin % alignment:
                alignment //= 2
            # gold wants the sections to be in the file in their order.
            offset = self.append(b"" if kind == NOBITS else self.data[offset + variable.begin:][:size])
            add(name, kind, flags, 0, offset, size, 0, 0, alignment, 0)
            for index in variable.symbols:
                at = self.symtab[4] + SYMBOL.size * index
                row = SYMBOL.unpack_from(self.data, at)
                SYMBOL.pack_into(self.data, at, *row[:3], number, row[4] - variable.begin, row[5])
            if variable.references:
                added.append(SYMBOL.pack(0, SECTION_SYMBOL, 0, number, 0, 0))
            table = self.tables.get(section.number)
            rows = self.taken(table, variable) if table else b""
            if rows:
                add(b".rela" + name, RELA, table[2], 0, self.append(rows), len(rows), table[6], number, *table[8:])
        symbols = self.content(self.symtab)
        symbols = symbols[:SYMBOL.size * first] + b"".join(added) + symbols[SYMBOL.size * first:]
        self.symtab[4:8] = self.append(symbols), len(symbols), self.symtab[6], first + len(added)
        self.rows[self.names][4:6] = self.append(names), len(names)
        offset = self.append(b"".join(SECTION.pack(*row) for row in self.rows))
        struct.pack_into("<Q", self.data, HEADER_OFFSET, offset)
        struct.pack_into("<H", self.data, HEADER_COUNT, len(self.rows))
        return bytes(self.data)

    def make_room(self, first, count):
        """Counts symbols anew, for so many that shall stand before this one."""
        for row in self.rows:
            if row[1] == GROUP and row[7] >= first:
                row[7] += count
        for table in self.tables.values():
            rows = bytearray()
            for offset, info, addend in RELOCATION.iter_unpack(self.content(table)):
                rows += RELOCATION.pack(offset, info + (count << 32) if info >> 32 >= first else info, addend)
            self.data[table[4]:table[4] + len(rows)] = rows

    def retarget(self, variable, symbol):
        """Makes of places in the old section such in the new one, whose symbol this is."""
        for at in variable.references:
            offset, info, addend = RELOCATION.unpack_from(self.data, at)
            RELOCATION.pack_into(self.data, at, offset, symbol << 32 | info & 0xFFFFFFFF, addend - variable.begin)

    def taken(self, table, variable):
        """The references out of a variable, which its old section has no more."""
        rows = bytearray()
        for at in range(table[4], table[4] + table[5], RELOCATION.size):
            offset, info, addend = RELOCATION.unpack_from(self.data, at)
            if variable.begin <= offset < variable.end and info:
                rows += RELOCATION.pack(offset - variable.begin, info, addend)
                RELOCATION.pack_into(self.data, at, offset, 0, 0)
        return bytes(rows)

    def append(self, content):
        """Writes something behind all else; returns where it is."""
        self.data.extend(bytes(-len(self.data) % 8))
        offset = len(self.data)
        self.data.extend(content)
        return offset


def divided(data, wanted):
    """The file with those of its variables that are wanted, by name, in sections of their own."""
    file = Object(data)
    if not file.find(wanted):
        return data
    file.read_references()
    file.hold_back_unseen()
    file.join()
    return file.move() or data


def members(archive):
    """The members of an archive: (head, content)."""
    at = len(MAGIC)
    while at < len(archive):
        head = archive[at:at + MEMBER]
        size = int(head[SIZE])
        at += MEMBER
        yield head, archive[at:at + size]
        at += size + size % 2


def divide(path, wanted):
    """Does so with a file, or with all that are in an archive."""
    data = path.read_bytes()
    if not data.startswith(MAGIC):
        path.write_bytes(divided(data, wanted))
        return
    parts = [MAGIC]
    for head, content in members(data):
        if content.startswith(ELF):
            content = divided(content, wanted)
        parts += [head[:SIZE.start], b"%-10d" % len(content), head[SIZE.stop:], content, b"\n" * (len(content) % 2)]
    path.write_bytes(b"".join(parts))
    # The members' places have changed, which its index has.
    subprocess.run(["ranlib", "-D", path], check=True)
