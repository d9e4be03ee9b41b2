"""What `gouvernail minutes` does: the sheet in the workbook, or a Word document beside it."""

from datetime import date
from pathlib import Path

import typer

from gouvernail import __version__
from gouvernail.entry.minutes_document import write_minutes
from gouvernail.excel.port import Workbook
from gouvernail.flows.figures import Figures
from gouvernail.flows.inputs import Inputs
from gouvernail.flows.minutes import told
from gouvernail.problems import Effect, Problem, WorkbookRefused, WrongUse
from gouvernail.sheets.minutes import signature_names


def minutes(workbook: Workbook, file: Path, *, as_of: date | None, output: Path | None) -> None:
    """Write the minutes of the last meeting held as a Word document; the workbook is left as it is.

    Raises:
        WrongUse: the output is not named `.docx`.
        WorkbookRefused: no as-of day is known.
        PageRefused: no meeting was held yet.
    """
    if output is not None and output.suffix.casefold() != ".docx":
        raise WrongUse([Problem("minutes.not_docx", None, {"found": output.name}, Effect.FILE)])
    inputs = Inputs(workbook)
    day = as_of or inputs.settings.as_of
    if day is None:
        raise WorkbookRefused([Problem("as_of.missing", None, {}, Effect.FILE, "settings")])
    figures = Figures(inputs, day)
    meeting, blocks = told(figures)
    place = output or file.with_name(f"{meeting}.docx")
    words, context = figures.words, figures.context
    names = signature_names(context)
    write_minutes(
        place,
        words.say("minutes.title"),
        " – ".join(names),
        blocks,
        footer=words.say("pages.footer", day=words.day(day), version=__version__),
        signed=words.say("minutes.signatures"),
        names=names,
    )
    typer.echo(words.say("minutes.written", file=place))
