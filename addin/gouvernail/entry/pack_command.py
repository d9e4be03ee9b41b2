"""What `gouvernail pack` does: a committee's pages as one PDF, printed by the Excel that is open, else by LibreOffice."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from gouvernail.excel.file import write_new
from gouvernail.excel.live_printing import print_pdf
from gouvernail.excel.port import Workbook
from gouvernail.flows.pack import pack as describe
from gouvernail.problems import Effect, GouvernailError, Problem, WrongUse
from gouvernail.terms import Committee
from gouvernail.words.catalogue import Catalogue

PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 300
_PAGE = re.compile(rb"/Type\s*/Page(?!s)")


def pack(workbook: Workbook, file: Path, committee: str, *, as_of: date | None, output: Path | None) -> None:
    """Print the pages of a committee; the workbook is left as it is.

    Raises:
        WrongUse: there is no such committee, or the output is not named `.pdf`.
        GouvernailError: no Excel is open and there is no LibreOffice here, or it could not print.
    """
    if committee not in {one.value for one in Committee}:
        facts = {"found": committee, "expected": ", ".join(one.value for one in Committee)}
        raise WrongUse([Problem("pack.no_committee", None, facts, Effect.FILE)])
    place = output or file.with_name(f"{file.stem}-{committee}.pdf")
    if place.suffix.casefold() != ".pdf":
        raise WrongUse([Problem("pack.not_pdf", None, {"found": place.name}, Effect.FILE)])
    described = describe(workbook, Committee(committee), as_of=as_of)
    words = Catalogue(described.language)
    for problem in described.problems:
        typer.echo(words.problem(problem), err=True)
    with TemporaryDirectory() as aside:
        book = Path(aside) / f"{Path(aside).name}.xlsx"  # a name that no open workbook has
        write_new(book, described.sheets)
        try:
            shutil.copyfile(_printed(book), place)
        except GouvernailError as error:
            error.language = described.language
            raise
    typer.echo(words.say("pack.written", file=place, n=printed_pages(place.read_bytes()) or len(described.sheets)))


def printed_pages(pdf: bytes) -> int:
    """How many pages a PDF has, so that a pack that has grown is seen; 0 where its printer compressed what tells them."""
    return len(_PAGE.findall(pdf))


def _printed(book: Path) -> Path:
    """The PDF of a whole workbook, beside it."""
    if print_pdf(book, pdf := book.with_suffix(".pdf")) and pdf.is_file():
        return pdf
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise GouvernailError([Problem("pack.no_office", None, {}, Effect.FILE)])
    profile = f"-env:UserInstallation={(book.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(book.parent), str(book)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)  # noqa: S603 - a program of the path
    if done.returncode or not pdf.is_file():
        raise GouvernailError([Problem("pack.not_printed", None, {}, Effect.FILE)])
    return pdf
