"""The steering summary: one page that a director reads in two minutes, then the month's KPIs.

Every block says the same thing in words and in signs; what is asked of the committee stands before what is told to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from gouvernail.problems import CellRef
from gouvernail.rules.steering import keep_other_reds
from gouvernail.schema.outputs import STEERING_KPIS
from gouvernail.sheets.committee_life import apart_sentence
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import decimals_of, gap_cell, missing, str_of, target_cell, value_cell
from gouvernail.sheets.frozen import restatement_sentence
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.overdue import party_cell, rate_cell
from gouvernail.sheets.parts import Area, Cell, Sheet, StyleName
from gouvernail.sheets.remarks import number_of, target_words
from gouvernail.sheets.rollup import line_sentence, reason_words, theme_words
from gouvernail.sheets.steering_charts import CHART_ROWS, draw_charts
from gouvernail.sheets.verdicts import until_words
from gouvernail.terms import Committee, Status
from gouvernail.words.catalogue import Catalogue

WIDTHS = (*(13.0,) * 8, *(18.0,) * 4)
"""The last four hold the verdicts: wide enough to be read in two lines."""
_RIGHT = 9
"""Where the right-hand block begins, one column of air after the domains."""
LINES_SHOWN = 4
"""Lines that go up told on the first page; the roll-up page has them all, and the page says how many more."""
NORTH_STARS_SHOWN = 2
RESTATEMENTS_SHOWN = 3
_SAID = ("verdict", "remarks", "comment")


@dataclass(frozen=True)
class SteeringFrames:
    """What the page shows; frames as `rules.steering` and the other pages make them.

    Args:
        month: the month's gaps, one row per KPI overall, in the order of the page.
        kpis: as declared in `schema.outputs.STEERING_KPIS`, plus what a gap row has.
        domains: from `roll_up_domains`.
        facts: from `keep_facts`.
        alerts: from `keep_alerts`, with ``sentence`` and ``where`` (the cell to go to).
        decisions: as `rules.decisions.add_decision_state` gives them, with ``routed_to``: the committee that decides.
        apart: the qualitative objectives that the parties rate far apart, from `qualitative.keep_agenda`.
        restatements: the frozen figures that would read otherwise today, from `rules.restatements.restatements`.
        parties: from `roll_up_by_party`.
        ageing: from `roll_up_ageing`.
        lines: the month's roll-up lines, those that go up first.
        pareto: from `rules.pareto.pareto`.
        trend: thirteen months of the north-star KPIs: ``kpi_id``, ``month``, ``value``, ``target``.
    """

    month: pd.DataFrame
    kpis: pd.DataFrame
    domains: pd.DataFrame
    facts: pd.DataFrame
    alerts: pd.DataFrame
    decisions: pd.DataFrame
    apart: pd.DataFrame
    restatements: pd.DataFrame
    parties: pd.DataFrame
    ageing: pd.DataFrame
    lines: pd.DataFrame
    pareto: pd.DataFrame
    trend: pd.DataFrame


def steering_sheet(frames: SteeringFrames, context: Context, *, period: str) -> Sheet:
    """The steering summary of a month."""
    words = context.words
    page = context.page("steering", WIDTHS, period=period)
    _draw_standing(page, frames, words)
    _draw_sentences(page, frames, words)
    _draw_decisions(page, frames.decisions, words)
    _draw_apart(page, frames.apart, words)
    page.new_page()
    _draw_lines(page, frames, words)
    charts_at = page.row
    page.row += 2 * CHART_ROWS
    page.new_page()
    _draw_kpis(page, frames.kpis, words)
    _draw_restatements(page, frames.restatements, words)
    page.end_print()
    stars = frames.month[frames.month["kpi_id"].isin(frames.trend["kpi_id"].unique())].head(NORTH_STARS_SHOWN)
    draw_charts(page, stars, frames.trend, frames.pareto, frames.ageing, words, row=charts_at)
    return page.build()


def _headers(words: Catalogue, *keys: str, style: StyleName = "header") -> list[Cell]:
    return [Cell(words.say(f"pages.steering.headers.{key}"), style) for key in keys]


def _draw_standing(page: Page, frames: SteeringFrames, words: Catalogue) -> None:
    """Domains at the left; at the right the north-star KPIs, large, and both parties' overdue actions."""
    page.heading(words.say("pages.steering.domains"))
    names = dict(zip(frames.month["kpi_id"], frames.month["name"], strict=True))
    lines = [
        [
            Cell(words.choice("Family", str(record["family"])), "strong"),
            Cell(_weather(record, words)),
            Cell(names.get(record["kpi_id"])),
            Cell(_counts(record, words), "muted"),
        ]
        for record in frames.domains.to_dict("records")
    ]
    placed = page.grid((2, 2, 2, 1), _headers(words, "domain", "status", "decides", "counts"), lines)
    page.colour(placed.column("1"))
    bottom = _draw_right(page, frames, words)
    page.row = max(placed.bottom, bottom) + 1
    page.gap()


