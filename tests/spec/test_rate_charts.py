"""Charts whose limits follow the denominators, as a committee sees them: published counts in, published limits drawn.

Sources: see `published`; the p and u charts of Montgomery are drawn on all of their points, as he does.
"""

import pandas as pd
import pytest

from declared import declared
from gouvernail.rules.control_charts import chart_points, run_reading
from gouvernail.rules.definitions import settle_kpis
from gouvernail.rules.readings import readings
from gouvernail.rules.special_causes import add_unfavourable
from gouvernail.settings import Settings
from published import ACCIDENTS, BACTERAEMIA, CLOTH, JUICE

NONE = float("nan")


def history(tops, sizes, chart, *, multiplier=1.0, **more):
    """Weeks of one KPI, lower is better; values as they are computed from the counts."""
    starts = pd.date_range("2025-12-29", periods=len(tops), freq="7D")
    values = [NONE if top is None or not size else multiplier * top / size for top, size in zip(tops, sizes, strict=True)]
    frame = pd.DataFrame({"value": values, "denominator": sizes, "start": starts, "end": starts + pd.Timedelta(days=6)})
    frame["period"] = [f"2026-W{at:02}" for at in range(1, len(values) + 1)]
    plain = {
        "kpi_id": "K", "scope": "", "doubts": "", "small_sample": False, "aggregation": "ratio", "days_present": 5,
        "days_expected": 5, "contractual": False, "priority": False, "status": "green", "confirmed_status": "green",
        "unfavourable": False, "direction": "lower", "unit": "", "target": NONE, "low": NONE, "high": NONE,
        "chart": chart, "multiplier": multiplier,
    }  # fmt: skip
    return frame.assign(**(plain | more))


def drawn(tops, sizes, chart, *, threshold=2000.0, baseline=24, **more):
    settings = Settings(laney_threshold=threshold, spc_baseline_wished=baseline)
    return chart_points(history(tops, sizes, chart, **more), settings=settings)


def test_a_p_chart():
    """Montgomery's orange juice, samples of 50: 0.2313 within 0.0524 and 0.4102; samples 15 and 23 are outside."""
    points = drawn(JUICE, [50.0] * 30, "proportion", baseline=30)

    assert set(points["chart"]) == {"p"}
    assert points.loc[0, ["centre", "lower", "upper"]].tolist() == pytest.approx([0.2313, 0.0524, 0.4102], abs=5e-5)
    assert [place for place, label in enumerate(points["label"], 1) if label == "outside_high"] == [15, 23]


def test_a_u_chart():
    """Montgomery's dyed cloth: 1.42 defects a unit, and limits as wide as each roll asks: 0.29 and 2.55, then 0.16 and 2.68."""
    points = drawn(*CLOTH, "rate")

    assert set(points["chart"]) == {"u"}
    assert points["centre"].tolist() == pytest.approx([1.42] * 10, abs=0.005)
    assert points.loc[:1, "lower"].tolist() == pytest.approx([0.29, 0.16], abs=0.005)
    assert points.loc[:1, "upper"].tolist() == pytest.approx([2.55, 2.68], abs=0.01)


def test_a_u_chart_per_ten_thousand():
    """qicharts2's bacteraemia: 15.9366 to 20.5349 in the first month, 15.7049 to 20.7666 in the last."""
    points = drawn(*BACTERAEMIA, "rate", multiplier=10_000.0, threshold=1e9)

    assert points["lower"].iloc[[0, -1]].tolist() == pytest.approx([15.9366, 15.7049], abs=1e-4)
    assert points["upper"].iloc[[0, -1]].tolist() == pytest.approx([20.5349, 20.7666], abs=1e-4)


@pytest.mark.parametrize(("chart", "kind"), [("proportion", "p_prime"), ("rate", "u_prime")])
def test_large_denominators_call_for_laney(chart, kind):
    """The NHS accidents, a quarter of a million a week: 94.013 to 96.567 % as PowerBI-SPC gives them, u′ 94.01 to 96.57."""
    points = drawn(*ACCIDENTS, chart, multiplier=100.0, unit="%")

    assert set(points["chart"]) == {kind}
    assert points.loc[0, ["lower", "upper"]].tolist() == pytest.approx([94.013, 96.567], abs=1e-3)


def test_what_is_not_asked_for_stays_on_an_xmr_chart():
    """Individual values serve nearly every KPI; without a denominator nothing else is possible."""
    assert set(drawn(JUICE, [50.0] * 30, "individuals")["chart"]) == {"xmr"}
    assert set(drawn(JUICE, [NONE] * 30, "proportion")["chart"]) == {"xmr"}


@pytest.mark.parametrize(
    ("kpi", "chart"),
    [
        ({"unit": "%"}, "individuals"),
        ({"unit": "‱"}, "rate"),
        ({"unit": "%", "chart": "proportion"}, "proportion"),
        ({"unit": "‱", "chart": "individuals"}, "individuals"),
        ({"unit": "%", "chart": "proportion", "formula": "annualised"}, "individuals"),
        ({"unit": "", "chart": "rate", "aggregation": "sum"}, "individuals"),
    ],
)
def test_which_chart_a_kpi_is_followed_on(kpi, chart):
    """Complaints per 10 000 on u; a proportion where the KPI says so; only a plain ratio has a denominator to follow."""
    row = {"kpi_id": "K", "name": "K", "direction": "lower", "aggregation": "ratio"} | kpi
    assert settle_kpis(declared("kpis", row), settings=Settings()).loc["K", "chart"] == chart


