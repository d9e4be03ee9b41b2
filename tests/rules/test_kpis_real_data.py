"""Real calls of a real service: the zeros that mean "not measured" are found, all of them and nothing else.

NHS 111 calls per day and provider, published by NHS England under the Open Government Licence v3.0.
"""

import os
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from declared import declared
from gouvernail.rules.kpis import KpiGaps, kpi_gaps
from gouvernail.settings import Settings
from kpi_cases import FRANCE, SALES, SERVICE_LEVEL, target

SHARED = Path(os.environ.get("GOUVERNAIL_SHARED", Path(__file__).parents[2].parent / "shared"))
CALLS = SHARED / "data" / "nhs111_daily.csv"

pytestmark = pytest.mark.real_data


def measures_of(calls: pd.DataFrame) -> pd.DataFrame:
    """Calls received, and answered out of received, as the reader gives them."""
    blank = declared("measures")
    common = {"date": calls["date"].astype("datetime64[us]"), "scope": calls["contract_name"], "grain": "day"}
    received = calls["calls_received"].astype("float64")
    answered = calls["calls_answered"].astype("float64")
    both = pd.concat(
        [
            pd.DataFrame(common | {"kpi_id": "REC", "value": received}),
            pd.DataFrame(common | {"kpi_id": "QS", "numerator": answered, "denominator": received}),
        ],
        ignore_index=True,
    )
    both = both.assign(row=range(2, len(both) + 2), origin="measures")
    return both.reindex(columns=blank.columns).astype(blank.dtypes)


@pytest.fixture(scope="module")
def read() -> tuple[pd.DataFrame, KpiGaps]:
    calls = pd.read_csv(CALLS, parse_dates=["date"])
    found = kpi_gaps(
        declared("kpis", SERVICE_LEVEL, SALES | {"kpi_id": "REC", "direction": "info"}),
        declared("targets", target(92)),
        measures_of(calls),
        declared("identities"),
        settings=Settings(),
        as_of=date(2026, 4, 8),
        calendar=FRANCE,
    )
    return calls, found


def test_zero_weeks_are_all_found(read):
    """One provider's week in December, and the last week of all 28: the 203 zeros of the file."""
    calls, found = read
    zeros = [one for one in found.problems if one.code == "measure.zeros" and one.facts["kpi"] == "REC"]
    assert len(zeros) == 29
    assert sum(one.facts["rows"] for one in zeros) == calls["calls_received"].eq(0).sum() == 203
    assert {one.facts["found"] for one in zeros} == {"2025-W52", "2026-W14"}


def test_other_weeks_are_believed(read):
    """Weeks without such zeros have their figure: calls answered over calls received, of all providers."""
    calls, found = read
    week = calls[calls["date"].between("2026-03-09", "2026-03-15")]
    line = found.weeks[found.weeks["scope"].eq("") & found.weeks["kpi_id"].eq("QS") & found.weeks["period"].eq("2026-W11")]
    expected = 100 * week["calls_answered"].sum() / week["calls_received"].sum()
    assert line["value"].item() == pytest.approx(expected)
    assert (line["status"].item(), line["days_present"].item(), line["days_expected"].item()) == ("green", 7, 7)
