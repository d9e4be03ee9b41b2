"""Each bonus-malus line says in words how it came to its amount: both parties' accountants find the same."""

from decimal import Decimal

import pytest

from gouvernail.rules.incentive_corrections import Correction
from gouvernail.rules.incentive_schemes import Earned, Line
from gouvernail.rules.incentives import Charge
from gouvernail.sheets.incentive_words import correction_words, explanation
from gouvernail.terms import Direction, IncentiveScheme
from gouvernail.words.catalogue import Catalogue

FRENCH, ENGLISH = Catalogue("fr"), Catalogue("en")
SPACES = str.maketrans("\u202f\u00a0", "  ")
RECORD = {"kind": "line", "kpi_id": "QS", "unit": "%", "decimals": 1, "month": ""}


def line(scheme="linear", **more):
    levels = {"target": Decimal(80), "weight": Decimal("0.3"), "max_malus": Decimal(6000), "max_bonus": Decimal(3000)}
    return Line("QS", IncentiveScheme(scheme), Direction.HIGHER, **(levels | more))


def charge(value, gross, *, of=None, charged=None, **more):
    amount = gross.amount
    value = None if value is None else Decimal(value)
    given = {"weight": Decimal("0.3")} | more
    return Charge(of or line(), value, gross, amount, amount if charged is None else Decimal(charged), **given)


def said(one, words, **reasons):
    return explanation(RECORD, one, reasons, words).translate(SPACES)


LOST = Earned(Decimal(-1500), Decimal("-0.25"), Decimal(70), at_risk=Decimal(6000))
WON = Earned(Decimal(1560), Decimal("0.52"), Decimal(85), at_risk=Decimal(3000))


@pytest.mark.parametrize(
    ("one", "french", "english"),
    [
        (
            charge("77.5", LOST),
            "77,5 % pour une cible de 80,0 % : 2,5 pt sur les 10,0 pt qui mènent à 70,0 %, de 6 000,00 € : −1 500,00 €.",
            "77.5% for a target of 80.0%: 2.5 pt out of the 10.0 pt that lead to 70.0%, of 6,000.00 €: −1,500.00 €.",
        ),
        (
            charge("82.6", WON, charged=0, reasons=("gate",)),
            (
                "82,6 % pour une cible de 80,0 % : 2,6 pt sur les 5,0 pt qui mènent à 85,0 %, de 3 000,00 € : +1 560,00 €. "
                "Bonus annulé par la condition non tenue."
            ),
            (
                "82.6% for a target of 80.0%: 2.6 pt out of the 5.0 pt that lead to 85.0%, of 3,000.00 €: +1,560.00 €. "
                "Bonus cancelled by the gate that was not met."
            ),
        ),
        (
            charge("79.8", Earned(Decimal(0), Decimal(0), Decimal(80), dead=True), of=line(dead_band=Decimal("0.5"))),
            "À 0,5 pt de la cible au plus : rien n’est dû.",
            "Within 0.5 pt of the target: nothing is due.",
        ),
        (
            charge("91.0", Earned(Decimal(-800), level=Decimal(90)), of=line("step")),
            "91,0 % atteint le palier 90,0 % : −800,00 €.",
            "91.0% reaches the step of 90.0%: −800.00 €.",
        ),
        (
            charge("60.0", Earned(Decimal(-6000)), of=line("step")),
            "60,0 % n’atteint aucun palier : −6 000,00 €.",
            "60.0% reaches no step: −6,000.00 €.",
        ),
        (
            charge("75.0", Earned(Decimal(-900), Decimal(-1), Decimal(80), at_risk=Decimal(900)), of=line("factor")),
            "75,0 % n’atteint pas 80,0 % : 30,0 % du malus en jeu, soit −900,00 €.",
            "75.0% does not reach 80.0%: 30.0% of the malus at risk, that is −900.00 €.",
        ),
        (
            charge(None, Earned(Decimal(0)), reasons=("no_value",)),
            "Pas de valeur arrêtée : rien n’est dû.",
            "No frozen value: nothing is due.",
        ),
    ],
)
def test_a_line_in_words(one, french, english):
    """The level, the way gone, the amount at risk, then what cancelled or capped it."""
    assert (said(one, FRENCH), said(one, ENGLISH)) == (french, english)


def test_a_neutralised_line_keeps_its_amount_in_sight():
    """What is not charged stays visible, with the decision and its reason."""
    one = charge("77.5", LOST, charged=0, reasons=("neutralised",), decision_id="D-9")
    assert (
        explanation(RECORD, one, {"D-9": "Panne"}, FRENCH)
        .translate(SPACES)
        .endswith("Neutralisé par D-9 (Panne) : −1 500,00 € non facturés.")
    )


def test_a_cap_says_what_is_left():
    """A capped malus says what is charged in the end."""
    one = charge("77.5", LOST, charged="-1000.00", reasons=("month_cap",))
    assert said(one, ENGLISH).endswith("Brought down to the month’s cap: −1,000.00 €.")


def test_what_stands_beside_the_lines():
    """The rounding has its own words."""
    assert explanation(RECORD | {"kind": "rounding"}, None, {}, FRENCH).startswith("Le net est arrondi une fois")


@pytest.mark.parametrize(
    ("recomputed", "french", "english"),
    [
        (
            "-200.00",
            "Correction de mars 2026, retraité après son arrêté (QS et CSAT) : net recalculé −200,00 €, au lieu de −500,00 €.",
            (
                "Correction of March 2026, restated after it was frozen (QS and CSAT): net computed again −200.00 €, "
                "instead of −500.00 €."
            ),
        ),
        (
            "-500.00",
            "Rien à corriger de mars 2026, retraité après son arrêté (QS et CSAT) : le net recalculé reste −500,00 €.",
            (
                "Nothing to correct of March 2026, restated after it was frozen (QS and CSAT): the net computed again stays "
                "−500.00 €."
            ),
        ),
    ],
)
def test_a_regularisation_says_its_month_and_both_nets(recomputed, french, english):
    """What was restated, what the month was charged and what it comes to; a correction of nothing says that."""
    correction = Correction("2026-03", Decimal("-500.00"), Decimal(recomputed), "QS;CSAT")
    spaces = str.maketrans("\u202f\u00a0", "  ")
    assert correction_words(correction, FRENCH).translate(spaces) == french
    assert correction_words(correction, ENGLISH).translate(spaces) == english
