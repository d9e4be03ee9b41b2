"""The roll-up: a month's findings gathered into lines that a steering committee can decide on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from gouvernail.problems import Effect, PageRefused, Problem
from gouvernail.rules.action_state import ActionState
from gouvernail.rules.escalation import add_escalation, recurring_weeks
from gouvernail.rules.line_life import line_lives, linked_actions, reopening_findings
from gouvernail.rules.lookups import looked_up
from gouvernail.rules.occurrences import (
    NotRaised,
    add_occurrences,
    dating_problems,
    finding_digests,
    former_line_ids,
    prepare_findings,
)
from gouvernail.rules.pareto import pareto
from gouvernail.rules.periods import Period
from gouvernail.rules.rollup_lines import (
    add_gaps,
    add_live_actions,
    gaps_of,
    gather_lines,
    one_per_occurrence,
    ordered,
    sentences,
)
from gouvernail.rules.themes import known_themes
from gouvernail.settings import Settings
from gouvernail.terms import LineLife, PeriodKind


@dataclass(frozen=True)
class RollUp:
    """A period's findings, gathered.

    Args:
        lines: one row per month and line; columns in `roll_up_findings`.
        trace: one row per finding of the table, in its order: where it went, or why it did not.
        pareto: themes by weight; no row when there are too few findings.
        problems: what a manager can correct.
    """

    lines: pd.DataFrame
    trace: pd.DataFrame
    pareto: pd.DataFrame
    problems: tuple[Problem, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """The foot of the page: ``findings`` of the period = ``in_lines`` + one count per `NotRaised` reason."""
        period = self.trace[self.trace["in_period"]]
        reasons = {reason.value: int((period["reason"] == reason).sum()) for reason in NotRaised}
        del reasons[NotRaised.OTHER_PERIOD]
        return {"findings": len(period), "in_lines": int(period["line_id"].notna().sum()), **reasons}


def roll_up_findings(
    findings: pd.DataFrame,
    themes: pd.DataFrame,
    actions: pd.DataFrame,
    gaps: pd.DataFrame,
    *,
    period: Period,
    settings: Settings,
    as_of: date,
    frozen: pd.DataFrame | None = None,
) -> RollUp:
    """Gather the findings of a period into lines, one per month, KPI, theme and scope.

    **Every finding of the period ends in exactly one line or carries a reason**, or the page is refused.

    Args:
        findings: table `findings`, the whole of it: recurrence and the life of a line look back beyond the period.
        themes: table `themes`.
        actions: table `actions` with the columns that `rules.actions.add_lateness` adds (``late``,
            ``missed_cycles``, ``state``, ``ended``).
        gaps: one row per KPI and scope for the period: ``kpi_id``, ``scope`` ("" for overall), ``gap`` (the KPI's
            unit, points for a percentage), ``status``, ``confirmed_status``, ``contractual``, ``small_sample`` (both
            bool).
        period: the month rolled up; a semester gives a line per month.
        settings: the parameters of recurrence, escalation, Pareto and stabilisation.
        as_of: the day of the committee.
        frozen: what earlier freezes kept: ``finding_id``, ``digest``, one row per finding and freeze; None when
            nothing was frozen.

    Returns:
        ``lines``, those that go up first, then the heaviest: ``month``, ``line_id``, ``kpi_id``, ``theme``
        ("to_sort" for free text), ``scope`` ("" for overall), ``findings`` (those saying the same twice count once),
        ``finding_ids`` and ``rows`` (all of them, joined by ";"), ``weeks`` (distinct), ``first_week``,
        ``last_week``, ``severity``, ``weighted``, ``beyond_remit``, ``recurrence``, ``open_actions`` and
        ``late_actions`` (ids joined by ";"), ``open_count``, ``late_count``, ``missed_cycles``, ``gap``, ``status``,
        ``confirmed_status`` and ``gap_scope`` (the scope's own gap, or the overall one when the scope has none;
        missing without either), ``red_without_action``, ``reasons``, ``escalated``, ``life``, ``reopened`` (it came
        back in the period, after its actions were done), ``modified`` (a finding was edited after a freeze),
        ``sentence`` (which sentence fits), ``former_ids``. ``trace``: ``finding_id``, ``row``, ``month``, ``week``,
        ``in_period``, ``line_id`` or ``reason`` (the other one is missing), ``occurrence``, ``version`` (from 1; one
        more for each content frozen before and changed since).

    Raises:
        PageRefused: `finding_lost`, one problem per finding that is in no line and has no reason, or is in two;
            with the ids and rows.

    Source: docs/semantics.md §4.6.
    """
    prepared = prepare_findings(findings, themes, settings=settings, as_of=as_of)
    trace = _trace(prepared, findings, period, frozen)
    links = linked_actions(prepared, actions)
    raised = _raised(prepared, trace, period)
    raised["reopened"] = raised["finding_id"].isin(reopening_findings(prepared, links))
    trace["occurrence"] = raised["occurrence"]
    lines = gather_lines(raised, settings)
    refuse_lost(trace, lines)
    lines = add_live_actions(lines, links)
    lines = add_gaps(lines, gaps, treated=_treated_kpis(prepared, links, actions))
    seen = recurring_weeks(prepared, as_of=as_of, settings=settings)
    lines["recurrence"] = looked_up(lines["line_id"], seen, 0)
    lives = line_lives(prepared, links, as_of=as_of, settings=settings)
    lines["life"] = looked_up(lines["line_id"], lives, LineLife.OPEN.value)
    lines = add_escalation(lines, settings)
    lines["sentence"] = sentences(lines)
    lines["former_ids"] = former_line_ids(lines, themes)
    return RollUp(
        lines=ordered(lines),
        trace=trace,
        pareto=pareto(one_per_occurrence(raised[~gaps_of(raised, gaps)["small_sample"]]), settings),
        problems=(*known_themes(themes)[1], *dating_problems(prepared, findings)),
    )


def refuse_lost(trace: pd.DataFrame, lines: pd.DataFrame) -> None:
    """Refuse the page unless each finding is in exactly one line or carries a reason, never both.

    Args:
        trace: reads ``finding_id``, ``row``, ``line_id``, ``reason``.
        lines: reads ``finding_ids``, joined by ";".

    Raises:
        PageRefused: one `finding_lost` per finding, with its row and in how many lines it was found.
    """
    found = lines["finding_ids"].str.split(";").explode().value_counts()
    times = looked_up(trace["finding_id"], found, 0)
    in_line, has_reason = trace["line_id"].notna(), trace["reason"].notna()
    lost = trace[(in_line == has_reason) | (times != in_line.astype("int64"))]
    if len(lost):
        raise PageRefused(
            Problem(
                "finding_lost",
                facts={
                    "table": "findings",
                    "row": int(row),
                    "column": "finding_id",
                    "found": name,
                    "lines": int(count),
                },
                effect=Effect.PAGE,
                table="findings",
            )
            for name, row, count in zip(lost["finding_id"], lost["row"], times[lost.index], strict=True)
        )


def _trace(prepared: pd.DataFrame, findings: pd.DataFrame, period: Period, frozen: pd.DataFrame | None) -> pd.DataFrame:
    """Where each finding goes. One without a day may belong to any period, so every period shows it."""
    in_period = period.contains(prepared["day"]) | prepared["day"].isna()
    reason = prepared["not_raised"].where(in_period, NotRaised.OTHER_PERIOD.value)
    trace = prepared[["finding_id", "row", "month", "week"]].assign(in_period=in_period, reason=reason)
    trace["line_id"] = prepared["line_id"].where(reason.isna())
    return trace.join(_versions(findings, frozen))


def _versions(findings: pd.DataFrame, frozen: pd.DataFrame | None) -> pd.DataFrame:
    """``version``, from 1, and ``modified``: the content is not the one frozen last. Index of ``findings``."""
    if frozen is None:
        return pd.DataFrame({"version": 1, "modified": False}, index=findings.index)
    now = finding_digests(findings).reset_index()
    last = now["finding_id"].map(frozen.groupby("finding_id")["digest"].last())
    history = pd.concat([frozen[["finding_id", "digest"]], now], ignore_index=True)
    versions = now["finding_id"].map(history.groupby("finding_id")["digest"].nunique())
    modified = last.notna() & (last != now["digest"])
    return pd.DataFrame({"version": versions, "modified": modified}).set_axis(findings.index)


def _raised(prepared: pd.DataFrame, trace: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The findings that are in a line. A week that straddles two months stays whole when the period is that week."""
    in_line = trace["line_id"].notna()
    raised = prepared[in_line].assign(modified=trace.loc[in_line, "modified"])
    if period.kind is PeriodKind.WEEK:
        raised["month"] = f"{period.start + timedelta(days=3):%Y-%m}"
    return add_occurrences(raised)


def _treated_kpis(prepared: pd.DataFrame, links: pd.DataFrame, actions: pd.DataFrame) -> set[str]:
    """The KPIs that an open action treats: by its own KPI, or through one of their findings."""
    through_findings = prepared["finding_id"].isin(links.loc[links["open"], "finding_id"])
    by_themselves = actions["state"] == ActionState.OPEN
    return {*prepared.loc[through_findings, "kpi_id"], *actions.loc[by_themselves, "kpi_id"].dropna()}
