"""One flow, three ways in: a ribbon button, the command line and Python all come through `run`.

Everything is computed and described before the workbook is touched; then all pages are drawn at once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from gouvernail.excel.port import Workbook
from gouvernail.flows import (
    alignment,
    charts,
    checks,
    committees,
    decisions,
    freeze,
    gaps,
    incentives,
    minutes,
    overdue,
    production,
    quality,
    roadmap,
    rollup,
    staffing,
    steering,
    strategic,
)
from gouvernail.flows.figures import Figures, is_severe
from gouvernail.flows.inputs import Inputs
from gouvernail.flows.page import Drawing
from gouvernail.problems import CellRef, Effect, GouvernailError, PageRefused, Problem, WorkbookRefused
from gouvernail.words.catalogue import Language

Flow = Callable[[Figures], Drawing]
Progress = Callable[[str, int, int], None]
"""Told which page is worked on, how many are done and how many there are."""

FLOWS: Mapping[str, Flow] = {
    "gaps": gaps.draw,
    "charts": charts.draw,
    "overdue": overdue.draw,
    "rollup": rollup.draw,
    "production": production.draw,
    "steering": steering.draw,
    "strategic": strategic.draw,
    "alignment": alignment.draw,
    "staffing": staffing.draw,
    "quality": quality.draw,
    "incentives": incentives.draw,
    "roadmap": roadmap.draw,
    "decisions": decisions.draw,
    "committees": committees.draw,
    "minutes": minutes.draw,
    "frozen": freeze.redraw,
    "freeze": freeze.draw,
}
"""The pages by flow, in the order in which they stand in the workbook; `check` is drawn last, when all is known."""

FREEZE, FROZEN = "freeze", "frozen"
"""Freezing adds to the page that `frozen` only draws again: it is never done without being asked for."""

NEEDS: Mapping[str, tuple[str, ...]] = {
    "gaps": ("kpis", "measures"),
    "charts": ("kpis", "measures"),
    "overdue": ("actions",),
    "rollup": ("findings",),
    "production": ("kpis", "measures"),
    "steering": ("kpis", "measures", "actions"),
    "strategic": ("freezes",),
    "alignment": ("kpis", "measures", "priorities"),
    "staffing": ("staffing",),
    "quality": ("evaluations",),
    "incentives": ("incentives", "invoices", "kpis"),
    "roadmap": ("workstreams", "milestones"),
    "decisions": ("decisions", "kpis", "measures"),
    "committees": ("committees", "meetings"),
    "minutes": ("meetings", "attendance", "kpis", "measures"),
    "frozen": ("freezes", "kpis", "measures"),
    "freeze": ("kpis", "measures", "meetings"),
}
"""The tables without which a flow has nothing to say."""

_BRINGS: Mapping[str, tuple[str, ...]] = {"strategic": ("alignment",)}
"""The pages that are drawn with another, where the tables allow it."""

_SHEETS = {
    FREEZE: FROZEN,
    "charts": "control_charts",
    "staffing": "staffing_result",
    "quality": "quality_result",
    "incentives": "incentive_result",
    "decisions": "decision_trail",
    "committees": "committee_life",
}
"""The sheets of the flows that bear another name than theirs."""

NOTHING_YET = frozenset({"minutes.none_held"})
"""Why a page that was not asked for by name is left out without a word."""

CHECK = "check"
ALL_FLOWS = (CHECK, *FLOWS)


@dataclass(frozen=True)
class Outcome:
    """What a run gave.

    Args:
        as_of: the day the figures speak for; None for a check alone.
        language: of the pages and the sentences.
        tables: the frames drawn, by table key, with the schema's keys.
        problems: everything that a manager can correct or should know.
        place: where the pages were written; empty when nothing was.
        pages: the keys of the sheets drawn.
    """

    as_of: date | None
    language: Language
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    place: str = ""
    pages: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether something that was asked for could not be drawn."""
        return any(is_severe(problem) for problem in self.problems)


def run(
    workbook: Workbook,
    flows: Sequence[str] = (),
    *,
    as_of: date | None = None,
    confirm: bool = False,
    progress: Progress = lambda *_: None,
) -> Outcome:
    """Compute the flows asked for and draw their pages in the workbook.

    Args:
        workbook: any backend.
        flows: names of `ALL_FLOWS`; none means all that the workbook's tables allow, freezing left out.
        as_of: the day to speak for; the workbook's own setting by default.
        confirm: freeze even though something asks to be confirmed (`rules.freeze_conditions.Unmet`).
        progress: told before each page and once at the end.

    Raises:
        WorkbookRefused: no as-of date is known, or the workbook has none of the tables that a page needs.
    """
    inputs = Inputs(workbook)
    try:
        return _run(inputs, flows, as_of, progress, confirm=confirm)
    except GouvernailError as error:
        error.language = inputs.language
        raise


