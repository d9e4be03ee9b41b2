"""« Alignement »: what is done and what the company wants, side by side, and what hangs on nothing."""

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.flows.steering import overall
from gouvernail.rules.alignment import action_kpis, alignment_matrix, orphans
from gouvernail.rules.ambitions import antagonist_pairs
from gouvernail.rules.drifts import keep_drifts
from gouvernail.schema.alignment import (
    ALIGNMENT,
    ALIGNMENT_AMBITIONS,
    ALIGNMENT_DRIFTS,
    ALIGNMENT_ORPHANS,
    ALIGNMENT_PAIRS,
)
from gouvernail.sheets.alignment import AlignmentFrames, alignment_sheet
from gouvernail.terms import PeriodKind

_NAMES = {
    "kpis": ("kpi_id", "name"),
    "priorities": ("priority_id", "statement"),
    "actions": ("action_id", "description"),
    "workstreams": ("workstream_id", "name"),
}


def draw(figures: Figures) -> Drawing:
    """The alignment page.

    Raises:
        PageRefused: KPIs cannot be computed, or two priorities share an id.
    """
    frames = alignment_frames(figures)
    sheet = alignment_sheet(frames, figures.context, period=figures.words.month(figures.month.start))
    tables = {
        ALIGNMENT: frames.matrix,
        ALIGNMENT_ORPHANS: frames.orphans,
        ALIGNMENT_AMBITIONS: frames.ambitions,
        ALIGNMENT_PAIRS: frames.pairs,
        ALIGNMENT_DRIFTS: frames.drifts,
    }
    return Drawing((sheet,), {table.key: frame.reindex(columns=list(table.keys)) for table, frame in tables.items()})


def alignment_frames(figures: Figures) -> AlignmentFrames:
    """Everything on the page, as frames; also for the strategic review."""
    read = figures.sound("kpis", "priorities", "workstreams", "findings", "decisions", "antagonists")
    month = overall(figures, PeriodKind.MONTH)
    actions = figures.actions_or_none
    served = action_kpis(actions, read["findings"], read["decisions"], read["workstreams"])
    matrix = alignment_matrix(read["priorities"], read["kpis"], read["workstreams"], month, served)
    names = read["kpis"].set_index("kpi_id")["name"]
    statements = read["priorities"].set_index("priority_id")["statement"]
    alone = orphans(
        read["priorities"],
        read["kpis"],
        actions,
        read["workstreams"],
        figures.gaps.frame.drop_duplicates(["kpi_id", "scope"]),
        served,
    )
    readings = figures.readings[figures.readings["scope"] == ""]
    variations = readings.set_index("kpi_id")["variation"].where(lambda some: some != "", "none")
    pairs = antagonist_pairs(read["antagonists"], variations)
    about = month[["kpi_id", "name", "unit", "decimals"]]
    return AlignmentFrames(
        stars=month[month["north_star"].astype("boolean").fillna(value=False)],
        matrix=matrix.assign(name=matrix["kpi_id"].map(names), statement=matrix["priority_id"].map(statements)),
        orphans=_labelled(alone, figures),
        ambitions=figures.ambitions.merge(about, on="kpi_id", how="left"),
        pairs=pairs.assign(name=pairs["kpi_id"].map(names), against_name=pairs["against"].map(names)),
        drifts=keep_drifts(month, readings, figures.ambitions)
        .merge(about, on="kpi_id", how="left")
        .assign(grain=figures.settings.confirm_period),
    )


def _labelled(alone: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """What hangs on nothing, by its name, with the cell to go to."""
    labels, places = [], []
    for record in alone.to_dict("records"):
        key, said = _NAMES[str(record["table"])]
        table = figures.inputs.read(str(record["table"]))
        own = table.frame.loc[table.frame[key] == record["reference"], said]
        labels.append(str(own.iloc[0]))
        places.append(table.where(int(record["row"]), key))
    where = pd.Series(places, index=alone.index, dtype=object)
    return alone.assign(label=pd.Series(labels, index=alone.index, dtype="str"), where=where)
