"""« Remontée »: the month's findings gathered into lines, and what goes up."""

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.rules.findings import RollUp
from gouvernail.schema.outputs import PARETO, ROLLUP, ROLLUP_FINDINGS
from gouvernail.sheets.rollup import rollup_sheet


def draw(figures: Figures) -> Drawing:
    """The page of the roll-up."""
    rolled = figures.rollup
    lines, trace = rolled.lines.copy(), traced_findings(figures)
    comments = figures.inputs.comments("rollup")
    lines["comment"] = [comments.of(line) for line in lines["line_id"]]
    shown = pareto_frame(rolled)
    sheet = rollup_sheet(lines, trace, rolled, comments.without_line(lines["line_id"]), figures.context)
    return Drawing(
        (sheet,),
        {"rollup": lines[list(ROLLUP.keys)], "rollup_findings": trace[list(ROLLUP_FINDINGS.keys)], "pareto": shown},
    )


def traced_findings(figures: Figures) -> pd.DataFrame:
    """Every finding of the month, the line it ended in or why it did not, and its cell."""
    table = figures.inputs.read("findings")
    trace = figures.rollup.trace
    trace = trace[trace["in_period"]].merge(
        table.frame.drop(columns=["week", "theme"]), on=["finding_id", "row"], how="left", validate="one_to_one"
    )
    themes = figures.rollup.lines.drop_duplicates("line_id").set_index("line_id")["theme"]
    trace["theme"] = trace["line_id"].map(themes)
    places = [table.where(int(row), "finding_id") for row in trace["row"]]
    return trace.assign(address=pd.Series(places, index=trace.index, dtype=object))


def pareto_frame(rolled: RollUp) -> pd.DataFrame:
    """The Pareto as declared."""
    return rolled.pareto.reindex(columns=list(PARETO.keys))
