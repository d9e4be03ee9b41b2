"""The zip file itself: opened under limits, its entries copied without being unpacked, written the same way every time."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from gouvernail.excel.refusals import refused

LARGEST_FILE: Final = 512 * 1024 * 1024
"""Bytes of the file on disk."""
MOST_ENTRIES: Final = 20_000
LARGEST_TOTAL: Final = 4 * 1024**3 - 1
"""Bytes of all entries once unpacked; also keeps every size within the plain zip format."""
SUSPECT_SIZE: Final = 64 * 1024 * 1024
"""From this unpacked size on, an entry may not be packed tighter than `TIGHTEST`."""
TIGHTEST: Final = 300

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STORED, _DEFLATED = 0, 8
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8, _DESCRIPTOR, _ENCRYPTED = 0x800, 0x8, 0x1
_CHUNK = 4 * 1024 * 1024
_FIRST_DAY = (1 << 5) | 1  # 1 January 1980, the zip format's first: parts of ours carry no clock


@dataclass(frozen=True)
class Entry:
    """One packed file of a zip: its bytes as they stand, and what its headers say of them."""

    name: str
    raw_name: bytes
    raw: bytes
    size: int
    crc: int
    method: int = _DEFLATED
    flags: int = 0
    needs: int = 20
    made_by: int = 20
    day: int = _FIRST_DAY
    time: int = 0
    attributes: int = 0

    def chunks(self, workbook: str = "") -> Iterator[bytes]:
        """The unpacked content, piece by piece; never more than the header announces.

        Args:
            workbook: the file's name, for the sentence.

        Raises:
            WorkbookRefused: the content is not what the headers say (`file.damaged`).
        """
        done, crc = 0, 0
        for piece in self._unpacked(workbook):
            done, crc = done + len(piece), zlib.crc32(piece, crc)
            if done > self.size:
                break
            yield piece
        if done != self.size or crc != self.crc:
            raise refused("file.damaged", name=workbook, part=self.name)

    def content(self, workbook: str = "") -> bytes:
        """The unpacked content, whole."""
        return b"".join(self.chunks(workbook))

    def _unpacked(self, workbook: str) -> Iterator[bytes]:
        if self.method == _STORED:
            yield self.raw
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        rest = self.raw
        try:
            while not inflater.eof:
                piece = inflater.decompress(rest, _CHUNK)
                rest = inflater.unconsumed_tail
                if not piece and not rest:
                    return
                yield piece
        except zlib.error as error:
            raise refused("file.damaged", name=workbook, part=self.name) from error


def packed(name: str, content: bytes | Iterable[bytes]) -> Entry:
    """A new entry, packed: the same content gives the same bytes, whatever the day.

    Args:
        name: the entry's name.
        content: whole, or piece by piece; pieces are packed as they come, and not kept.
    """
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    raw, size, crc = bytearray(), 0, 0
    for piece in (content,) if isinstance(content, bytes) else content:
        raw += packer.compress(piece)
        size, crc = size + len(piece), zlib.crc32(piece, crc)
    raw += packer.flush()
    ascii_only = name.isascii()
    flags = 0 if ascii_only else _UTF8
    return Entry(name, name.encode("utf-8"), bytes(raw), size, crc, flags=flags)


def same_content(one: Entry, other: Entry, workbook: str = "") -> bool:
    """Whether two entries hold the same bytes, however they are packed."""
    if (one.size, one.crc) != (other.size, other.crc):
        return False
    return one.raw == other.raw or _digest(one, workbook) == _digest(other, workbook)


def _digest(entry: Entry, workbook: str) -> bytes:
    digest = sha256()
    for chunk in entry.chunks(workbook):
        digest.update(chunk)
    return digest.digest()


def opened(data: bytes, name: str = "") -> tuple[Entry, ...]:
    """The entries of a zip, in the file's order, after every limit was checked.

    Args:
        data: the file's bytes.
        name: the file's name, for the sentences.

    Raises:
        WorkbookRefused: `file.empty`, `file.encrypted`, `file.old_format`, `file.not_a_workbook`, `file.truncated`,
            `file.too_large`, `file.bomb`, `file.paths`, `file.damaged`.
    """
    _check_kind(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as found:
            infos = found.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error, UnicodeError) as error:
        raise refused("file.truncated", name=name) from error
    _check_limits(infos, name)
    try:
        entries = tuple(_entry(data, info, name) for info in infos)
    except (struct.error, IndexError) as error:
        raise refused("file.truncated", name=name) from error
    _check_names(entries, name)
    return entries


def joined(entries: Iterable[Entry]) -> bytes:
    """The bytes of a zip that holds these entries, in this order."""
    body, directory, count = bytearray(), bytearray(), 0
    for entry in entries:
        directory += _central_header(entry, len(body)) + entry.raw_name
        body += _local_header(entry) + entry.raw_name + entry.raw
        count += 1
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def _check_kind(data: bytes, name: str) -> None:
    if not data:
        raise refused("file.empty", name=name)
    if len(data) > LARGEST_FILE:
        raise refused("file.too_large", name=name, part="")
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise refused("file.encrypted" if encrypted else "file.old_format", name=name)
    if not data.startswith(b"PK"):
        raise refused("file.not_a_workbook", name=name)


def _check_limits(infos: list[zipfile.ZipInfo], name: str) -> None:
    if not infos:
        raise refused("file.not_a_workbook", name=name)
    if len(infos) > MOST_ENTRIES or sum(info.file_size for info in infos) > LARGEST_TOTAL:
        raise refused("file.bomb", name=name, part="")
    for info in infos:
        if info.file_size > SUSPECT_SIZE and info.file_size > TIGHTEST * max(info.compress_size, 1):
            raise refused("file.bomb", name=name, part=info.filename)
        if info.flag_bits & _ENCRYPTED:
            raise refused("file.encrypted", name=name)
        if info.compress_type not in {_STORED, _DEFLATED}:
            raise refused("file.damaged", name=name, part=info.filename)


def _entry(data: bytes, info: zipfile.ZipInfo, name: str) -> Entry:
    local = _LOCAL.unpack_from(data, info.header_offset)
    start = info.header_offset + _LOCAL.size + local[9] + local[10]
    raw = data[start : start + info.compress_size]
    if info.header_offset < 0 or local[0] != b"PK\3\4" or len(raw) != info.compress_size:
        raise refused("file.truncated", name=name)
    year, month, day, hour, minute, second = info.date_time
    return Entry(
        name=info.orig_filename.replace("\\", "/"),
        raw_name=info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437"),
        raw=raw,
        size=info.file_size,
        crc=info.CRC,
        method=info.compress_type,
        flags=info.flag_bits & ~_DESCRIPTOR,
        needs=max(info.extract_version, 10),
        made_by=(info.create_system << 8) | info.create_version,
        day=((year - 1980) << 9) | (month << 5) | day,
        time=(hour << 11) | (minute << 5) | (second // 2),
        attributes=info.external_attr,
    )


def _check_names(entries: tuple[Entry, ...], name: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        steps = entry.name.split("/")
        if ".." in steps or ":" in steps[0] or "\0" in entry.name:
            raise refused("file.paths", name=name, part=entry.name.replace("\0", ""))
        folded = entry.name.lstrip("/").casefold()
        if folded in seen:
            raise refused("file.damaged", name=name, part=entry.name)
        seen.add(folded)
    if sum(len(entry.raw) for entry in entries) > LARGEST_FILE:
        raise refused("file.bomb", name=name, part="")


def _local_header(entry: Entry) -> bytes:
    fields = (entry.needs, entry.flags, entry.method, entry.time, entry.day, entry.crc, len(entry.raw), entry.size)
    return _LOCAL.pack(b"PK\3\4", *fields, len(entry.raw_name), 0)


def _central_header(entry: Entry, offset: int) -> bytes:
    fields = (entry.needs, entry.flags, entry.method, entry.time, entry.day, entry.crc, len(entry.raw), entry.size)
    return _CENTRAL.pack(b"PK\1\2", entry.made_by, *fields, len(entry.raw_name), 0, 0, 0, 0, entry.attributes, offset)
