"""The trade's indicators, ready to be taken into a workbook; names and definitions live in the words (`kpis.toml`)."""

from dataclasses import dataclass

from gouvernail.terms import Aggregation, Direction, Family, Formula, PeriodKind

RATIO, SUM, LAST, MAX = Aggregation
HIGHER, LOWER, BAND, INFO = Direction
N_OVER_D, ONE_MINUS, ANNUALISED = Formula
WEEK, MONTH, SEMESTER = PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.SEMESTER
(
    ACCESSIBILITY,
    DIGITAL,
    PRODUCTIVITY,
    QUALITY,
    EXPERIENCE,
    SALES,
    RESOURCES,
    ECONOMY,
    TECHNOLOGY,
    GOVERNANCE,
) = Family

CONTRACTUAL = frozenset({"TX_DEC", "QS", "QS_MAIL", "QS_CHAT", "NOTE_QUAL", "EC_CONF", "CSAT", "TX_RECLA"})
"""Owed by the contract in the pre-filled set."""

PRIORITY = CONTRACTUAL | {"DMT", "TX_REIT", "ABS"}
"""The few that are followed with all the control-chart rules in the pre-filled set."""

NORTH_STAR = frozenset({"TX_DEC", "CSAT"})
"""Always on top of the three committees' pages in the pre-filled set."""


@dataclass(frozen=True)
class CatalogueKpi:
    """An indicator as the trade usually defines it; a contract may define it otherwise, in the `kpis` table.

    Args:
        kpi_id: the same in every language, and the section of its words in `kpis.toml`.
        family: the domain it speaks of.
        unit: its symbol, or a plain word where languages differ (`count`, `day`, `month`, `per_hour`): `kpis.toml`
            `[units]` has what a sheet shows for each.
        decimals: how many decimals a comparison with its target keeps.
        direction: which way it gets better.
        aggregation: how its rows make one value.
        formula: what a ratio makes of its numerator and denominator; None when it is not a ratio.
        multiplier: only where the unit does not give it away (% is 100, ‱ is 10 000, others 1).
        n_min: the denominator under which a value is a small sample; 0 when the question does not arise.
        tolerance: how much worse than target is still amber, in the KPI's unit; None when it is relative to the
            target (`typical` in the words says so) or when there is none.
        cadence: how often it is usually measured.
    """

    kpi_id: str
    family: Family
    unit: str
    decimals: int
    direction: Direction
    aggregation: Aggregation
    formula: Formula | None = None
    multiplier: float | None = None
    n_min: float = 0.0
    tolerance: float | None = None
    cadence: PeriodKind = PeriodKind.WEEK

    @property
    def contractual(self) -> bool:
        """Whether the contract owes it, in the pre-filled set."""
        return self.kpi_id in CONTRACTUAL

    @property
    def priority(self) -> bool:
        """Whether it is one of the few that get all the control-chart rules, in the pre-filled set."""
        return self.kpi_id in PRIORITY

    @property
    def north_star(self) -> bool:
        """Whether it stands on top of every page, in the pre-filled set."""
        return self.kpi_id in NORTH_STAR


