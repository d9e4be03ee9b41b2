"""Workbooks damaged at random, the same way for the same number: bytes of the file, parts of the package, words of its XML."""

import random
import re

from hosts.made import parts, zipped

_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_TELLING = re.compile(r"workbook\.xml|styles|sheet\d|table\d|\[Content|drawing\d\.xml|comments")
_TAG = re.compile(rb"<[^<>]+>")
_VALUES = (
    b"",
    b"0",
    b"-1",
    b"1",
    b"99999999999999999999",
    b"A1",
    b"XFD1048576",
    b"A1:XFD1048576",
    b"ZZZZ99",
    b"e",
    b"s",
    b"true",
    b"rId999",
    b"../../../etc/passwd",
    b"/xl/workbook.xml",
    b"&#0;",
    "é\u202e".encode(),
    b"\xff\xfe",
    b"#REF!",
    b"4294967296",
)


def mutated(data, seed):
    """The file with one to four damages."""
    chance = random.Random(seed)
    if chance.random() < 0.25:
        return _bytes_damaged(data, chance)
    contents = parts(data)
    if chance.random() < 0.6:
        for _ in range(chance.randint(1, 3)):
            _value(contents, chance)
        return zipped(contents)
    for _ in range(chance.randint(1, 4)):
        chance.choice((_value, _value, _value, _tag, _piece, _drop, _swap, _copy, _prefix))(contents, chance)
    return zipped(contents)


def _bytes_damaged(data, chance):
    found = bytearray(data)
    kind = chance.random()
    if kind < 0.2:
        return bytes(found[: chance.randrange(len(found))])
    if kind < 0.3:
        start = chance.randrange(len(found))
        del found[start : start + chance.randint(1, 400)]
        return bytes(found)
    area = range(max(0, len(found) - 2000), len(found)) if kind < 0.6 else range(len(found))
    for _ in range(chance.randint(1, 8)):
        found[chance.choice(area)] = chance.randrange(256)
    return bytes(found)


def _any(contents, chance):
    return chance.choice(sorted(contents)) if contents else None


def _value(contents, chance):
    """Another value in an attribute."""
    name = _any(contents, chance) if chance.random() < 0.3 else chance.choice([n for n in contents if _TELLING.search(n)])
    found = list(_ATTRIBUTE.finditer(contents.get(name, b"")))
    if found:
        place = chance.choice(found)
        value = chance.choice(_VALUES) if chance.random() < 0.7 else chance.choice(found)[2]
        contents[name] = contents[name][: place.start(2)] + value + contents[name][place.end(2) :]


def _tag(contents, chance):
    """A tag removed, or written twice."""
    name = _any(contents, chance)
    found = list(_TAG.finditer(contents.get(name, b"")))
    if found:
        place = chance.choice(found)
        text = b"" if chance.random() < 0.5 else place[0] * 2
        contents[name] = contents[name][: place.start()] + text + contents[name][place.end() :]


def _piece(contents, chance):
    """A piece of a part removed, or replaced by noise."""
    name = _any(contents, chance)
    content = contents.get(name, b"")
    if content:
        start = chance.randrange(len(content))
        noise = b"" if chance.random() < 0.5 else chance.randbytes(chance.randint(1, 30))
        contents[name] = content[:start] + noise + content[start + chance.randint(1, 200) :]


def _drop(contents, chance):
    contents.pop(_any(contents, chance), None)


def _swap(contents, chance):
    first, second = _any(contents, chance), _any(contents, chance)
    if first and second:
        contents[first], contents[second] = contents[second], contents[first]


def _copy(contents, chance):
    name = _any(contents, chance)
    if name:
        contents[name.upper() if chance.random() < 0.5 else f"xl/copy{chance.randint(1, 9)}.xml"] = contents[name]


def _prefix(contents, chance):
    """Something in front of a part: a document type, an entity, a byte-order mark."""
    name = _any(contents, chance)
    if name:
        front = chance.choice((b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"\xef\xbb\xbf", b"\xff\xfe", b"<?xml version='9'?>", b" "))
        contents[name] = front + contents[name]
