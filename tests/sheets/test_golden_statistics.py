"""The pages of staffing, quality and bonus-malus as they stand, over a small month of calls, evaluations and money."""

from datetime import date
from functools import cache

import pytest

from gouvernail.flows import freeze
from gouvernail.flows.figures import Figures
from gouvernail.flows.inputs import Inputs
from gouvernail.flows.run import FLOWS
from gouvernail.words.catalogue import LANGUAGES
from small import AS_OF, ROWS, march, small

PAGES = {"staffing": "staffing_result", "quality": "quality_result", "incentives": "incentive_result"}
FEBRUARY = date(2026, 3, 5)
"""The committee that froze February, before its service level was corrected."""


def _interval(day, start, scope, volume, planned, present, **more):
    plain = {"date": march(day), "interval_start": start, "interval_minutes": 30.0, "scope": scope, "aht_seconds": 240.0}
    return plain | {"forecast_volume": volume, "actual_volume": volume * 1.2, "planned": planned, "present": present} | more


def _evaluation(number, party, points, **more):
    agent = "A1" if number <= 11 else "A2"
    plain = {"date": march(2 + number), "scope": "Lille", "evaluator_party": party, "contact_id": f"E{number:02}"}
    return plain | {"agent": agent, "points": points, "points_applicable": 100.0} | more


STATISTICS = {
    "kpis": [
        *ROWS["kpis"],
        {"kpi_id": "APP_TRA", "name": "Appels traités", "family": "accessibility", "decimals": 0, "direction": "info",
         "aggregation": "sum"},
    ],
    "measures": [
        *ROWS["measures"],
        {"kpi_id": "APP_TRA", "date": march(24), "grain": "day", "value": 900.0},
    ],
    "staffing": [
        _interval(24, "09:00", "Lille", 40.0, 8.0, 8.0), _interval(24, "09:30", "Lille", 60.0, 10.0, 9.0),
        _interval(24, "09:00", "Tunis", 30.0, 9.0, 9.0, patience_seconds=120.0),
        _interval(25, "09:00", "Lille", 50.0, 12.0, 5.0), _interval(25, "09:30", "Lille", 0.0, 2.0, 2.0),
    ],
    "evaluations": [
        *(_evaluation(at, "provider", 90.0 - at, critical_client=at == 5, critical_business=False, critical_compliance=False)
          for at in range(1, 15)),
        *(_evaluation(at, "client", 86.0 - at, critical_client=at == 5, critical_business=False, critical_compliance=False,
                      reference_points=88.0 - at) for at in range(3, 7)),
    ],
    "incentives": [
        {"kpi_id": "QS", "scheme": "linear", "weight": 60.0, "floor": 70.0, "target": 80.0, "stretch": 90.0,
         "max_malus": 1000.0, "max_bonus": 500.0},
        {"kpi_id": "TX_DEC", "scheme": "step", "weight": 40.0},
    ],
    "incentive_steps": [
        {"kpi_id": "TX_DEC", "threshold": 0.0, "amount": -600.0},
        {"kpi_id": "TX_DEC", "threshold": 90.0, "amount": 0.0},
        {"kpi_id": "TX_DEC", "threshold": 95.0, "amount": 300.0},
    ],
    "invoices": [
        {"month": date(2026, 2, 1), "amount": 20_000.0, "forecast_volume": 1000.0, "actual_volume": 1010.0},
        {"month": march(1), "amount": 21_000.5, "forecast_volume": 1000.0, "actual_volume": 1100.0},
    ],
    "neutralisations": [{"kpi_id": "TX_DEC", "month": march(1), "decision_id": "D-001", "reason": "Panne du client"}],
}  # fmt: skip


def _as_first_measured():
    """February's service level as its committee was shown it: 76 %, where it was 81 %."""
    wrong = [
        row | {"numerator": 760.0} if row["kpi_id"] == "QS" and row["date"].month == 2 else row
        for row in STATISTICS["measures"]
    ]
    return STATISTICS | {"measures": wrong}


@cache
def drawn(language):
    """The three pages in April, after February and March were frozen."""
    workbook = small(language, **STATISTICS)
    first = Figures(Inputs(small(language, **_as_first_measured())), FEBRUARY, confirmed=True)
    workbook.draw(freeze.draw(first).sheets)
    workbook.draw(freeze.draw(Figures(Inputs(workbook), AS_OF, confirmed=True)).sheets)
    figures = Figures(Inputs(workbook), AS_OF)
    return {flow: FLOWS[flow](figures).sheets[0] for flow in PAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flow", PAGES)
def test_a_page_looks_the_same(flow, language, golden):
    """Addresses, styles and values of the whole page."""
    golden(f"{PAGES[flow]}.{language}.txt", drawn(language)[flow].as_text())


@pytest.mark.parametrize("flow", PAGES)
def test_both_languages_differ_in_words_only(flow):
    """The same cells, the same numbers, the same looks."""
    french, english = (drawn(language)[flow] for language in ("fr", "en"))
    for (*place, one), (*other, two) in zip(french.cells(), english.cells(), strict=True):
        assert place == other
        assert isinstance(one.value, str) == isinstance(two.value, str), place
        assert isinstance(one.value, str) or one.value == two.value, place
        assert one.style == two.style, place


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_charged_column_makes_the_net(language):
    """To the cent, with February's correction and what was neutralised among the lines."""
    sheet = drawn(language)["incentives"]
    [table] = sheet.tables
    column = (
        table.area.left
        - 1
        + [cell.value for cell in sheet.rows[table.area.top - 1] if cell].index({"fr": "Facturé", "en": "Charged"}[language])
    )
    charged = [row[column].value for row in sheet.rows[table.area.top : table.area.bottom]]
    assert charged == [0.0 if row is None else row for row in charged]
    told = [cell.value for _, _, cell in sheet.cells() if cell.style == "strong"]
    net = f"{sum(charged):+,.2f}".replace("-", "−")
    shown = net.replace(",", "\u202f").replace(".", ",") if language == "fr" else net
    assert f"{shown}\u00a0€" in told[0]
