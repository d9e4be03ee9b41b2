"""A reader of `vbaProject.bin` that accepts nothing the specifications do not: what Excel may refuse, it refuses.

Written from MS-CFB, MS-OVBA and the field reports of what Excel drops or repairs; shares no code with the writer.
"""

import re
from dataclasses import dataclass
from struct import unpack_from

END, FREE, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
REFUSED_NAMES = re.compile("circle|pset|scale|print|seek|input|get|put|open|tab|spc|debug|me|array|lbound|date|stop")


class Broken(AssertionError):
    """The project is not as the specification wants it."""


def need(condition: object, what: str) -> None:
    if not condition:
        raise Broken(what)


@dataclass
class Module:
    name: str
    document: bool
    text: str


@dataclass
class Project:
    name: str
    identity: str
    modules: dict[str, Module]
    references: dict[str, str]
    streams: dict[str, bytes]


class Compound:
    """A compound file, version 3: every sector used once, names in order, no date, no class."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        need(data[:8] == bytes.fromhex("D0CF11E0A1B11AE1"), "signature")
        need(data[8:24] == bytes(16), "header class id")
        _, major, order, shift, mini = unpack_from("<5H", data, 24)
        need((major, order, shift, mini) == (3, 0xFFFE, 9, 6), "header version")
        need(len(data) % 512 == 0, "file is whole sectors")
        self.sectors = len(data) // 512 - 1
        self.used: set[int] = set()
        (fat_count,) = unpack_from("<I", data, 44)
        directory, _, cutoff, mini_start, mini_count, difat, difat_count = unpack_from("<7I", data, 48)
        need(cutoff == 4096, "mini stream cutoff")
        need((difat, difat_count) == (END, 0), "no DIFAT sectors in a small file")
        places = unpack_from("<109I", data, 76)
        need(all(place == FREE for place in places[fat_count:]), "unused DIFAT places are free")
        self.fat: list[int] = []
        for place in places[:fat_count]:
            need(place < self.sectors, "FAT sector inside the file")
            self.fat += unpack_from("<128I", data, 512 * (place + 1))
        for place in places[:fat_count]:
            need(self.fat[place] == 0xFFFFFFFD, "FAT sector marked as such")
            self.used.add(place)
        self.entries = self.read_directory(self.chain(directory))
        mini_fat = self.chain(mini_start) if mini_count else b""
        need(len(mini_fat) == 512 * mini_count, "mini FAT length")
        self.mini_fat = unpack_from(f"<{len(mini_fat) // 4}I", mini_fat)
        root = self.entries[0]
        need((root["name"], root["kind"]) == ("Root Entry", 5), "root entry")
        self.mini = self.chain(root["start"]) if root["size"] else b""
        need(len(self.mini) >= root["size"], "mini stream length")
        self.mini_used: set[int] = set()
        self.reached: set[int] = {0}
        self.streams = dict(self.walk(root["child"], ""))
        kinds = {number for number, entry in enumerate(self.entries) if entry["kind"]}
        need(kinds == self.reached, "every directory entry is reachable")
        need(
            all(self.fat[sector] == FREE for sector in range(self.sectors) if sector not in self.used),
            "a sector outside every chain is free",
        )

    def read_directory(self, raw: bytes) -> list[dict]:
        entries = []
        for start in range(0, len(raw), 128):
            length, kind, colour = unpack_from("<HBB", raw, start + 64)
            left, right, child = unpack_from("<3I", raw, start + 68)
            first, size = unpack_from("<IQ", raw, start + 116)
            name = raw[start : start + max(length - 2, 0)].decode("utf-16-le")
            need(raw[start + 80 : start + 116] == bytes(36), f"no class id, flags or dates on {name!r}")
            need(kind == 0 or colour == 1, f"{name!r} is black")
            need(kind in {0, 1, 2, 5}, "object type")
            need(length <= 64, "name length")
            entries.append(
                {"name": name, "kind": kind, "left": left, "right": right, "child": child, "start": first, "size": size}
            )
        return entries

    def chain(self, sector: int) -> bytes:
        found = []
        while sector != END:
            need(sector < self.sectors, "chain inside the file")
            need(sector not in self.used, "chains do not meet")
            self.used.add(sector)
            found.append(self.data[512 * (sector + 1) : 512 * (sector + 2)])
            sector = self.fat[sector]
        return b"".join(found)

    def mini_chain(self, sector: int) -> bytes:
        found = []
        while sector != END:
            need(sector < len(self.mini_fat) and sector not in self.mini_used, "mini chain")
            self.mini_used.add(sector)
            found.append(self.mini[64 * sector : 64 * (sector + 1)])
            sector = self.mini_fat[sector]
        return b"".join(found)

    def walk(self, top: int, folder: str):
        names = [entry["name"] for entry in self.siblings(top)]
        keys = [(len(name), name.upper()) for name in names]
        need(keys == sorted(set(keys)), f"names in order and once in {folder or 'the root'}")
        for entry in self.siblings(top):
            path = folder + entry["name"]
            if entry["kind"] == 1:
                yield from self.walk(entry["child"], path + "/")
            else:
                need(entry["kind"] == 2 and entry["child"] == NONE, f"{path} is a stream")
                content = self.mini_chain(entry["start"]) if entry["size"] < 4096 else self.chain(entry["start"])
                need(len(content) >= entry["size"], f"{path} is whole")
                yield path, content[: entry["size"]]

    def siblings(self, top: int) -> list[dict]:
        if top == NONE:
            return []
        entry = self.entries[top]
        self.reached.add(top)
        return [*self.siblings(entry["left"]), entry, *self.siblings(entry["right"])]


def decompressed(data: bytes) -> bytes:
    """MS-OVBA §2.4.1, refusing raw chunks and chunks that are not full before the last."""
    need(data[:1] == b"\x01", "container signature")
    out, at = bytearray(), 1
    while at < len(data):
        need(len(out) % 4096 == 0, "only the last chunk is short")
        (header,) = unpack_from("<H", data, at)
        size, sign, packed = (header & 0xFFF) + 3, header >> 12 & 7, header >> 15
        need(sign == 3, "chunk signature")
        need(packed, "chunk is compressed")
        end, at, start = at + size, at + 2, len(out)
        need(end <= len(data), "chunk is whole")
        while at < end:
            flags, at = data[at], at + 1
            for bit in range(8):
                if at >= end:
                    break
                if flags >> bit & 1:
                    (token,) = unpack_from("<H", data, at)
                    at += 2
                    bits = max((len(out) - start - 1).bit_length(), 4)
                    length, offset = (token & (0xFFFF >> bits)) + 3, (token >> (16 - bits)) + 1
                    need(offset <= len(out) - start, "copy stays in its chunk")
                    for _ in range(length):
                        out.append(out[-offset])
                else:
                    out.append(data[at])
                    at += 1
        need(len(out) - start <= 4096, "chunk holds at most 4096 bytes")
    return bytes(out)


class Records:
    """The dir stream, record by record, in the one order that is allowed."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def peek(self) -> int:
        return unpack_from("<H", self.data, self.at)[0]

    def take(self, number: int) -> bytes:
        found, size = unpack_from("<HI", self.data, self.at)
        need(found == number, f"record {number:#x} expected, {found:#x} found")
        start = self.at + 6
        self.at = start + size
        need(self.at <= len(self.data), "record is whole")
        return self.data[start : self.at]

    def twins(self, first: int, second: int) -> str:
        narrow, wide = self.take(first).decode("cp1252"), self.take(second).decode("utf-16-le")
        need(narrow == wide, f"both spellings agree: {narrow!r}, {wide!r}")
        return narrow


