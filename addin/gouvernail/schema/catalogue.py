"""The trade's indicators, ready to be taken into a workbook; names and definitions live in the words (`kpis.toml`)."""

from dataclasses import dataclass

from gouvernail.terms import Aggregation as A
from gouvernail.terms import Direction as D
from gouvernail.terms import Family as F
from gouvernail.terms import Formula
from gouvernail.terms import PeriodKind as P


@dataclass(frozen=True)
class CatalogueKpi:
    """An indicator as the trade usually defines it; a contract may define it otherwise, in the `kpis` table.

    Args:
        kpi_id: the same in every language, and the section of its words in `kpis.toml`.
        family: the domain it speaks of.
        unit: its symbol, or a key of `kpis.toml` `[units]` where languages differ (`count`, `day`, `month`, `per_hour`).
        decimals: how many decimals a comparison with its target keeps.
        direction: which way it gets better.
        aggregation: how its rows make one value.
        formula: what a ratio makes of its numerator and denominator; None when it is not a ratio.
        multiplier: only where the unit does not give it away (% is 100, ‱ is 10 000, others 1).
        n_min: the denominator under which a value is a small sample; 0 when the question does not arise.
        tolerance: how much worse than target is still amber, in the KPI's unit; None when it is relative to the
            target (`typical` in the words says so) or when there is none.
        cadence: how often it is usually measured.
        contractual: owed by the contract in the pre-filled set.
        priority: among the few followed with all the control-chart rules in the pre-filled set.
        north_star: always on top of the three committees' pages in the pre-filled set.
    """

    kpi_id: str
    family: F
    unit: str
    decimals: int
    direction: D
    aggregation: A
    formula: Formula | None = None
    multiplier: float | None = None
    n_min: float = 0.0
    tolerance: float | None = None
    cadence: P = P.WEEK
    contractual: bool = False
    priority: bool = False
    north_star: bool = False


