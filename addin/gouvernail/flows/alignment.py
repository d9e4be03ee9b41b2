"""« Alignement »: what is done and what the company wants, side by side, and what hangs on nothing."""

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.flows.steering import overall
from gouvernail.rules.alignment import action_kpis, alignment_matrix, orphans
from gouvernail.rules.ambitions import antagonist_pairs
from gouvernail.rules.drifts import keep_drifts
from gouvernail.rules.improvements import improvement_areas
from gouvernail.schema.alignment import (
    ALIGNMENT,
    ALIGNMENT_AMBITIONS,
    ALIGNMENT_AREAS,
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
    areas = improvement_frame(figures)
    sheet = alignment_sheet(frames, areas, figures.context, period=figures.words.month(figures.month.start))
    tables = {
        ALIGNMENT: frames.matrix,
        ALIGNMENT_ORPHANS: frames.orphans,
        ALIGNMENT_AMBITIONS: frames.ambitions,
        ALIGNMENT_PAIRS: frames.pairs,
        ALIGNMENT_DRIFTS: frames.drifts,
        ALIGNMENT_AREAS: areas,
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


def improvement_frame(figures: Figures) -> pd.DataFrame:
    """What is proposed to be improved, by name, KPIs in the order of their table."""
    read = figures.sound("findings", "themes")
    readings = figures.readings[figures.readings["scope"] == ""]
    kpis = figures.inputs.frame("kpis")[["kpi_id", "name"]]
    areas = improvement_areas(
        figures.rollup_or_none[1],
        kpis.merge(readings, on="kpi_id"),
        figures.actions_or_none,
        read["findings"],
        read["themes"],
    )
    names = areas["reference"].map(kpis.set_index("kpi_id")["name"])
    named = areas["reference"].mask(areas["kind"] == "kpi", names)
    return areas.assign(name=named, grain=figures.settings.confirm_period)


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
