"""What each command does: pick the workbook, run the flow, tell the outcome. No figure is computed here."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from gouvernail.entry import guard, telling
from gouvernail.excel.file import FileWorkbook, write_new
from gouvernail.excel.port import Workbook
from gouvernail.flows import run as flow
from gouvernail.flows.template import example_pages, template_sheets
from gouvernail.problems import Effect, Problem, WrongUse
from gouvernail.words.catalogue import Catalogue, Language


def demo(folder: Path, language: Language) -> None:
    """Write the example, run every flow on it, name the files."""
    words = Catalogue(language)
    folder.mkdir(parents=True, exist_ok=True)
    file = _free(folder / f"{words.say('cli.example_name')}.xlsx")
    with TemporaryDirectory() as aside:
        blank = Path(aside) / file.name
        write_new(blank, template_sheets(language, example=True), pages=example_pages(language))
        outcome = _run(FileWorkbook(blank, output=file), [], None)
    telling.tell(outcome)
    typer.echo(words.say("cli.demo_done", file=file))


def new(file: Path, language: Language, *, example: bool) -> None:
    """Write a new workbook; one that is there already is never replaced."""
    write_new(file, template_sheets(language, example=example), pages=example_pages(language) if example else ())
    typer.echo(Catalogue(language).say("cli.new_done", file=file))


def check(file: Path, *, as_of: date | None, json: bool) -> None:
    """List all that is to be corrected; exit code 3 when a row or a page is lost by it."""
    with telling.refusals(json=json):
        outcome = flow.check(FileWorkbook(file), as_of=as_of)
        telling.tell(outcome, json=json)
        if any(problem.effect is not Effect.NOTICE for problem in outcome.problems):
            raise typer.Exit(guard.TO_CORRECT)


def run(file: Path | None, flows: Sequence[str], *, as_of: date | None, output: Path | None, confirm: bool, json: bool) -> None:
    """Run flows on a file, or on the workbook that is active in Excel."""
    unknown = [name for name in flows if name not in flow.ALL_FLOWS]
    if unknown:
        facts = {"found": ", ".join(unknown), "expected": ", ".join(flow.ALL_FLOWS)}
        raise WrongUse([Problem("use.unknown_flow", None, facts, Effect.FILE)])
    with telling.refusals(json=json):
        outcome = _run(_workbook(file, output), flows, as_of, confirm=confirm)
        telling.tell(outcome, json=json)
        if outcome.refused:
            raise typer.Exit(guard.TO_CORRECT)


def import_measures(file: Path, source: Path, map_: Path, *, output: Path | None, json: bool) -> None:
    """Bring measures in from an extract."""
    from gouvernail.entry.import_command import import_measures as bring_in

    with telling.refusals(json=json):
        bring_in(file, source, map_, output=output, json=json)


def minutes(file: Path, *, committee: str, meeting: str, as_of: date | None, output: Path | None, json: bool) -> None:
    """Write the minutes of a meeting."""
    from gouvernail.entry.minutes_command import minutes as write
    from gouvernail.flows.minutes import Wanted

    with telling.refusals(json=json):
        write(FileWorkbook(file), file, wanted=Wanted(committee, meeting), as_of=as_of, output=output, json=json)


def pack(file: Path, committee: str, *, as_of: date | None, output: Path | None, json: bool) -> None:
    """Print a committee's pages."""
    from gouvernail.entry.pack_command import pack as print_pages

    with telling.refusals(json=json):
        print_pages(FileWorkbook(file), file, committee, as_of=as_of, output=output)


def schema(*, json: bool) -> None:
    """Print the declarations."""
    from gouvernail.flows.describe import schema as described
    from gouvernail.flows.describe import schema_page

    telling.print_json(described()) if json else typer.echo(schema_page())


def _workbook(file: Path | None, output: Path | None) -> Workbook:
    if file is not None:
        return FileWorkbook(file, output=output)
    from gouvernail.excel.live import active_workbook

    return active_workbook()


def _run(workbook: Workbook, flows: Sequence[str], as_of: date | None, *, confirm: bool = False) -> flow.Outcome:
    if not sys.stderr.isatty():
        return flow.run(workbook, flows, as_of=as_of, confirm=confirm)
    with telling.progress() as told:
        return flow.run(workbook, flows, as_of=as_of, confirm=confirm, progress=told)


def _free(file: Path) -> Path:
    """The file's name, or the next one that nobody has taken."""
    taken, number = file, 2
    while taken.exists():
        taken = file.with_stem(f"{file.stem}-{number}")
        number += 1
    return taken
