"""The semester's KPIs in the strategic review: trajectories, months by status, and every KPI month by month."""

import pandas as pd

from gouvernail.sheets.figures import decimals_of, gap_cell, missing, str_of, target_cell, value_cell
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.parts import Cell, Chart, Scalar, Series, SeriesLook
from gouvernail.sheets.strategic_parts import (
    StrategicFrames,
    block,
    first_day,
    headers,
    month_headers,
    status_words,
    value_cells,
)
from gouvernail.terms import Status
from gouvernail.words.catalogue import Catalogue

CHART_WIDTH, CHART_HEIGHT, CHART_ROWS = 570, 240, 12
STARS_SHOWN, AMBITIONS_DRAWN = 2, 1
KPIS_SHOWN = 20
_LOOKS: dict[Status, SeriesLook] = {Status.GREEN: "accent", Status.AMBER: "muted", Status.RED: "signal"}
"""From light to dark in grey too: what is off target is the darkest but one, at the top of the bar."""


def draw_kpis(page: Page, frames: StrategicFrames, words: Catalogue) -> None:
    """Every KPI that has a target, its semester and its months; the others by their name."""
    aimed = frames.kpis[frames.kpis[["target", "low", "high"]].notna().any(axis=1)]
    lines = [
        [
            Cell(str_of(record, "name"), "wrap"),
            value_cell(record, "displayed"),
            target_cell(record, words),
            gap_cell(record),
            Cell(status_words(words)[str(record["status"])]),
            *value_cells(record, frames, words),
        ]
        for record in aimed.head(KPIS_SHOWN).to_dict("records")
    ]
    numbers = headers(words, "value", "target", "gap", style="header_number")
    head = [*headers(words, "kpi"), *numbers, *headers(words, "status"), *month_headers(frames.periods, words)]
    spans = (2, *(1,) * (4 + len(frames.periods)))
    notes = [words.say("strategic.strip_legend"), words.say("strategic.ratio_note"), *_left_out(frames, words)]
    others = frames.kpis.drop(aimed.index)
    if len(others):
        notes.append(words.say("strategic.info_note", names=words.listed(_value_words(one, words) for one in _records(others))))
    more = len(aimed) - KPIS_SHOWN
    block(page, "kpis", spans, head, lines, none="no_kpi", notes=notes, coloured=(4,), more=more)


def _records(frame: pd.DataFrame) -> list[Record]:
    return list(frame.to_dict("records"))


def _value_words(record: Record, words: Catalogue) -> str:
    value = None if missing(record["displayed"]) else float(str(record["displayed"]))
    return f"{str_of(record, 'name')} ({words.quantity(value, str_of(record, 'unit'), decimals_of(record))})"


def _left_out(frames: StrategicFrames, words: Catalogue) -> list[str]:
    """The KPIs and months that do not count, by the reason why."""
    out = frames.months[frames.months["left_out"].ne("")]
    return [
        words.say(f"strategic.left_out.{reason}", names=words.listed(_month_of(one, frames, words) for one in _records(own)))
        for reason, own in out.groupby("left_out")
    ]


def _month_of(record: Record, frames: StrategicFrames, words: Catalogue) -> str:
    month = words.month(first_day(frames.periods[int(str(record["_at"]))]))
    return f"{str_of(record, 'name')} ({month})"


def draw_charts(page: Page, frames: StrategicFrames, words: Catalogue, *, row: int) -> None:
    """Charts at their place; their figures at the foot of the sheet, outside the printed page."""
    places = [(row, 1), (row, 7), (row + CHART_ROWS, 1), (row + CHART_ROWS, 7)]
    for kpi in list(frames.stars)[:STARS_SHOWN]:
        page.chart(_trend(page, frames, kpi, words, places.pop(0)))
    page.chart(_statuses(page, frames, words, places.pop(0)))
    ordered = frames.ambitions.assign(_late=frames.ambitions["state"].ne("behind")).sort_values("_late", kind="stable")
    for record in _records(ordered.head(AMBITIONS_DRAWN)):
        page.chart(_course(page, frames, record, words, places.pop(0)))


def _month_names(frames: StrategicFrames, words: Catalogue) -> list[str]:
    return [str(cell.value) for cell in month_headers(frames.periods, words)]


def _trend(page: Page, frames: StrategicFrames, kpi: str, words: Catalogue, place: tuple[int, int]) -> Chart:
    own = frames.months[frames.months["kpi_id"] == kpi].drop_duplicates("_at", keep="last").set_index("_at")
    [record] = _records(frames.kpis[frames.kpis["kpi_id"] == kpi])
    names = (words.say("strategic.charts.value"), words.say("strategic.charts.target"))
    pairs = own.reindex(range(len(frames.periods)))[["displayed", "target"]]
    title = words.say("strategic.charts.trend", name=str_of(record, "name"))
    return _two_lines(page, _month_names(frames, words), pairs, names, title, record, place)


def _course(page: Page, frames: StrategicFrames, record: Record, words: Catalogue, place: tuple[int, int]) -> Chart:
    own = frames.course[frames.course["ambition_id"] == record["ambition_id"]].set_index("period")
    pairs = own.reindex(list(frames.periods))[["reached", "expected"]]
    names = (words.say("strategic.charts.reached"), words.say("strategic.charts.expected"))
    title = words.say("strategic.charts.ambition", name=str_of(record, "name") or str_of(record, "kpi_id"))
    return _two_lines(page, _month_names(frames, words), pairs, names, title, record, place)


def _two_lines(
    page: Page,
    months: list[str],
    pairs: pd.DataFrame,
    names: tuple[str, str],
    title: str,
    record: Record,
    place: tuple[int, int],
) -> Chart:
    lines: list[list[Scalar]] = [
        [month, _or_none(one), _or_none(two)]
        for month, (one, two) in zip(months, pairs.itertuples(index=False, name=None), strict=True)
    ]
    where, values, aims = page.chart_data([str_of(record, "kpi_id"), *names], lines, formats=["0.0"])
    series = (Series(names[0], values, where, "actual"), Series(names[1], aims, where, "target"))
    unit = str_of(record, "unit")
    shape = f'0" {unit}"' if unit else "0"
    return Chart("line", title, series, *place, CHART_WIDTH, CHART_HEIGHT, format=shape)


def _statuses(page: Page, frames: StrategicFrames, words: Catalogue, place: tuple[int, int]) -> Chart:
    """How many commitments had each status, month by month."""
    found = frames.standing
    owed = {*found.kept, *found.nearly, *found.missed, *found.unknown}
    months = frames.months[frames.months["kpi_id"].isin(owed)].drop_duplicates(["kpi_id", "_at"], keep="last")
    counts = pd.crosstab(months["_at"], months["status"].fillna("")).reindex(
        index=range(len(frames.periods)), columns=[one.value for one in _LOOKS], fill_value=0
    )
    names = [words.say(f"strategic.charts.{one.value}") for one in _LOOKS]
    title = words.say("strategic.charts.statuses")
    lines: list[list[Scalar]] = [
        [month, *(int(one) if period in frames.frozen else None for one in row)]
        for month, period, row in zip(
            _month_names(frames, words), frames.periods, counts.itertuples(index=False, name=None), strict=True
        )
    ]
    where, *areas = page.chart_data([words.say("strategic.headers.month"), *names], lines)
    series = tuple(Series(name, area, where, look) for name, area, look in zip(names, areas, _LOOKS.values(), strict=True))
    return Chart("stacked", title, series, *place, CHART_WIDTH, CHART_HEIGHT, format="0")


def _or_none(value: object) -> float | None:
    return None if missing(value) else float(str(value))
