"""What `gouvernail addin …` does: say the steps, and carry them out where there is an Excel."""

from collections.abc import Sequence
from pathlib import Path

import typer

from gouvernail.entry import guard
from gouvernail.entry.addin.build import build as build_files
from gouvernail.entry.doctor import Verdict, examine
from gouvernail.entry.install import Machine, Step, carry_out, steps_to_install, steps_to_uninstall, this_machine, told
from gouvernail.words.catalogue import Catalogue, Language


def build(folder: Path) -> None:
    """Write the add-in files, and print the sums by which an administrator may allow them."""
    for file, digest in build_files(folder).items():
        typer.echo(f"{digest}  {file}")


def install(language: Language, *, dry_run: bool) -> None:
    """Install for this user; where there is no Excel, only say what would be done."""
    machine = this_machine()
    _do(steps_to_install(machine, language), machine, language, dry_run=dry_run)


def uninstall(language: Language, *, dry_run: bool) -> None:
    """Take everything away again."""
    machine = this_machine()
    _do(steps_to_uninstall(machine), machine, language, dry_run=dry_run)


def doctor(language: Language) -> None:
    """Say all that can be seen; exit code 3 when something is to be mended."""
    words, findings = Catalogue(language), examine(this_machine())
    for finding in findings:
        sign = {Verdict.GOOD: "✔", Verdict.NOTE: "–", Verdict.MEND: "✖"}[finding.verdict]
        typer.echo(f"{sign} {finding.said(words)}")
    if any(finding.verdict is Verdict.MEND for finding in findings):
        raise typer.Exit(guard.TO_CORRECT)


def _do(steps: Sequence[Step], machine: Machine, language: Language, *, dry_run: bool) -> None:
    act = machine.has_excel and not dry_run
    if act:
        carry_out(steps, machine)
    for sentence in told(steps, Catalogue(language), done=act):
        typer.echo(sentence)
