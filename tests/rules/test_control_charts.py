"""Which charts a committee sees, and what each of them shows."""

import pandas as pd
import pytest

from gouvernail.rules.control_charts import chart_points, keep_charts
from gouvernail.settings import Settings

STEADY = [90.0, 91.0, 89.0, 90.5, 89.5, 91.0, 89.0, 90.0, 90.5, 89.5, 90.0, 91.0]


def line(kpi="QS", values=STEADY, **more):
    starts = pd.date_range("2025-12-29", periods=len(values), freq="7D")
    plain = {
        "kpi_id": kpi, "scope": "", "doubts": "", "small_sample": False, "aggregation": "ratio", "days_present": 5,
        "days_expected": 5, "chart": "individuals", "multiplier": 100.0,
        "denominator": 1000.0, "contractual": False, "priority": False, "north_star": False, "confirmed_status": "green",
        "direction": "higher", "unit": "%", "target": 95.0, "low": float("nan"), "high": float("nan"),
    }  # fmt: skip
    frame = pd.DataFrame({"value": values, "start": starts, "end": starts + pd.Timedelta(days=6)})
    frame["period"] = [f"2026-W{at:02}" for at in range(1, len(values) + 1)]
    return frame.assign(**(plain | more))


def kept(*lines, shown=12):
    """Lines with what their reading says; the charts kept, in order."""
    history = pd.concat([one.drop(columns=["variation", "assurance"], errors="ignore") for one in lines], ignore_index=True)
    readings = pd.DataFrame(
        [
            {"kpi_id": one["kpi_id"].iloc[0], "scope": one["scope"].iloc[0]}
            | {key: one[key].iloc[0] if key in one else "none" for key in ("variation", "assurance")}
            for one in lines
        ]
    )
    found = keep_charts(history, readings, shown=shown)
    assert found["rank"].tolist() == list(range(1, len(found) + 1))
    return (found["kpi_id"] + found["scope"].where(found["scope"].eq(""), "/" + found["scope"])).tolist()


def test_charts_with_something_to_say_come_first():
    """Red for certain or worse, then out of the process's reach, then better; then worse scopes; then what matters."""
    assert kept(
        line("PLAIN"),
        line("OWED", contractual=True),
        line("BETTER", variation="improvement"),
        line("SITE", scope="Lille", variation="deterioration"),
        line("NEVER", assurance="will_not"),
        line("WORSE", variation="deterioration"),
        line("RED", confirmed_status="red"),
    ) == ["WORSE", "RED", "NEVER", "BETTER", "SITE/Lille", "OWED", "PLAIN"]


def test_a_scope_with_nothing_to_say_is_not_shown():
    """Only a scope that is red for certain or got worse by itself deserves a chart."""
    assert kept(line("QS"), line("QS", scope="Lille", variation="improvement", contractual=True)) == ["QS"]


def test_at_most_twelve():
    """Twelve charts, no more; fewer when asked for."""
    many = [line(f"K{at:02}") for at in range(15)]
    assert len(kept(*many)) == 12
    assert kept(*many, shown=2) == ["K00", "K01"]


@pytest.mark.parametrize(("values", "charts"), [(STEADY[:8], 1), (STEADY[:7], 0), ([None] * 12, 0)])
def test_too_few_points_make_no_chart(values, charts):
    """Under eight measured points nothing could be said."""
    assert len(kept(line(values=values))) == charts


def test_points_and_limits():
    """A point per week, with what it was held against; a percentage's limits are drawn within 0 and 100."""
    points = chart_points(line(values=[98.0, 99.9, 97.0, 99.5] * 3), settings=Settings())
    assert points["period"].tolist()[:2] == ["2026-W01", "2026-W02"]
    assert points["target"].eq(95.0).all()
    assert points["upper"].eq(100.0).all()
    assert points["lower"].lt(95).all()
    assert not points["provisional"].any()


def test_limits_of_eight_to_eleven_points_are_provisional_and_under_eight_there_are_none():
    """Young limits are called so, younger ones are not drawn."""
    assert chart_points(line(values=STEADY[:11]), settings=Settings())["provisional"].all()
    young = chart_points(line(values=STEADY[:7]), settings=Settings())
    assert young[["centre", "lower", "upper"]].isna().all(axis=None)


def test_the_earlier_limits_stay_drawn_after_a_recorded_change():
    """A rebase starts a new segment; the points before it keep theirs."""
    rebases = pd.DataFrame(
        {
            "kpi_id": ["QS"], "scope": [None], "from_date": pd.to_datetime(["2026-03-23"]), "to_date": pd.to_datetime([None]),
            "excluded": pd.array([False], dtype="boolean"),
        }
    )  # fmt: skip
    points = chart_points(line(values=STEADY + [one - 20 for one in STEADY]), settings=Settings(), rebases=rebases)
    assert points.groupby("segment")["centre"].first().round(1).tolist() == [90.1, 70.1]
    assert points["segment"].value_counts().to_dict() == {0: 12, 1: 12}
