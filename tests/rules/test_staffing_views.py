"""A month of intervals as a committee looks at it: plan against forecast, presence against what came."""

import pandas as pd
import pytest

from gouvernail.rules.staffing_views import staffing_views
from gouvernail.settings import Settings
from gouvernail.sheets.staffing import interval_words, model_words, outcome_words, summary
from gouvernail.words.catalogue import Catalogue

SETTINGS = Settings()
FRENCH, ENGLISH = Catalogue("fr"), Catalogue("en")


def intervals(*rows):
    """Half hours of 60 calls of 300 s, by Erlang C: 14 agents answer 80 % of them within 20 s."""
    plain = {
        "date": "2026-06-01", "interval_start": 540.0, "interval_minutes": 30.0, "scope": "Lille", "forecast_volume": 60.0,
        "actual_volume": 60.0, "aht_seconds": 300.0, "patience_seconds": float("nan"), "planned": 14.0, "present": 14.0,
        "row": 2,
    }  # fmt: skip
    frame = pd.DataFrame([plain | row for row in rows], columns=list(plain))
    texts = {"scope": "str", "date": "datetime64[us]", "row": "int64"}
    return frame.astype({key: texts.get(key, "float64") for key in plain})


def test_the_average_hides_what_the_intervals_show():
    """Twice too many and one too few: well covered on average, half of the intervals short."""
    [whole] = staffing_views(intervals({"planned": 28}, {"planned": 13}), settings=SETTINGS).scopes.to_dict("records")
    assert (whole["scope"], whole["model"], whole["intervals"]) == ("Lille", "erlang_c", 2)
    assert whole["coverage"] == pytest.approx(100 * 41 / 28)
    assert (whole["short_share"], whole["real_short_share"]) == (50.0, 0.0)
    assert whole["required_hours"] == whole["real_required_hours"] == 14.0
    assert whole["scheduled_hours"] == 20.0


def test_the_plan_and_those_present_are_judged_apart():
    """A plan that covered its forecast is not blamed for the calls that came on top, nor presence for the forecast."""
    views = staffing_views(intervals({"actual_volume": 120.0}), settings=SETTINGS)
    [whole] = views.scopes.to_dict("records")
    assert (whole["short_share"], whole["real_short_share"]) == (0.0, 100.0)
    [worst] = views.worst.to_dict("records")
    assert worst["real_required"] - worst["present"] == worst["lacking"] > 0


def test_fewer_present_than_the_load_is_said_and_has_no_service_level():
    """A queue without an end has no service level: the word stands in its place."""
    views = staffing_views(intervals({"present": 9}), settings=SETTINGS)
    assert views.scopes["unstable"].tolist() == [1]
    [worst] = views.worst.to_dict("records")
    assert pd.isna(worst["real_service_level"])
    assert (outcome_words(worst, FRENCH), outcome_words(worst, ENGLISH)) == ("instable", "unstable")


def test_several_scopes_have_their_whole_first():
    """Both scopes, and before them what they make together; patience known makes it Erlang A."""
    rows = intervals({}, {"scope": "Casablanca", "patience_seconds": 90.0})
    scopes = staffing_views(rows, settings=SETTINGS).scopes
    assert scopes["scope"].tolist() == ["", "Casablanca", "Lille"]
    assert model_words(scopes["model"].iloc[0], FRENCH) == "Erlang C (majorant) et Erlang A"
    assert scopes["intervals"].tolist() == [2, 1, 1]


def test_the_worst_intervals_are_ten_at_most_worst_first():
    """Those that lacked the most agents, by day and hour where equal; one that lacked none is not among them."""
    rows = [{"present": 14 - lack, "interval_start": 540.0 + 30 * at} for at, lack in enumerate([0, *range(1, 5)] * 3)]
    worst = staffing_views(intervals(*rows), settings=SETTINGS).worst
    assert len(worst) == 10
    assert worst["lacking"].tolist() == [4, 4, 4, 3, 3, 3, 2, 2, 2, 1]
    assert worst["interval_start"].iloc[:3].is_monotonic_increasing


def test_who_was_present_is_unknown():
    """Without presence the plan speaks alone, and what is unknown counts in nothing."""
    views = staffing_views(intervals({"present": None, "planned": 10}), settings=SETTINGS)
    assert views.worst["lacking"].tolist() == [4.0]
    assert summary(views.scopes.iloc[0].to_dict(), ENGLISH) == (
        "Plan: 71% of the forecast need on average, 100% of the intervals short."
    )


def test_no_interval():
    """A month without intervals has no line, no worst one and no day."""
    views = staffing_views(intervals(), settings=SETTINGS)
    assert (len(views.scopes), len(views.worst), len(views.days)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("start", "minutes", "said"), [(540.0, 30.0, "09:00–09:30"), (1425.0, 15.0, "23:45–00:00"), (None, 30.0, "")]
)
def test_an_interval_in_words(start, minutes, said):
    """From one hour to the next; a whole day has none."""
    assert interval_words({"interval_start": start, "interval_minutes": minutes}) == said
