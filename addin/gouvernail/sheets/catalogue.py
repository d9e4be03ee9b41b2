"""The trade's indicators, in the columns of the KPI table: copy a row, paste it there, and it is yours."""

from gouvernail.schema.catalogue import CATALOGUE, CatalogueKpi
from gouvernail.schema.inputs import KPIS
from gouvernail.sheets.layout import Page
from gouvernail.sheets.parts import Cell, Scalar, Sheet
from gouvernail.words.catalogue import Catalogue


def catalogue_sheet(words: Catalogue) -> Sheet:
    """The sheet of the KPI catalogue; its first columns are those of `gv_kpis`, in the same order."""
    widths = [float(column.width) for column in KPIS] + [34.0, 52.0]
    page = Page("catalogue", words, widths, printed=len(widths))
    page.title(words.sheet("catalogue"), words.say("inputs.catalogue"))
    top = page.row
    extra = [words.say("inputs.typical"), words.say("inputs.pitfalls")]
    for place, header in enumerate([*(words.column(KPIS.key, one.key) for one in KPIS), *extra], start=1):
        page.put(top, place, Cell(header, "header"))
    page.height(top, 32)
    for row, kpi in enumerate(CATALOGUE, start=top + 1):
        told = words.forms(f"kpis.{kpi.kpi_id}")
        values = kpi_row(kpi, words)
        shown = [page.cell(column, values.get(column.key)) for column in KPIS]
        for place, cell in enumerate([*shown, Cell(told["typical"], "wrap"), Cell(told["pitfalls"], "wrap")], start=1):
            page.put(row, place, cell)
        page.height(row, 33)
    page.freeze_at(top)
    return page.build()


def kpi_row(kpi: CatalogueKpi, words: Catalogue) -> dict[str, Scalar]:
    """A catalogue KPI as a row of `gv_kpis`: keys for choices, words for texts."""
    told = words.forms(f"kpis.{kpi.kpi_id}")
    return {
        "kpi_id": kpi.kpi_id,
        "name": told["name"],
        "family": kpi.family.value,
        "unit": words.forms("kpis.units")[kpi.unit] or None,
        "decimals": kpi.decimals,
        "direction": kpi.direction.value,
        "aggregation": kpi.aggregation.value,
        "formula": kpi.formula.value if kpi.formula else None,
        "multiplier": kpi.multiplier,
        "contractual": kpi.contractual,
        "priority": kpi.priority,
        "north_star": kpi.north_star,
        "n_min": kpi.n_min,
        "tolerance": kpi.tolerance,
        "definition": told["definition"],
        "numerator": told["numerator"] or None,
        "denominator": told["denominator"] or None,
    }
