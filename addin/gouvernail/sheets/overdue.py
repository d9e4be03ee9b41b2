"""The overdue actions page: both parties side by side, what is late, what falls due next, what must be completed."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from gouvernail.problems import CellRef
from gouvernail.schema.outputs import ACTION_ANOMALIES, DUE_NEXT, OVERDUE, OVERDUE_AGEING, OVERDUE_KEPT, OVERDUE_PARTIES
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import missing, str_of
from gouvernail.sheets.kept import draw_kept
from gouvernail.sheets.layout import Maker, Page, Placed, Record
from gouvernail.sheets.parts import Cell, Chart, Series, SeriesLook, Sheet
from gouvernail.terms import Urgency
from gouvernail.words.catalogue import Catalogue

_PARTIES = ("client", "provider", "unassigned")


@dataclass(frozen=True)
class OverdueFrames:
    """What the page shows, each frame as declared in `schema.outputs`.

    Late actions come with ``where``, the cell of each, and ``finding``, that of its finding; None where nothing is clicked.
    """

    overdue: pd.DataFrame
    parties: pd.DataFrame
    ageing: pd.DataFrame
    due_next: pd.DataFrame
    anomalies: pd.DataFrame


def overdue_sheet(frames: OverdueFrames, kept: Mapping[str, str], context: Context) -> Sheet:
    """The page of overdue actions; the `gv_overdue` table is what formulas beside the actions look their flag up in."""
    words = context.words
    page = context.page("overdue", [column.width for column in OVERDUE])
    page.sentence(summary(frames.overdue, words), "strong")
    page.gap()
    page.heading(words.say("pages.overdue.parties"))
    _draw_parties(page, frames, words)
    page.heading(words.say("pages.overdue.late"))
    _draw_late(page, frames.overdue, words)
    page.heading(words.say("pages.overdue.next"))
    if frames.due_next.empty:
        page.sentence(words.say("pages.overdue.none_next"))
    page.table(DUE_NEXT, frames.due_next)
    if not frames.anomalies.empty:
        page.heading(words.say("pages.overdue.anomalies"))
        page.table(ACTION_ANOMALIES, frames.anomalies, makers={"anomalies": _listed("anomalies", "anomalies_of", words)})
    page.end_print()
    draw_kept(page, OVERDUE_KEPT, kept)
    return page.build()


def summary(overdue: pd.DataFrame, words: Catalogue) -> str:
    """How many actions are late, and how many go up."""
    if overdue.empty:
        return words.say("pages.overdue.none_late")
    escalated = int((overdue["urgency"] == Urgency.ESCALATE).sum())
    return words.say("pages.overdue.summary", n=len(overdue), escalated=escalated)


def party_cell(record: Record, words: Catalogue) -> Cell:
    """A party by its name, those without one too."""
    return Cell(words.say(f"pages.parties.{str_of(record, 'party')}"), "strong")


def rate_cell(record: Record) -> Cell:
    """An on-time rate in per cent; a dash when nothing fell due."""
    value = record.get("on_time_rate")
    return Cell("–", "number") if missing(value) else Cell(float(str(value)), "number", '0" %"')


def _draw_parties(page: Page, frames: OverdueFrames, words: Catalogue) -> None:
    """The parties' table at the left, and under it the ages beside their chart."""
    keys = ("open", "late", "blocked", "due_before_next", "closed_since", "closed_late", "on_time", "on_time_base")
    lines = [
        [
            party_cell(record, words),
            *(Cell(int(record[key]), "number") for key in keys),
            rate_cell(record),
            _mean("slip_workdays")(record),
        ]
        for record in frames.parties.to_dict("records")
    ]
    columns = ("party", *keys, "on_time_rate", "slip_workdays")
    headers = [Cell(words.column(OVERDUE_PARTIES.key, key), "header_number" if key != "party" else "header") for key in columns]
    page.row = page.grid((2, *(1,) * len(columns[1:])), headers, lines).bottom + 1
    page.sentence(words.say("pages.overdue.on_time_note"), "foot")
    page.gap()
    top = page.row
    headers = [Cell(words.column(OVERDUE_AGEING.key, "ageing"), "header")]
    headers += [Cell(words.say(f"pages.parties.{one}"), "header_number") for one in _PARTIES]
    lines = [
        [Cell(words.say("pages.overdue.days", span=record["ageing"])), *(Cell(int(record[one]), "number") for one in _PARTIES)]
        for record in frames.ageing.to_dict("records")
    ]
    ages = page.grid((2, 1, 1, 1), headers, lines)
    page.chart(ageing_chart(ages, words, row=top, column=7))
    page.row = top + 13


def ageing_chart(ages: Placed, words: Catalogue, *, row: int, column: int, width: int = 560) -> Chart:
    """Late actions by age, both parties stacked."""
    names = ages.column("0")
    looks: tuple[SeriesLook, ...] = ("actual", "muted", "accent")
    series = tuple(
        Series(words.say(f"pages.parties.{party}"), ages.column(str(at)), names, looks[at - 1])
        for at, party in enumerate(_PARTIES, start=1)
    )
    return Chart("stacked", words.say("pages.overdue.ageing_chart"), series, row, column, width, 240, format="0")


def _draw_late(page: Page, overdue: pd.DataFrame, words: Catalogue) -> None:
    placed = page.table(OVERDUE, overdue, makers=_late_makers(words))
    urgency = placed.column("urgency")
    page.look_for(urgency, words.choice("Urgency", Urgency.ESCALATE), "red")
    page.look_for(urgency, words.choice("Urgency", Urgency.TO_HANDLE), "amber")
    page.bars(placed.column("late_workdays"))


def _late_makers(words: Catalogue) -> Mapping[str, Maker]:
    return {
        "action_id": _action,
        "reasons": _listed("reasons", "reasons", words),
        "index": _mean("index"),
        "finding_id": _finding,
    }


def _action(record: Record) -> Cell:
    """The action's id: a click leads to its row."""
    return _linked(str_of(record, "action_id"), record.get("where"))


def _finding(record: Record) -> Cell:
    """The findings that the action comes from: a click leads to the first one's row."""
    return _linked(str_of(record, "finding_id").replace(";", ", "), record.get("finding"))


def _linked(text: str, where: object) -> Cell:
    return Cell(text, "link", link=where) if isinstance(where, CellRef) else Cell(text or None)


def _listed(key: str, group: str, words: Catalogue) -> Maker:
    def make(record: Record) -> Cell:
        keys = [one for one in str_of(record, key).split(";") if one]
        return Cell(", ".join(words.say(f"pages.overdue.{group}.{one}") for one in keys), "wrap")

    return make


def _mean(key: str) -> Maker:
    def make(record: Record) -> Cell:
        value = record.get(key)
        return Cell("–", "number") if missing(value) else Cell(float(str(value)), "number", "0.0")

    return make