def check(workbook: Workbook, *, as_of: date | None = None) -> Outcome:
    """All that is to be corrected in a workbook, with its cells; nothing is drawn.

    Args:
        workbook: any backend.
        as_of: as in `run`; without any, the tables are checked but not the figures.
    """
    inputs = Inputs(workbook)
    day = as_of or inputs.settings.as_of
    figures = Figures(inputs, day or date.max)
    checks.read_everything(figures)
    refusals = _drawings(figures, _possible(inputs), lambda *_: None, asked=False)[1] if day else []
    problems = _distinct((*refusals, *figures.problems()))
    frame = checks.draw(figures, problems).tables
    return Outcome(day, inputs.language, frame, problems)


def _run(inputs: Inputs, flows: Sequence[str], as_of: date | None, progress: Progress, *, confirm: bool) -> Outcome:
    day = as_of or inputs.settings.as_of
    if day is None:
        raise WorkbookRefused([Problem("as_of.missing", _as_of_cell(inputs), {}, Effect.FILE, "settings")])
    figures = Figures(inputs, day, confirmed=confirm)
    wanted = _with_companions(flows, inputs) or _possible(inputs)
    if CHECK in wanted:
        checks.read_everything(figures)
    drawings, refusals = _drawings(figures, wanted, progress, asked=bool(flows))
    problems = _distinct((*refusals, *figures.problems()))
    if CHECK in wanted:
        drawings.append(checks.draw(figures, problems))
    progress("write", len(wanted), len(wanted))
    drawn = inputs.workbook.draw([sheet for drawing in drawings for sheet in drawing.sheets], backups=inputs.settings.backups)
    tables = {key: frame for drawing in drawings for key, frame in drawing.tables.items()}
    return Outcome(day, inputs.language, tables, _distinct((*problems, *drawn.problems)), drawn.place, drawn.pages)


def _possible(inputs: Inputs) -> list[str]:
    """The flows whose tables the workbook has; at least the check."""
    return [CHECK, *(flow for flow in FLOWS if flow != FREEZE and all(inputs.has(key) for key in NEEDS[flow]))]


def _with_companions(flows: Sequence[str], inputs: Inputs) -> list[str]:
    """The flows asked for, and those that they bring; freezing draws what `frozen` would only draw again."""
    asked = [flow for flow in flows if not (flow == FROZEN and FREEZE in flows)]
    brought = [other for flow in asked for other in _BRINGS.get(flow, ()) if all(inputs.has(key) for key in NEEDS[other])]
    return [*asked, *(flow for flow in brought if flow not in asked)]


def _drawings(
    figures: Figures, wanted: Sequence[str], progress: Progress, *, asked: bool
) -> tuple[list[Drawing], list[Problem]]:
    """The pages that can be drawn, and why the others cannot."""
    drawings: list[Drawing] = []
    refusals: list[Problem] = []
    pages = [flow for flow in FLOWS if flow in wanted]
    for done, flow in enumerate(pages):
        progress(flow, done, len(wanted))
        try:
            drawings.append(FLOWS[flow](figures))
        except PageRefused as refusal:
            if not asked and {one.code for one in refusal.problems} <= NOTHING_YET:
                continue
            found = [figures.inputs.located(one) for one in refusal.problems]
            refusals += [*found, Problem("page.skipped", None, {"page": _sheet_of(flow), "count": len(found)}, Effect.PAGE)]
    return drawings, refusals


def _sheet_of(flow: str) -> str:
    return _SHEETS.get(flow, flow)


def _distinct(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(_first_of_each(problems))


def _first_of_each(problems: Sequence[Problem]) -> Iterator[Problem]:
    seen = set()
    for problem in problems:
        key = (problem.code, problem.where, tuple(sorted(problem.facts.items(), key=str)))
        if key not in seen:
            seen.add(key)
            yield problem


def _as_of_cell(inputs: Inputs) -> CellRef | None:
    """The cell in which a manager types the day; None when the settings sheet has no row for it."""
    table = inputs.read("settings")
    rows = table.frame[
        table.frame["setting"].str.casefold().isin({"as_of", inputs.words.say("settings.labels.as_of").casefold()})
    ]
    return table.where(int(rows["row"].iloc[0]), "value") if len(rows) else None
