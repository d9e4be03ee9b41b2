"""What the README and the other pages tell is still there: commands, options, pictures, links, code."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer

import tools
from gouvernail.entry.cli import app
from gouvernail.flows.run import ALL_FLOWS
from gouvernail.schema.outputs import OUTPUTS
from gouvernail.settings import Settings
from gouvernail.words.catalogue import Catalogue, Language

ROOT = tools.ROOT
MANUALS = ("README.md", "LISEZMOI.md")
PAGES = sorted(
    page
    for pattern in ("*.md", "docs/**/*.md", "workbook/*.md", "tests/**/*.md", "benchmarks/*.md")
    for page in ROOT.glob(pattern)
)
MAIN_JOB = "python -m venv .venv && .venv/bin/python -m pip install . && .venv/bin/gouvernail demo"
MAIN_JOB_ON_WINDOWS = r"py -m venv .venv; .venv\Scripts\python -m pip install .; .venv\Scripts\gouvernail demo"
TESTS = "python .ci/check.py"
LARGEST_PICTURE = 200_000
COMMANDS_SECTION = 5
COMMAND = re.compile(r"`(?:\.venv/bin/)?(gouvernail [^`]*)`|^(?:\.venv/bin/)?(gouvernail .*)$", re.MULTILINE)


def text_of(page: str | Path) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def commands_of(text: str) -> list[str]:
    """Every `gouvernail …` of a page, in its order."""
    return [" ".join((quoted or line).replace(r"\|", "|").split()) for quoted, line in COMMAND.findall(text)]


def declared(group: Any, path: str = "gouvernail") -> Iterator[tuple[str, Any]]:
    """Every command of the command line, by what is typed."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from declared(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS: dict[str, Any] = dict(declared(typer.main.get_command(app)))


def named(line: str) -> str:
    """The command that a line calls; empty when there is none of that name."""
    return max((name for name in COMMANDS if f"{line} ".startswith(f"{name} ")), key=len, default="")


# Both manuals


@pytest.mark.parametrize("manual", MANUALS)
def test_the_two_commands_stand_whole_in_a_line(manual: str) -> None:
    """The main job and the tests are one line each, with the main job's Windows spelling."""
    lines = text_of(manual).splitlines()
    assert {MAIN_JOB, MAIN_JOB_ON_WINDOWS, TESTS} <= set(lines)
    assert (ROOT / TESTS.split()[1]).is_file()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_command_that_a_page_names_exists_with_its_options(page: Path) -> None:
    """No page names a command or an option that the command line does not have."""
    for line in commands_of(text_of(page)):
        words = [word for word in re.split(r"[\s\[\]]+", line) if word]
        if len(words) == 1 or words[1].startswith("-") or "…" in words[1]:
            continue
        name = named(line)
        assert name, f"{line}: no such command"
        known = {option for parameter in COMMANDS[name].params for option in parameter.opts} | {"--help"}
        asked = {word for word in words if word.startswith("--")}
        assert asked <= known, f"{line}: {asked - known}"


@pytest.mark.parametrize("manual", MANUALS)
def test_every_command_and_option_is_told(manual: str) -> None:
    """The table of commands leaves none out, nor any option with a long name."""
    told = commands_of(section(text_of(manual), COMMANDS_SECTION))
    for name, command in COMMANDS.items():
        (line,) = [one for one in told if named(one) == name]
        needed = {opt for one in command.params for opt in one.opts if opt.startswith("--")}
        unread = {"gouvernail addin uninstall": {"--language"}, "gouvernail addin doctor": {"--language"}}.get(name, set())
        assert all(option in line for option in needed - unread), line


@pytest.mark.parametrize("manual", MANUALS)
def test_every_flow_is_told(manual: str) -> None:
    """`gouvernail run` is told with the flows that it takes."""
    (line,) = [one for one in section(text_of(manual), COMMANDS_SECTION).splitlines() if "gouvernail run" in one]
    assert set(re.findall(r"`(\w+)`", line)) == set(ALL_FLOWS)


@pytest.mark.parametrize(("manual", "language"), [("README.md", "en"), ("LISEZMOI.md", "fr")])
def test_sheets_are_named_as_in_the_workbook(manual: str, language: Language) -> None:
    """The table of what one gets names sheets by their tabs."""
    tabs = {Catalogue(language).sheet(table.sheet) for table in OUTPUTS}
    rows = re.findall(r"^\| [^|]*\? \| ([^|]*) \|", section(text_of(manual), 1), re.MULTILINE)
    named = {name for row in rows for name in row.split(", ")}
    assert len(named) > 5
    assert named <= tabs


def test_both_languages_say_the_same() -> None:
    """Same sections, same commands, same pages linked, same number of paragraphs and of lines in each table and list."""
    english, french = (text_of(manual) for manual in MANUALS)
    assert commands_of(french) == [
        line.replace("example.xlsx", "exemple.xlsx").replace("service.xlsx --language en", "service.xlsx --language fr")
        for line in commands_of(english)
    ]
    assert links(french)[1:] == [link.replace("-en.png", "-fr.png") for link in links(english)[1:]]
    assert shape(french) == shape(english)