def read_dir(data: bytes) -> tuple[str, dict[str, str], list[tuple[str, int, bool]]]:
    """The project's name, its references, and of each module: name, where its text starts, whether it is a class."""
    records = Records(data)
    need(unpack_from("<I", records.take(0x01))[0] in {1, 3}, "system kind")
    records.take(0x02)
    records.take(0x14)
    need(records.take(0x03) == (1252).to_bytes(2, "little"), "code page 1252")
    name = records.take(0x04).decode("ascii")
    need(name and name[0].isalpha(), "project name")
    records.twins(0x05, 0x40)
    records.take(0x06), records.take(0x3D), records.take(0x07), records.take(0x08)
    need(unpack_from("<HI", records.data, records.at) == (9, 4), "project version")
    records.at += 12
    records.twins(0x0C, 0x3C)
    references = {}
    while records.peek() == 0x16:
        library = records.twins(0x16, 0x3E)
        raw = records.take(0x0D)
        (size,) = unpack_from("<I", raw)
        need(len(raw) == size + 10 and raw[-6:] == bytes(6), "reference is counted rightly")
        references[library] = raw[4:-6].decode("ascii")
    (count,) = unpack_from("<H", records.take(0x0F))
    need(records.take(0x13) == b"\xff\xff", "project cookie")
    modules = [read_module(records) for _ in range(count)]
    need(records.take(0x10) == b"" and records.data[records.at :] == bytes(4), "dir ends after its modules")
    return name, references, modules


