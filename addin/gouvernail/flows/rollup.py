"""« Remontée »: the month's findings gathered into lines, what goes up, and what customers asked for."""

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.rules.findings import RollUp
from gouvernail.rules.voice import gather_needs
from gouvernail.schema.outputs import PARETO, ROLLUP, ROLLUP_FINDINGS
from gouvernail.schema.voice import VOICE_THEMES
from gouvernail.sheets.rollup import Voice, rollup_sheet


def draw(figures: Figures) -> Drawing:
    """The page of the roll-up."""
    rolled, trace = figures.rollup, traced_findings(figures)
    lines = with_comments(rolled.lines, figures)
    shown = pareto_frame(rolled)
    drawn = [*lines["line_id"], *lines["former_ids"].str.split(";").explode()]
    voice = voice_of_customers(figures)
    kept = figures.inputs.comments("rollup").without_line(drawn)
    sheet = rollup_sheet(lines, trace, rolled, voice, kept, figures.context)
    return Drawing(
        (sheet,),
        {
            "rollup": lines[list(ROLLUP.keys)],
            "rollup_findings": trace[list(ROLLUP_FINDINGS.keys)],
            "pareto": shown,
            "voice_themes": voice.needs[list(VOICE_THEMES.keys)],
        },
    )


def with_comments(lines: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """Add what people typed beside each line, under its own id or under one that its theme had before it was renamed."""
    if lines.empty:
        return lines.assign(comment=pd.Series(dtype="str"))
    comments = figures.inputs.comments("rollup")
    said = [
        [text for name in (line, *former.split(";")) if (text := comments.of(name))]
        for line, former in zip(lines["line_id"], lines["former_ids"], strict=True)
    ]
    texts = ["\n".join(dict.fromkeys(some)) or None for some in said]
    return lines.assign(comment=pd.Series(texts, index=lines.index, dtype="str"))


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


def voice_of_customers(figures: Figures) -> Voice:
    """What customers asked for over twelve months, each row with the cell of its latest need; and the priorities in words."""
    read, table = figures.inputs.frame, figures.inputs.read("voice")
    needs = gather_needs(table.frame, read("themes"), read("kpis"), as_of=figures.as_of)
    places = [table.where(int(row), "need") for row in needs["row"]]
    known = read("priorities").drop_duplicates("priority_id")
    statements = dict(zip(known["priority_id"], known["statement"], strict=True))
    return Voice(needs.assign(address=pd.Series(places, index=needs.index, dtype=object)), statements)


def pareto_frame(rolled: RollUp) -> pd.DataFrame:
    """The Pareto as declared."""
    return rolled.pareto.reindex(columns=list(PARETO.keys))
