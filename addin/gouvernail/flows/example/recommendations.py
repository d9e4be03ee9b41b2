"""Six recommendations: two taken up, two declined with a reason, two that still wait for an answer."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gouvernail.flows.example.texts import frame

_KEYS = ("date", "committee", "party", "kpi_id", "status", "answered", "decision_id", "action_id")
_ROWS: dict[str, tuple[str | None, ...]] = {
    "R-001": ("2025-09-11", "steering", "provider", "QS", "accepted", "2025-10-02", "D-004", "A-015"),
    "R-002": ("2026-01-15", "strategic", "client", "CSAT", "declined", "2026-01-15", None, None),
    "R-003": ("2026-02-05", "steering", "provider", "QS_CHAT", "declined", "2026-03-05", "D-013", None),
    "R-004": ("2026-04-07", "production", "client", "TX_RECLA", "accepted", "2026-04-14", None, "A-046"),
    "R-005": ("2026-05-07", "steering", "provider", "TX_ABD", "proposed", None, "D-012", None),
    "R-006": ("2026-06-04", "steering", "client", "NOTE_QUAL", "proposed", None, None, None),
}


def recommendations(words: Mapping[str, Any]) -> pd.DataFrame:
    """The `recommendations` table."""
    said = words["recommendations"]
    rows = [{"recommendation_id": key, **dict(zip(_KEYS, row, strict=True)), **said[key]} for key, row in _ROWS.items()]
    return frame("recommendations", rows)
