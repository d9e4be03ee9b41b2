"""What we promise of restatements: what would read otherwise than it was presented, why, and what it changes."""

import numpy as np
import pandas as pd
import pytest

from declared import declared
from gouvernail.rules.restatements import COLUMNS, restatements

DAY = pd.Timestamp("2026-05-07")
FIGURE = {
    "kpi_id": "QS",
    "scope": "",
    "period": "2026-04",
    "displayed": 79.0,
    "target": 80.0,
    "low": np.nan,
    "high": np.nan,
    "status": "amber",
    "days_present": 30,
}
APRIL = {"start": pd.Timestamp("2026-04-01"), "end": pd.Timestamp("2026-04-30"), "period_kind": "month"}
TEXTS = dict.fromkeys(["kpi_id", "scope", "period", "status"], "str")
TARGETS = declared(
    "targets",
    {"kpi_id": "QS", "valid_from": "2026-01-01", "target": 80.0, "row": 7},
    {"kpi_id": "QS", "valid_from": "2026-04-01", "target": 78.0, "decision_id": "D-7", "row": 8},
)
DECISION = {"committee": "steering", "question": "?", "kpi_id": "QS", "decision_type": "neutralisation", "status": "taken"}


def presented(**changes):
    frame = pd.DataFrame([FIGURE | APRIL | {"freeze_id": "M-5", "meeting_id": "M-5", "as_of": DAY} | changes])
    return frame.assign(name="Service", unit="%", decimals=1).astype(TEXTS)


def today(**changes):
    return pd.DataFrame([FIGURE | {"target_row": 7} | changes]).astype(TEXTS).astype({"target_row": "Int64"})


def told(frozen, now, decisions=(), measures=()):
    found = restatements(frozen, now, TARGETS, declared("decisions", *decisions), declared("measures", *measures))
    assert tuple(found.columns) == COLUMNS
    return found


@pytest.mark.parametrize(
    ("now", "reported", "effect"),
    [
        ({"displayed": 78.0}, (79.0, 78.0, -1.0), "none"),
        ({"displayed": 76.0, "status": "red"}, (79.0, 76.0, -3.0), "worse"),
        ({"displayed": 80.0, "status": "green"}, (79.0, 80.0, 1.0), "better"),
        ({"displayed": 79.0, "status": "grey"}, (79.0, 79.0, 0.0), "untold"),
    ],
)
def test_what_reads_otherwise(now, reported, effect):
    """The displayed value then and now, and whether the status changed for the reader."""
    [line] = told(presented(), today(**now)).to_dict("records")
    assert (line["reported"], line["now"], line["change"]) == reported
    assert (line["effect"], line["cause"], line["reference"]) == (effect, "undocumented", "")


def test_the_same_is_not_restated():
    """Equal figures are not told, missing ones neither; digits that nobody was shown do not count."""
    assert told(presented(), today()).empty
    assert told(presented(displayed=np.nan, status="grey"), today(displayed=np.nan, status="grey")).empty
    assert told(presented(), today(displayed=79.0 + 1e-12)).empty


def test_a_figure_that_can_no_longer_be_computed():
    """An indicator taken out of the workbook does not take what was presented with it."""
    [line] = told(presented(), today(kpi_id="DMT")).to_dict("records")
    assert np.isnan(line["now"])
    assert (line["status_now"], line["effect"]) == ("grey", "untold")


def test_frozen_twice_told_once_each():
    """What the first freeze showed is told even when the second showed today's figure; the same told twice is one."""
    first, second = presented(), presented(freeze_id="M-5/2", displayed=78.0)
    assert told(pd.concat([first, second]), today(displayed=78.0))["freeze_id"].tolist() == ["M-5"]
    again = presented(freeze_id="M-5/2")
    assert told(pd.concat([first, again]), today(displayed=78.0))["freeze_id"].tolist() == ["M-5/2"]


SINCE = {"decision_id": "D-1", "decided": "2026-05-21", **DECISION}
IMPORTED = {"kpi_id": "QS", "date": "2026-04-15", "source": "ACD"}


@pytest.mark.parametrize(
    ("now", "decisions", "cause", "reference"),
    [
        ({"target": 78.0, "target_row": 8}, (), "decision", "D-7"),
        ({"target": 78.0}, (), "target", ""),
        ({"low": 1.0}, (), "target", ""),
        ({"displayed": 78.0}, (SINCE,), "decision", "D-1"),
        ({"displayed": 78.0}, (SINCE | {"decided": "2026-05-07"},), "undocumented", ""),
        ({"displayed": 78.0}, (SINCE | {"status": "requested"},), "undocumented", ""),
        ({"displayed": 78.0}, (SINCE | {"decision_type": "budget"},), "undocumented", ""),
        ({"displayed": 78.0, "days_present": 31}, (), "completed", ""),
    ],
)
def test_the_cause(now, decisions, cause, reference):
    """The decision that set the target, or one taken since on this KPI; a target without decision; days completed since."""
    [line] = told(presented(), today(**now), decisions).to_dict("records")
    assert (line["cause"], line["reference"]) == (cause, reference)


def test_an_import_is_named_by_its_sources():
    """The sources of the period's imported rows; rows of another month or typed by hand are no cause."""
    rows = (IMPORTED, IMPORTED | {"date": "2026-04-16", "source": "CRM"}, IMPORTED | {"date": "2026-03-31", "source": "OLD"})
    measures = declared("measures", *rows, IMPORTED | {"date": "2026-04-17"})
    imported = measures.assign(origin="imported")
    found = restatements(presented(), today(displayed=78.0), TARGETS, declared("decisions"), imported)
    assert found[["cause", "reference"]].to_numpy().tolist() == [["import", "ACD;CRM"]]
    found = restatements(presented(), today(displayed=78.0), TARGETS, declared("decisions"), measures)
    assert found["cause"].tolist() == ["undocumented"]
