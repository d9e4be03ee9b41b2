"""What the control chart of each KPI says of it today: whether it changed, and whether it can hold its target."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.rules.spc import Limits, signals, variation
from gouvernail.rules.spc_runs import alerts, as_numbers, sign_of
from gouvernail.rules.spc_segments import Segment
from gouvernail.rules.special_causes import ChartLine, chart_lines
from gouvernail.rules.verdicts import verdict
from gouvernail.settings import Settings
from gouvernail.terms import Direction, Status

COLUMNS = (
    "variation", "label", "assurance", "on_limit", "points", "held_target", "held_low", "held_high", "signal", "signal_label",
)  # fmt: skip
_TARGETS = ("target", "low", "high")
_READ = ("kpi_id", "scope", "period", "status", "confirmed_status", "unfavourable", *_TARGETS)

Columns = Mapping[str, npt.NDArray[Any]]
Flags = npt.NDArray[np.bool_]


def readings(history: pd.DataFrame, *, settings: Settings, rebases: pd.DataFrame | None = None) -> pd.DataFrame:
    """The reading of each KPI and scope at its last measured point, along its weeks or months.

    Args:
        history: the history of `kpis.KpiGaps`: one kind of period, in order of time within each KPI and scope.
        settings: ``spc_baseline_wished``, ``spc_screening``, ``laney_threshold``.
        rebases: the `rebases` table.

    Returns:
        one row per KPI and scope: ``kpi_id``, ``scope``; ``variation`` ("" under 8 points), ``label`` (the special cause
        that the last point belongs to, "" for none), ``assurance`` ("" under 12 points or without a target), ``on_limit``
        (bool: the target, or a bound of it, is a limit itself), ``points`` (that the limits in force rest on, int64);
        ``held_target``, ``held_low``, ``held_high`` (what the chart was held against: the target of its last week or month,
        NaN without one); ``signal``: the last period in which an unfavourable special cause was known, among those that the
        confirmed status has been red since, and ``signal_label``, that cause; "" otherwise.

    Source: docs/semantics.md §4.2 to §4.4.
    """
    columns = {key: history[key].to_numpy() for key in _READ}
    rows = [_reading(line, columns, settings) for line in chart_lines(history, rebases, settings=settings)]
    texts = ["kpi_id", "scope", "variation", "label", "assurance", "signal", "signal_label"]
    numbers = ["held_target", "held_low", "held_high"]
    found = pd.DataFrame(rows, columns=["kpi_id", "scope", *COLUMNS])
    return found.astype(
        dict.fromkeys(texts, "str") | dict.fromkeys(numbers, "float64") | {"points": "int64", "on_limit": "bool"}
    )


def _reading(line: ChartLine, columns: Columns, settings: Settings) -> dict[str, object]:
    last, parts = {key: column[line.places[-1]] for key, column in columns.items()}, line.segments(settings)
    target = (last["low"], last["high"]) if line.direction == Direction.BAND else last["target"]
    label = _last_label(line, parts[-1])
    limits = parts[-1].limits_at(_last_measured(line, parts[-1]))
    told = verdict(last["status"], np.nan, label=label, limits=limits, target=target, direction=line.direction)
    signal = _signal(columns["confirmed_status"][line.places] == Status.RED, columns["unfavourable"][line.places])
    return {
        "kpi_id": last["kpi_id"],
        "scope": last["scope"],
        "variation": told.variation or "",
        "label": told.label,
        "assurance": told.assurance or "",
        "on_limit": _on_limit([last[key] for key in _TARGETS], limits),
        "points": limits.points or 0,
        "signal": "" if signal is None else str(columns["period"][line.places[signal]]),
        "signal_label": "" if signal is None else _cause(line, parts, signal),
    } | {f"held_{key}": last[key] for key in _TARGETS}


def _last_label(line: ChartLine, part: Segment) -> str | None:
    """The special cause of the last measured point that the limits in force judge."""
    inside = line.values[part.start : part.stop]
    labels = signals(inside, part.limits, rules=line.rules, direction=line.direction)
    return labels[_last_measured(line, part) - part.start]


def _last_measured(line: ChartLine, part: Segment) -> int:
    """The position of the last measured point of a segment; its first one when none was."""
    measured = np.flatnonzero(np.isfinite(line.values[part.start : part.stop]))
    return part.start + int(measured[-1] if len(measured) else 0)


def _on_limit(targets: list[float | None], limits: Limits) -> bool:
    """Whether a target is neither beyond a limit nor short of it, but the very same number."""
    aims, bounds = as_numbers(targets), np.array([[limits.lower], [limits.upper]])
    return bool(((sign_of(aims, bounds) == 0) & np.isfinite(aims) & np.isfinite(bounds)).any())


def _signal(red: Flags, unfavourable: Flags) -> int | None:
    """The position of the last unfavourable special cause of the red that still lasts; None when there is none."""
    lasting = np.logical_and.accumulate(red[::-1])[::-1]
    known = np.flatnonzero(lasting & unfavourable)
    return int(known[-1]) if len(known) else None


def _cause(line: ChartLine, parts: tuple[Segment, ...], position: int) -> str:
    """The unfavourable special cause that was known on a point's day."""
    part = next(one for one in parts if one.start <= position < one.stop)
    known = alerts(line.values[part.start : part.stop], part.limits, rules=line.rules)[position - part.start]
    return next((one for one in known if variation(one, line.direction) == "deterioration"), "")