CATALOGUE: tuple[CatalogueKpi, ...] = (
    CatalogueKpi("APP_REC", ACCESSIBILITY, "count", 0, INFO, SUM),
    CatalogueKpi("APP_TRA", ACCESSIBILITY, "count", 0, INFO, SUM),
    CatalogueKpi("TX_DEC", ACCESSIBILITY, "%", 1, HIGHER, RATIO, N_OVER_D, n_min=100, tolerance=2),
    CatalogueKpi("QS", ACCESSIBILITY, "%", 1, HIGHER, RATIO, N_OVER_D, n_min=100, tolerance=3),
    CatalogueKpi("TX_ABD", ACCESSIBILITY, "%", 1, LOWER, RATIO, N_OVER_D, n_min=100, tolerance=2),
    CatalogueKpi("DMA", ACCESSIBILITY, "s", 0, LOWER, RATIO, N_OVER_D, n_min=100, tolerance=10),
    CatalogueKpi("ATT_MAX", ACCESSIBILITY, "s", 0, LOWER, MAX, tolerance=120),
    CatalogueKpi("TX_DIS", ACCESSIBILITY, "%", 1, LOWER, RATIO, N_OVER_D, n_min=100, tolerance=1),
    CatalogueKpi("TX_DEB", ACCESSIBILITY, "%", 1, LOWER, RATIO, N_OVER_D, n_min=100, tolerance=2),
    CatalogueKpi("QS_MAIL", DIGITAL, "%", 1, HIGHER, RATIO, N_OVER_D, n_min=50, tolerance=3),
    CatalogueKpi("QS_CHAT", DIGITAL, "%", 1, HIGHER, RATIO, N_OVER_D, n_min=50, tolerance=3),
    CatalogueKpi("BACKLOG", DIGITAL, "count", 0, LOWER, LAST),
    CatalogueKpi("AGE_STOCK", DIGITAL, "day", 1, LOWER, LAST, n_min=20, tolerance=1),
    CatalogueKpi("DMT", PRODUCTIVITY, "s", 0, BAND, RATIO, N_OVER_D, n_min=100),
    CatalogueKpi("DMC", PRODUCTIVITY, "s", 0, INFO, RATIO, N_OVER_D, n_min=100),
    CatalogueKpi("ACW", PRODUCTIVITY, "s", 0, LOWER, RATIO, N_OVER_D, n_min=100, tolerance=10),
    CatalogueKpi("TX_OCC", PRODUCTIVITY, "%", 1, BAND, RATIO, N_OVER_D, tolerance=3),
    CatalogueKpi("TX_UTIL", PRODUCTIVITY, "%", 1, HIGHER, RATIO, N_OVER_D, tolerance=3, cadence=MONTH),
    CatalogueKpi("CPH", PRODUCTIVITY, "per_hour", 1, BAND, RATIO, N_OVER_D),
    CatalogueKpi("TX_TRANSF", PRODUCTIVITY, "%", 1, LOWER, RATIO, N_OVER_D, n_min=100, tolerance=2),
    CatalogueKpi("TX_SELF", PRODUCTIVITY, "%", 1, HIGHER, RATIO, N_OVER_D, n_min=100, tolerance=1, cadence=MONTH),
    CatalogueKpi("SUPER_RATIO", PRODUCTIVITY, "count", 1, BAND, RATIO, N_OVER_D, tolerance=2, cadence=MONTH),
    CatalogueKpi("FCR", QUALITY, "%", 1, HIGHER, RATIO, N_OVER_D, n_min=50, tolerance=3, cadence=MONTH),
    CatalogueKpi("TX_REIT", QUALITY, "%", 1, LOWER, RATIO, N_OVER_D, n_min=100, tolerance=2),
    CatalogueKpi("NOTE_QUAL", QUALITY, "%", 1, HIGHER, RATIO, N_OVER_D, n_min=30, tolerance=3, cadence=MONTH),
    CatalogueKpi("EC_CLI", QUALITY, "%", 1, HIGHER, RATIO, N_OVER_D, n_min=50, tolerance=2, cadence=MONTH),
    CatalogueKpi("EC_BUS", QUALITY, "%", 1, HIGHER, RATIO, N_OVER_D, n_min=50, tolerance=2, cadence=MONTH),
    CatalogueKpi("EC_CONF", QUALITY, "%", 1, HIGHER, RATIO, N_OVER_D, n_min=100, tolerance=0.5, cadence=MONTH),
    CatalogueKpi("CALIB", QUALITY, "pt", 1, LOWER, RATIO, N_OVER_D, n_min=10, tolerance=2, cadence=MONTH),
    CatalogueKpi("CSAT", EXPERIENCE, "%", 1, HIGHER, RATIO, N_OVER_D, n_min=30, tolerance=3, cadence=MONTH),
    CatalogueKpi("NPS", EXPERIENCE, "pts", 0, HIGHER, RATIO, N_OVER_D, multiplier=100, n_min=50, tolerance=5, cadence=MONTH),
    CatalogueKpi("CES", EXPERIENCE, "/5", 2, HIGHER, RATIO, N_OVER_D, n_min=50, tolerance=0.2, cadence=MONTH),
    CatalogueKpi("TX_RECLA", EXPERIENCE, "‱", 1, LOWER, RATIO, N_OVER_D, tolerance=5, cadence=MONTH),
    CatalogueKpi("DELAI_RECLA", EXPERIENCE, "%", 1, HIGHER, RATIO, N_OVER_D, n_min=20, tolerance=3, cadence=MONTH),
    CatalogueKpi("TX_REP_ENQ", EXPERIENCE, "%", 1, INFO, RATIO, N_OVER_D, n_min=100, tolerance=3, cadence=MONTH),
    CatalogueKpi("TX_CONV", SALES, "%", 1, HIGHER, RATIO, N_OVER_D, n_min=50, tolerance=1),
    CatalogueKpi("VENTES", SALES, "count", 0, HIGHER, SUM),
    CatalogueKpi("TX_JOIGN", SALES, "%", 1, HIGHER, RATIO, N_OVER_D, n_min=200, tolerance=3),
    CatalogueKpi("PREC_VOL", RESOURCES, "%", 1, HIGHER, RATIO, ONE_MINUS, tolerance=3),
    CatalogueKpi("BIAIS_VOL", RESOURCES, "%", 1, BAND, RATIO, N_OVER_D, tolerance=5),
    CatalogueKpi("EFF_PLAN", RESOURCES, "%", 1, BAND, RATIO, N_OVER_D, tolerance=3),
    CatalogueKpi("ADH", RESOURCES, "%", 1, HIGHER, RATIO, N_OVER_D, tolerance=2),
    CatalogueKpi("SHRINK", RESOURCES, "%", 1, BAND, RATIO, N_OVER_D, tolerance=3, cadence=MONTH),
    CatalogueKpi("ABS", RESOURCES, "%", 1, LOWER, RATIO, N_OVER_D, tolerance=2, cadence=MONTH),
    CatalogueKpi("TURN", RESOURCES, "%", 1, LOWER, RATIO, ANNUALISED, tolerance=5, cadence=MONTH),
    CatalogueKpi("ANC", RESOURCES, "month", 1, HIGHER, LAST, tolerance=3, cadence=MONTH),
    CatalogueKpi("FORM_H", RESOURCES, "h", 1, HIGHER, RATIO, N_OVER_D, tolerance=1, cadence=MONTH),
    CatalogueKpi("ESAT", RESOURCES, "pts", 0, HIGHER, RATIO, N_OVER_D, multiplier=100, n_min=20, tolerance=5, cadence=SEMESTER),
    CatalogueKpi("CPC", ECONOMY, "€", 2, LOWER, RATIO, N_OVER_D, cadence=MONTH),
    CatalogueKpi("BM_NET", ECONOMY, "€", 2, HIGHER, SUM, cadence=MONTH),
    CatalogueKpi("BUDG", ECONOMY, "%", 1, BAND, RATIO, N_OVER_D, tolerance=3, cadence=MONTH),
    CatalogueKpi("DISPO_SI", TECHNOLOGY, "%", 2, HIGHER, RATIO, ONE_MINUS, tolerance=0.3),
    CatalogueKpi("ACT_TEMPS", GOVERNANCE, "%", 0, HIGHER, RATIO, N_OVER_D, n_min=5, tolerance=10, cadence=MONTH),
    CatalogueKpi("ACT_RET", GOVERNANCE, "count", 0, LOWER, LAST, tolerance=2),
    CatalogueKpi("TENUE", GOVERNANCE, "%", 0, HIGHER, RATIO, N_OVER_D, cadence=MONTH),
    CatalogueKpi("DEC_EXEC", GOVERNANCE, "%", 0, HIGHER, RATIO, N_OVER_D, n_min=5, tolerance=10, cadence=MONTH),
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
