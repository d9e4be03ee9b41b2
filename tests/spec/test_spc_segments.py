"""A chart over time: what a recorded decision changes, and what it leaves alone."""

import pandas as pd

from gouvernail.rules.spc import Limits, limits
from gouvernail.rules.spc_run_chart import run_chart
from gouvernail.rules.spc_segments import Marks, chart, marks, rebase_suggested, segments
from gouvernail.settings import Settings

OLD = [50.0, 52.0] * 6
NEW = [60.0, 62.0] * 6


def test_a_recorded_change_starts_new_limits_and_keeps_the_old_ones():
    """Twelve weeks around 51, then twelve around 61: each judged by its own limits, and nothing is special."""
    drawn = chart(OLD + NEW, settings=Settings(), marked=Marks(rebases=(12,)))

    assert drawn["centre"].tolist() == [51.0] * 12 + [61.0] * 12
    assert drawn["segment"].tolist() == [0] * 12 + [1] * 12
    assert set(drawn["label"]) == {""}
    assert not drawn["provisional"].any()


def test_without_a_decision_the_change_stays_a_signal():
    """Nothing is rebased in silence: frozen on the first 24 points, the limits flag the new level."""
    drawn = chart(OLD + OLD + NEW, settings=Settings())

    assert set(drawn["label"][24:]) == {"outside_high"}
    assert set(drawn["variation"][24:]) == {"improvement"}
    assert drawn["labels"].iloc[-1] == "outside_high;near_high;shift_high"


def test_an_excluded_point_leaves_the_limits_but_is_still_named():
    """A strike week at 20: recorded, it no longer widens the limits, and still shows as what it was."""
    values = [*OLD, 20.0, *OLD]

    drawn = chart(values, settings=Settings(), marked=Marks(excluded=(12,)))

    assert drawn["centre"].iloc[0] == 51.0
    assert drawn["upper"].iloc[0] == 51.0 + 2.66 * 2.0
    assert drawn["label"].iloc[12] == "outside_low"
    assert drawn["excluded"].tolist() == [place == 12 for place in range(25)]


def test_limits_on_less_than_twelve_points_are_provisional_and_under_eight_say_nothing():
    """A new baseline of eleven points is dashed; one of seven gives no signal."""
    young = chart([*NEW, *OLD[:6], 90.0], settings=Settings(), marked=Marks(rebases=(12,)))

    assert young["provisional"].tolist() == [False] * 12 + [True] * 7
    assert young["label"].iloc[-1] == ""


def test_the_alert_column_tells_what_was_known_that_day():
    """Eight weeks above the centre: the whole run is flagged, the alert starts with the seventh week."""
    drawn = chart([*OLD, *OLD, *[51.5] * 7], settings=Settings())

    assert drawn["label"][22:].tolist() == ["", *["shift_high"] * 8]
    assert drawn["alert"][22:].tolist() == ["", *[""] * 6, *["shift_high"] * 2]


def test_decisions_become_positions_of_weeks():
    """A change on Wednesday 14 January starts with the next week; an exclusion takes every week it touches."""
    starts = pd.Series(pd.to_datetime(["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"]))
    decisions = pd.DataFrame(
        {
            "from_date": pd.to_datetime(["2026-01-14", "2026-01-18", "2026-01-05", "2027-01-01"]),
            "to_date": pd.to_datetime([None, "2026-01-19", None, None]),
            "excluded": pd.Series([None, True, True, False], dtype="boolean"),
        }
    )

    found = marks(starts, starts + pd.Timedelta(days=6), decisions)

    assert found == Marks(rebases=(2,), excluded=(0, 1, 2))


def test_a_new_baseline_is_suggested_only_when_lasting_and_explained():
    """Eight points on one side, up to the last, and a known cause; never done by itself."""
    found = limits(OLD + OLD)
    lasting = [*OLD, *OLD, *[53.0] * 8]

    assert rebase_suggested(lasting, found, cause_known=True) == 23
    assert rebase_suggested(lasting, found, cause_known=False) is None
    assert rebase_suggested([*lasting, 50.0], found, cause_known=True) is None
    assert rebase_suggested([*lasting, None], found, cause_known=True) == 23
    assert rebase_suggested([*OLD, *OLD, *[50.0] * 6], found, cause_known=True) is None


def test_segments_of_a_series_without_decisions_is_one():
    """The same limits as `limits` gives."""
    (only,) = segments(OLD)

    assert (only.start, only.stop, only.limits) == (0, 12, limits(OLD))


def test_display_limits_are_clipped_the_rules_are_not():
    """A percentage is drawn within 0 and 100."""
    assert Limits(98, 95, 101, 1.1, 3.7).clipped(0, 100) == Limits(98, 95, 100, 1.1, 3.7)


def test_anhoejs_tests_for_a_short_series():
    """Published limits (qicharts2, appendix 2): 10 points 6 and 2, 16 points 7 and 4, 24 points 8 and 8."""
    found = {n: run_chart([0.0, 1.0] * (n // 2)) for n in (10, 16, 24)}

    assert {n: (one.longest_usual, one.crossings_usual) for n, one in found.items()} == {
        10: (6, 2),
        16: (7, 4),
        24: (8, 8),
    }
    assert not any(one.changed for one in found.values())
    assert run_chart([1.0] * 6 + [9.0] * 6).changed
    assert not run_chart([1.0] * 4 + [9.0] * 4).changed
