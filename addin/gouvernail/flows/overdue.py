"""« Retards »: what is late, for both parties alike."""

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.rules.action_summary import roll_up_ageing, roll_up_by_party
from gouvernail.rules.actions import keep_anomalies, keep_due_before_next, keep_overdue
from gouvernail.schema.kinds import Table
from gouvernail.schema.outputs import ACTION_ANOMALIES, DUE_NEXT, OVERDUE, OVERDUE_AGEING, OVERDUE_PARTIES
from gouvernail.sheets.overdue import OverdueFrames, overdue_sheet

LINKED = 100
"""How many late actions lead to their row."""


def draw(figures: Figures) -> Drawing:
    """The page of overdue actions."""
    frames = overdue_frames(figures)
    comments = figures.inputs.comments("overdue")
    frames.overdue["comment"] = [comments.of(action) for action in frames.overdue["action_id"]]
    # A comment stays with its action while that action is still somebody's business, late or not.
    sheet = overdue_sheet(frames, comments.without_line(frames.overdue["action_id"]), figures.context)
    return Drawing(
        (sheet,),
        {
            "overdue": _declared(frames.overdue, OVERDUE),
            "overdue_parties": _declared(frames.parties, OVERDUE_PARTIES),
            "overdue_ageing": _declared(frames.ageing, OVERDUE_AGEING),
            "due_next": _declared(frames.due_next, DUE_NEXT),
            "action_anomalies": _declared(frames.anomalies, ACTION_ANOMALIES),
        },
    )


def overdue_frames(figures: Figures) -> OverdueFrames:
    """The frames of the page; the on-time rate speaks of the month that the committees look at."""
    actions = figures.actions
    ageing = roll_up_ageing(actions, figures.settings)
    return OverdueFrames(
        _with_cell(keep_overdue(actions).reset_index(drop=True), figures),
        roll_up_by_party(actions, figures.month),
        ageing,
        keep_due_before_next(actions).reset_index(drop=True),
        keep_anomalies(actions).reset_index(drop=True),
    )


def _with_cell(late: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """Add where each late action stands, for the heaviest ones: in a live Excel every link takes its time."""
    table = figures.inputs.read("actions")
    places = [table.where(int(row), "action_id") if at < LINKED else None for at, row in enumerate(late["row"])]
    return late.assign(where=pd.Series(places, index=late.index, dtype=object))


def _declared(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    return frame[[key for key in table.keys if key in frame]]
