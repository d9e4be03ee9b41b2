"""What a graft may change, and what it must not."""

import io
import zipfile

SHARED = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/calcChain.xml"}


def packed_parts(data):
    """Every part's packed bytes, by name."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for info in file.infolist():
            start = info.header_offset + 30
            name, extra = (int.from_bytes(data[start - 4 + i : start - 2 + i], "little") for i in (0, 2))
            begin = start + name + extra
            found[info.filename] = (data[begin : begin + info.compress_size], info.CRC)
    return found


def foreign_changes(before, after, *, ours=()):
    """The parts of the first file that are not exactly, packed byte for packed byte, in the second, but for shared ones."""
    old, new = packed_parts(before), packed_parts(after)
    return sorted(name for name in old if name not in SHARED and name not in ours and new.get(name) != old[name])
