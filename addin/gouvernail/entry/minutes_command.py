"""What `gouvernail minutes` does: the minutes of a meeting as a Word document, beside the workbook."""

import re
from datetime import date
from pathlib import Path

import typer

from gouvernail import __version__
from gouvernail.entry import telling
from gouvernail.entry.minutes_document import write_minutes
from gouvernail.excel.port import Workbook
from gouvernail.flows.figures import Figures
from gouvernail.flows.inputs import Inputs
from gouvernail.flows.minutes import Wanted, declared, told
from gouvernail.flows.run import Outcome
from gouvernail.problems import Effect, GouvernailError, Problem, WorkbookRefused, WrongUse
from gouvernail.sheets.minutes import Block, signature_names
from gouvernail.terms import Committee

_UNFIT = re.compile(r'[\\/:*?"<>|]')
"""What a file's name cannot hold."""


def minutes(
    workbook: Workbook, file: Path, *, wanted: Wanted, as_of: date | None, output: Path | None, json: bool = False
) -> None:
    """Write the minutes of a meeting as a Word document; the workbook is left as it is.

    Raises:
        WrongUse: there is no such committee, or the output is not named `.docx`.
        WorkbookRefused: no as-of day is known.
        PageRefused: there is no such meeting, or it was not held yet.
    """
    _check(wanted, output)
    inputs = Inputs(workbook)
    try:
        _write(inputs, file, wanted, as_of, output, json=json)
    except GouvernailError as error:
        error.problems = tuple(inputs.located(one) for one in error.problems)
        error.language = inputs.language
        raise


def _check(wanted: Wanted, output: Path | None) -> None:
    if wanted.committee and wanted.committee not in {one.value for one in Committee}:
        facts = {"found": wanted.committee, "expected": ", ".join(one.value for one in Committee)}
        raise WrongUse([Problem("pack.no_committee", None, facts, Effect.FILE)])
    if output is not None and output.suffix.casefold() != ".docx":
        raise WrongUse([Problem("minutes.not_docx", None, {"found": output.name}, Effect.FILE)])


def _write(inputs: Inputs, file: Path, wanted: Wanted, as_of: date | None, output: Path | None, *, json: bool) -> None:
    day = as_of or inputs.settings.as_of
    if day is None:
        raise WorkbookRefused([Problem("as_of.missing", None, {}, Effect.FILE, "settings")])
    figures = Figures(inputs, day)
    frames, blocks = told(figures, wanted)
    name = _UNFIT.sub("-", str(frames.meeting["meeting_id"].iloc[0]))
    place = output or file.with_name(f"{name}.docx")
    _write_document(place, figures, blocks)
    if json:
        telling.tell(Outcome(day, inputs.language, declared(frames), (), str(place)), json=True)
    else:
        typer.echo(figures.words.say("minutes.written", file=place))


def _write_document(place: Path, figures: Figures, blocks: tuple[Block, ...]) -> None:
    words, names = figures.words, signature_names(figures.context)
    write_minutes(
        place,
        words.say("minutes.title"),
        " – ".join(names),
        blocks,
        footer=words.say("pages.footer", day=words.day(figures.as_of), version=__version__),
        signed=words.say("minutes.signatures"),
        names=names,
    )
