"""The command line: the same flows as the ribbon, on a file. Nothing is decided here.

What is slow to import is imported by the command that needs it, so that `--version` and `--help` answer at once.
Help is in English alone: those who type commands read it, and it stays short; what a manager reads, the messages about the
workbook, is in the workbook's language.
"""

import gc
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from gouvernail import __version__
from gouvernail.entry import guard

app = typer.Typer(
    name="gouvernail",
    help="Steer an outsourced customer service from one Excel workbook.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
addin = typer.Typer(help="The Excel add-in: build it, install it, see what keeps it from working.", no_args_is_help=True)
app.add_typer(addin, name="addin")

Tongue = Literal["fr", "en"]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The workbook.", show_default=False)]
LanguageOption = Annotated[Tongue, typer.Option("--language", "-l", help="Language of the workbook.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one machine-readable object on stdout.")]


def main() -> None:
    """Run the command line; every failure becomes a sentence and an exit code."""
    # What a command makes lives until it ends: looking for garbage among it all the time takes a tenth of the whole.
    gc.set_threshold(100_000, 20, 20)
    # Building the commands costs more than all the rest of a lone --version: it is answered before.
    guard.run(_tell_version if sys.argv[1:] == ["--version"] else app)


def _tell_version() -> None:
    typer.echo(f"gouvernail {__version__}")


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False,
) -> None:
    if version:
        _tell_version()
        raise typer.Exit


def _as_day(text: str) -> date:
    """`2026-03-31`, `31/03/2026`, or `today`, which is never assumed."""
    if text == "today":
        return datetime.now().astimezone().date()
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise typer.BadParameter("a day such as 2026-03-31, or 'today'")


AsOfOption = Annotated[
    date | None,
    typer.Option("--as-of", metavar="DATE", parser=_as_day, help="The day the figures speak for: 2026-03-31, or 'today'."),
]


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where to write.")] = Path("gouvernail-demo"),
    language: LanguageOption = "fr",
) -> None:
    """Write a filled example, run every flow on it, and name the files."""
    import gouvernail.entry.commands as commands

    commands.demo(folder, language)


@app.command()
def new(
    file: FileArgument,
    language: LanguageOption = "fr",
    example: Annotated[bool, typer.Option("--example", help="Filled with an invented year.")] = False,
) -> None:
    """Write a new governance workbook."""
    import gouvernail.entry.commands as commands

    commands.new(file, language, example=example)


@app.command()
def check(file: FileArgument, as_of: AsOfOption = None, json: JsonOption = False) -> None:
    """List all that is to be corrected in a workbook, with its cells; nothing is written. Exit code 3 when there is any."""
    import gouvernail.entry.commands as commands

    commands.check(file, as_of=as_of, json=json)


@app.command(name="import")
def import_(
    file: FileArgument,
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="A CSV or Excel extract.", show_default=False)],
    map_: Annotated[Path, typer.Option("--map", metavar="MAP", help="A TOML file: which column is what.", show_default=False)],
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here instead.")] = None,
    json: JsonOption = False,
) -> None:
    """Bring measures from a provider's extract into the workbook; the same period again replaces it."""
    import gouvernail.entry.commands as commands

    commands.import_measures(file, source, map_, output=output, json=json)


@app.command()
def run(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="The workbook; none: the one active in Excel.")] = None,
    flows: Annotated[list[str] | None, typer.Argument(metavar="[FLOW]...", help="None: all that the tables allow.")] = None,
    as_of: AsOfOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here instead.")] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Freeze in spite of what freezing asks about.")] = False,
    json: JsonOption = False,
) -> None:
    """Compute, and draw the pages in the workbook."""
    import gouvernail.entry.commands as commands

    commands.run(file, flows or [], as_of=as_of, output=output, confirm=confirm, json=json)


@app.command()
def minutes(
    file: FileArgument,
    committee: Annotated[str, typer.Option("--committee", help="Only of production, steering or strategic.")] = "",
    meeting: Annotated[str, typer.Option("--meeting", metavar="ID", help="Of the meeting of this id.")] = "",
    as_of: AsOfOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Default: <meeting>.docx beside it.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Write the minutes of the last meeting held, or of the one asked for, as a Word document."""
    import gouvernail.entry.commands as commands

    commands.minutes(file, committee=committee, meeting=meeting, as_of=as_of, output=output, json=json)


@app.command()
def pack(
    file: FileArgument,
    committee: Annotated[
        str, typer.Argument(metavar="COMMITTEE", help="production, steering or strategic.", show_default=False)
    ],
    as_of: AsOfOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="PDF", help="Default: beside the workbook.")] = None,
    json: JsonOption = False,
) -> None:
    """Print a committee's pages as one PDF, through the Excel that is open, else LibreOffice."""
    import gouvernail.entry.commands as commands

    commands.pack(file, committee, as_of=as_of, output=output, json=json)


@app.command()
def schema(json: JsonOption = False) -> None:
    """Print the tables, columns, labels and choices, as declared."""
    import gouvernail.entry.commands as commands

    commands.schema(json=json)


DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]


@addin.command("build")
def addin_build(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where to write.")] = Path("dist"),
) -> None:
    """Write the add-in files, one per language, and print their SHA-256."""
    import gouvernail.entry.addin_commands as commands

    commands.build(folder)


@addin.command("install")
def addin_install(language: LanguageOption = "fr", dry_run: DryRun = False) -> None:
    """Put the add-in where Excel loads it, for you alone; no administrator is needed."""
    import gouvernail.entry.addin_commands as commands

    commands.install(language, dry_run=dry_run)


@addin.command("uninstall")
def addin_uninstall(language: LanguageOption = "fr", dry_run: DryRun = False) -> None:
    """Take the add-in away; nothing is left."""
    import gouvernail.entry.addin_commands as commands

    commands.uninstall(language, dry_run=dry_run)


@addin.command("doctor")
def addin_doctor(language: LanguageOption = "fr") -> None:
    """Say what keeps the buttons from working, and how to mend it."""
    import gouvernail.entry.addin_commands as commands

    commands.doctor(language)
