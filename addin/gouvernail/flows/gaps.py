"""« Écarts »: every KPI and scope against its target."""

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.flows.verdicts import with_verdicts
from gouvernail.schema.outputs import GAPS
from gouvernail.schema.statistics import OUTSIDE
from gouvernail.sheets.gaps import gaps_sheet
from gouvernail.terms import PeriodKind

_ORDER = {PeriodKind.MONTH.value: 0, PeriodKind.WEEK.value: 1, PeriodKind.YEAR_TO_DATE.value: 2, PeriodKind.SEMESTER.value: 3}


def draw(figures: Figures) -> Drawing:
    """The page of gaps: the month overall first, north-star KPIs on top, the order of the KPI table otherwise."""
    comments = figures.inputs.comments("gaps")
    gaps = with_verdicts(page_order(with_line(figures.gaps.frame)), figures)
    gaps["comment"] = [comments.of(line) for line in gaps["line"]]
    outside = _outside(gaps, figures)
    sheet = gaps_sheet(gaps.assign(card=_cards(gaps, figures)), outside, comments.without_line(gaps["line"]), figures.context)
    return Drawing((sheet,), {"gaps": gaps.reindex(columns=list(GAPS.keys)), OUTSIDE.key: outside[list(OUTSIDE.keys)]})


def _cards(gaps: pd.DataFrame, figures: Figures) -> pd.Series:
    """The cell of each KPI's definition, beside its overall figure of the month: one click from the figure."""
    table = figures.inputs.read("kpis")
    rows = dict(zip(table.frame["kpi_id"], table.frame["row"], strict=True))
    main = gaps["period_kind"].eq(PeriodKind.MONTH) & gaps["scope"].eq("")
    places = [
        table.where(int(rows[kpi]), "definition") if own and kpi in rows else None
        for kpi, own in zip(gaps["kpi_id"], main, strict=True)
    ]
    return pd.Series(places, index=gaps.index, dtype=object)


def _outside(gaps: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """Outside figures of our KPIs, those of before the as-of date, beside our month; they change no status."""
    found = figures.inputs.frame("benchmarks")
    known = found[found["date"] <= pd.Timestamp(figures.as_of)].rename(columns={"value": "benchmark"})
    month = gaps[gaps["period_kind"].eq(PeriodKind.MONTH) & gaps["scope"].eq("")]
    ours = month[["kpi_id", "name", "unit", "decimals", "displayed"]]
    return ours.merge(known[["kpi_id", "date", "benchmark", "source"]], on="kpi_id").reset_index(drop=True)


def with_line(gaps: pd.DataFrame) -> pd.DataFrame:
    """Add each line's id, the same from one run to the next: KPI, scope and period."""
    gaps = gaps.copy()
    gaps["line"] = gaps["kpi_id"] + "|" + gaps["scope"] + "|" + gaps["period"]
    return gaps


def page_order(gaps: pd.DataFrame) -> pd.DataFrame:
    """The same order at every meeting: period, overall before scopes, north star first, then as the KPI table has them."""
    place = {kpi: at for at, kpi in enumerate(gaps["kpi_id"].drop_duplicates())}
    keys = pd.DataFrame(
        {
            "period": gaps["period_kind"].map(_ORDER),
            "scoped": gaps["scope"] != "",
            "star": ~gaps["north_star"].astype("boolean").fillna(value=False),
            "kpi": gaps["kpi_id"].map(place),
            "scope": gaps["scope"],
        }
    )
    return gaps.loc[keys.sort_values(list(keys.columns)).index].reset_index(drop=True)
