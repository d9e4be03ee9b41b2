"""Draw the pictures of README.md and LISEZMOI.md: the example's real pages, printed by LibreOffice, cropped to what is on them.

    python docs/images/draw.py

Needs LibreOffice and poppler-utils. LibreOffice shows no Excel table styles; the rest is what Excel shows.
"""

import subprocess
import sys
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from gouvernail.excel.file import FileWorkbook, write_new
from gouvernail.excel.port import Drawn
from gouvernail.flows.run import run
from gouvernail.flows.template import example_pages, template_sheets
from gouvernail.sheets.parts import Sheet
from gouvernail.words.catalogue import LANGUAGES, Language

HERE = Path(__file__).parent
PICTURES = {
    "summary": ("steering", 1),
    "strategic": ("strategic", 1),
    "charts": ("control_charts", 1),
    "gaps": ("gaps", 1),
    "overdue": ("overdue", 1),
    "rollup": ("rollup", 1),
}
"""The picture's name, the sheet it shows, and which printed page of it."""
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
DOTS_PER_INCH = 104
FOOTER = 0.06
"""The share of a printed page that its footer takes; the pictures leave it out."""

Pixels = npt.NDArray[np.uint8]


def main() -> None:
    """Draw every picture in every language."""
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            sheets = drawn_sheets(Path(folder) / "example.xlsx", language)
            for name, (key, page) in PICTURES.items():
                picture = HERE / f"{name}-{language}.png"
                pages = print_pages([sheet for sheet in sheets if sheet.key == key], Path(folder) / key, language)
                picture.write_bytes(as_png(trimmed(as_pixels(pages, page))))
                print(f"{picture.relative_to(HERE.parents[1])}: {picture.stat().st_size // 1024} KB")


class Pages(FileWorkbook):
    """A workbook that keeps the pages it is asked to draw."""

    kept: Sequence[Sheet] = ()

    def draw(self, sheets: Sequence[Sheet], *, backups: int = 0) -> Drawn:  # noqa: ARG002 - nothing is written
        """Keep them."""
        self.kept = sheets
        return Drawn(self.name, tuple(sheet.key for sheet in sheets))


def drawn_sheets(file: Path, language: Language) -> Sequence[Sheet]:
    """The pages that every flow draws on the example."""
    write_new(file, template_sheets(language, example=True), pages=example_pages(language))
    pages = Pages(file)
    run(pages)
    return pages.kept


def print_pages(sheets: Sequence[Sheet], folder: Path, language: Language) -> Path:
    """The sheets as a PDF, with the numbers and dates of the language's country."""
    if not (folder / "pages.pdf").exists():
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(SETTINGS.format(locale=LOCALES[language]), encoding="utf-8")
        write_new(folder / "pages.xlsx", sheets)
        office = ["soffice", "--headless", f"-env:UserInstallation={profile.parent.as_uri()}"]
        command = [*office, "--convert-to", "pdf", "--outdir", str(folder), str(folder / "pages.xlsx")]
        subprocess.run(command, check=True, capture_output=True)
    return folder / "pages.pdf"


SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item></oor:items>
"""


def as_pixels(pages: Path, page: int) -> Pixels:
    """One printed page: height x width x 3."""
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-f", str(page), "-l", str(page), str(pages)]
    data = subprocess.run(command, check=True, capture_output=True).stdout
    _, size, _, body = data.split(b"\n", 3)
    width, height = (int(one) for one in size.split())
    return np.frombuffer(body, dtype=np.uint8).reshape(height, width, 3)


def trimmed(pixels: Pixels, margin: int = 12) -> Pixels:
    """Without the footer and the white around."""
    body = pixels[: int(len(pixels) * (1 - FOOTER))]
    inked = (body < 250).any(axis=2)
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    top, left = max(rows[0] - margin, 0), max(columns[0] - margin, 0)
    return body[top : rows[-1] + margin, left : columns[-1] + margin]


def as_png(pixels: Pixels) -> bytes:
    """A PNG of at most 256 colours: 32 levels a channel show no difference on such pages, and weigh a third."""
    coarse = (pixels >> 3).astype(np.uint32)
    codes = (coarse[..., 0] << 10) | (coarse[..., 1] << 5) | coarse[..., 2]
    seen, counts = np.unique(codes, return_counts=True)
    palette = seen[np.argsort(-counts)][:256]
    channels = np.stack([palette >> 10, (palette >> 5) & 31, palette & 31], axis=1).astype(np.int64)
    rest = np.stack([seen >> 10, (seen >> 5) & 31, seen & 31], axis=1).astype(np.int64)
    nearest = ((rest[:, None] - channels[None]) ** 2).sum(axis=2).argmin(axis=1).astype(np.uint8)
    indexed = nearest[np.searchsorted(seen, codes)]
    height, width = indexed.shape
    lines = np.hstack([np.zeros((height, 1), np.uint8), indexed]).tobytes()
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 3, 0, 0, 0])
    colours = (channels * 255 // 31).astype(np.uint8).tobytes()
    parts = ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in parts)


def chunk(kind: bytes, body: bytes) -> bytes:
    """A part of a PNG, with its length and its check."""
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


if __name__ == "__main__":
    sys.exit(main())
