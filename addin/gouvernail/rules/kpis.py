"""KPI gaps: every KPI and scope against its target, over the week, the month, the semester and the year to date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from gouvernail.problems import Problem
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.definitions import settle_kpis
from gouvernail.rules.effective import effective_targets
from gouvernail.rules.flags import add_flags
from gouvernail.rules.gaps import add_gap
from gouvernail.rules.measure_checks import Doubts, check_measures
from gouvernail.rules.measures import Facts, read_facts
from gouvernail.rules.periods import (
    Period,
    last_complete_month,
    last_complete_semester,
    last_complete_week,
    months_back,
    week_of,
    year_to_date,
)
from gouvernail.rules.special_causes import add_unfavourable
from gouvernail.rules.targets import settle_targets
from gouvernail.rules.values import period_values, spread
from gouvernail.rules.verdicts import add_confirmed
from gouvernail.settings import Settings
from gouvernail.terms import Direction, PeriodKind, Status

MONTHS_SHOWN = 13
WEEKS_SHOWN = 53

_WEEK = timedelta(weeks=1)
_DESCRIBED = ["name", "family", "unit", "contractual", "priority", "north_star"]
_OF_KPI = [*_DESCRIBED, "direction", "aggregation", "decimals", "n_min", "share", "chart", "multiplier"]


@dataclass(frozen=True)
class KpiBook:
    """Everything that figures are drawn from, read and checked once.

    Args:
        kpis: from `settle_kpis`.
        targets: from `settle_targets`.
        facts: from `read_facts`.
        doubts: from `check_measures`.
        settings: the parameters.
        calendar: the working days that targets are shared over.
        problems: what was found wrong on the way.
    """

    kpis: pd.DataFrame
    targets: pd.DataFrame
    facts: Facts
    doubts: Doubts
    settings: Settings
    calendar: Calendar
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class KpiGaps:
    """What the committees look at.

    Args:
        frame: the last complete week, month and semester, and the year to the end of that month; one row per KPI,
            scope and period, with the columns of `figures_of`, and ``confirmed_status`` and ``to_confirm``, which
            speak for the KPI and scope as of the last complete week (or month, by ``confirm_period``), whatever the
            row's period.
        weeks: the 53 last complete weeks, oldest first within each KPI and scope: what charts are drawn from.
        months: the 13 last complete months, likewise.
        history: those of the two that statuses are confirmed along, with ``unfavourable``, ``confirmed_status``,
            ``to_confirm``.
        book: what they were drawn from, for other periods and for `forecast.forecasts`.
    """

    frame: pd.DataFrame
    weeks: pd.DataFrame
    months: pd.DataFrame
    history: pd.DataFrame
    book: KpiBook

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong on the way, to be shown with the page."""
        return self.book.problems


def read_book(
    kpis: pd.DataFrame,
    targets: pd.DataFrame,
    measures: pd.DataFrame,
    identities: pd.DataFrame,
    *,
    settings: Settings,
    as_of: date,
    calendar: Calendar,
) -> KpiBook:
    """Tables read and checked once, for any period before `as_of`.

    Raises:
        PageRefused: `row.duplicate` (two KPIs with one id), `target.overlap`.
    """
    settled = settle_kpis(kpis, settings=settings)
    facts = read_facts(measures, settled, as_of=as_of, overall=settings.scopes_overall)
    doubts = check_measures(facts, settled, identities)
    aims, problems = settle_targets(targets, settled, facts.spellings)
    problems = (*facts.problems, *problems, *doubts.problems)
    return KpiBook(settled, aims, facts, doubts, settings, calendar, problems)


def figures_of(book: KpiBook, periods: Sequence[Period]) -> pd.DataFrame:
    """Value, target, gap and status of every KPI and scope over some periods.

    Args:
        book: from `read_book`.
        periods: the spans, of any kinds, in the order wanted.

    Returns:
        one row per KPI, scope ("" overall) and period, in that order: the columns of `period_values`,
        `effective_targets`, `add_gap` and `flags.add_flags`; of the KPI ``name``, ``family``, ``unit``, ``contractual``,
        ``priority``, ``north_star``, ``direction``, ``aggregation``, ``decimals``, ``n_min``, ``share``, ``chart``,
        ``multiplier``; ``doubts`` (why it is to be checked, joined by semicolons) and ``reason``: why it has no gap or no
        status, "" when it has ("no_value", "not_applicable", "not_aggregable", "to_check", "info", "no_target",
        "target_hole").

    Source: docs/semantics.md §4.1.
    """
    spans = spread(book.facts, periods)
    figures = period_values(book.facts, book.kpis, periods, calendar=book.calendar, spans=spans)
    figures = effective_targets(figures, book.targets, book.kpis, book.facts, spans, periods, calendar=book.calendar)
    of = book.kpis.reindex(figures["kpi_id"]).set_axis(figures.index)
    figures[_OF_KPI] = of[_OF_KPI]
    figures = _add_doubts(figures, book, spans.rows)
    figures = add_gap(_add_reasons(figures), attainment_lower=book.settings.attainment_lower)
    return add_flags(figures, confidence=book.settings.confidence)


