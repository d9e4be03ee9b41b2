"""The decisions' page: where each stands and what followed; below, the way from a finding to the KPI, each step one click."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from gouvernail.problems import CellRef
from gouvernail.schema.decision_trail import DECISION_FOLLOW_UP
from gouvernail.schema.inputs import DECISIONS
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import decimals_of, gap_unit, missing, str_of
from gouvernail.sheets.layout import Page, Placed, Record
from gouvernail.sheets.parts import Cell, Sheet
from gouvernail.sheets.recommendations import draw_recommendations
from gouvernail.sheets.remarks import number_of
from gouvernail.words.catalogue import Catalogue

WIDTHS = (13.0, 24.0, 12.0, 12.0, 12.0, 13.0, 12.5, 12.5, 15.0, 15.0, 13.0, 38.0)
_SPANS = (1, 2, 1, 2, 1, 1, 1, 1, 1, 1)
_STEPS = (2, 1, 1, 1, 1, 1, 5)
Places = Mapping[str, CellRef]


@dataclass(frozen=True)
class TrailFrames:
    """What the page shows.

    Args:
        decisions: from `decision_trail.follow_up`, with ``unit`` and ``decimals`` of the KPI, and ``variation``: what its chart
            says of it today.
        paths: from `decision_trail.trail`, with the same and ``theme``, the line's.
        recommendations: from `recommendations.recommendations_so_far`.
        cells: where each id stands in people's own tables: by "decision", "action", "finding", "recommendation"; and each
            line on the roll-up.
    """

    decisions: pd.DataFrame
    paths: pd.DataFrame
    recommendations: pd.DataFrame
    cells: Mapping[str, Places]


def decision_trail_sheet(frames: TrailFrames, context: Context, *, span: int) -> Sheet:
    """The page.

    Args:
        frames: what it shows.
        context: of the page.
        span: how many weeks on each side of a decision are looked at.
    """
    words = context.words
    page = context.page("decision_trail", WIDTHS, title="decision_trail.title")
    page.sentence(summary(frames.decisions, words), "strong")
    page.gap()
    if frames.decisions.empty:
        draw_recommendations(page, frames.recommendations, frames.cells, {}, words)
        return page.build()
    is_open = frames.decisions["state"] == "open"
    asked, answered = frames.decisions[is_open], frames.decisions[~is_open].reset_index(drop=True)
    page.heading(words.say("decision_trail.asked"))
    rows = _draw_asked(page, asked, frames.cells["decision"], words)
    page.heading(words.say("decision_trail.decisions"))
    placed = _draw_answered(page, answered, frames.cells["decision"], words)
    here = words.sheet("decision_trail")
    rows |= {name: CellRef(here, placed.top + 1 + at, 1) for at, name in enumerate(answered["decision_id"])}
    page.row = placed.bottom + 1
    page.sentence(words.say("decision_trail.note", n=span), "foot")
    draw_recommendations(page, frames.recommendations, frames.cells, rows, words)
    page.end_print()
    page.gap()
    page.heading(words.say("decision_trail.paths"))
    first = _draw_paths(page, frames, rows, words)
    _link_down(page, answered, frames.paths, placed, CellRef(here, first, 1))
    return page.build()


def summary(decisions: pd.DataFrame, words: Catalogue) -> str:
    """How many decisions are asked, to confirm, taken, carried out."""
    counts = decisions["state"].value_counts()
    told = [words.say(f"decision_trail.count.{state}", n=int(counts[state])) for state in _COUNTED if state in counts]
    return " · ".join(told) or words.say("decision_trail.none")


_COUNTED = ("open", "to_confirm", "taken", "executed", "refused")


def standing(record: Record, words: Catalogue) -> str:
    """Where a decision stands, how often it was put off, whom it waits for, what is late."""
    state, committee = str(record["state"]), words.choice("Committee", str(record["waits_for"]))
    said = [words.say(f"minutes.outcome.{state}", committee=committee)]
    if int(str(record["postponed"])):
        said.append(words.say("decisions.postponed", n=int(str(record["postponed"]))))
    if record.get("execution_late") is True:
        said.append(words.say("decision_trail.late"))
    return " · ".join(said)


def effect_words(record: Record, words: Catalogue) -> str:
    """A KPI before and after, and which way it went; what keeps it from being told."""
    if not str_of(record, "kpi_id"):
        return words.say("decision_trail.effect.no_kpi")
    change = number_of(record, "change")
    if change is None:
        early = not missing(record.get("weeks_after"))
        return words.say("decision_trail.effect.too_early" if early else "decision_trail.effect.none")
    unit, decimals = str_of(record, "unit"), decimals_of(record)
    told = words.say(
        "decision_trail.effect.told",
        before=words.quantity(number_of(record, "before"), unit, decimals),
        after=words.quantity(number_of(record, "after"), unit, decimals),
        change=words.quantity(change, gap_unit(unit), decimals, signed=True),
        way=words.say(f"decision_trail.way.{_way(record, decimals)}"),
    )
    if record.get("complete") is not True:
        weeks = [int(float(str(record[key]))) for key in ("weeks_before", "weeks_after")]
        told = f"{told} {words.say('decision_trail.effect.short', before=weeks[0], after=weeks[1])}"
    chart = str_of(record, "variation")
    if not chart:
        return told
    return f"{told} · {words.say('decision_trail.effect.chart', variation=words.choice('Variation', chart))}"


def _way(record: Record, decimals: int) -> str:
    favourable = number_of(record, "favourable_change")
    if favourable is None:
        return "moved"
    if abs(favourable) < 0.5 * 10**-decimals:
        return "same"
    return "better" if favourable > 0 else "worse"


def _draw_asked(page: Page, asked: pd.DataFrame, cells: Places, words: Catalogue) -> dict[str, CellRef]:
    """What is to be decided, as a committee needs it: question, options, recommendation, cost, by when, by whom.

    Gives back where each request stands.
    """
    if asked.empty:
        page.sentence(words.say("decision_trail.none_asked"))
        page.gap()
        return {}
    keys = ("decision_id", "question", "options", "recommendation", "amount", "due_meeting")
    headers = [Cell(words.column(DECISIONS.key, key), "header") for key in keys]
    headers.append(Cell(words.say("decision_trail.state"), "header"))
    lines = [
        [
            Cell(str_of(one, "decision_id"), "link", link=cells.get(str_of(one, "decision_id"))),
            *(Cell(str_of(one, key) or "–", "wrap") for key in ("question", "options", "recommendation")),
            Cell("–" if missing(one["amount"]) else float(str(one["amount"])), "number", '#,##0" €"'),
            Cell(_due(one, words), "wrap"),
            Cell(standing(one, words), "wrap"),
        ]
        for one in asked.to_dict("records")
    ]
    placed = page.grid((1, 2, 3, 2, 1, 2, 1), headers, lines)
    page.row = placed.bottom + 1
    page.gap()
    here = words.sheet("decision_trail")
    return {name: CellRef(here, placed.top + 1 + at, 1) for at, name in enumerate(asked["decision_id"])}


def _due(record: Record, words: Catalogue) -> str:
    """The meeting by which an answer is asked, and its day."""
    day = "" if missing(record.get("due_day")) else words.day(pd.Timestamp(str(record["due_day"])).date())
    return " · ".join(one for one in (str_of(record, "due_meeting"), day) if one) or "–"


def _draw_answered(page: Page, answered: pd.DataFrame, cells: Places, words: Catalogue) -> Placed:
    keys = ("decision_id", "question", "committee", "state", "decided", "executed", "findings", "actions", "kpi_id")
    named = {key: words.column(DECISION_FOLLOW_UP.key, key) for key in keys} | {"state": words.say("decision_trail.state")}
    headers = [Cell(text, "header") for text in (*named.values(), words.say("decision_trail.effect_header"))]
    lines = [
        [
            Cell(str_of(one, "decision_id"), "link", link=cells.get(str_of(one, "decision_id"))),
            Cell(str_of(one, "question"), "wrap"),
            Cell(words.choice("Committee", str(one["committee"]))),
            Cell(standing(one, words), "wrap"),
            *(
                Cell(None if missing(one[key]) else pd.Timestamp(str(one[key])).date(), "date")
                for key in ("decided", "executed")
            ),
            *(Cell(_some(str_of(one, key)), "wrap") for key in ("findings", "actions")),
            Cell(str_of(one, "kpi_id") or "–"),
            Cell(effect_words(one, words), "wrap"),
        ]
        for one in answered.to_dict("records")
    ]
    return page.grid(_SPANS, headers, lines)


def _some(ids: str) -> str:
    """The first ids of several, and how many more."""
    first, *others = ids.split(";")
    if len(others) == 1:
        return f"{first}, {others[0]}"
    return f"{first} +{len(others)}" if others else first or "–"


def _link_down(page: Page, answered: pd.DataFrame, paths: pd.DataFrame, placed: Placed, first: CellRef) -> None:
    """What led to a decision, and what came down from it, lead to its first path below."""
    known = list(paths["decision_id"])
    for at, one in enumerate(answered.to_dict("records")):
        if str_of(one, "decision_id") not in known:
            continue
        where = CellRef(first.sheet, first.row + known.index(str_of(one, "decision_id")), 1)
        for place, key in (("6", "findings"), ("7", "actions")):
            if str_of(one, key):
                page.put(placed.top + 1 + at, placed.columns[place], Cell(_some(str_of(one, key)), "link", link=where))


def _draw_paths(page: Page, frames: TrailFrames, rows: Places, words: Catalogue) -> int:
    """One line per path: each step leads to where it stands. Gives back the row of the first."""
    keys = ("line", "finding", "decision", "action", "status", "kpi", "effect")
    headers = [Cell(words.say(f"decision_trail.steps.{key}"), "header") for key in keys]
    lines = [
        [
            _step(str_of(one, "theme") or "–", frames.cells["line"].get(str_of(one, "line_id"))),
            _step(str_of(one, "finding_id") or "–", frames.cells["finding"].get(str_of(one, "finding_id"))),
            _step(str_of(one, "decision_id") or "–", rows.get(str_of(one, "decision_id"))),
            _step(str_of(one, "action_id") or "–", frames.cells["action"].get(str_of(one, "action_id"))),
            Cell(words.choice("ActionStatus", str(one["action_status"])) if str_of(one, "action_status") else "–"),
            Cell(str_of(one, "kpi_id") or "–"),
            Cell(effect_words(one, words), "wrap"),
        ]
        for one in frames.paths.to_dict("records")
    ]
    placed = page.grid(_STEPS, headers, lines)
    page.row = placed.bottom + 2
    return placed.top + 1


def _step(text: str, where: CellRef | None) -> Cell:
    return Cell(text, "link", link=where) if where else Cell(text)
