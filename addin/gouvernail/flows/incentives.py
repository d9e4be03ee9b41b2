"""« Calcul du bonus-malus »: the last frozen month, line by line, for both parties' accountants."""

from datetime import date

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.rules.incentive_months import frozen_months, incentive_months
from gouvernail.rules.incentive_table import charge_rows
from gouvernail.rules.incentives import Incentives
from gouvernail.schema.statistics import INCENTIVE_LINES
from gouvernail.sheets.incentive_words import explanation
from gouvernail.sheets.incentives import incentives_sheet
from gouvernail.terms import Committee
from gouvernail.words.catalogue import Catalogue

_TABLES = ("incentives", "incentive_steps", "invoices", "neutralisations")


def draw(figures: Figures) -> Drawing:
    """The page of the last month that a steering committee froze; it says so when none did."""
    figures.inputs.need("incentives", "invoices", "kpis")
    kpis, neutralisations = figures.inputs.frame("kpis"), figures.inputs.frame("neutralisations")
    months = frozen_charges(figures, until=figures.month.end)
    touched = len(figures.freezes.until(figures.as_of).touched())
    rows = (
        _told(months[-1], kpis, neutralisations, figures.words) if months else pd.DataFrame(columns=list(INCENTIVE_LINES.keys))
    )
    sheet = incentives_sheet(months[-1] if months else None, rows, figures.context, touched=touched)
    return Drawing((sheet,), {INCENTIVE_LINES.key: rows.reindex(columns=list(INCENTIVE_LINES.keys))})


def frozen_charges(figures: Figures, *, until: date) -> tuple[Incentives, ...]:
    """The bonus-malus of each month that a steering committee froze in the contract year, up to a day; oldest first.

    A month whose freeze is no longer what it was has none: no amount rests on it.
    """
    freezes = figures.freezes.until(figures.as_of)
    frozen = freezes.figures
    sound = frozen[frozen["committee"].eq(Committee.STEERING) & ~frozen["freeze_id"].isin(freezes.touched())]
    tables = {key: figures.inputs.frame(key) for key in _TABLES}
    least = {
        str(kpi): float(n) for kpi, n in figures.inputs.frame("kpis")[["kpi_id", "n_min"]].dropna().itertuples(index=False)
    }
    return incentive_months(frozen_months(sound), tables, least, until=until, settings=figures.settings)


def _told(found: Incentives, kpis: pd.DataFrame, neutralisations: pd.DataFrame, words: Catalogue) -> pd.DataFrame:
    """The rows of the month, each with its explanation."""
    rows = charge_rows(found)
    of = kpis.set_index("kpi_id")[["name", "unit", "decimals"]]
    rows = rows.join(of, on="kpi_id")
    given = neutralisations[["decision_id", "reason"]].dropna()
    reasons = {str(decision): str(reason) for decision, reason in given.itertuples(index=False)}
    lines = {charge.line.kpi_id: charge for charge in found.charges}
    told = [explanation(record, lines.get(str(record["kpi_id"])), reasons, words) for record in rows.to_dict("records")]
    return rows.assign(explanation=pd.Series(told, dtype="str"))
