"""The frame of the steering: settings, committees, who decides what, priorities, ambitions, indicators, themes."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gouvernail.flows.example.people import NAMES, OFFSHORE, PRODUCTION, REQUIRED, STEERING, STRATEGIC
from gouvernail.flows.example.service import AS_OF, CLIENT, PROVIDER
from gouvernail.flows.example.texts import frame
from gouvernail.schema.catalogue import PREFILLED, CatalogueKpi, catalogue_kpi
from gouvernail.terms import Aggregation, Cadence, Committee, DecisionType, Direction, Family

Words = Mapping[str, Any]

ABANDONED = CatalogueKpi("APP_ABD", Family.ACCESSIBILITY, "count", 0, Direction.INFO, Aggregation.SUM)
"""An indicator of this contract alone: what the equality "offered = handled + abandoned" needs."""

KPI_IDS = (*PREFILLED[:2], ABANDONED.kpi_id, *PREFILLED[2:])

PRIORITY_OF = {"CSAT": "P-1", "NOTE_QUAL": "P-1", "TX_REIT": "P-1", "TX_RECLA": "P-1", "EC_CONF": "P-1"}
PRIORITY_OF |= {"TX_DEC": "P-2", "QS": "P-2", "QS_MAIL": "P-2", "QS_CHAT": "P-2", "DMA": "P-2"}
PRIORITY_OF |= {"DMT": "P-3", "PREC_VOL": "P-3", "ABS": "P-3", "VENTES": "P-3"}
"""The priority each indicator serves; the fourth one, on delivery, has none yet, and a few indicators serve none."""

_CADENCES = {PRODUCTION: Cadence.WEEKLY, STEERING: Cadence.MONTHLY, STRATEGIC: Cadence.SEMIANNUAL}

_REMIT: tuple[tuple[DecisionType, float | None, Committee], ...] = (
    (DecisionType.OPERATIONAL, None, PRODUCTION),
    (DecisionType.STAFFING, 5_000, PRODUCTION),
    (DecisionType.STAFFING, 60_000, STEERING),
    (DecisionType.STAFFING, None, STRATEGIC),
    (DecisionType.BUDGET, 2_000, PRODUCTION),
    (DecisionType.BUDGET, 30_000, STEERING),
    (DecisionType.BUDGET, None, STRATEGIC),
    (DecisionType.CONTRACT, None, STRATEGIC),
    (DecisionType.TARGET, None, STEERING),
    (DecisionType.TECHNOLOGY, 40_000, STEERING),
    (DecisionType.TECHNOLOGY, None, STRATEGIC),
    (DecisionType.EXPANSION, None, STRATEGIC),
    (DecisionType.PARTNERSHIP, None, STRATEGIC),
    (DecisionType.NEUTRALISATION, None, STEERING),
)

_AMBITIONS = (
    ("AM-1", "P-1", "CSAT", (("2025-07-01", 80.0), ("2026-01-01", 81.0), ("2026-07-01", 83.0), ("2027-07-01", 86.0))),
    ("AM-2", "P-2", "TX_DEC", (("2025-07-01", 92.0), ("2026-07-01", 93.0), ("2027-07-01", 95.0))),
    ("AM-3", "P-2", "QS_CHAT", (("2025-10-06", 70.0), ("2026-04-01", 80.0), ("2027-01-01", 88.0))),
)

_ANTAGONISTS = (("DMT", "TX_REIT", "speed"), ("VENTES", "TX_RECLA", "sales"), ("QS", "NOTE_QUAL", "haste"))


def settings(language: str, words: Words) -> pd.DataFrame:
    """The settings that the story changes, as text (dates as 2026-07-02); all others keep their default."""
    values = {
        "client": CLIENT,
        "provider": PROVIDER,
        "service": words["settings"]["service"],
        "language": language,
        "as_of": AS_OF.isoformat(),
        "contract_year_start": "01/07",
        "calendar_client": "FR",
        "calendar_provider": "FR",
        "calendar_offshore": "MA",
        "offshore_owners": ";".join(NAMES[person] for person in OFFSHORE),
    }
    invented = {"client", "provider", "service"}
    rows = [
        {"setting": key, "value": value, "explanation": words["settings"]["invented"] if key in invented else None}
        for key, value in values.items()
    ]
    return frame("settings", rows)


def committees(words: Words) -> pd.DataFrame:
    """The `committees` table."""
    rows = [
        {
            "committee": committee,
            "cadence": cadence,
            "required_roles": ";".join(words["roles"][role] for role in REQUIRED[committee]),
            **words["committees"][committee],
        }
        for committee, cadence in _CADENCES.items()
    ]
    return frame("committees", rows)


def remit() -> pd.DataFrame:
    """The `remit` table."""
    return frame("remit", pd.DataFrame(_REMIT, columns=["decision_type", "max_amount", "committee"]))


def priorities(words: Words) -> pd.DataFrame:
    """The `priorities` table."""
    return frame("priorities", [{"priority_id": key, "statement": said} for key, said in words["priorities"].items()])


def ambitions(words: Words) -> pd.DataFrame:
    """The `ambitions` table: a row per dated step."""
    rows = [
        {
            "ambition_id": ambition,
            "priority_id": priority,
            "kpi_id": kpi,
            "date": day,
            "level": level,
            "statement": words["ambitions"][ambition],
        }
        for ambition, priority, kpi, steps in _AMBITIONS
        for day, level in steps
    ]
    return frame("ambitions", rows)


def kpis(words: Words, kpi_words: Words) -> pd.DataFrame:
    """The `kpis` table: the pre-filled indicators, and the contract's own."""
    known = {**kpi_words, ABANDONED.kpi_id: words["kpi"]}
    return frame("kpis", [_kpi(one, known) for one in KPI_IDS])


def identities() -> pd.DataFrame:
    """The `identities` table: calls offered are handled or abandoned."""
    return frame("identities", [{"whole": "APP_REC", "parts": "APP_TRA;APP_ABD", "tolerance_share": 0.0}])


def antagonists(words: Words) -> pd.DataFrame:
    """The `antagonists` table."""
    rows = [{"kpi_id": one, "against": other, "reason": words["antagonists"][why]} for one, other, why in _ANTAGONISTS]
    return frame("antagonists", rows)


def themes(words: Words) -> pd.DataFrame:
    """The `themes` table."""
    rows = [{"theme": one["name"], "synonyms": ";".join(one["synonyms"])} for one in words["themes"].values()]
    return frame("themes", rows)


def _kpi(kpi_id: str, known: Words) -> dict[str, Any]:
    kpi = ABANDONED if kpi_id == ABANDONED.kpi_id else catalogue_kpi(kpi_id)
    said = known[kpi_id]
    return {
        "kpi_id": kpi_id,
        "name": said["name"],
        "family": kpi.family,
        "unit": known["units"][kpi.unit] or None,
        "decimals": kpi.decimals,
        "direction": kpi.direction,
        "aggregation": kpi.aggregation,
        "formula": kpi.formula,
        "multiplier": kpi.multiplier,
        "contractual": kpi.contractual,
        "priority": kpi.priority,
        "north_star": kpi.north_star,
        "n_min": kpi.n_min,
        "tolerance": kpi.tolerance,
        "priority_id": PRIORITY_OF.get(kpi_id),
        "definition": said["definition"],
        "numerator": said["numerator"] or None,
        "denominator": said.get("denominator") or None,
    }
