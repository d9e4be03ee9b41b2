"""Draws the ribbon's icons into `macros/icons/`: python macros/draw_icons.py.

Each icon is a few shapes on a square of 32 units, the later ones over the earlier; four colours far enough apart in
lightness to be told apart in grey. Standard library only; the PNG files are kept beside, so a build does not draw.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from math import atan2, cos, hypot, pi, sin
from pathlib import Path
from struct import pack

Colour = tuple[int, int, int]
Shape = Callable[[float, float], bool]
Icon = list[tuple[Colour, Shape]]

SIDE = 32
SAMPLES = 6
INK, SEA, GOLD, PAPER = (27, 47, 84), (22, 126, 140), (226, 143, 34), (255, 255, 255)


def disc(x: float, y: float, radius: float) -> Shape:
    """A full circle."""
    return lambda px, py: hypot(px - x, py - y) <= radius


def ring(x: float, y: float, radius: float, width: float) -> Shape:
    """A circle drawn with a stroke of a width."""
    return lambda px, py: abs(hypot(px - x, py - y) - radius) <= width / 2


def box(left: float, top: float, right: float, bottom: float) -> Shape:
    """An upright rectangle."""
    return lambda px, py: left <= px <= right and top <= py <= bottom


def line(x1: float, y1: float, x2: float, y2: float, width: float) -> Shape:
    """A stroke with round ends."""
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy

    def inside(px: float, py: float) -> bool:
        along = min(1.0, max(0.0, ((px - x1) * dx + (py - y1) * dy) / length))
        return hypot(px - x1 - along * dx, py - y1 - along * dy) <= width / 2

    return inside


def polygon(*points: tuple[float, float]) -> Shape:
    """A closed outline, filled."""
    edges = list(zip(points, points[1:] + points[:1], strict=True))

    def inside(px: float, py: float) -> bool:
        crossings = ((y1 > py) != (y2 > py) and px < (x2 - x1) * (py - y1) / (y2 - y1) + x1 for (x1, y1), (x2, y2) in edges)
        return sum(crossings) % 2 == 1

    return inside


def arc(x: float, y: float, radius: float, width: float, start: float, end: float) -> Shape:
    """Part of a ring, angles in turns clockwise from the right."""
    around = ring(x, y, radius, width)
    return lambda px, py: around(px, py) and start <= (atan2(py - y, px - x) / (2 * pi)) % 1 <= end


def page(left: float, top: float, right: float, bottom: float) -> Icon:
    """A framed sheet of paper."""
    return [(INK, box(left, top, right, bottom)), (PAPER, box(left + 2, top + 2, right - 2, bottom - 2))]


def wheel() -> Icon:
    """A ship's wheel, after the product's name."""
    spokes: Icon = []
    for turn in range(8):
        across, down = cos(turn * pi / 4), sin(turn * pi / 4)
        spokes.append((INK, line(16 + 4 * across, 16 + 4 * down, 16 + 14 * across, 16 + 14 * down, 2.4)))
    return [*spokes, (INK, ring(16, 16, 9.5, 3.4)), (GOLD, disc(16, 16, 3.6))]


ICONS: dict[str, Icon] = {
    "check": [
        *page(4, 3, 24, 29),
        *[(SEA, line(8, y, 19, y, 2)) for y in (9, 14, 19)],
        (PAPER, line(13, 23, 18, 28, 7)),
        (PAPER, line(18, 28, 29, 14, 7)),
        (GOLD, line(13, 23, 18, 28, 4)),
        (GOLD, line(18, 28, 29, 14, 4)),
    ],
    "gaps": [
        *[(SEA, box(left, top, left + 5, 28)) for left, top in ((4, 15), (11, 19), (25, 6))],
        (GOLD, box(18, 22, 23, 28)),
        (INK, box(2, 10, 31, 12.5)),
        (INK, box(2, 28, 31, 30)),
    ],
    "overdue": [
        (INK, disc(14, 16, 13)),
        (PAPER, disc(14, 16, 10.5)),
        (INK, line(14, 16, 14, 9, 2.4)),
        (INK, line(14, 16, 19, 19, 2.4)),
        (PAPER, disc(25, 24, 8)),
        (GOLD, disc(25, 24, 7)),
        (INK, line(25, 20, 25, 24.5, 2.6)),
        (INK, disc(25, 28, 1.5)),
    ],
    "rollup": [
        *[(SEA, box(left, 23, left + 7, 29)) for left in (2, 12, 22)],
        (INK, polygon((17, 2), (27, 12), (7, 12))),
        (INK, box(14, 11, 18, 20)),
        (INK, box(4, 18, 28, 20)),
    ],
    "production": [
        *page(3, 5, 29, 29),
        (INK, box(3, 5, 29, 12)),
        *[(INK, line(x, 3, x, 8, 3)) for x in (10, 22)],
        *[(SEA, box(x, y, x + 4, y + 4)) for x in (7, 13) for y in (15, 21)],
        (GOLD, box(19, 15, 25, 25)),
    ],
    "steering": wheel(),
    "strategic": [
        (SEA, polygon((1, 29), (11, 13), (17, 21), (21, 29))),
        (INK, polygon((8, 29), (20, 9), (31, 29))),
        (INK, line(20, 3, 20, 12, 2)),
        (GOLD, polygon((20, 2), (30, 5), (20, 9))),
    ],
    "freeze": [
        (INK, arc(16, 12, 7, 3.6, 0.5, 1.0)),
        (INK, box(7.2, 11.5, 10.8, 16)),
        (INK, box(21.2, 11.5, 24.8, 16)),
        (SEA, box(5, 14, 27, 29)),
        (PAPER, disc(16, 20, 2.6)),
        (PAPER, box(14.8, 20, 17.2, 25.5)),
    ],
    "minutes": [
        *page(3, 3, 23, 29),
        *[(SEA, line(7, y, 18, y, 2)) for y in (9, 14, 19, 24)],
        (PAPER, line(17, 25, 28, 10, 8)),
        (GOLD, line(18.5, 23, 28, 10, 4.6)),
        (INK, polygon((15, 28), (16, 21.5), (20.5, 24.5))),
    ],
    "undo": [
        (INK, arc(17, 18, 9, 4, 0.0, 0.25)),
        (INK, arc(17, 18, 9, 4, 0.58, 1.0)),
        (INK, box(11, 25, 17, 29)),
        (SEA, polygon((1, 13), (14, 4), (14, 21))),
    ],
}


def pixels(icon: Icon) -> bytes:
    """Rows of RGBA, each led by PNG's filter byte 0."""
    return b"".join(b"\0" + b"".join(pixel(icon, x, y) for x in range(SIDE)) for y in range(SIDE))


def pixel(icon: Icon, x: int, y: int) -> bytes:
    """One pixel as RGBA: the mean of what its samples show, as opaque as they are covered."""
    seen = [top_colour(icon, x + (i + 0.5) / SAMPLES, y + (j + 0.5) / SAMPLES) for i in range(SAMPLES) for j in range(SAMPLES)]
    inked = [colour for colour in seen if colour is not None]
    if not inked:
        return bytes(4)
    mean = [round(sum(channel) / len(inked)) for channel in zip(*inked, strict=True)]
    return bytes([*mean, round(255 * len(inked) / len(seen))])


def top_colour(icon: Icon, x: float, y: float) -> Colour | None:
    """The colour of the uppermost shape at a point; None where there is none."""
    return next((colour for colour, inside in reversed(icon) if inside(x, y)), None)


def png(rows: bytes) -> bytes:
    """The rows as a PNG file."""
    header = pack(">IIBBBBB", SIDE, SIDE, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def main() -> None:
    """Draw every icon."""
    folder = Path(__file__).parent / "icons"
    folder.mkdir(exist_ok=True)
    for name, icon in ICONS.items():
        (folder / f"{name}.png").write_bytes(png(pixels(icon)))


if __name__ == "__main__":
    main()
