"""The staffing page: required, planned and present; how many intervals were short beside the average; the worst ones."""

from collections.abc import Mapping
from functools import partial

import pandas as pd

from gouvernail.schema.statistics import STAFFING_DAYS, STAFFING_SCOPES, STAFFING_WORST
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import missing, str_of
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.parts import Cell, Chart, Scalar, Series, SeriesLook, Sheet
from gouvernail.sheets.remarks import number_of
from gouvernail.words.catalogue import Catalogue

_CHART_ROWS, _CHART_WIDTH, _CHART_HEIGHT = 15, 1150, 285
_LOOKS: Mapping[str, SeriesLook] = {"required_hours": "target", "planned_hours": "muted", "present_hours": "actual"}
_SHARES = ("coverage", "short_share", "real_coverage", "real_short_share")


def staffing_sheet(scopes: pd.DataFrame, worst: pd.DataFrame, days: pd.DataFrame, context: Context, *, period: str) -> Sheet:
    """The page.

    Args:
        scopes: of `rules.staffing_views.Staffing`.
        worst: the same, with ``interval`` and ``outcome`` in words.
        days: the same.
        context: for whom and as of when.
        period: the month in words.
    """
    words, settings = context.words, context.settings
    page = context.page("staffing_result", [column.width for column in STAFFING_SCOPES], period=period)
    if scopes.empty:
        page.sentence(words.say("staffing.nothing"), "strong")
        return page.build()
    page.sentence(summary(scopes.iloc[0].to_dict(), words), "strong")
    if unstable := int(scopes["unstable"].iloc[0]):
        page.sentence(words.say("staffing.unstable", n=unstable), "strong")
    rule = {
        "level": words.quantity(100 * settings.service_level, "%", 0),
        "seconds": words.number(settings.answer_within_seconds, 0),
        "occupancy": words.quantity(100 * settings.max_occupancy, "%", 0),
        "shrinkage": words.quantity(100 * settings.shrinkage, "%", 0),
    }
    page.sentence(words.say("staffing.rule", **rule), "foot", lines=2)
    page.gap()
    page.heading(words.say("staffing.scopes"))
    page.table(
        STAFFING_SCOPES,
        scopes,
        makers={
            "scope": lambda record: Cell(str_of(record, "scope") or words.say("pages.overall")),
            "model": lambda record: Cell(model_words(str_of(record, "model"), words), "wrap"),
            **{key: partial(_percent, key=key) for key in _SHARES},
        },
    )
    top = page.row
    page.row += _CHART_ROWS
    _draw_worst(page, worst, words)
    page.end_print()
    page.chart(_chart(page, days, words, row=top))
    return page.build(pages_high=1)


def summary(whole: Record, words: Catalogue) -> str:
    """Average coverage and intervals short, of the plan and of those present: `Plan : 101 % du besoin …`."""
    said = []
    for key, coverage, short in (("plan", "coverage", "short_share"), ("real", "real_coverage", "real_short_share")):
        if not missing(whole.get(coverage)):
            facts = {"coverage": number_of(whole, coverage), "short": number_of(whole, short)}
            said.append(words.say(f"staffing.{key}", **{one: words.quantity(value, "%", 0) for one, value in facts.items()}))
    return " ".join(said) or words.say("staffing.nothing")


def model_words(models: str, words: Catalogue) -> str:
    """How the need was found: Erlang C is said to be an upper bound."""
    return words.listed(words.say(f"staffing.model.{one}") for one in models.split(";") if one)


def interval_words(record: Record) -> str:
    """`09:30–10:00`; a blank start is the whole day."""
    start, length = number_of(record, "interval_start"), number_of(record, "interval_minutes")
    if start is None:
        return ""
    return "–".join(f"{int(one) // 60 % 24:02}:{int(one) % 60:02}" for one in (start, start + (length or 0)))


def outcome_words(record: Record, words: Catalogue) -> str:
    """The service level that those present gave; `instable` when the queue had no end: then there is none."""
    if not missing(record.get("real_unstable")) and bool(record["real_unstable"]):
        return words.say("staffing.endless")
    level = number_of(record, "real_service_level")
    return words.quantity(None if level is None else 100 * level, "%", 0)


def _percent(record: Record, key: str) -> Cell:
    value = number_of(record, key)
    return Cell("–" if value is None else value / 100, "number", "" if value is None else "0%")


def _draw_worst(page: Page, worst: pd.DataFrame, words: Catalogue) -> None:
    page.heading(words.say("staffing.worst"))
    if worst.empty:
        page.sentence(words.say("staffing.none_short"))
        return
    page.table(
        STAFFING_WORST,
        worst,
        makers={
            "scope": lambda record: Cell(str_of(record, "scope") or words.say("pages.overall")),
            "load": lambda record: Cell(number_of(record, "load"), "number", "0.0"),
            "outcome": lambda record: Cell(str_of(record, "outcome"), "center"),
        },
    )


def _chart(page: Page, days: pd.DataFrame, words: Catalogue, *, row: int) -> Chart:
    """Hours a day: needed dashed, planned, present."""
    page.row += 1
    keys = list(_LOOKS)
    lines: list[list[Scalar]] = [
        [
            words.say("staffing.day", day=record["date"].day, month=record["date"].month),
            *(number_of(record, key) for key in keys),
        ]
        for record in days.to_dict("records")
    ]
    names = [words.column(STAFFING_DAYS.key, key) for key in keys]
    dates, *areas = page.chart_data([words.column(STAFFING_DAYS.key, "date"), *names], lines)
    series = tuple(Series(name, area, dates, look) for name, area, look in zip(names, areas, _LOOKS.values(), strict=True))
    return Chart("line", words.say("staffing.chart"), series, row, 1, _CHART_WIDTH, _CHART_HEIGHT, "0", minimum=0)