def test_the_flows_of_json_are_told_by_key() -> None:
    """A flow named in the changelog of a first hour exists."""
    for line in commands_of(text_of("CONTRIBUTING.md")):
        if " run " in line:
            assert set(shlex.split(line)[3:]) - {"--json"} <= set(ALL_FLOWS)


# Every page


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file of ours finds it."""
    for link in links(text_of(page)):
        if not link.startswith(("http", "#", "mailto:")):
            target = (page.parent / link.partition("#")[0]).resolve()
            assert target.exists(), link


@pytest.mark.parametrize("manual", MANUALS)
def test_pictures_are_there_and_light(manual: str) -> None:
    """Three pictures or more, in the manual's language, under 200 KB each."""
    pictures = [link for link in links(text_of(manual)) if link.endswith(".png")]
    assert len(pictures) >= 3
    assert all((ROOT / picture).stat().st_size < LARGEST_PICTURE for picture in pictures)
    assert all(picture.endswith({"README.md": "-en.png", "LISEZMOI.md": "-fr.png"}[manual]) for picture in pictures)


def test_paragraphs_that_the_code_quotes_are_there() -> None:
    """A docstring that names docs/semantics.md §4.5, or another page, names what exists."""
    paragraphs = set(re.findall(r"^## (\d\.\d+) ", text_of("docs/semantics.md"), re.MULTILINE))
    for file in (ROOT / "addin").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert set(re.findall(r"semantics\.md`?,? §(\d\.\d+)", text)) <= paragraphs, file
        for page in re.findall(r"docs/[\w./-]+\.md", text):
            assert (ROOT / page).is_file(), f"{file}: {page}"


def test_defaults_of_the_semantics_are_those_of_the_settings() -> None:
    """Figures of §4.13 that a manager may look up are the code's."""
    told = text_of("docs/semantics.md").partition("## 4.13")[2]
    now = Settings()
    for label, value in {
        "minimum sample": f"{now.n_min:g} (a KPI's own wins)",
        "confirm / leave red": f"{now.confirm_red} / {now.leave_red} {now.confirm_period}s",
        "baseline minimum / wished": f"{now.spc_baseline_min} / {now.spc_baseline_wished}",
        "recurrence": f"{now.recurrence_weeks} weeks of {now.recurrence_window}",
        "severity that escalates": f"{now.escalation_severity}",
        "missed meetings to escalate": f"{now.missed_cycles}",
        "postponements / slip to escalate": f"{now.postponements_to_escalate} / {now.slip_to_escalate} working days",
        "ages": "/".join(f"{one:g}" for one in now.ageing),
        "severity weights": "/".join(f"{one:g}" for one in now.severity_weights),
        "Pareto share / minimum": f"{now.pareto_share:.0%} / {now.pareto_minimum} findings".replace("%", " %"),
        "shrinkage / occupancy": f"{now.shrinkage:.0%} / {now.max_occupancy:.0%}".replace("%", " %"),
        "month's malus / bonus cap": f"{now.malus_cap:.0%} / {now.bonus_cap:.0%}".replace("%", " %"),
        "KPIs shown / priority": f"{now.kpis_shown} / {now.kpis_priority}",
        "backups kept": f"{now.backups}",
    }.items():
        assert f"| {label} | {value} |" in told, label


def test_a_sheet_drawn_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code of docs/draw-anywhere.md runs as it stands, and leaves the rest of the workbook alone."""
    monkeypatch.chdir(tmp_path)
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "mine"
    book.save("budget.xlsx")
    space: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", text_of("docs/draw-anywhere.md"), re.DOTALL):
        exec(code, space)
    drawn = openpyxl.load_workbook("budget.xlsx")
    assert drawn.sheetnames == ["Sheet", "Hours", "Answer rate"]
    assert drawn["Sheet"]["A1"].value == "mine"
    assert [cell.value for cell in drawn["Hours"][2]] == [1540, 1497.5]


# Reading Markdown


def links(text: str) -> list[str]:
    """The targets of links and pictures, in their order; code is no link."""
    return re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL))


def section(text: str, number: int) -> str:
    """A section by its place, the first `##` being 1."""
    return re.split(r"^## ", text, flags=re.MULTILINE)[number]


def shape(text: str) -> list[str]:
    """What kind of line each is: heading, table, list, fence, or a paragraph's."""
    kinds = []
    for line in text.splitlines():
        kind = re.match(r"#+ |\||\d+\. |- |```\w*|> |!\[|\*\[", line)
        if kind:
            kinds.append(kind[0])
        elif line and (not kinds or kinds[-1] != "text"):
            kinds.append("text")
    return kinds