def kpi_gaps(
    kpis: pd.DataFrame,
    targets: pd.DataFrame,
    measures: pd.DataFrame,
    identities: pd.DataFrame,
    *,
    settings: Settings,
    as_of: date,
    calendar: Calendar,
    rebases: pd.DataFrame | None = None,
) -> KpiGaps:
    """The gaps of the last complete week, month and semester and of the year to date, and the history behind them.

    Args:
        kpis: the `kpis` table.
        targets: the `targets` table.
        measures: the `measures` table, imported rows included.
        identities: the `identities` table.
        settings: the parameters.
        as_of: the day the figures speak for: what was measured on it or later is not looked at.
        calendar: the working days of the party that owes the targets.
        rebases: the `rebases` table, for the control charts that the confirmed status looks at.

    Raises:
        PageRefused: `row.duplicate` (two KPIs with one id), `target.overlap`.

    Source: docs/semantics.md §4.1 and §4.2.
    """
    book = read_book(kpis, targets, measures, identities, settings=settings, as_of=as_of, calendar=calendar)
    shown, weeks, months = _shown(as_of, settings), _weeks_back(as_of), months_back(as_of, MONTHS_SHOWN)
    figures = figures_of(book, [*shown, *weeks, *months])
    past_weeks = _cut(figures, len(shown), len(weeks))
    past_months = _cut(figures, len(shown) + len(weeks), len(months))
    history = past_weeks if settings.confirm_period == PeriodKind.WEEK else past_months
    history = _confirmed(add_unfavourable(history, settings=settings, rebases=rebases), settings)
    last = history.drop_duplicates(["kpi_id", "scope"], keep="last")[["kpi_id", "scope", "confirmed_status", "to_confirm"]]
    frame = _cut(figures, 0, len(shown)).merge(last, on=["kpi_id", "scope"], how="left")
    return KpiGaps(frame, past_weeks, past_months, history, book)


def _shown(as_of: date, settings: Settings) -> list[Period]:
    month = last_complete_month(as_of)
    start = settings.contract_year_start
    to_date = year_to_date(month.end, start)
    return [last_complete_week(as_of), month, to_date, last_complete_semester(as_of, start)]


def _weeks_back(as_of: date) -> list[Period]:
    last = last_complete_week(as_of).start
    return [week_of(last - back * _WEEK) for back in reversed(range(WEEKS_SHOWN))]


def _cut(figures: pd.DataFrame, first: int, count: int) -> pd.DataFrame:
    """The figures of some periods, by their position."""
    kept = figures[figures["period_at"].between(first, first + count - 1)]
    return kept.drop(columns=["pair", "period_at"]).reset_index(drop=True)


def _confirmed(history: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Add the confirmed statuses. A small sample does not escalate: there the status counts as unknown."""
    told = history.assign(status=history["status"].where(~history["small_sample"], Status.GREY.value))
    confirmed = add_confirmed(told, confirm_red=settings.confirm_red, leave_red=settings.leave_red)
    return history.assign(confirmed_status=confirmed["confirmed_status"], to_confirm=confirmed["to_confirm"])


def _add_doubts(figures: pd.DataFrame, book: KpiBook, rows: pd.DataFrame) -> pd.DataFrame:
    """``doubts``: why a figure is to be checked, joined by semicolons."""
    doubted = rows.merge(book.doubts.rows, on="at")[["pair", "period", "reason"]].drop_duplicates()
    reasons = doubted.sort_values("reason").groupby(["pair", "period"])["reason"].agg(";".join).rename("doubts")
    figures = figures.join(reasons.rename_axis(["pair", "period_at"]), on=["pair", "period_at"])
    return figures.fillna({"doubts": ""}).astype({"doubts": "str"})


def _add_reasons(figures: pd.DataFrame) -> pd.DataFrame:
    """Why a figure has no gap, or no status: the first reason that holds."""
    conditions = [figures["reason"].ne(""), figures["doubts"].ne(""), figures["direction"].eq(Direction.INFO)]
    reasons = np.select(conditions, [figures["reason"], "to_check", "info"], default=figures["target_reason"])
    return figures.assign(reason=pd.Series(reasons, index=figures.index).astype("str"))
