"""What a KPI's chart says of it today: the last measured point, the limits in force, the signal behind a lasting red."""

import pandas as pd
import pytest

from gouvernail.rules.readings import COLUMNS, readings
from gouvernail.settings import Settings

SETTINGS = Settings()
STEADY = [90.0, 91.0, 89.0, 90.5, 89.5, 91.0, 89.0, 90.0, 90.5, 89.5, 90.0, 91.0, 89.0, 90.0]


def history(values, **more):
    """One KPI's weeks from the first of 2026, green and with a target of 85 unless said otherwise."""
    starts = pd.date_range("2025-12-29", periods=len(values), freq="7D")
    plain = {
        "kpi_id": "QS", "scope": "", "status": "green", "confirmed_status": "green", "unfavourable": False, "doubts": "",
        "small_sample": False, "aggregation": "ratio", "days_present": 5, "days_expected": 5,
        "chart": "individuals", "multiplier": 100.0,
        "denominator": 1000.0, "contractual": True,
        "priority": False, "direction": "higher", "target": 85.0, "low": float("nan"), "high": float("nan"),
    }  # fmt: skip
    frame = pd.DataFrame({"value": values, "start": starts, "end": starts + pd.Timedelta(days=6)})
    frame["period"] = [f"2026-W{at:02}" for at in range(1, len(values) + 1)]
    return frame.assign(**(plain | more))


def read(values, *, rebases=None, **more):
    [found] = readings(history(values, **more), settings=SETTINGS, rebases=rebases).to_dict("records")
    return found


def test_a_steady_process_better_than_its_target():
    """Nothing changed, and even its worst normal week holds the target."""
    found = read(STEADY)
    assert (found["variation"], found["label"], found["assurance"]) == ("none", "", "will")
    assert (found["points"], found["held_target"], found["signal"]) == (14, 85.0, "")


@pytest.mark.parametrize(("target", "assurance"), [(85.0, "will"), (90.0, "uncertain"), (97.0, "will_not"), (None, "")])
def test_what_the_process_can_hold(target, assurance):
    """By the target of the last week; nothing is said without one."""
    assert read(STEADY, target=[None] * 13 + [target] if target else None)["assurance"] == assurance


@pytest.mark.parametrize(
    ("last", "direction", "variation"),
    [(70.0, "higher", "deterioration"), (70.0, "lower", "improvement"), (70.0, "info", "change"), (90.0, "higher", "none")],
)
def test_the_last_point_tells_what_changed(last, direction, variation):
    """Beyond a limit is a change, good or bad by the KPI's direction."""
    assert read([*STEADY * 2, last], direction=direction)["variation"] == variation


def test_a_week_that_says_nothing_is_passed_over():
    """A doubtful last week is no point of the chart: the one before it speaks."""
    doubts = [""] * 29 + ["duplicate"]
    assert read([*STEADY * 2, 70.0, 90.0], doubts=doubts)["variation"] == "deterioration"


def test_too_few_points():
    """Under 8 points nothing is said at all; under 12 nothing of what can be held."""
    assert [read(STEADY[:7])[key] for key in ("variation", "assurance")] == ["", ""]
    assert [read(STEADY[:11])[key] for key in ("variation", "assurance")] == ["none", ""]


def test_nothing_was_ever_measured():
    """A KPI without a value has a reading without words, and its target."""
    found = read([None] * 14)
    assert (found["variation"], found["assurance"], found["points"], found["held_target"]) == ("", "", 0, 85.0)


def test_limits_in_force_are_those_after_the_recorded_change():
    """After a rebase the new process is read by itself."""
    rebases = pd.DataFrame(
        {
            "kpi_id": ["QS"], "scope": [None], "from_date": pd.to_datetime(["2026-04-06"]),
            "to_date": pd.to_datetime([None]), "excluded": pd.array([False], dtype="boolean"),
        }
    )  # fmt: skip
    values = [*STEADY, *(value - 10 for value in STEADY)]
    assert read(values)["assurance"] == "uncertain"
    assert read(values, rebases=rebases)["points"] == 14
    assert read(values, rebases=rebases, target=86.0)["assurance"] == "will_not"


def test_the_signal_behind_a_red_that_lasts():
    """The last unfavourable week since the confirmed status is red, and its cause; one of an older red is forgotten."""
    values = [*STEADY * 2, 70.0, 90.0]
    confirmed, known = ["green"] * 28 + ["red", "red"], [False] * 28 + [True, False]
    found = read(values, confirmed_status=confirmed, unfavourable=known)
    assert (found["signal"], found["signal_label"]) == ("2026-W29", "outside_low")
    over = read(values, confirmed_status=["green"] * 28 + ["red", "green"], unfavourable=known)
    assert (over["signal"], over["signal_label"]) == ("", "")


def test_one_row_per_kpi_and_scope():
    """Each scope has its own reading; without history there is none, with the same columns."""
    both = pd.concat([history(STEADY), history(STEADY, scope="Lille", target=97.0)], ignore_index=True)
    found = readings(both, settings=SETTINGS)
    assert found[["scope", "assurance"]].values.tolist() == [["", "will"], ["Lille", "will_not"]]
    nothing = readings(history([]), settings=SETTINGS)
    assert (len(nothing), list(nothing.columns)) == (0, ["kpi_id", "scope", *COLUMNS])
