"""Every choice that a manager may change, with its default: one row each on the settings sheet.

The fields' names are the keys in files; their labels and explanations live in the word catalogues (`settings.toml`).
The defaults are those of `docs/semantics.md` §4.13.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal

Kind = Literal["text", "number", "integer", "date", "flag", "share", "numbers", "day_of_year", "choice"]
"""`share` is a number between 0 and 1, typed as a percentage; `numbers` are separated by slashes; `day_of_year` is dd/mm."""


def setting(
    kind: Kind,
    default: Any,
    *,
    choices: tuple[str, ...] = (),
    minimum: float | None = None,
    between: tuple[float | None, float | None] = (None, None),
) -> Any:
    """A field of `Settings`, with what its cell may hold; it stays strictly between the two bounds of `between`."""
    above, below = between
    held = {"kind": kind, "choices": choices, "minimum": minimum, "above": above, "below": below}
    return field(default=default, metadata=held)


@dataclass(frozen=True)
class Settings:
    """The parameters of every rule, as read from the settings sheet."""

    client: str = setting("text", "")
    provider: str = setting("text", "")
    service: str = setting("text", "")
    language: str = setting("choice", "fr", choices=("fr", "en"))
    as_of: date | None = setting("date", None)  # noqa: RUF009 - it only makes the field
    contract_year_start: tuple[int, int] = setting("day_of_year", (1, 1))
    calendar_client: str = setting("text", "FR")
    calendar_provider: str = setting("text", "FR")
    calendar_offshore: str = setting("text", "")
    offshore_owners: str = setting("text", "")
    pentecost_monday_worked: bool = setting("flag", default=False)
    saturday_worked: bool = setting("flag", default=False)
    scopes_overall: str = setting("text", "")
    n_min: float = setting("number", 30.0, minimum=0)
    confirm_red: int = setting("integer", 2, minimum=1)
    leave_red: int = setting("integer", 2, minimum=1)
    confirm_period: str = setting("choice", "week", choices=("week", "month"))
    confidence: float = setting("share", 0.95, between=(0, 1))
    spc_baseline_min: int = setting("integer", 12, minimum=8)
    spc_baseline_wished: int = setting("integer", 24, minimum=12)
    spc_screening: bool = setting("flag", default=False)
    laney_threshold: float = setting("number", 2000.0, minimum=0)
    recurrence_window: int = setting("integer", 6, minimum=1)
    recurrence_weeks: int = setting("integer", 3, minimum=1)
    escalation_severity: int = setting("integer", 4, minimum=1)
    missed_cycles: int = setting("integer", 2, minimum=1)
    postponements_to_escalate: int = setting("integer", 2, minimum=0)
    slip_to_escalate: int = setting("integer", 20, minimum=0)
    ageing: tuple[float, ...] = setting("numbers", (5.0, 10.0, 20.0))
    priority_weights: tuple[float, ...] = setting("numbers", (3.0, 2.0, 1.0))
    severity_weights: tuple[float, ...] = setting("numbers", (1.0, 2.0, 4.0, 8.0))
    pareto_share: float = setting("share", 0.8)
    pareto_minimum: int = setting("integer", 10, minimum=1)
    stabilisation_weeks: int = setting("integer", 4, minimum=1)
    shrinkage: float = setting("share", 0.30, between=(None, 1))
    max_occupancy: float = setting("share", 0.85, between=(0, None))
    service_level: float = setting("share", 0.80, between=(None, 1))
    answer_within_seconds: float = setting("number", 20.0, minimum=0)
    minimum_staff: int = setting("integer", 0, minimum=0)
    quality_fail_all: bool = setting("flag", default=False)
    malus_cap: float = setting("share", 0.08)
    bonus_cap: float = setting("share", 0.04)
    annual_malus_cap: float = setting("share", 0.08)
    annual_bonus_cap: float = setting("share", 0.04)
    neutralised_weight: str = setting("choice", "redistribute", choices=("redistribute", "zero"))
    tacit_approval_days: int = setting("integer", 5, minimum=0)
    production_kpis: str = setting("text", "APP_REC;TX_DEC;QS;DMT;TX_REIT;NOTE_QUAL;ABS")
    kpis_shown: int = setting("integer", 20, minimum=1)
    kpis_priority: int = setting("integer", 12, minimum=1)
    attainment_lower: str = setting("choice", "two_minus", choices=("two_minus", "target_over_value"))
    backups: int = setting("integer", 5, minimum=0)

    @classmethod
    def kinds(cls) -> Mapping[str, Mapping[str, Any]]:
        """What each setting's cell may hold, by key, in the order of the settings sheet."""
        return {one.name: one.metadata for one in fields(cls)}
