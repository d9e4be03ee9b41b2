"""Five workstreams and their milestones, the objectives that no figure measures, and what customers ask for."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gouvernail.flows.example.people import NAMES
from gouvernail.flows.example.texts import frame

Words = Mapping[str, Any]

_WORKSTREAMS = {
    "W-1": ("IV", "MG", "P-2", "QS_CHAT", "done", 32000, 33400, "steering"),
    "W-2": ("JR", "MG", "P-1", "NOTE_QUAL", "in_progress", 18000, 11500, "production"),
    "W-3": ("CF", "EP", "P-3", "PREC_VOL", "blocked", 12000, 5200, "steering"),
    "W-4": ("TB", "MG", "P-2", "TX_DEC", "in_progress", 180000, 148000, "strategic"),
    "W-5": ("IV", "KL", "P-2", "QS", "in_progress", 48000, 44100, "steering"),
}
_WORKSTREAM_KEYS = ("client_sponsor", "provider_sponsor", "priority_id", "kpi_id", "status", "budget", "spent", "committee")

_MILESTONES: dict[str, tuple[tuple[str, str | None, str | None, float], ...]] = {
    "W-1": (
        ("2025-07-18", None, "2025-07-18", 1),
        ("2025-08-29", None, "2025-09-05", 2),
        ("2025-09-19", "2025-10-03", "2025-10-03", 2),
        ("2025-09-22", "2025-10-06", "2025-10-06", 3),
        ("2025-12-01", "2026-01-12", "2026-01-12", 2),
    ),
    "W-2": (
        ("2025-09-12", None, "2025-09-10", 2),
        ("2025-11-14", None, "2025-11-14", 2),
        ("2026-02-27", None, "2026-02-27", 2),
        ("2026-06-05", "2026-07-10", None, 2),
        ("2026-06-30", "2026-06-30", "2026-06-26", 2),
    ),
    "W-3": (
        ("2025-10-31", None, "2025-10-30", 1),
        ("2026-01-30", "2026-02-13", "2026-02-17", 2),
        ("2026-03-27", "2026-08-28", None, 4),
        ("2026-06-30", "2026-11-27", None, 3),
    ),
    "W-4": (
        ("2025-09-30", None, "2025-09-30", 1),
        ("2025-11-28", None, "2025-12-11", 2),
        ("2026-02-16", "2026-03-16", "2026-03-16", 3),
        ("2026-04-30", "2026-07-17", None, 3),
        ("2026-06-26", "2026-09-25", None, 1),
    ),
    "W-5": (
        ("2026-05-18", None, "2026-05-18", 3),
        ("2026-06-01", None, "2026-06-01", 3),
        ("2026-06-26", "2026-07-03", None, 2),
        ("2026-09-14", None, None, 2),
    ),
}

_GATES = {"W-1.3", "W-3.3", "W-4.3"}
"""Training finished before the chat opens, the promotions' calendar before the forecast is promised, the new server live."""

_QUALITATIVE = (
    ("Q-1", "steering", "2025-S2", 3, 4),
    ("Q-1", "steering", "2026-S1", 2, 4),
    ("Q-2", "strategic", "2025-S2", 4, 4),
    ("Q-2", "strategic", "2026-S1", 3, 3),
    ("Q-3", "strategic", "2025-S2", 3, 3),
    ("Q-3", "strategic", "2026-S1", 4, None),
)

_VOICE_PRIORITIES = {"delivery": None, "refund": "P-1", "ivr": "P-2", "chat": "P-2", "product": None, "quality": "P-1"}
_VOICE_EVERY_DAYS = 26


def workstreams(words: Words) -> pd.DataFrame:
    """The `workstreams` table."""
    rows = []
    for key, values in _WORKSTREAMS.items():
        row = {"workstream_id": key, **dict(zip(_WORKSTREAM_KEYS, values, strict=True))}
        row |= {sponsor: NAMES[str(row[sponsor])] for sponsor in ("client_sponsor", "provider_sponsor")}
        rows.append(row | {said: words["workstreams"][key][said] for said in ("name", "statement")})
    return frame("workstreams", rows)


def milestones(words: Words) -> pd.DataFrame:
    """The `milestones` table: the first plan, the current one, and what happened."""
    rows = [
        {
            "milestone_id": f"{key}.{number}",
            "workstream_id": key,
            "name": words["workstreams"][key]["milestones"][number - 1],
            "initial": initial,
            "current": current,
            "actual": actual,
            "weight": weight,
            "gate": f"{key}.{number}" in _GATES or None,
        }
        for key, steps in _MILESTONES.items()
        for number, (initial, current, actual, weight) in enumerate(steps, start=1)
    ]
    return frame("milestones", rows)


def qualitative(words: Words) -> pd.DataFrame:
    """The `qualitative` table: both parties' ratings; on warnings they are two apart."""
    said = words["qualitative"]
    rows = [
        {
            "objective_id": objective,
            "committee": committee,
            "period": period,
            "statement": said[objective],
            "evidence": said["evidence"][objective],
            "client_rating": client,
            "provider_rating": provider,
        }
        for objective, committee, period, client, provider in _QUALITATIVE
    ]
    return frame("qualitative", rows)


def voice(words: Words) -> pd.DataFrame:
    """The `voice` table: a need every few weeks, in the order of the story's words."""
    said = words["voice"]
    needs = [(theme, need) for theme in _VOICE_PRIORITIES for need in said[theme]]
    days = pd.date_range("2025-08-28", periods=len(needs), freq=f"{_VOICE_EVERY_DAYS}D")
    rows = [
        {
            "date": day,
            "need": need,
            "theme": words["themes"][theme]["name"],
            "priority_id": _VOICE_PRIORITIES[theme],
            "speaker": said["speaker"],
        }
        for day, (theme, need) in zip(days, needs, strict=True)
    ]
    return frame("voice", rows)
