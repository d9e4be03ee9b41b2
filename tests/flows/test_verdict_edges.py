"""The sentence of a figure where series are odd: constant, one point, nothing, no denominator, on a limit, below zero, huge."""

from datetime import date, timedelta
from functools import cache

import pytest

from gouvernail.flows import charts, gaps
from gouvernail.flows.figures import Figures
from gouvernail.flows.inputs import Inputs
from small import AS_OF, small

LAST_WEEK = date(2026, 3, 23)
SPACES = str.maketrans("\u202f\u00a0", "  ")


def _kpi(kpi, **more):
    plain = {"unit": "%", "decimals": 1, "direction": "higher", "aggregation": "ratio", "formula": "n_over_d", "tolerance": 2.0}
    return {"kpi_id": kpi, "name": kpi, "family": "quality", "n_min": 30.0} | plain | more


def _weeks(kpi, values, denominator=1000.0):
    """Weekly rows up to the last one; None leaves a week out, a denominator of None types the value itself."""
    first = LAST_WEEK - timedelta(weeks=len(values) - 1)
    for at, value in enumerate(values):
        if value is not None:
            figures = {"value": value} if denominator is None else {"numerator": value, "denominator": denominator}
            yield {"kpi_id": kpi, "date": first + timedelta(weeks=at), "grain": "week"} | figures


KPIS = [
    _kpi("CONSTANT"), _kpi("ABOVE"), _kpi("ONE"), _kpi("NOTHING"), _kpi("EMPTY"), _kpi("LIMIT"),
    _kpi("NPS", unit="pts", decimals=0, multiplier=100.0), _kpi("HUGE", unit="", decimals=0, aggregation="sum"), _kpi("HOLES"),
    _kpi("BAND", direction="band"), _kpi("COST", unit="€", decimals=2, direction="lower", multiplier=1.0),
    _kpi("COMPLAINTS", unit="‱", direction="lower"), _kpi("SHARE", chart="proportion"),
]  # fmt: skip
TARGETS = {
    "CONSTANT": 90.0, "ABOVE": 90.0, "ONE": 80.0, "NOTHING": 50.0, "EMPTY": 50.0, "LIMIT": 87.84, "NPS": -10.0,
    "HUGE": 5_000_000_000.0, "HOLES": 80.0, "COST": 4.5, "COMPLAINTS": 20.0, "SHARE": 92.0,
}  # fmt: skip
MEASURES = [
    *_weeks("CONSTANT", [900.0] * 30),
    *_weeks("ABOVE", [910.0] * 30),
    *_weeks("ONE", [800.0]),
    *_weeks("EMPTY", [0.0] * 10, 0.0),
    *_weeks("LIMIT", [900.0, 910.0] * 13),
    *_weeks("NPS", [-120.0, -100.0, -80.0, -140.0] * 6),
    *_weeks("HUGE", [1.2e9, 1.3e9, 1.25e9] * 9, None),
    *_weeks("HOLES", [850.0, None, 860.0, None, None, 840.0] * 5),
    *_weeks("BAND", [330.0, 320.0, 340.0] * 9),
    *_weeks("COST", [4400.0, 4600.0] * 12),
    *_weeks("COMPLAINTS", [3.0, 2.0, 4.0, 1.0, 2.0, 3.0] * 4 + [9.0], 1500.0),
    *_weeks("SHARE", [92_000.0, 91_000.0, 93_000.0] * 9, 100_000.0),
]


@cache
def figures(language):
    start = date(2025, 1, 1)
    targets = [{"kpi_id": kpi, "valid_from": start, "target": target} for kpi, target in TARGETS.items()]
    targets.append({"kpi_id": "BAND", "valid_from": start, "high": 32.0})
    return Figures(Inputs(small(language, kpis=KPIS, targets=targets, measures=MEASURES, findings=[], actions=[])), AS_OF)


@cache
def verdicts(language):
    """Every verdict, by KPI and kind of period."""
    found = gaps.draw(figures(language)).tables["gaps"]
    return {(one["kpi_id"], one["period_kind"]): one["verdict"].translate(SPACES) for one in found.to_dict("records")}


