"""The icons: right size, told apart, and readable without colour."""

import sys
import zlib
from itertools import combinations
from struct import unpack

import pytest

from gouvernail.entry.addin.build import SOURCES

FILES = sorted((SOURCES / "icons").glob("*.png"))


def grey(data: bytes) -> list[float]:
    """Lightness of each pixel on white paper, 0 black to 255 white; our own files use no PNG filter."""
    width, height, depth, kind = unpack(">IIBB", data[16:26])
    assert (width, height, depth, kind) == (32, 32, 8, 6)
    (size,) = unpack(">I", data[33:37])
    rows = zlib.decompress(data[41 : 41 + size])
    pixels = [rows[y * 129 + 1 + x * 4 :][:4] for y in range(32) for x in range(32)]
    return [(0.299 * r + 0.587 * g + 0.114 * b) * a / 255 + 255 - a for r, g, b, a in pixels]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_icon_stands_out_in_grey(file):
    """A good part of the square is dark on white, so that a black-and-white screen or print shows the sign."""
    dark = sum(value < 140 for value in grey(file.read_bytes()))
    assert 150 <= dark <= 700


def test_no_two_icons_look_alike_in_grey():
    """Any two differ clearly in at least an eighth of their pixels."""
    for one, other in combinations(FILES, 2):
        pairs = zip(grey(one.read_bytes()), grey(other.read_bytes()), strict=True)
        assert sum(abs(a - b) > 60 for a, b in pairs) >= 128, (one.stem, other.stem)


def test_the_icons_are_those_the_script_draws(monkeypatch):
    """A change of the drawing script reaches the files: same pixels, whatever the compression library."""
    monkeypatch.syspath_prepend(str(SOURCES))
    import draw_icons

    assert [file.stem for file in FILES] == sorted(draw_icons.ICONS)
    for file in FILES:
        data = file.read_bytes()
        (size,) = unpack(">I", data[33:37])
        assert zlib.decompress(data[41 : 41 + size]) == draw_icons.pixels(draw_icons.ICONS[file.stem]), file.stem
    sys.modules.pop("draw_icons")