def _draw_right(page: Page, frames: SteeringFrames, words: Catalogue) -> int:
    """The right-hand block, from the current row; its last row."""
    row = page.row
    stars = frames.month[frames.month["north_star"].astype("boolean").fillna(value=False)].head(NORTH_STARS_SHOWN)
    for record in stars.to_dict("records"):
        _draw_star(page, record, words, row=row)
        row += 2
    keys = ("open", "late", "on_time_rate")
    headers = [Cell(words.say("pages.steering.parties"), "header"), *_headers(words, *keys, style="header_number")]
    lines = [
        [party_cell(record, words), *(Cell(int(record[key]), "number") for key in keys[:2]), rate_cell(record)]
        for record in frames.parties.to_dict("records")
    ]
    start, page.row = page.row, row
    bottom = page.grid((1, 1, 1, 1), headers, lines, left=_RIGHT).bottom
    page.row = start
    return bottom


def _weather(record: Record, words: Catalogue) -> str:
    """A domain's status, and the reds that it does not tell: `✔ conforme (1 ✖)`."""
    status, hidden = words.choice("Status", str(record["status"])), int(str(record["hidden"]))
    return f"{status} ({hidden}\u00a0✖)" if hidden else status


def _counts(record: Record, words: Catalogue) -> str:
    signs = ((one.value, words.choice("Status", one.value)[0]) for one in Status)
    return "  ".join(f"{sign} {record[key]}" for key, sign in signs if record[key])


def _draw_star(page: Page, record: Record, words: Catalogue, *, row: int) -> None:
    """A north-star KPI: its name, its value large, its target and status under it."""
    page.spread(row, _RIGHT, _RIGHT + 2, Cell(f"★ {str_of(record, 'name')}", "label"))
    page.spread(row, _RIGHT + 3, _RIGHT + 3, value_cell(record, "displayed", style="figure"))
    page.height(row, 26)
    status = words.choice("Status", str(record["status"]))
    said = words.say("pages.steering.star", status=status, target=target_words(record, words))
    page.spread(row + 1, _RIGHT, _RIGHT + 3, Cell(said))
    page.colour(Area(row + 1, _RIGHT, row + 1, _RIGHT))


def _draw_sentences(page: Page, frames: SteeringFrames, words: Catalogue) -> None:
    page.heading(words.say("pages.steering.alerts"))
    if frames.alerts.empty:
        page.sentence(words.say("pages.steering.no_alert"))
    for record in frames.alerts.to_dict("records"):
        where = record.get("where")
        link = Cell(link=where) if isinstance(where, CellRef) else None
        page.sentence(f"✖ {record['sentence']}", "strong", link=link)
    others = keep_other_reds(frames.month, frames.alerts)
    if len(others):
        names = words.listed(others["name"].astype("str"))
        page.sentence(words.say("pages.steering.other_reds", kpis=names))
    page.gap()
    page.heading(words.say("pages.steering.facts"))
    for record in frames.facts.to_dict("records"):
        page.sentence(fact_sentence(record, words))
    page.gap()


def _draw_restatements(page: Page, restatements: pd.DataFrame, words: Catalogue) -> None:
    """What an earlier meeting was shown and would read otherwise today; the block stands only when there is any."""
    if restatements.empty:
        return
    overall = restatements.sort_values(["scope", "period_kind"], kind="stable").head(RESTATEMENTS_SHOWN)
    page.heading(words.say("frozen.restatements"))
    link = Cell(link=CellRef(words.sheet("frozen"), 1, 1))
    for record in overall.to_dict("records"):
        effect = words.choice("RestatementEffect", str(record["effect"]))
        told = words.say("minutes.restated", sentence=restatement_sentence(record, words), effect=effect)
        page.sentence(f"▲ {told}", link=link)
    if len(restatements) > RESTATEMENTS_SHOWN:
        page.sentence(words.say("frozen.more_restated", n=len(restatements) - RESTATEMENTS_SHOWN), "muted")
    page.gap()


def fact_sentence(record: Record, words: Catalogue) -> str:
    """How a KPI moved since the month before, as a number: no arrow, no colour."""
    decimals, unit = decimals_of(record), str_of(record, "unit")
    favourable = record["favourable"]
    verdict = "moved" if missing(favourable) else "better" if favourable else "worse"
    return words.say(
        f"pages.steering.fact.{verdict}",
        name=str_of(record, "name"),
        value=words.quantity(number_of(record, "displayed"), unit, decimals),
        before=words.quantity(number_of(record, "before"), unit, decimals),
    )


def _draw_decisions(page: Page, decisions: pd.DataFrame, words: Catalogue) -> None:
    page.heading(words.say("pages.steering.decisions"))
    if decisions.empty:
        page.sentence(words.say("pages.steering.no_decision"))
        page.gap()
        return
    lines = [
        [
            Cell(str_of(record, "decision_id"), "strong"),
            Cell(str_of(record, "question"), "wrap"),
            Cell(str_of(record, "recommendation") or "–", "wrap"),
            Cell(None if missing(record["amount"]) else float(str(record["amount"])), "number", '#,##0" €"'),
            Cell(_routing(record, words), "wrap"),
        ]
        for record in decisions.to_dict("records")
    ]
    placed = page.grid((1, 5, 3, 1, 2), _headers(words, "decision", "question", "recommendation", "amount", "routing"), lines)
    page.row = placed.bottom + 1
    page.gap()