def test_limits_are_drawn_within_what_a_rate_can_be():
    """No complaint count is under zero; a part of a whole stays within 0 and 100."""
    assert drawn([3, 0, 2, 1] * 4, [50.0] * 16, "rate")["lower"].eq(0).all()
    shares = drawn([49, 50, 48, 50] * 4, [50.0] * 16, "proportion", multiplier=100.0, unit="%")
    assert shares["upper"].eq(100).all()


def test_a_week_without_denominator_has_no_limit_and_breaks_nothing():
    """Neither point nor limits there; the centre is that of the other weeks."""
    points = drawn([5, 4, None, 6] * 4, [50.0, 50.0, 0.0, 50.0] * 4, "proportion")

    assert points.loc[2, ["value", "lower", "upper"]].isna().all()
    assert points["centre"].tolist() == pytest.approx([0.1] * 16)


def test_an_excluded_week_is_judged_by_its_own_limits():
    """A crisis left out of the baseline does not move the centre, and is still named."""
    tops, sizes = [5.0] * 11 + [40.0] + [5.0] * 4, [50.0] * 16
    week = pd.Timestamp("2025-12-29") + pd.Timedelta(weeks=11)
    rebases = pd.DataFrame(
        {
            "kpi_id": ["K"],
            "scope": [None],
            "from_date": [week],
            "to_date": [week],
            "excluded": pd.array([True], dtype="boolean"),
        }
    )
    points = chart_points(history(tops, sizes, "proportion"), settings=Settings(), rebases=rebases)

    assert points["centre"].iloc[0] == pytest.approx(0.1)
    assert points.loc[11, "label"] == "outside_high"
    assert points["upper"].iloc[11] == pytest.approx(points["upper"].iloc[0])


def test_a_recorded_change_draws_both_pairs_of_limits():
    """Old limits over the old weeks, new ones from the decision on, each at its own level."""
    rebases = pd.DataFrame(
        {
            "kpi_id": ["K"], "scope": [None], "from_date": [pd.Timestamp("2025-12-29") + pd.Timedelta(weeks=12)],
            "to_date": [pd.NaT], "excluded": pd.array([False], dtype="boolean"),
        }
    )  # fmt: skip
    points = chart_points(history([5, 6] * 6 + [15, 14] * 6, [50.0] * 24, "proportion"), settings=Settings(), rebases=rebases)

    assert points.groupby("segment")["centre"].first().tolist() == pytest.approx([0.11, 0.29])


def test_the_reading_is_held_against_the_last_weeks_own_limits():
    """Narrow limits in a large week: the process cannot hold 0.2 there, though it might in a small one."""
    tops, sizes = [100, 101, 99, 100] * 6, [400.0] * 23 + [40_000.0]
    tops[-1] = 10_000
    large = history(tops, sizes, "proportion", target=0.2)
    [found] = readings(large, settings=Settings(laney_threshold=1e9)).to_dict("records")
    assert (found["assurance"], found["points"]) == ("will_not", 24)
    [found] = readings(large.head(23), settings=Settings(laney_threshold=1e9)).to_dict("records")
    assert found["assurance"] == "uncertain"


def test_a_signal_on_a_rate_chart_turns_the_status():
    """Three times the complaints in one week are an unfavourable special cause; a hole is none."""
    told = add_unfavourable(history([5.0] * 15 + [25.0, None], [50.0] * 17, "rate"), settings=Settings())
    assert told["unfavourable"].tolist() == [False] * 15 + [True, False]


def test_screening_is_a_setting():
    """One outlying range widens the limits; screened, they are those of the others."""
    values = [10.0, 11.0] * 6 + [60.0] + [10.0, 11.0] * 3
    plain, screened = (
        chart_points(history(values, [1.0] * 19, "individuals"), settings=Settings(spc_screening=on)) for on in (False, True)
    )
    width = [(one["upper"] - one["centre"]).iloc[0] for one in (plain, screened)]
    assert width == pytest.approx([2.66 * (16 + 50 + 49 - 1 + 1) / 18, 2.66], rel=0.02)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([5, 6, 5, 7, 6, 5, 9, 10, 9, 11, 10, 9], True),
        ([5, 7, 5, 7, 5, 7, 5, 7, 5, 7, 5, 7], False),
        ([5, 7, 5, 7, 5, 7, 5, 7], None),
        ([5, 7] * 12, None),
        ([5] * 12, None),
    ],
)
def test_ten_to_twenty_three_points_have_a_run_charts_reading_too(values, said):
    """Young limits are not all: Anhøj's two tests say whether runs are longer than chance; from 24 points limits say it."""
    points = chart_points(history(values, [1.0] * len(values), "individuals"), settings=Settings())
    found = run_reading(points, settings=Settings())
    assert (None if found is None else found.changed) == said
