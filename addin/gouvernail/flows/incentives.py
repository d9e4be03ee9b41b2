"""« Calcul du bonus-malus »: the last frozen month, line by line, for both parties' accountants."""

from datetime import date, timedelta

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.rules.incentive_corrections import Correction
from gouvernail.rules.incentive_months import frozen_months, incentive_months, pending_corrections
from gouvernail.rules.incentive_table import charge_rows
from gouvernail.rules.incentives import Incentives
from gouvernail.schema.statistics import INCENTIVE_LINES
from gouvernail.sheets.incentive_words import correction_words, explanation
from gouvernail.sheets.incentives import incentives_sheet
from gouvernail.terms import Committee
from gouvernail.words.catalogue import Catalogue

_NEEDED = ("incentives", "invoices", "kpis")
_TABLES = ("incentives", "incentive_steps", "invoices", "neutralisations")


def draw(figures: Figures) -> Drawing:
    """The page of the last month that a steering committee froze; it says so when none did."""
    figures.inputs.need(*_NEEDED)
    kpis, neutralisations = figures.inputs.frame("kpis"), figures.inputs.frame("neutralisations")
    months = frozen_charges(figures, until=figures.month.end)
    touched = len(figures.known_freezes.touched())
    pending = _pending(figures, months)
    rows = (
        _told(months[-1], kpis, neutralisations, figures.words) if months else pd.DataFrame(columns=list(INCENTIVE_LINES.keys))
    )
    sheet = incentives_sheet(months[-1] if months else None, rows, pending, figures.context, touched=touched)
    return Drawing((sheet,), {INCENTIVE_LINES.key: rows.reindex(columns=list(INCENTIVE_LINES.keys))})


def frozen_charges(figures: Figures, *, until: date) -> tuple[Incentives, ...]:
    """The bonus-malus of each month that a steering committee froze in the contract year, up to a day; oldest first.

    A month whose freeze is no longer what it was has none: no amount rests on it.
    """
    if until not in figures.charges:
        items = _sound(figures.known_freezes.items, figures)
        frozen, tables, least = _frozen(figures), _tables(figures), _least(figures)
        months = incentive_months(frozen, tables, least, until=until, settings=figures.settings, items=items)
        figures.charges[until] = months
    return figures.charges[until]


def corrections_to_come(figures: Figures) -> tuple[Correction, ...]:
    """What the month that is being frozen corrects of earlier ones, restated since they were charged.

    Raises:
        PageRefused: the bonus-malus of an earlier month cannot be computed.
    """
    if not all(figures.inputs.has(key) for key in _NEEDED):
        return ()
    return _pending(figures, frozen_charges(figures, until=figures.month.start - timedelta(days=1)))


def _pending(figures: Figures, months: tuple[Incentives, ...]) -> tuple[Correction, ...]:
    restated = figures.restatements
    if not months or restated.empty:
        return ()
    frozen, tables, least = _frozen(figures), _tables(figures), _least(figures)
    return pending_corrections(frozen, restated, tables, least, months, settings=figures.settings)


def _frozen(figures: Figures) -> pd.DataFrame:
    return frozen_months(_sound(figures.known_freezes.figures, figures))


def _sound(frozen: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """The rows of steering committees' freezes that are still what they were."""
    return frozen[frozen["committee"].eq(Committee.STEERING) & ~frozen["freeze_id"].isin(figures.freezes.touched())]


def _tables(figures: Figures) -> dict[str, pd.DataFrame]:
    return {key: figures.inputs.frame(key) for key in _TABLES}


def _least(figures: Figures) -> dict[str, float]:
    """The fewest cases of each KPI that has its own number."""
    given = figures.inputs.frame("kpis")[["kpi_id", "n_min"]].dropna()
    return {str(kpi): float(n) for kpi, n in given.itertuples(index=False)}


def _told(found: Incentives, kpis: pd.DataFrame, neutralisations: pd.DataFrame, words: Catalogue) -> pd.DataFrame:
    """The rows of the month, each with its explanation."""
    rows = charge_rows(found)
    of = kpis.set_index("kpi_id")[["name", "unit", "decimals"]]
    rows = rows.join(of, on="kpi_id")
    given = neutralisations[["decision_id", "reason"]].dropna()
    reasons = {str(decision): str(reason) for decision, reason in given.itertuples(index=False)}
    lines = {charge.line.kpi_id: charge for charge in found.charges}
    corrections = {one.month: one for one in found.corrections}
    told = [
        correction_words(corrections[str(record["month"])], words)
        if record["kind"] == "regularisation"
        else explanation(record, lines.get(str(record["kpi_id"])), reasons, words)
        for record in rows.to_dict("records")
    ]
    return rows.assign(explanation=pd.Series(told, dtype="str"))
