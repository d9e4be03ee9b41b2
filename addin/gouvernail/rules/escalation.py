"""Which lines go up to the next committee, and why."""

from datetime import date
from enum import StrEnum, unique

import pandas as pd

from gouvernail.settings import Settings


@unique
class Escalation(StrEnum):
    """A reason for a line to go up, in the order in which reasons are listed."""

    BEYOND_REMIT = "beyond_remit"
    SEVERITY = "severity"
    RECURRENCE = "recurrence"
    MISSED_CYCLES = "missed_cycles"
    RED_WITHOUT_ACTION = "red_without_action"


def recurring_weeks(prepared: pd.DataFrame, *, as_of: date, settings: Settings) -> pd.Series:
    """In how many ISO weeks each line was seen lately, across months, by line id.

    "Lately" is the ``recurrence_window`` weeks that end with ``as_of``: 6 weeks are the 42 days up to and including
    it. A finding known by its week alone stands on its Thursday, or on ``as_of`` when that Thursday is still to come.

    Args:
        prepared: findings as `prepare_findings` gives them.
        as_of: the day of the committee.
        settings: ``recurrence_window``.

    Returns:
        int64; a line not seen in the window is absent.

    Source: docs/semantics.md §4.6 "Recurrence".
    """
    today = pd.Timestamp(as_of)
    day = prepared["day"].where(prepared["day"] <= today, today)
    lately = prepared[prepared["not_raised"].isna() & (day > today - pd.Timedelta(weeks=settings.recurrence_window))]
    return lately.groupby("line_id")["week"].nunique()


def add_escalation(lines: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Add whether each line goes up, and for which reasons.

    Args:
        lines: reads ``beyond_remit``, ``severity`` (the highest), ``recurrence``, ``missed_cycles`` (the most of any
            linked open action) and ``red_without_action`` (a confirmed red on a contractual KPI that no open action
            treats).
        settings: ``escalation_severity``, ``recurrence_weeks``, ``missed_cycles``.

    Returns:
        Same rows and index, with ``reasons`` (`Escalation` keys joined by ";", "" for none) and ``escalated``.

    Source: docs/semantics.md §4.6 "Recurrence".
    """
    met = {
        Escalation.BEYOND_REMIT: lines["beyond_remit"],
        Escalation.SEVERITY: lines["severity"] >= settings.escalation_severity,
        Escalation.RECURRENCE: lines["recurrence"] >= settings.recurrence_weeks,
        Escalation.MISSED_CYCLES: lines["missed_cycles"] >= settings.missed_cycles,
        Escalation.RED_WITHOUT_ACTION: lines["red_without_action"],
    }
    reasons = pd.Series("", index=lines.index, dtype="str")
    for reason, holds in met.items():
        reasons = reasons.where(~holds, reasons + ";" + reason.value)
    reasons = reasons.str.removeprefix(";")
    return lines.assign(reasons=reasons, escalated=reasons != "")
