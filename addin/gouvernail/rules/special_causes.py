"""Which weeks or months an unfavourable special cause was known in: what turns a status red without waiting."""

import numpy as np
import pandas as pd

from gouvernail.rules.spc_runs import Floats, RuleSet, alerts
from gouvernail.rules.spc_segments import Marks, marks, segments
from gouvernail.rules.verdicts import unfavourable_of
from gouvernail.settings import Settings
from gouvernail.terms import Aggregation, Status


def add_unfavourable(history: pd.DataFrame, *, settings: Settings, rebases: pd.DataFrame | None = None) -> pd.DataFrame:
    """Add whether an unfavourable special cause was known at each point.

    A point that is to be checked, of a small sample, or a sum of which days are missing says nothing of the process:
    it is a hole in the chart. A KPI and scope without any status has no chart here: there is nothing to confirm.

    Args:
        history: from `kpis.figures_of`, one kind of period, in order of time within each KPI and scope; reads
            ``contractual`` and ``priority`` too: those KPIs follow the four NHS rules, the others two.
        settings: ``spc_baseline_wished``, ``spc_screening``.
        rebases: the `rebases` table; none without it.

    Returns:
        `history` with ``unfavourable`` (bool).

    Source: docs/semantics.md §4.2 and §4.4.
    """
    values = chart_values(history).to_numpy(dtype="float64")
    directions = history["direction"].to_numpy()
    told = history["status"].ne(Status.GREY).to_numpy()
    unfavourable = np.zeros(len(history), dtype=bool)
    for found in history.groupby(["kpi_id", "scope"], sort=False).indices.values():
        places = np.asarray(found)
        if told[places].any():
            rows = history.iloc[places]
            known = _known(values[places], str(directions[places[0]]), marks_of(rows, rebases), settings, rules_of(rows))
            unfavourable[places] = known
    return history.assign(unfavourable=unfavourable)


def chart_values(history: pd.DataFrame) -> pd.Series:
    """The points of the charts, in the KPI's unit, same index: NaN where a figure says nothing of the process."""
    unusable = history["doubts"].ne("") | history["small_sample"]
    partial = history["aggregation"].eq(Aggregation.SUM) & history["days_present"].lt(history["days_expected"])
    return history["value"].where(~unusable & ~partial)


def rules_of(line: pd.DataFrame) -> RuleSet:
    """The run rules of one KPI and scope: the four of the NHS when it is contractual or of priority, else two."""
    return "nhs" if bool((line["contractual"] | line["priority"]).iloc[0]) else "plain"


def marks_of(line: pd.DataFrame, rebases: pd.DataFrame | None) -> Marks:
    """The recorded decisions on the chart of one KPI and scope, whose rows these are, in order of time."""
    if rebases is None or rebases.empty:
        return Marks()
    line = line[["kpi_id", "scope", "start", "end"]].reset_index(drop=True)
    mine = rebases["kpi_id"].eq(line["kpi_id"].iloc[0]) & rebases["scope"].fillna("").eq(line["scope"].iloc[0])
    return marks(line["start"], line["end"], rebases[mine])


def _known(values: Floats, direction: str, marked: Marks, settings: Settings, rules: RuleSet) -> list[bool]:
    """Of each point, whether an unfavourable cause was known on its day."""
    parts = segments(
        values,
        rebases=marked.rebases,
        excluded=marked.excluded,
        baseline=settings.spc_baseline_wished,
        screen=settings.spc_screening,
    )
    labels = [one for part in parts for one in alerts(values[part.start : part.stop], part.limits, rules=rules)]
    return unfavourable_of(labels, direction)