def _draw_apart(page: Page, apart: pd.DataFrame, words: Catalogue) -> None:
    """What the parties must talk over, because they rate it far apart; nothing stands where nothing is."""
    where = Cell(link=CellRef(words.sheet("committee_life"), 1, 1))
    for record in apart.to_dict("records"):
        page.sentence(f"▲ {apart_sentence(record, words)}", link=where)
    if len(apart):
        page.gap()


def _routing(record: Record, words: Catalogue) -> str:
    """Where a decision stands: its status, how often it was put off, where it came from or went."""
    own, now, postponed = str(record["committee"]), str(record["routed_to"]), int(str(record["postponed"]))
    status = words.choice("DecisionStatus", str(record["status"]))
    if record["state"] == "to_confirm":
        status = words.say("decisions.to_confirm")
    elif postponed:
        status = words.say("decisions.postponed", n=postponed)
    said = [status]
    if now != own:
        to_us = now == Committee.STEERING
        key, other = ("decisions.came_up", own) if to_us else ("decisions.went_up", now)
        said.append(words.say(key, committee=words.choice("Committee", other)))
    if record["stuck"]:
        said.append(words.say("decisions.stuck", n=int(str(record["seen"]))))
    return ", ".join(said)


def _draw_lines(page: Page, frames: SteeringFrames, words: Catalogue) -> None:
    page.heading(words.say("pages.steering.escalated"))
    lines, names = frames.lines, dict(zip(frames.month["kpi_id"], frames.month["name"], strict=True))
    raised = lines[lines["escalated"].astype(bool)].head(LINES_SHOWN)
    if raised.empty:
        page.sentence(words.say("pages.steering.no_line"))
        page.gap()
        return
    where = CellRef(words.sheet("rollup"), 1, 1)
    cells = [
        [
            Cell(theme_words(record, words), "strong", link=where),
            Cell(names.get(record["kpi_id"]) or str_of(record, "kpi_id") or words.say("pages.rollup.no_kpi"), "wrap"),
            Cell(str_of(record, "scope") or words.say("pages.overall")),
            Cell(int(record["severity"]), "center"),
            Cell(reason_words(record, words), "wrap"),
            Cell(" · ".join(one for one in (line_sentence(record, words), str_of(record, "comment")) if one), "wrap"),
        ]
        for record in raised.to_dict("records")
    ]
    placed = page.grid((2, 2, 1, 1, 2, 4), _headers(words, "theme", "kpi", "scope", "severity", "reasons", "sentence"), cells)
    page.row = placed.bottom + 1
    more = int(lines["escalated"].astype(bool).sum()) - len(raised)
    if more:
        page.sentence(words.say("pages.steering.more_lines", n=more), "foot", link=Cell(link=where))
    page.gap()


def _draw_kpis(page: Page, kpis: pd.DataFrame, words: Catalogue) -> None:
    page.heading(words.say("pages.steering.kpis"))
    spans = (2, 1, 1, 1, 1, 1, 1, 4)
    keys = ("name", "value", "target", "gap", "status", "confirmed_status", "ytd", "verdict")
    looks: dict[str, StyleName] = dict.fromkeys(("value", "target", "gap", "ytd"), "header_number")
    headers = [Cell(words.column(STEERING_KPIS.key, key), looks.get(key, "header")) for key in keys]
    lines = [
        [
            Cell(str_of(record, "name"), "wrap"),
            value_cell(record),
            target_cell(record, words),
            gap_cell(record),
            Cell(words.choice("Status", str(record["status"]))),
            Cell(words.choice("Status", str(record["confirmed_status"]))),
            value_cell(record, "ytd"),
            Cell(" · ".join(one for one in (*_told(record), _prospect(record, words)) if one), "wrap"),
        ]
        for record in kpis.to_dict("records")
    ]
    placed = page.grid(spans, headers, lines)
    page.colour(placed.column("4"))
    page.colour(placed.column("5"))
    page.row = placed.bottom + 2


def _prospect(record: Record, words: Catalogue) -> str:
    """What is still possible before the contract year ends; nothing once it has."""
    return "" if str_of(record, "prospect") == "closed" else until_words(record, words)


def _told(record: Record) -> list[str]:
    return [str_of(record, key) for key in _SAID]


def alert_sentence(kind: str, record: Mapping[str, object], words: Catalogue) -> str:
    """An alert in one sentence: a roll-up line or an action that goes up; a KPI's is its gap."""
    facts = {key: str(value) for key, value in record.items()}
    return words.say(f"pages.steering.alert.{kind}", **facts)