CATALOGUE: tuple[CatalogueKpi, ...] = (
    CatalogueKpi("APP_REC", F.ACCESSIBILITY, "count", 0, D.INFO, A.SUM),
    CatalogueKpi("APP_TRA", F.ACCESSIBILITY, "count", 0, D.INFO, A.SUM),
    CatalogueKpi(
        "TX_DEC",
        F.ACCESSIBILITY,
        "%",
        1,
        D.HIGHER,
        A.RATIO,
        Formula.N_OVER_D,
        n_min=100.0,
        tolerance=2.0,
        contractual=True,
        priority=True,
        north_star=True,
    ),
    CatalogueKpi(
        "QS",
        F.ACCESSIBILITY,
        "%",
        1,
        D.HIGHER,
        A.RATIO,
        Formula.N_OVER_D,
        n_min=100.0,
        tolerance=3.0,
        contractual=True,
        priority=True,
    ),
    CatalogueKpi("TX_ABD", F.ACCESSIBILITY, "%", 1, D.LOWER, A.RATIO, Formula.N_OVER_D, n_min=100.0, tolerance=2.0),
    CatalogueKpi("DMA", F.ACCESSIBILITY, "s", 0, D.LOWER, A.RATIO, Formula.N_OVER_D, n_min=100.0, tolerance=10.0),
    CatalogueKpi("ATT_MAX", F.ACCESSIBILITY, "s", 0, D.LOWER, A.MAX, tolerance=120.0),
    CatalogueKpi("TX_DIS", F.ACCESSIBILITY, "%", 1, D.LOWER, A.RATIO, Formula.N_OVER_D, n_min=100.0, tolerance=1.0),
    CatalogueKpi("TX_DEB", F.ACCESSIBILITY, "%", 1, D.LOWER, A.RATIO, Formula.N_OVER_D, n_min=100.0, tolerance=2.0),
    CatalogueKpi(
        "QS_MAIL",
        F.DIGITAL,
        "%",
        1,
        D.HIGHER,
        A.RATIO,
        Formula.N_OVER_D,
        n_min=50.0,
        tolerance=3.0,
        contractual=True,
        priority=True,
    ),
    CatalogueKpi(
        "QS_CHAT",
        F.DIGITAL,
        "%",
        1,
        D.HIGHER,
        A.RATIO,
        Formula.N_OVER_D,
        n_min=50.0,
        tolerance=3.0,
        contractual=True,
        priority=True,
    ),
    CatalogueKpi("BACKLOG", F.DIGITAL, "count", 0, D.LOWER, A.LAST),
    CatalogueKpi("AGE_STOCK", F.DIGITAL, "day", 1, D.LOWER, A.LAST, n_min=20.0, tolerance=1.0),
    CatalogueKpi("DMT", F.PRODUCTIVITY, "s", 0, D.BAND, A.RATIO, Formula.N_OVER_D, n_min=100.0, priority=True),
    CatalogueKpi("DMC", F.PRODUCTIVITY, "s", 0, D.INFO, A.RATIO, Formula.N_OVER_D, n_min=100.0),
    CatalogueKpi("ACW", F.PRODUCTIVITY, "s", 0, D.LOWER, A.RATIO, Formula.N_OVER_D, n_min=100.0, tolerance=10.0),
    CatalogueKpi("TX_OCC", F.PRODUCTIVITY, "%", 1, D.BAND, A.RATIO, Formula.N_OVER_D, tolerance=3.0),
    CatalogueKpi(
        "TX_UTIL", F.PRODUCTIVITY, "%", 1, D.HIGHER, A.RATIO, Formula.N_OVER_D, tolerance=3.0, cadence=P.MONTH
    ),
    CatalogueKpi("CPH", F.PRODUCTIVITY, "per_hour", 1, D.BAND, A.RATIO, Formula.N_OVER_D),
    CatalogueKpi("TX_TRANSF", F.PRODUCTIVITY, "%", 1, D.LOWER, A.RATIO, Formula.N_OVER_D, n_min=100.0, tolerance=2.0),
    CatalogueKpi(
        "TX_SELF",
        F.PRODUCTIVITY,
        "%",
        1,
        D.HIGHER,
        A.RATIO,
        Formula.N_OVER_D,
        n_min=100.0,
        tolerance=1.0,
        cadence=P.MONTH,
    ),
    CatalogueKpi(
        "SUPER_RATIO", F.PRODUCTIVITY, "count", 1, D.BAND, A.RATIO, Formula.N_OVER_D, tolerance=2.0, cadence=P.MONTH
    ),
    CatalogueKpi(
        "FCR", F.QUALITY, "%", 1, D.HIGHER, A.RATIO, Formula.N_OVER_D, n_min=50.0, tolerance=3.0, cadence=P.MONTH
    ),
    CatalogueKpi(
        "TX_REIT", F.QUALITY, "%", 1, D.LOWER, A.RATIO, Formula.N_OVER_D, n_min=100.0, tolerance=2.0, priority=True
    ),
    CatalogueKpi(
        "NOTE_QUAL",
        F.QUALITY,
        "%",
        1,
        D.HIGHER,
        A.RATIO,
        Formula.N_OVER_D,
        n_min=30.0,
        tolerance=3.0,
        cadence=P.MONTH,
        contractual=True,
        priority=True,
    ),
    CatalogueKpi(
        "EC_CLI", F.QUALITY, "%", 1, D.HIGHER, A.RATIO, Formula.N_OVER_D, n_min=50.0, tolerance=2.0, cadence=P.MONTH
    ),
    CatalogueKpi(
        "EC_BUS", F.QUALITY, "%", 1, D.HIGHER, A.RATIO, Formula.N_OVER_D, n_min=50.0, tolerance=2.0, cadence=P.MONTH
    ),
    CatalogueKpi(
        "EC_CONF",
        F.QUALITY,
        "%",
        1,
        D.HIGHER,
        A.RATIO,
        Formula.N_OVER_D,
        n_min=100.0,
        tolerance=0.5,
        cadence=P.MONTH,
        contractual=True,
        priority=True,
    ),
    CatalogueKpi(
        "CALIB", F.QUALITY, "pt", 1, D.LOWER, A.RATIO, Formula.N_OVER_D, n_min=10.0, tolerance=2.0, cadence=P.MONTH
    ),
    CatalogueKpi(
        "CSAT",
        F.EXPERIENCE,
        "%",
        1,
        D.HIGHER,
        A.RATIO,
        Formula.N_OVER_D,
        n_min=30.0,
        tolerance=3.0,
        cadence=P.MONTH,
        contractual=True,
        priority=True,
        north_star=True,
    ),
    CatalogueKpi(
        "NPS",
        F.EXPERIENCE,
        "pts",
        0,
        D.HIGHER,
        A.RATIO,
        Formula.N_OVER_D,
        multiplier=100.0,
        n_min=50.0,
        tolerance=5.0,
        cadence=P.MONTH,
    ),
    CatalogueKpi(
        "CES", F.EXPERIENCE, "/5", 2, D.HIGHER, A.RATIO, Formula.N_OVER_D, n_min=50.0, tolerance=0.2, cadence=P.MONTH
    ),
    CatalogueKpi(
        "TX_RECLA",
        F.EXPERIENCE,
        "‱",
        1,
        D.LOWER,
        A.RATIO,
        Formula.N_OVER_D,
        tolerance=5.0,
        cadence=P.MONTH,
        contractual=True,
        priority=True,
    ),
    CatalogueKpi(
        "DELAI_RECLA",
        F.EXPERIENCE,
        "%",
        1,
        D.HIGHER,
        A.RATIO,
        Formula.N_OVER_D,
        n_min=20.0,
        tolerance=3.0,
        cadence=P.MONTH,
    ),
    CatalogueKpi(
        "TX_REP_ENQ",
        F.EXPERIENCE,
        "%",
        1,
        D.INFO,
        A.RATIO,
        Formula.N_OVER_D,
        n_min=100.0,
        tolerance=3.0,
        cadence=P.MONTH,
    ),
    CatalogueKpi("TX_CONV", F.SALES, "%", 1, D.HIGHER, A.RATIO, Formula.N_OVER_D, n_min=50.0, tolerance=1.0),
    CatalogueKpi("VENTES", F.SALES, "count", 0, D.HIGHER, A.SUM),
    CatalogueKpi("TX_JOIGN", F.SALES, "%", 1, D.HIGHER, A.RATIO, Formula.N_OVER_D, n_min=200.0, tolerance=3.0),
    CatalogueKpi("PREC_VOL", F.RESOURCES, "%", 1, D.HIGHER, A.RATIO, Formula.ONE_MINUS, tolerance=3.0),
    CatalogueKpi("BIAIS_VOL", F.RESOURCES, "%", 1, D.BAND, A.RATIO, Formula.N_OVER_D, tolerance=5.0),
    CatalogueKpi("EFF_PLAN", F.RESOURCES, "%", 1, D.BAND, A.RATIO, Formula.N_OVER_D, tolerance=3.0),
    CatalogueKpi("ADH", F.RESOURCES, "%", 1, D.HIGHER, A.RATIO, Formula.N_OVER_D, tolerance=2.0),
    CatalogueKpi("SHRINK", F.RESOURCES, "%", 1, D.BAND, A.RATIO, Formula.N_OVER_D, tolerance=3.0, cadence=P.MONTH),
    CatalogueKpi(
        "ABS", F.RESOURCES, "%", 1, D.LOWER, A.RATIO, Formula.N_OVER_D, tolerance=2.0, cadence=P.MONTH, priority=True
    ),
    CatalogueKpi("TURN", F.RESOURCES, "%", 1, D.LOWER, A.RATIO, Formula.ANNUALISED, tolerance=5.0, cadence=P.MONTH),
    CatalogueKpi("ANC", F.RESOURCES, "month", 1, D.HIGHER, A.LAST, tolerance=3.0, cadence=P.MONTH),
    CatalogueKpi("FORM_H", F.RESOURCES, "h", 1, D.HIGHER, A.RATIO, Formula.N_OVER_D, tolerance=1.0, cadence=P.MONTH),
    CatalogueKpi(
        "ESAT",
        F.RESOURCES,
        "pts",
        0,
        D.HIGHER,
        A.RATIO,
        Formula.N_OVER_D,
        multiplier=100.0,
        n_min=20.0,
        tolerance=5.0,
        cadence=P.SEMESTER,
    ),
    CatalogueKpi("CPC", F.ECONOMY, "€", 2, D.LOWER, A.RATIO, Formula.N_OVER_D, cadence=P.MONTH),
    CatalogueKpi("BM_NET", F.ECONOMY, "€", 2, D.HIGHER, A.SUM, cadence=P.MONTH),
    CatalogueKpi("BUDG", F.ECONOMY, "%", 1, D.BAND, A.RATIO, Formula.N_OVER_D, tolerance=3.0, cadence=P.MONTH),
    CatalogueKpi("DISPO_SI", F.TECHNOLOGY, "%", 2, D.HIGHER, A.RATIO, Formula.ONE_MINUS, tolerance=0.3),
    CatalogueKpi(
        "ACT_TEMPS",
        F.GOVERNANCE,
        "%",
        0,
        D.HIGHER,
        A.RATIO,
        Formula.N_OVER_D,
        n_min=5.0,
        tolerance=10.0,
        cadence=P.MONTH,
    ),
    CatalogueKpi("ACT_RET", F.GOVERNANCE, "count", 0, D.LOWER, A.LAST, tolerance=2.0),
    CatalogueKpi("TENUE", F.GOVERNANCE, "%", 0, D.HIGHER, A.RATIO, Formula.N_OVER_D, cadence=P.MONTH),
    CatalogueKpi(
        "DEC_EXEC",
        F.GOVERNANCE,
        "%",
        0,
        D.HIGHER,
        A.RATIO,
        Formula.N_OVER_D,
        n_min=5.0,
        tolerance=10.0,
        cadence=P.MONTH,
    ),
)

PREFILLED: tuple[str, ...] = (
    "APP_REC",
    "APP_TRA",
    "TX_DEC",
    "QS",
    "TX_ABD",
    "DMA",
    "DMT",
    "QS_MAIL",
    "QS_CHAT",
    "BACKLOG",
    "TX_REIT",
    "NOTE_QUAL",
    "EC_CONF",
    "CSAT",
    "TX_RECLA",
    "ABS",
    "PREC_VOL",
    "DISPO_SI",
    "VENTES",
)
"""The indicators of a new workbook and of the filled example: what three committees can read in an hour."""


def catalogue_kpi(kpi_id: str) -> CatalogueKpi:
    """The indicator with that id; KeyError when the trade's list has none.

    >>> catalogue_kpi("TX_DEC").direction.value
    'higher'
    """
    for kpi in CATALOGUE:
        if kpi.kpi_id == kpi_id:
            return kpi
    raise KeyError(kpi_id)
