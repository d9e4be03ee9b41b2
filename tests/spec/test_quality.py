"""Quality: intervals, agreement and samples against published figures.

Sources: Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I
(Wilson's score); Cohen's kappa of the 50 grant proposals (0.40) and Fleiss' kappa of 14 raters and 10 subjects (0.210),
the worked examples of their Wikipedia pages; docs/semantics.md §4.9 for the samples.
"""

import math

import pandas as pd
import pytest

from gouvernail.rules.quality import calibration, fleiss_kappa, kappa, quality, rank_agents, sample_size, wilson

FLEISS = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
]


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_newcombes_method_3(successes, n, low, high):
    """The four examples of his table I."""
    assert wilson(successes, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_kappa_of_the_fifty_proposals():
    """Twenty yes and fifteen no in common, five and ten apart: 0.4."""
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15

    assert kappa(first, second) == pytest.approx(0.4)


def test_fleiss_kappa_of_the_ten_subjects():
    """Fourteen raters, five categories: 0.210."""
    assert fleiss_kappa(FLEISS) == pytest.approx(0.210, abs=5e-4)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, 139),
        ({"margin": 0.03}, 385),
        ({"share": 0.5}, 385),
        ({"share": 0.5, "population": 500}, 218),
        ({"share": 0.5, "population": 10_000}, 370),
        ({"population": 100}, 59),
        ({"population": 1}, 1),
        ({"population": 0}, 0),
        ({"share": 1.0}, 0),
    ],
)
def test_sample_sizes(asked, expected):
    """139 for ± 5 points at 90 %, 385 for ± 3; 218 of 500 and 370 of 10 000 are the survey tables' (Krejcie and Morgan)."""
    assert sample_size(**asked) == expected


def _evaluations():
    """Two scopes; ten evaluations of Lyon with one client error, two of Metz where compliance was not looked at."""
    lyon = pd.DataFrame({"scope": "Lyon", "points": [18.0] * 9 + [6.0], "points_applicable": [20.0] * 9 + [15.0]})
    lyon["critical_client"] = [False] * 9 + [True]
    lyon["critical_business"] = [None] * 9 + [True]
    lyon["critical_compliance"] = False
    metz = pd.DataFrame({"scope": "Metz", "points": [5.0, 0.0], "points_applicable": [10.0, 0.0]})
    metz = metz.assign(critical_client=False, critical_business=False, critical_compliance=None)
    return pd.concat([lyon.astype(object), metz.astype(object)], ignore_index=True).astype(
        {"points": float, "points_applicable": float, "scope": "str"}
        | dict.fromkeys(("critical_client", "critical_business", "critical_compliance"), "boolean")
    )


def test_scores_and_pass_rates_by_scope():
    """Points over applicable points, not a mean of scores; three rates apart; a column nobody filled has no rate."""
    found = quality(_evaluations(), ["scope"]).set_index("scope")

    assert found["n"].to_dict() == {"Lyon": 10, "Metz": 2}
    assert found["score"].to_dict() == {"Lyon": pytest.approx(100 * 168 / 195), "Metz": 50.0}
    assert found["critical_client_rate"].to_dict() == {"Lyon": 90.0, "Metz": 100.0}
    assert found["critical_business_rate"].to_dict() == {"Lyon": 90.0, "Metz": 100.0}
    assert found.loc["Lyon", "critical_compliance_rate"] == 100.0
    assert math.isnan(found.loc["Metz", "critical_compliance_rate"])
    assert found.loc["Lyon", "critical_client_low"] == pytest.approx(59.58, abs=0.01)
    assert found.loc["Lyon", "critical_client_high"] == pytest.approx(98.21, abs=0.01)


def test_a_critical_error_may_cost_the_whole_evaluation():
    """If the contract says so, the tenth evaluation of Lyon scores zero."""
    assert quality(_evaluations(), ["scope"], fail_all=True)["score"][0] == pytest.approx(100 * 162 / 195)


def test_agents_with_few_evaluations_are_not_ranked():
    """Ten are needed; equals share a rank; without a rank one comes last."""
    sizes = {"Ada": (10, 9.0), "Bob": (10, 9.0), "Cyd": (9, 10.0), "Dan": (12, 8.0)}
    rows = [(agent, points) for agent, (count, points) in sizes.items() for _ in range(count)]
    done = pd.DataFrame(rows, columns=["agent", "points"]).assign(points_applicable=10.0)
    done = done.assign(critical_client=False, critical_business=False, critical_compliance=False)

    found = rank_agents(done)

    assert found["agent"].tolist() == ["Ada", "Bob", "Dan", "Cyd"]
    assert found["rank"].tolist() == [1, 1, 3, pd.NA]


def _both(client, provider, errors_client, errors_provider):
    sides = []
    for party, points, errors in (("client", client, errors_client), ("provider", provider, errors_provider)):
        side = pd.DataFrame({"points": points, "critical_client": errors})
        sides.append(side.assign(evaluator_party=party, contact_id=[f"C{place}" for place in range(len(points))]))
    done = pd.concat(sides, ignore_index=True).assign(points_applicable=10.0, reference_points=9.0)
    return done.assign(critical_business=pd.NA, critical_compliance=False).sample(frac=1, random_state=1)


def test_calibration_of_the_two_companies():
    """Same ten contacts: scores half a point apart out of ten are 5 points, still calibrated; the errors agree."""
    errors = [True, False] * 5

    found = calibration(_both([9.0] * 10, [8.5] * 10, errors, errors))

    assert (found.pairs, found.gap, found.gap_client, found.gap_provider) == (10, 5.0, 0.0, 5.0)
    assert found.kappas["critical_client"] == 1.0
    assert math.isnan(found.kappas["critical_business"])
    assert math.isnan(found.kappas["critical_compliance"])
    assert found.disagreements == dict.fromkeys(found.kappas, 0)
    assert found.calibrated is True


@pytest.mark.parametrize(
    ("provider", "errors", "expected"),
    [([8.4] * 10, [True, False] * 5, False), ([9.0] * 10, [True] * 4 + [False] * 6, False)],
)
def test_too_far_apart_is_not_calibrated(provider, errors, expected):
    """Six points apart, or errors that agree no better than chance."""
    assert calibration(_both([9.0] * 10, provider, [True, False] * 5, errors)).calibrated is expected


def test_one_contact_alone_may_bring_kappa_down():
    """One error seen by one side in ten contacts: kappa is 0, and the count tells why."""
    found = calibration(_both([9.0] * 10, [9.0] * 10, [True] + [False] * 9, [False] * 10))

    assert (found.kappas["critical_client"], found.disagreements["critical_client"]) == (0.0, 1)
    assert found.disagreements["critical_business"] == 0


def test_without_a_common_contact_nothing_is_calibrated():
    """None, not yes."""
    done = _both([9.0], [9.0], [True], [True])
    found = calibration(done[done["evaluator_party"] == "client"])

    assert (found.pairs, found.calibrated) == (0, None)
    assert math.isnan(found.gap)
    assert math.isnan(found.gap_provider)
