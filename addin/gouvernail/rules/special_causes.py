"""Which weeks or months an unfavourable special cause was known in: what turns a status red without waiting."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.rules.spc_runs import Floats, RuleSet, alerts
from gouvernail.rules.spc_segments import Marks, marks, segments
from gouvernail.rules.verdicts import unfavourable_of
from gouvernail.settings import Settings
from gouvernail.terms import Aggregation, Status

Positions = npt.NDArray[np.intp]


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
    unusable = history["doubts"].ne("") | history["small_sample"]
    partial = history["aggregation"].eq(Aggregation.SUM) & history["days_present"].lt(history["days_expected"])
    values = history["value"].where(~unusable & ~partial).to_numpy(dtype="float64")
    closely = (history["contractual"] | history["priority"]).to_numpy()
    directions = history["direction"].to_numpy()
    told = history["status"].ne(Status.GREY).to_numpy()
    unfavourable = np.zeros(len(history), dtype=bool)
    for found in history.groupby(["kpi_id", "scope"], sort=False).indices.values():
        places = np.asarray(found)
        if told[places].any():
            marked = _marked(history, places, rebases)
            rules: RuleSet = "nhs" if closely[places[0]] else "plain"
            unfavourable[places] = _known(values[places], str(directions[places[0]]), marked, settings, rules)
    return history.assign(unfavourable=unfavourable)


def _marked(history: pd.DataFrame, places: Positions, rebases: pd.DataFrame | None) -> Marks:
    """The recorded decisions on the chart of these rows."""
    if rebases is None or rebases.empty:
        return Marks()
    line = history[["kpi_id", "scope", "start", "end"]].iloc[places].reset_index(drop=True)
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
