"""Sixty-six actions: most done, some late, some stuck, a few incomplete, as any plan of a year of service."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gouvernail.flows.example.people import NAMES, PRODUCTION, STEERING, STRATEGIC, party
from gouvernail.flows.example.texts import frame
from gouvernail.terms import Committee

_Row = tuple[Committee, str | None, str, str | None, str | None, str | None, str, int, str, str]
_KEYS = ("committee", "owner", "opened", "due_initial", "due_current", "closed", "status", "priority", "kpi_id", "theme")
_ROWS: tuple[_Row, ...] = (
    (PRODUCTION, "BL", "2025-07-01", "2025-07-15", None, "2025-07-15", "done", 2, "TX_DEC", "staffing"),
    (PRODUCTION, "YA", "2025-07-08", "2025-07-22", None, "2025-07-21", "done", 3, "DMT", "product"),
    (PRODUCTION, "CF", "2025-07-15", "2025-07-29", None, "2025-08-05", "done", 2, "TX_REIT", "delivery"),
    (STEERING, "JR", "2025-07-03", "2025-09-11", None, "2025-09-10", "done", 1, "NOTE_QUAL", "quality"),
    (STEERING, "MG", "2025-07-03", "2025-08-29", None, "2025-08-28", "done", 2, "ABS", "staffing"),
    (PRODUCTION, "SI", "2025-07-22", "2025-08-05", None, "2025-08-05", "done", 3, "NOTE_QUAL", "quality"),
    (PRODUCTION, "SK", "2025-08-05", "2025-08-26", None, "2025-09-02", "done", 2, "QS_MAIL", "delivery"),
    (PRODUCTION, "HM", "2025-08-19", "2025-09-02", "2025-09-16", "2025-09-16", "done", 2, "PREC_VOL", "forecast"),
    (STEERING, "TB", "2025-09-02", "2025-10-02", None, "2025-10-02", "done", 1, "QS_CHAT", "chat"),
    (STEERING, "EP", "2025-09-02", "2025-10-31", None, "2025-10-30", "done", 2, "PREC_VOL", "forecast"),
    (PRODUCTION, "BL", "2025-09-09", "2025-09-23", None, "2025-09-23", "done", 3, "TX_REIT", "product"),
    (PRODUCTION, "YA", "2025-09-16", "2025-09-30", None, "2025-09-29", "done", 2, "EC_CONF", "compliance"),
    (PRODUCTION, "NE", "2025-09-23", "2025-10-07", None, "2025-10-14", "done", 2, "QS_CHAT", "chat"),
    (STEERING, "JR", "2025-10-02", "2025-11-14", None, "2025-11-14", "done", 1, "NOTE_QUAL", "quality"),
    (STEERING, "MG", "2025-10-02", "2025-11-07", None, "2025-11-06", "done", 1, "QS", "staffing"),
    (PRODUCTION, "SI", "2025-10-14", "2025-10-28", None, "2025-10-28", "done", 2, "QS_CHAT", "chat"),
    (PRODUCTION, "CF", "2025-10-21", "2025-11-04", None, "2025-11-04", "done", 2, "TX_REIT", "refund"),
    (PRODUCTION, "SK", "2025-11-04", "2025-11-18", None, "2025-11-18", "done", 1, "QS_MAIL", "delivery"),
    (PRODUCTION, "HM", "2025-11-12", "2025-11-21", None, "2025-11-24", "done", 1, "PREC_VOL", "forecast"),
    (STEERING, "EP", "2025-11-06", "2025-11-20", None, "2025-11-19", "done", 1, "QS", "forecast"),
    (PRODUCTION, "YA", "2025-11-25", "2025-12-02", None, "2025-12-02", "done", 1, "TX_DEC", "staffing"),
    (PRODUCTION, "BL", "2025-12-02", "2025-12-16", None, "2025-12-23", "done", 2, "DMT", "training"),
    (STEERING, "IV", "2025-12-04", "2026-01-30", "2026-02-27", "2026-02-26", "done", 2, "TX_RECLA", "delivery"),
    (PRODUCTION, "CF", "2025-12-09", "2025-12-19", None, "2025-12-19", "done", 1, "TX_REIT", "delivery"),
    (PRODUCTION, "SI", "2025-12-16", "2026-01-06", None, "2026-01-06", "done", 3, "CSAT", "quality"),
    (PRODUCTION, "BL", "2026-01-06", "2026-01-20", None, "2026-01-20", "done", 2, "TX_REIT", "refund"),
    (STEERING, "TB", "2026-01-08", "2026-03-13", "2026-03-16", "2026-03-16", "done", 1, "TX_DEC", "ivr"),
    (STEERING, "JR", "2026-01-08", "2026-02-27", None, "2026-02-27", "done", 2, "NOTE_QUAL", "quality"),
    (STRATEGIC, "PD", "2026-01-15", "2026-03-31", None, "2026-03-30", "done", 2, "CSAT", "delivery"),
    (STRATEGIC, "OD", "2026-01-15", "2026-06-30", "2026-09-30", None, "in_progress", 2, "ABS", "staffing"),
    (PRODUCTION, "YA", "2026-01-20", "2026-02-03", None, "2026-02-03", "done", 3, "QS_CHAT", "chat"),
    (PRODUCTION, "HM", "2026-01-27", "2026-02-10", None, "2026-02-17", "done", 2, "PREC_VOL", "forecast"),
    (PRODUCTION, "SK", "2026-02-03", "2026-02-17", None, "2026-02-17", "done", 2, "TX_REIT", "refund"),
    (STEERING, "EP", "2026-02-05", "2026-03-27", "2026-05-29", None, "in_progress", 1, "PREC_VOL", "forecast"),
    (PRODUCTION, "SI", "2026-02-10", "2026-02-24", None, None, "cancelled", 3, "DMT", "product"),
    (PRODUCTION, "NE", "2026-02-24", "2026-03-10", None, "2026-03-10", "done", 2, "EC_CONF", "compliance"),
    (STEERING, "KL", "2026-03-05", "2026-04-30", "2026-06-12", None, "in_progress", 2, "ABS", "staffing"),
    (STEERING, "JR", "2026-03-05", "2026-04-02", None, "2026-04-01", "done", 1, "EC_CONF", "compliance"),
    (PRODUCTION, "YA", "2026-03-10", "2026-03-24", None, "2026-03-31", "done", 2, "EC_CONF", "compliance"),
    (PRODUCTION, "TB", "2026-03-17", "2026-03-24", "2026-04-14", "2026-04-17", "done", 1, "TX_DEC", "ivr"),
    (PRODUCTION, "BL", "2026-03-24", "2026-03-31", None, "2026-03-31", "done", 1, "TX_REIT", "ivr"),
    (PRODUCTION, "TB", "2026-03-31", "2026-04-03", None, "2026-04-08", "done", 1, "DISPO_SI", "tool"),
    (STEERING, "MG", "2026-04-02", "2026-04-17", None, "2026-04-17", "done", 1, "QS", "staffing"),
    (STEERING, "TB", "2026-04-02", "2026-05-15", "2026-06-30", None, "blocked", 1, "DISPO_SI", "tool"),
    (PRODUCTION, "CF", "2026-04-07", "2026-04-14", None, "2026-04-14", "done", 1, "CSAT", "ivr"),
    (PRODUCTION, "SI", "2026-04-14", "2026-04-28", None, "2026-05-05", "done", 2, "TX_RECLA", "tool"),
    (PRODUCTION, "HM", "2026-04-21", "2026-05-05", None, "2026-05-05", "done", 2, "PREC_VOL", "forecast"),
    (STEERING, "KL", "2026-05-07", "2026-05-18", None, "2026-05-18", "done", 1, "QS", "staffing"),
    (STEERING, "EP", "2026-05-07", "2026-05-29", None, "2026-05-28", "done", 1, "QS", "staffing"),
    (STEERING, "IV", "2026-05-07", "2026-06-04", "2026-06-25", None, "in_progress", 1, "DISPO_SI", "tool"),
    (PRODUCTION, "BL", "2026-05-12", "2026-05-26", None, "2026-05-26", "done", 2, "DMT", "training"),
    (PRODUCTION, "NE", "2026-05-19", "2026-06-02", "2026-06-16", None, "in_progress", 2, "DMT", "training"),
    (PRODUCTION, "YA", "2026-05-19", "2026-06-09", None, None, "in_progress", 2, "TX_REIT", "delivery"),
    (PRODUCTION, "CF", "2026-05-26", "2026-06-12", None, None, "blocked", 1, "QS_MAIL", "refund"),
    (PRODUCTION, "SK", "2026-05-26", "2026-06-09", None, "2026-06-09", "done", 2, "BACKLOG", "refund"),
    (PRODUCTION, None, "2026-06-02", "2026-06-19", None, None, "todo", 2, "TX_RECLA", "delivery"),
    (PRODUCTION, "SI", "2026-06-02", "2026-06-23", None, None, "blocked", 2, "NOTE_QUAL", "quality"),
    (STEERING, "JR", "2026-06-04", "2026-07-02", None, None, "in_progress", 2, "NOTE_QUAL", "quality"),
    (STEERING, "MG", "2026-06-04", None, None, None, "todo", 1, "ABS", "staffing"),
    (STEERING, "TB", "2026-06-04", "2026-06-26", "2026-07-10", None, "in_progress", 1, "TX_DEC", "ivr"),
    (PRODUCTION, "HM", "2026-06-09", "2026-06-23", None, None, "in_progress", 1, "PREC_VOL", "forecast"),
    (PRODUCTION, "BL", "2026-06-16", "2026-06-30", None, None, "in_progress", 2, "ABS", "staffing"),
    (PRODUCTION, "YA", "2026-06-16", "2026-07-07", None, None, "todo", 3, "QS_CHAT", "chat"),
    (PRODUCTION, "NE", "2026-06-23", "2026-07-07", None, None, "todo", 2, "EC_CONF", "compliance"),
    (PRODUCTION, "CF", "2026-06-23", "2026-07-03", None, None, "in_progress", 2, "TX_REIT", "delivery"),
    (PRODUCTION, "SI", "2026-06-30", "2026-07-14", None, None, "todo", 2, "CSAT", "quality"),
)
_MORE: dict[int, dict[str, Any]] = {
    4: {"workstream_id": "W-2"},
    8: {"postponements": 1, "postponement_reason": "staff"},
    9: {"workstream_id": "W-1", "decision_id": "D-003"},
    10: {"workstream_id": "W-3"},
    13: {"workstream_id": "W-1"},
    14: {"workstream_id": "W-2"},
    15: {"decision_id": "D-004"},
    23: {"postponements": 1, "postponement_reason": "supplier"},
    27: {"workstream_id": "W-4", "decision_id": "D-007", "postponements": 1, "postponement_reason": "supplier"},
    28: {"workstream_id": "W-2"},
    30: {"postponements": 1, "postponement_reason": "budget"},
    34: {"workstream_id": "W-3", "decision_id": "D-017", "postponements": 3, "postponement_reason": "dependency"},
    37: {"postponements": 1, "postponement_reason": "staff"},
    40: {"postponements": 2, "postponement_reason": "supplier"},
    44: {"blocked_by": "third_party", "postponements": 1, "postponement_reason": "supplier"},
    48: {"workstream_id": "W-5", "decision_id": "D-010", "check_date": "2026-07-02"},
    49: {"workstream_id": "W-5", "decision_id": "D-010"},
    50: {"postponements": 1, "postponement_reason": "budget"},
    52: {"postponements": 1, "postponement_reason": "staff"},
    54: {"blocked_by": "client"},
    57: {"blocked_by": "provider"},
    58: {"workstream_id": "W-2"},
    60: {
        "workstream_id": "W-4",
        "decision_id": "D-019",
        "postponements": 1,
        "postponement_reason": "dependency",
        "neutralised_from": "2026-06-08",
        "neutralised_to": "2026-06-19",
    },
}
"""What only some actions have, by number."""

_EFFECT_EVERY = 4


def action_id(number: int) -> str:
    """The id of an action, by its number from 1."""
    return f"A-{number:03d}"


def openings() -> list[tuple[str, str, pd.Timestamp]]:
    """Each action's id, theme and opening day, in order: what findings are tied to."""
    theme, opened = _KEYS.index("theme"), _KEYS.index("opened")
    return [(action_id(number), str(row[theme]), pd.Timestamp(str(row[opened]))) for number, row in enumerate(_ROWS, start=1)]


def actions(words: Mapping[str, Any], findings_of: Mapping[str, str]) -> pd.DataFrame:
    """The `actions` table.

    Args:
        words: the story's words.
        findings_of: the findings behind an action, by its id, joined by ";".
    """
    return frame("actions", [_action(number, row, words, findings_of) for number, row in enumerate(_ROWS, start=1)])


def _action(number: int, values: _Row, words: Mapping[str, Any], findings_of: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {**dict(zip(_KEYS, values, strict=True)), **_MORE.get(number, {})}
    del row["theme"]
    owner = row["owner"]
    effects = words["effects"]["list"]
    return row | {
        "action_id": action_id(number),
        "description": words["actions"][action_id(number)],
        "owner": NAMES[owner] if owner else None,
        "party": party(owner) if owner else None,
        "due_current": row["due_current"] or row["due_initial"],
        "finding_id": findings_of.get(action_id(number)),
        "postponements": row.get("postponements", 0),
        "postponement_reason": words["postponements"].get(row.get("postponement_reason")),
        "expected_effect": effects[number % len(effects)] if number % _EFFECT_EVERY == 0 else None,
    }
