"""Which weeks or months an unfavourable special cause was known in: what turns a status red without waiting."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.rules.spc_rates import Rates, wants_laney
from gouvernail.rules.spc_runs import Floats, RuleSet, alerts
from gouvernail.rules.spc_segments import Marks, Segment, marks, segments
from gouvernail.rules.verdicts import unfavourable_of
from gouvernail.settings import Settings
from gouvernail.terms import Aggregation, ChartType, ControlChart, Status


@dataclass(frozen=True)
class ChartLine:
    """One KPI and scope along its control chart.

    Args:
        places: the rows of the history that are its points.
        values: in the KPI's unit, NaN where a figure says nothing of the process.
        direction: which way the KPI gets better.
        rules: the four of the NHS when the KPI is contractual or of priority, else two.
        marked: the recorded decisions on the chart.
        rates: of a p, p′, u or u′ chart; None for an XmR chart.
    """

    places: npt.NDArray[np.intp]
    values: Floats
    direction: str
    rules: RuleSet
    marked: Marks
    rates: Rates | None = None

    @property
    def kind(self) -> ChartType:
        """Which chart it is."""
        return self.rates.kind if self.rates else ChartType.XMR

    def segments(self, settings: Settings) -> tuple[Segment, ...]:
        """The limits in force at each point, see `spc_segments.segments`."""
        return segments(
            self.values,
            rebases=self.marked.rebases,
            excluded=self.marked.excluded,
            baseline=settings.spc_baseline_wished,
            screen=settings.spc_screening,
            rates=self.rates,
        )


def add_unfavourable(history: pd.DataFrame, *, settings: Settings, rebases: pd.DataFrame | None = None) -> pd.DataFrame:
    """Add whether an unfavourable special cause was known at each point.

    A point that is to be checked, of a small sample, or a sum of which days are missing says nothing of the process:
    it is a hole in the chart. A KPI and scope without any status has no chart here: there is nothing to confirm.

    Args:
        history: from `kpis.figures_of`, one kind of period, in order of time within each KPI and scope; reads
            ``contractual`` and ``priority`` too: those KPIs follow the four NHS rules, the others two.
        settings: ``spc_baseline_wished``, ``spc_screening``, ``laney_threshold``.
        rebases: the `rebases` table; none without it.

    Returns:
        `history` with ``unfavourable`` (bool).

    Source: docs/semantics.md §4.2 and §4.4.
    """
    told = history["status"].ne(Status.GREY).to_numpy()
    unfavourable = np.zeros(len(history), dtype=bool)
    for line in chart_lines(history, rebases, settings=settings):
        if told[line.places].any():
            unfavourable[line.places] = _known(line, settings)
    return history.assign(unfavourable=unfavourable)


def chart_lines(history: pd.DataFrame, rebases: pd.DataFrame | None, *, settings: Settings) -> Iterator[ChartLine]:
    """The chart of each KPI and scope of a history, in the history's order; see `add_unfavourable`.

    Where the KPI's ``chart`` is of proportions or of rates, its limits follow each point's denominator: plain ones (p, u)
    while denominators are few, Laney's (p′, u′) from ``laney_threshold`` on average.
    """
    values = chart_values(history).to_numpy(dtype="float64")
    directions = history["direction"].tolist()
    strict = (history["contractual"] | history["priority"]).tolist()
    decisions = _decisions(rebases)
    charts = history["chart"].tolist()
    sizes, multipliers = history["denominator"].to_numpy(dtype="float64"), history["multiplier"].to_numpy(dtype="float64")
    for chart, found in history.groupby(["kpi_id", "scope"], sort=False).indices.items():
        places = np.asarray(found)
        first = places[0]
        rules: RuleSet = "nhs" if strict[first] else "plain"
        marked = Marks()
        if chart in decisions:
            days = history[["start", "end"]].iloc[places].reset_index(drop=True)
            marked = marks(days["start"], days["end"], decisions[chart])
        rates = _rates(str(charts[first]), sizes[places], float(multipliers[first]), settings)
        yield ChartLine(places, values[places], str(directions[first]), rules, marked, rates)


def chart_values(history: pd.DataFrame) -> pd.Series:
    """The points of the charts, in the KPI's unit, same index: NaN where a figure says nothing of the process."""
    unusable = history["doubts"].ne("") | history["small_sample"]
    partial = history["aggregation"].eq(Aggregation.SUM) & history["days_present"].lt(history["days_expected"])
    return history["value"].where(~unusable & ~partial)


def _rates(chart: str, sizes: Floats, multiplier: float, settings: Settings) -> Rates | None:
    """What the limits of a chart follow; None for an XmR chart, and where no denominator is known."""
    if chart == ControlChart.INDIVIDUALS or not (sizes > 0).any():
        return None
    laney = wants_laney(sizes, settings.laney_threshold)
    plain, primed = (ChartType.P, ChartType.P_PRIME) if chart == ControlChart.PROPORTION else (ChartType.U, ChartType.U_PRIME)
    return Rates(sizes, multiplier, primed if laney else plain)


def _decisions(rebases: pd.DataFrame | None) -> dict[Hashable, pd.DataFrame]:
    """The recorded decisions on each KPI and scope that has any."""
    if rebases is None or rebases.empty:
        return {}
    return dict(iter(rebases.groupby(["kpi_id", rebases["scope"].fillna("")], sort=False)))


def _known(line: ChartLine, settings: Settings) -> list[bool]:
    """Of each point, whether an unfavourable cause was known on its day."""
    parts = line.segments(settings)
    labels = [one for part in parts for one in alerts(line.values[part.start : part.stop], part.limits, rules=line.rules)]
    return unfavourable_of(labels, line.direction)
