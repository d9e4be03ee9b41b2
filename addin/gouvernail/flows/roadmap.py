"""« Avancement des chantiers »: milestones first promised, expected now and passed, and what slips."""

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.schema.roadmap import ROADMAP, ROADMAP_MILESTONES
from gouvernail.sheets.roadmap import roadmap_sheet


def draw(figures: Figures) -> Drawing:
    """The page of the workstreams."""
    workstreams, milestones = figures.workstreams, figures.milestones
    sheet = roadmap_sheet(workstreams, milestones, figures.context)
    drawn = {ROADMAP: workstreams, ROADMAP_MILESTONES: milestones}
    return Drawing((sheet,), {table.key: frame.reindex(columns=list(table.keys)) for table, frame in drawn.items()})
