"""« Suivi des décisions »: where each decision stands, what followed, what was recommended, the way from a finding to it."""

import pandas as pd

from gouvernail.flows import rollup
from gouvernail.flows.figures import EFFECT_WEEKS, Figures
from gouvernail.flows.page import Drawing
from gouvernail.problems import CellRef, PageRefused
from gouvernail.rules.decision_trail import follow_up, trail
from gouvernail.schema.decision_trail import DECISION_FOLLOW_UP, DECISION_TRAIL, RECOMMENDATION_FOLLOW_UP
from gouvernail.schema.outputs import ROLLUP
from gouvernail.sheets.decision_trail import TrailFrames, decision_trail_sheet


def draw(figures: Figures) -> Drawing:
    """The page of the decisions.

    Raises:
        PageRefused: there is no table of decisions, or two decisions or two recommendations bear one id.
    """
    figures.inputs.need("decisions")
    chain = figures.decision_chain
    decisions = follow_up(figures.decisions, figures.decision_effects, chain)
    paths = trail(chain, figures.decision_effects, figures.action_effects, figures.actions_or_none)
    themes = figures.lines_of_findings.drop_duplicates("line_id").set_index("line_id")["theme"]
    paths["theme"] = paths["line_id"].map(themes)
    advice = figures.recommendations
    frames = TrailFrames(_with_unit(decisions, figures), _with_unit(paths, figures), advice, _cells(figures))
    sheet = decision_trail_sheet(frames, figures.context, span=EFFECT_WEEKS)
    drawn = {DECISION_FOLLOW_UP: decisions, DECISION_TRAIL: paths, RECOMMENDATION_FOLLOW_UP: advice}
    return Drawing((sheet,), {table.key: frame.reindex(columns=list(table.keys)) for table, frame in drawn.items()})


def _with_unit(rows: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """Add how each KPI is written, and what its chart says of it today ("" under 8 points)."""
    kpis = figures.inputs.frame("kpis").drop_duplicates("kpi_id")[["kpi_id", "unit", "decimals"]]
    charts = figures.readings.loc[figures.readings["scope"] == "", ["kpi_id", "variation"]]
    return rows.merge(kpis, on="kpi_id", how="left").merge(charts, on="kpi_id", how="left")


def _cells(figures: Figures) -> dict[str, dict[str, CellRef]]:
    """Where each id stands: in people's own tables, and each line of the month on the roll-up."""
    found: dict[str, dict[str, CellRef]] = {"line": _lines(figures)}
    for name in ("decision", "action", "finding", "recommendation"):
        table = figures.inputs.read(f"{name}s")
        key = f"{name}_id"
        ids = table.frame[[key, "row"]].dropna().drop_duplicates(key)
        found[name] = {str(one): table.where(int(row), key) for one, row in ids.itertuples(index=False)}
    return found


def _lines(figures: Figures) -> dict[str, CellRef]:
    """The row of each line on the roll-up page; none when it cannot be drawn."""
    try:
        drawing = rollup.draw(figures)
    except PageRefused:
        return {}
    [sheet] = drawing.sheets
    top = next(table.area.top for table in sheet.tables if table.name == ROLLUP.name)
    ids = drawing.tables[ROLLUP.key]["line_id"]
    return {str(line): CellRef(sheet.title, row, 1) for row, line in enumerate(ids, start=top + 1)}
