"""The roll-up page: what goes up and why, the Pareto, every line, the customers' needs, every finding and its line."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from gouvernail.problems import CellRef
from gouvernail.rules.findings import RollUp
from gouvernail.schema.outputs import PARETO, ROLLUP, ROLLUP_FINDINGS, ROLLUP_KEPT
from gouvernail.settings import Settings
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import missing, str_of
from gouvernail.sheets.kept import draw_kept
from gouvernail.sheets.layout import Maker, Page, Placed, Record
from gouvernail.sheets.parts import Cell, Chart, Series, Sheet
from gouvernail.sheets.voice import draw_voice
from gouvernail.words.catalogue import Catalogue

PARETO_SHOWN = 10


@dataclass(frozen=True)
class Voice:
    """What customers asked for.

    Args:
        needs: see `sheets.voice.draw_voice`.
        statements: each priority in words, by id.
    """

    needs: pd.DataFrame
    statements: Mapping[str, str]


def rollup_sheet(
    lines: pd.DataFrame, trace: pd.DataFrame, rolled: RollUp, voice: Voice, kept: Mapping[str, str], context: Context
) -> Sheet:
    """The page of the month's findings.

    Args:
        lines: as declared in `schema.outputs.ROLLUP`, those that go up first.
        trace: as declared in `schema.outputs.ROLLUP_FINDINGS`, plus ``address``: the cell of each finding.
        rolled: the Pareto and the counts of the foot.
        voice: the customers' needs.
        kept: comments whose line is gone, by line.
        context: for whom and as of when.
    """
    words = context.words
    page = context.page("rollup", [column.width for column in ROLLUP], printed=11)
    page.sentence(invariant(rolled, words), "strong")
    page.gap()
    _draw_pareto(page, rolled.pareto, context.settings, words)
    page.heading(words.say("pages.rollup.lines"))
    found = first_rows(trace)
    placed = page.table(ROLLUP, lines, makers=line_makers(words, found))
    page.look_for(placed.column("escalated"), words.choice("flag", "true"), "red")
    page.end_print()
    draw_voice(page, voice.needs, voice.statements, words)
    page.heading(words.say("pages.rollup.findings"))
    page.table(ROLLUP_FINDINGS, trace, makers=_trace_makers(words, placed, lines))
    draw_kept(page, ROLLUP_KEPT, kept)
    return page.build()


def invariant(rolled: RollUp, words: Catalogue) -> str:
    """The promise at the foot of the roll-up: every finding of the month is in a line or has a reason."""
    counts = dict(rolled.counts)
    findings, in_lines = counts.pop("findings"), counts.pop("in_lines")
    if not findings:
        return words.say("pages.rollup.none")
    if findings == in_lines:
        return words.say("pages.rollup.all_in_lines", n=findings)
    reasons = words.listed(f"{n} {words.say(f'pages.rollup.not_raised.{key}')}" for key, n in counts.items() if n)
    return words.say("pages.rollup.invariant", findings=findings, in_lines=in_lines, left=sum(counts.values()), reasons=reasons)


def first_rows(trace: pd.DataFrame) -> dict[str, CellRef]:
    """Where a click on a line goes: the cell of its first finding, by line id."""
    named = trace[trace["line_id"].notna()]
    return dict(zip(named["line_id"][::-1], named["address"][::-1], strict=True))


def line_makers(words: Catalogue, found: Mapping[str, CellRef]) -> Mapping[str, Maker]:
    """How the cells of a line are made, here and on the steering page."""
    return {
        "theme": lambda record: Cell(theme_words(record, words), "strong", link=found.get(str_of(record, "line_id"))),
        "scope": lambda record: Cell(str_of(record, "scope") or words.say("pages.overall")),
        "kpi_id": lambda record: Cell(str_of(record, "kpi_id") or words.say("pages.rollup.no_kpi")),
        "reasons": lambda record: Cell(reason_words(record, words), "wrap"),
        "sentence": lambda record: Cell(line_sentence(record, words), "wrap"),
        "gap": lambda record: Cell(None if missing(record.get("gap")) else float(str(record["gap"])), "number", "+0.0;−0.0;0"),
    }


def theme_words(record: Record, words: Catalogue) -> str:
    """A theme by its name; what people typed freely is said to be still to sort."""
    theme = str_of(record, "theme")
    return words.say("pages.rollup.to_sort") if theme == "to_sort" else theme


def reason_words(record: Record, words: Catalogue) -> str:
    """Why a line goes up."""
    keys = [one for one in str_of(record, "reasons").split(";") if one]
    return ", ".join(words.say(f"pages.rollup.reasons.{one}") for one in keys)


def line_sentence(record: Record, words: Catalogue) -> str:
    """What is proposed for a line, in one sentence."""
    facts: dict[str, object] = {str(key): str(value).replace(";", ", ") for key, value in record.items()}
    told = words.say(f"pages.rollup.sentences.{str_of(record, 'sentence')}", n=int(str(record["findings"])), **facts)
    return f"{told} {words.say('frozen.modified')}" if record.get("modified") else told


def _draw_pareto(page: Page, pareto: pd.DataFrame, settings: Settings, words: Catalogue) -> None:
    if pareto.empty:
        page.sentence(words.say("pages.rollup.few", n=settings.pareto_minimum))
        page.gap()
        return
    page.heading(words.say("pages.rollup.pareto"))
    top = page.row
    shown = pareto.head(PARETO_SHOWN)
    keys = ("theme", "weighted", "findings", "cumulative", "vital")
    headers = [Cell(words.column(PARETO.key, key), "header" if key in {"theme", "vital"} else "header_number") for key in keys]
    lines = [
        [
            Cell(theme_words(record, words), "strong"),
            Cell(float(record["weighted"]), "number"),
            Cell(int(record["findings"]), "number"),
            Cell(float(record["cumulative"]), "number", "0%"),
            Cell(words.choice("flag", "true" if record["vital"] else "false"), "center"),
        ]
        for record in shown.to_dict("records")
    ]
    placed = page.grid((2, 1, 1, 1, 1), headers, lines)
    page.chart(pareto_chart(placed, words, row=top + 1, column=8))
    page.row = top + 16


def pareto_chart(placed: Placed, words: Catalogue, *, row: int, column: int, width: int = 620) -> Chart:
    """Bars by weight, and how much of the whole they reach together."""
    names = placed.column("0")
    series = (
        Series(words.say("pages.rollup.weighted"), placed.column("1"), names),
        Series(words.say("pages.rollup.cumulative"), placed.column("3"), names, "cumulative", secondary=True),
    )
    return Chart("pareto", words.say("pages.rollup.pareto"), series, row, column, width, 280, format="0")


def _trace_makers(words: Catalogue, placed: Placed, lines: pd.DataFrame) -> Mapping[str, Maker]:
    here = words.sheet("rollup")
    rows = {line: CellRef(here, placed.top + 1 + at, 1) for at, line in enumerate(lines["line_id"])}

    def reason(record: Record) -> Cell:
        key = str_of(record, "reason")
        return Cell(words.say(f"pages.rollup.not_raised.{key}") if key else None)

    return {
        "finding_id": lambda record: Cell(str_of(record, "finding_id"), "link", link=_address(record)),
        "line_id": lambda record: Cell(str_of(record, "line_id") or None, "link", link=rows.get(str_of(record, "line_id"))),
        "reason": reason,
        "theme": lambda record: Cell(theme_words(record, words)),
        "occurrence": _repeated,
    }


def _repeated(record: Record) -> Cell:
    """The finding that this one repeats; nothing for the first of its kind."""
    first = str_of(record, "occurrence")
    return Cell(first if first != str_of(record, "finding_id") else None)


def _address(record: Record) -> CellRef | None:
    found = record.get("address")
    return found if isinstance(found, CellRef) else None
