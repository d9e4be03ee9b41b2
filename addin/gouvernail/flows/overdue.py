"""« Retards »: what is late, for both parties alike."""

import pandas as pd

from gouvernail.excel.reading import ReadTable
from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.rules.action_summary import roll_up_ageing, roll_up_by_party
from gouvernail.rules.actions import keep_anomalies, keep_due_before_next, keep_overdue
from gouvernail.schema.kinds import Table
from gouvernail.schema.outputs import ACTION_ANOMALIES, DUE_NEXT, OVERDUE, OVERDUE_AGEING, OVERDUE_PARTIES
from gouvernail.sheets.overdue import OverdueFrames, overdue_sheet

LINKED = 100
"""How many late actions lead to their row, and to their finding's."""


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
    """Add where each late action and its finding stand, for the heaviest ones: in a live Excel every link takes its time."""
    late = late.assign(finding_id=_findings_of(late, figures.inputs.frame("findings")))
    return late.assign(
        where=_cells(late["row"], figures.inputs.read("actions"), "action_id"),
        finding=_cells(
            _rows_of(late["finding_id"], figures.inputs.frame("findings")), figures.inputs.read("findings"), "finding_id"
        ),
    )


def _findings_of(late: pd.DataFrame, findings: pd.DataFrame) -> pd.Series:
    """The findings that each action names, else those that name it, joined by ";"; missing for none."""
    naming = findings.assign(action_id=findings["action_id"].str.split(";")).explode("action_id").dropna(subset="action_id")
    named = naming.groupby("action_id")["finding_id"].agg(";".join).astype("str")
    return late["finding_id"].fillna(late["action_id"].map(named).astype("str"))


def _rows_of(ids: pd.Series, findings: pd.DataFrame) -> pd.Series:
    """The row of the first finding of each list; missing where the table has none of that id."""
    rows = findings.drop_duplicates("finding_id").set_index("finding_id")["row"]
    return ids.str.replace(";.*", "", regex=True).map(rows)


def _cells(rows: pd.Series, table: ReadTable, column: str) -> pd.Series:
    """The cell of each row, None for a missing one and beyond `LINKED`."""
    known = zip(range(len(rows)), rows, strict=True)
    places = [table.where(int(row), column) if at < LINKED and not pd.isna(row) else None for at, row in known]
    return pd.Series(places, index=rows.index, dtype=object)


def _declared(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    return frame[[key for key in table.keys if key in frame]]
