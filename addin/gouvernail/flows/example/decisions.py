"""Twenty decisions: taken, refused, executed late, asked of the wrong committee, left undecided twice."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gouvernail.flows.example.people import NAMES
from gouvernail.flows.example.texts import frame

UNDECIDED_TWICE = "D-011"
ROUTED_UP, ROUTED_DOWN = "D-008", "D-012"
"""Asked of a committee below, and above, the one whose remit it is."""
WITHOUT_QUORUM = "D-005"
NEUTRALISATION = "D-009"
RESTATING = "D-020"
"""It corrects a month that had been frozen: see `freezing`."""

_ASKED = ("committee", "decision_type", "amount", "requested", "due_meeting", "kpi_id")
_ANSWERED = ("status", "decided", "owner", "due", "executed")
_ROWS: dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    "D-001": (
        ("steering", "target", None, "2025-07-01", "COPIL-2025-07", None),
        ("executed", "2025-07-03", "IV", "2025-07-31", "2025-07-10"),
    ),
    "D-002": (
        ("steering", "target", None, "2025-10-14", "COPIL-2025-11", "QS"),
        ("executed", "2025-11-06", "MG", "2026-01-01", "2026-01-01"),
    ),
    "D-003": (
        ("steering", "technology", 32000, "2025-09-02", "COPIL-2025-09", "QS_CHAT"),
        ("executed", "2025-09-11", "TB", "2025-10-06", "2025-10-06"),
    ),
    "D-004": (
        ("steering", "staffing", 54000, "2025-09-23", "COPIL-2025-10", "QS"),
        ("executed", "2025-10-02", "MG", "2025-11-17", "2025-11-14"),
    ),
    "D-005": (
        ("steering", "operational", None, "2025-12-02", "COPIL-2025-12", "NOTE_QUAL"),
        ("taken", "2025-12-04", "SK", "2026-01-30", None),
    ),
    "D-006": (
        ("strategic", "expansion", 90000, "2025-12-09", "COSTRAT-2026-1", None),
        ("postponed", None, "PD", None, None),
    ),
    "D-007": (
        ("strategic", "technology", 180000, "2025-11-06", "COSTRAT-2026-1", "TX_DEC"),
        ("executed", "2026-01-15", "TB", "2026-03-16", "2026-03-16"),
    ),
    "D-008": (
        ("production", "staffing", 24000, "2026-06-23", "CPROD-2026-28", "QS"),
        ("requested", None, "SK", None, None),
    ),
    "D-009": (
        ("steering", "neutralisation", None, "2026-04-21", "COPIL-2026-05", "QS"),
        ("executed", "2026-05-07", "IV", "2026-05-29", "2026-05-12"),
    ),
    "D-010": (
        ("steering", "staffing", 48000, "2026-04-14", "COPIL-2026-05", "QS"),
        ("executed", "2026-05-07", "KL", "2026-06-01", "2026-06-01"),
    ),
    "D-011": (
        ("steering", "budget", 22000, "2026-04-21", "COPIL-2026-05", "QS_MAIL"),
        ("postponed", None, "MG", None, None),
    ),
    "D-012": (
        ("strategic", "operational", None, "2026-06-04", "COSTRAT-2026-2", "TX_ABD"),
        ("requested", None, "TB", None, None),
    ),
    "D-013": (
        ("steering", "technology", 38000, "2026-02-10", "COPIL-2026-03", "QS_CHAT"),
        ("refused", "2026-03-05", "TB", None, None),
    ),
    "D-014": (
        ("steering", "operational", None, "2026-01-27", "COPIL-2026-02", "QS_MAIL"),
        ("executed", "2026-02-05", "JR", "2026-02-27", "2026-02-10"),
    ),
    "D-015": (
        ("steering", "operational", None, "2026-05-05", "COPIL-2026-05", "QS"),
        ("executed", "2026-05-07", "JR", "2026-05-29", "2026-05-19"),
    ),
    "D-016": (
        ("strategic", "budget", 1850000, "2026-06-04", "COSTRAT-2026-2", None),
        ("requested", None, "IV", None, None),
    ),
    "D-017": (
        ("steering", "operational", None, "2026-02-10", "COPIL-2026-03", "PREC_VOL"),
        ("taken", "2026-03-05", "HM", "2026-05-29", None),
    ),
    "D-018": (
        ("production", "operational", None, "2026-06-09", "CPROD-2026-25", "TX_ABD"),
        ("executed", "2026-06-16", "BL", "2026-06-30", "2026-06-22"),
    ),
    "D-019": (
        ("steering", "operational", None, "2026-06-02", "COPIL-2026-06", "TX_DEC"),
        ("executed", "2026-06-04", "TB", "2026-06-08", "2026-06-08"),
    ),
    "D-020": (
        ("steering", "neutralisation", None, "2026-04-28", "COPIL-2026-05", "NOTE_QUAL"),
        ("executed", "2026-05-07", "JR", "2026-05-15", "2026-05-07"),
    ),
}


def decisions(words: Mapping[str, Any], findings_of: Mapping[str, str]) -> pd.DataFrame:
    """The `decisions` table.

    Args:
        words: the story's words.
        findings_of: the findings behind a decision, by its id, joined by ";".
    """
    rows = []
    for decision, (asked, answered) in _ROWS.items():
        row = dict(zip((*_ASKED, *_ANSWERED), (*asked, *answered), strict=True))
        row |= {"decision_id": decision, "owner": NAMES[row["owner"]], "finding_id": findings_of.get(decision)}
        rows.append(row | words["decisions"][decision])
    return frame("decisions", rows)