def read_module(records: Records) -> tuple[str, int, bool]:
    name = records.twins(0x19, 0x47)
    need(records.twins(0x1A, 0x32) == name, "stream is named as its module")
    records.twins(0x1C, 0x48)
    (offset,) = unpack_from("<I", records.take(0x31))
    need(records.take(0x1E) == bytes(4), "module help context")
    need(records.take(0x2C) == b"\xff\xff", "module cookie")
    kind = records.peek()
    need(kind in {0x21, 0x22}, "module kind")
    records.take(kind)
    records.take(0x2B)
    need(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,30}", name), f"module name {name!r}")
    need(not REFUSED_NAMES.fullmatch(name.lower()), f"the editor refuses {name!r}")
    return name, offset, kind == 0x22


def decrypted(value: str, identity: str) -> bytes:
    """MS-OVBA §2.4.3.3."""
    data = bytes.fromhex(value)
    seed, key = data[0], sum(identity.encode("ascii")) & 0xFF
    need(data[1] ^ seed == 2, "protection version")
    need(data[2] ^ seed == key, "protection belongs to this identity")
    before, last, plain, out = data[1], data[2], key, bytearray()
    for byte in data[3:]:
        clear = byte ^ (before + plain & 0xFF)
        before, last, plain = last, byte, clear
        out.append(clear)
    start = (seed & 6) // 2
    (length,) = unpack_from("<I", out, start)
    need(len(out) == start + 4 + length, "protection length")
    return bytes(out[start + 4 :])


def read_project(data: bytes) -> Project:
    """The project, or `Broken` with what is wrong."""
    streams = Compound(data).streams
    name, references, listed = read_dir(decompressed(streams["VBA/dir"]))
    expected = {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT", *(f"VBA/{module}" for module, _, _ in listed)}
    need(set(streams) == expected, f"streams {sorted(set(streams) ^ expected)}")
    need(streams["VBA/_VBA_PROJECT"][:4] == bytes.fromhex("CC61FFFF"), "compile afresh")
    need(len(streams["VBA/_VBA_PROJECT"]) == 7, "no remembered compilation")
    wide = b"".join(m.encode("ascii") + b"\0" + m.encode("utf-16-le") + b"\0\0" for m, _, _ in listed)
    need(streams["PROJECTwm"] == wide + b"\0\0", "PROJECTwm names the modules")
    identity, documents = read_project_text(streams["PROJECT"].decode("cp1252"), name, [m for m, _, _ in listed])
    modules = {}
    for module, offset, is_class in listed:
        text = decompressed(streams[f"VBA/{module}"][offset:]).decode("cp1252")
        need(offset == 0, "no cache before the text")
        check_text(module, text, is_class)
        need(is_class == (module in documents), f"{module} is declared as what it is")
        modules[module] = Module(module, module in documents, text)
    need(name not in modules, "a module named as its project is ambiguous")
    if any("IRibbonControl" in module.text for module in modules.values()):
        need("Office" in references, "IRibbonControl is Office's")
    return Project(name, identity, modules, references, streams)


def read_project_text(text: str, name: str, modules: list[str]) -> tuple[str, list[str]]:
    need(text.count("\n") == text.count("\r\n") == text.count("\r"), "CRLF line ends")
    head, host, space = (part.strip("\r\n").split("\r\n") for part in re.split(r"\[Host Extender Info\]|\[Workspace\]", text))
    fields = [line.split("=", 1) for line in head]
    keys = [key for key, _ in fields]
    values = dict(fields)
    need(keys[0] == "ID", "PROJECT begins with its identity")
    identity = values["ID"].strip('"')
    need(re.fullmatch(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", identity), "identity")
    need(values["Name"] == f'"{name}"', "both places name the project alike")
    documents = [value.removesuffix("/&H00000000") for key, value in fields if key == "Document"]
    standard = [value for key, value in fields if key == "Module"]
    need(sorted(documents + standard) == sorted(modules), "PROJECT names every module once")
    need([line.split("=")[0] for line in space] == documents + standard, "Workspace names every module once")
    need(keys[-3:] == ["CMG", "DPB", "GC"], "protection comes last")
    need(decrypted(values["CMG"].strip('"'), identity) == bytes(4), "not protected")
    need(decrypted(values["DPB"].strip('"'), identity) == b"\0", "no password")
    need(decrypted(values["GC"].strip('"'), identity) == b"\xff", "visible")
    need(host == ["&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"], "host extender")
    return identity, documents


def check_text(module: str, text: str, is_class: bool) -> None:
    need(text.isascii(), f"{module} is ASCII")
    need(text.count("\n") == text.count("\r\n") == text.count("\r"), f"{module} has CRLF line ends")
    need(text.startswith(f'Attribute VB_Name = "{module}"\r\n'), f"{module} says its name first")
    need(("Attribute VB_Base" in text) == is_class, f"{module}: a document has a base, a module has none")
    need("VERSION" not in text, f"{module}: no export preamble in a stream")
    lines = text.split("\r\n")
    need(max(map(len, lines)) <= 1023 and len(lines) < 65_534, f"{module}: the editor's limits")
