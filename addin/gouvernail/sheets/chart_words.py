"""The line of words under a control chart: what to make of it, and what its limits rest on."""

import pandas as pd

from gouvernail.rules.spc_run_chart import RunChart
from gouvernail.sheets.figures import str_of
from gouvernail.sheets.layout import Record
from gouvernail.sheets.remarks import week_label
from gouvernail.sheets.verdicts import signal_words
from gouvernail.terms import ChartType
from gouvernail.words.catalogue import Catalogue


def chart_sentence(
    record: Record, points: pd.DataFrame, decisions: pd.DataFrame, runs: RunChart | None, words: Catalogue
) -> str:
    """The verdict, then the limits: how many points they rest on, what changed or excluded some of them, by which decision.

    Args:
        record: of the month's gaps, with its verdict and ``grain``.
        points: from `rules.control_charts.chart_points`.
        decisions: rows of the `rebases` table on this chart.
        runs: from `rules.control_charts.run_reading`.
        words: the language.
    """
    signal = signal_words(record, words)
    signalled = [f"{signal[:1].upper()}{signal[1:]}."] if signal else []
    rested = [limits_words(record, points, words), _chart_words(points, words), *_decided(points, decisions, words)]
    said = [str_of(record, "verdict"), *signalled, *rested, _runs_words(runs, words)]
    return " ".join(one for one in said if one)


def chart_title(record: Record, chart: str, words: Catalogue) -> str:
    """The KPI, its scope, and the kind of chart unless it is the usual one: `Taux de réclamation · carte u′`."""
    kind = "" if chart == ChartType.XMR else words.choice("ChartType", chart)
    return " · ".join(one for one in (str_of(record, "name"), str_of(record, "scope"), kind) if one)


def limits_words(record: Record, points: pd.DataFrame, words: Catalogue) -> str:
    """What the limits in force rest on: `Limites sur 24 semaines.`, provisional ones called so."""
    units = words.say(f"verdicts.units.{str_of(record, 'grain')}")
    last = points.iloc[-1] if len(points) else None
    if last is None or pd.isna(last["centre"]):
        return words.say("charts.no_limits")
    key = "provisional" if last["provisional"] else "firm"
    return words.say(f"charts.limits.{key}", n=int(str(record["points"])), units=units)


def period_words(period: str, words: Catalogue) -> str:
    """A point's week or month, short."""
    return week_label(period, words) if "W" in period else words.short_month(pd.Timestamp(period).date())


def _chart_words(points: pd.DataFrame, words: Catalogue) -> str:
    """What limits that vary follow; nothing on an XmR chart."""
    kind = ChartType(str(points["chart"].iloc[0])) if len(points) else ChartType.XMR
    if kind == ChartType.XMR:
        return ""
    name = words.choice("ChartType", kind)
    key = "laney" if kind in {ChartType.P_PRIME, ChartType.U_PRIME} else "varying"
    return words.say(f"charts.{key}", chart=f"{name[:1].upper()}{name[1:]}" if words.language == "fr" else name)


def _runs_words(runs: RunChart | None, words: Catalogue) -> str:
    """The reading of a young chart's runs; nothing where there is none."""
    if runs is None:
        return ""
    facts = {key: getattr(runs, key) for key in ("longest", "longest_usual", "crossings", "crossings_usual")}
    return words.say(f"charts.run.{'changed' if runs.changed else 'usual'}", n=runs.useful, **facts)


def _decided(points: pd.DataFrame, decisions: pd.DataFrame, words: Catalogue) -> list[str]:
    """One remark per recorded decision that the chart shows."""
    first = points["start"].min()
    seen = decisions[decisions["to_date"].fillna(decisions["from_date"]) >= first]
    return [
        words.say(
            "charts.excluded" if bool(one["excluded"]) else "charts.rebased",
            day=words.day(pd.Timestamp(str(one["from_date"])).date()),
            decision=one["decision_id"],
            reason=str(one["reason"]).rstrip("."),
        )
        for one in seen.assign(excluded=seen["excluded"].fillna(value=False)).to_dict("records")
    ]