@pytest.mark.parametrize(
    ("kpi", "french", "english"),
    [
        (
            "CONSTANT",
            "Cible tout juste tenue ; rien n’a changé ; 90 %, c’est tout juste la limite du processus actuel.",
            "Target just met; nothing changed; 90% is the very limit of the process as it is.",
        ),
        (
            "ABOVE",
            "Cible tenue, 1,0 pt de marge ; rien n’a changé ; le processus actuel tient 90 %.",
            "Target met with 1.0 pt to spare; nothing changed; the process as it is holds 90%.",
        ),
        (
            "ONE",
            "Cible tout juste tenue ; historique trop court pour en dire plus.",
            "Target just met; too little history to say more.",
        ),
        (
            "NOTHING",
            "Pas de mesure ; historique trop court pour en dire plus.",
            "Not measured; too little history to say more.",
        ),
        (
            "EMPTY",
            "Sans objet : dénominateur nul ; historique trop court pour en dire plus.",
            "Not applicable: the denominator is zero; too little history to say more.",
        ),
        (
            "LIMIT",
            "Cible tenue, 2,7 pt de marge ; rien n’a changé ; 87,8 %, c’est tout juste la limite du processus actuel.",
            "Target met with 2.7 pt to spare; nothing changed; 87.8% is the very limit of the process as it is.",
        ),
        (
            "NPS",
            (
                "Cible manquée de 1 pts, dans la tolérance ; rien n’a changé ; "
                "le processus actuel tient −10 pts certaines semaines, pas toutes."
            ),
            (
                "Target missed by 1 pts, within tolerance; nothing changed; "
                "the process as it is holds −10 pts in some weeks, not in all."
            ),
        ),
        (
            "HUGE",
            (
                "Cible tout juste tenue ; rien n’a changé ; "
                "le processus actuel tient 1 136 363 636 par semaine certaines semaines, pas toutes."
            ),
            (
                "Target just met; nothing changed; "
                "the process as it is holds 1,136,363,636 a week in some weeks, not in all."
            ),
        ),
        (
            "HOLES",
            "Cible tenue, 5,0 pt de marge ; rien n’a changé ; le processus actuel tient 80 %.",
            "Target met with 5.0 pt to spare; nothing changed; the process as it is holds 80%.",
        ),
        (
            "BAND",
            (
                "Hors de la fourchette de 1,3 pt, dans la tolérance ; rien n’a changé ; "
                "le processus actuel tient ≤ 32 % certaines semaines, pas toutes."
            ),
            (
                "Outside the range by 1.3 pt, within tolerance; nothing changed; "
                "the process as it is holds ≤ 32% in some weeks, not in all."
            ),
        ),
        (
            "COST",
            "Cible tout juste tenue ; rien n’a changé ; le processus actuel tient 4,50 € certaines semaines, pas toutes.",
            "Target just met; nothing changed; the process as it is holds 4.50 € in some weeks, not in all.",
        ),
        (
            "COMPLAINTS",
            (
                "Cible manquée de 5,0 ‱ ; dégradation (au-delà de la limite haute) ; "
                "le processus actuel tient 20 ‱ certaines semaines, pas toutes."
            ),
            (
                "Target missed by 5.0 ‱; deterioration (beyond the upper limit); "
                "the process as it is holds 20 ‱ in some weeks, not in all."
            ),
        ),
    ],
)  # fmt: skip
def test_the_sentence_of_an_odd_series(kpi, french, english):
    """What is true of it, in both languages, numbers as each writes them."""
    assert verdicts("fr")[kpi, "month"] == french
    assert verdicts("en")[kpi, "month"] == english


def test_of_what_was_never_measured_nothing_is_closed():
    """A year without a figure has no remaining volume to speak of."""
    assert verdicts("fr")["NOTHING", "ytd"] == "Pas de mesure."
    assert verdicts("en")["EMPTY", "ytd"] == "Not applicable: the denominator is zero."


@pytest.mark.parametrize(("language", "titles"), [("fr", ("carte u", "carte p′")), ("en", ("u chart", "p′ chart"))])
def test_every_odd_series_makes_a_chart_that_can_be_drawn(language, titles):
    """An axis with some length, even of a constant; a chart that is not of individual values names itself."""
    [sheet] = charts.draw(figures(language)).sheets
    assert all(chart.minimum < chart.maximum for chart in sheet.charts)
    named = {chart.title for chart in sheet.charts}
    assert {f"COMPLAINTS · {titles[0]}", f"SHARE · {titles[1]}"} <= named
    assert "CONSTANT" in named
