"""What a board reads beside a figure: one plain sentence that joins what is owed, what changed and what can be held."""

import pandas as pd
import pytest

from gouvernail.sheets.verdicts import prospect_words, signal_sentence, signal_words, until_words, verdict_sentence
from gouvernail.words.catalogue import LANGUAGES, Catalogue

FRENCH, ENGLISH = Catalogue("fr"), Catalogue("en")
_SPACES = str.maketrans("\u202f\u00a0", "  ")


def plain(text):
    """French sets no-break spaces before its signs and units: ordinary ones here, for easy reading."""
    return text.translate(_SPACES)


def figure(**more):
    """A service level of a month: 93.2 % for a target of 95, nothing changed, out of the process's reach."""
    usual = {
        "name": "QS", "unit": "%", "decimals": 1, "direction": "higher", "aggregation": "ratio", "period_kind": "month",
        "status": "red", "confirmed_status": "red", "reason": "", "displayed": 93.2, "target": 95.0, "low": None,
        "high": None, "favourable_gap": -1.8, "variation": "none", "label": "", "assurance": "will_not",
        "held_target": 95.0, "held_low": None, "held_high": None, "grain": "week", "signal": "", "signal_label": "",
    }  # fmt: skip
    return usual | more


def both(record):
    """The sentence in the two languages."""
    return tuple(plain(verdict_sentence(record, words)) for words in (FRENCH, ENGLISH))


MET = {"status": "green", "confirmed_status": "green", "favourable_gap": 1.2, "displayed": 96.2}
BAND = {
    "unit": "s", "decimals": 0, "direction": "band", "target": None, "low": 361.0, "high": 399.0, "held_target": None,
    "held_low": 361.0, "held_high": 399.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "french", "english"),
    [
        (
            {},
            "Cible manquée de 1,8 pt ; rien n’a changé ; le processus actuel ne peut pas tenir 95 % : revoir moyens ou cible.",
            "Target missed by 1.8 pt; nothing changed; the process as it is cannot hold 95%: review resources or target.",
        ),
        (
            {"status": "amber", "favourable_gap": -0.4, "assurance": "uncertain"},
            (
                "Cible manquée de 0,4 pt, dans la tolérance ; rien n’a changé ; "
                "le processus actuel tient 95 % certaines semaines, pas toutes."
            ),
            (
                "Target missed by 0.4 pt, within tolerance; nothing changed; "
                "the process as it is holds 95% in some weeks, not in all."
            ),
        ),
        (
            {"assurance": "uncertain", "grain": "month"},
            "Cible manquée de 1,8 pt ; rien n’a changé ; le processus actuel tient 95 % certains mois, pas tous.",
            "Target missed by 1.8 pt; nothing changed; the process as it is holds 95% in some months, not in all.",
        ),
        (
            MET | {"variation": "improvement", "label": "trend_up", "assurance": "will"},
            "Cible tenue, 1,2 pt de marge ; amélioration (7 semaines de suite en hausse) ; le processus actuel tient 95 %.",
            "Target met with 1.2 pt to spare; improvement (7 weeks in a row rising); the process as it is holds 95%.",
        ),
        (
            MET | {"favourable_gap": 0.0},
            "Cible tout juste tenue ; rien n’a changé ; les limites actuelles du processus restent en deçà de 95 %.",
            "Target just met; nothing changed; the process’s present limits still fall short of 95%.",
        ),
        (
            {"assurance": "will", "variation": "deterioration", "label": "outside_low"},
            (
                "Cible manquée de 1,8 pt ; dégradation (au-delà de la limite basse) ; "
                "avant ce changement, le processus tenait 95 %."
            ),
            "Target missed by 1.8 pt; deterioration (beyond the lower limit); before that change, the process held 95%.",
        ),
        (
            MET | {"assurance": "will_not", "variation": "improvement", "label": "outside_high"},
            (
                "Cible tenue, 1,2 pt de marge ; amélioration (au-delà de la limite haute) ; "
                "avant ce changement, le processus ne pouvait pas tenir 95 %."
            ),
            (
                "Target met with 1.2 pt to spare; improvement (beyond the upper limit); "
                "before that change, the process could not hold 95%."
            ),
        ),
        (
            {"assurance": "will"},
            "Cible manquée de 1,8 pt ; rien n’a changé ; le processus actuel tient d’ordinaire 95 %.",
            "Target missed by 1.8 pt; nothing changed; the process as it is usually holds 95%.",
        ),
        (
            {"variation": "", "assurance": ""},
            "Cible manquée de 1,8 pt ; historique trop court pour en dire plus.",
            "Target missed by 1.8 pt; too little history to say more.",
        ),
        (
            {"assurance": ""},
            "Cible manquée de 1,8 pt ; rien n’a changé ; trop tôt pour dire si 95 % est tenable.",
            "Target missed by 1.8 pt; nothing changed; too early to say whether 95% can be held.",
        ),
        (
            BAND | MET | {"favourable_gap": 0.0, "variation": "change", "label": "near_high", "assurance": "will"},
            (
                "Dans la fourchette ; changement (2 semaines sur 3 près de la limite haute) ; "
                "le processus actuel tient 361 à 399 s."
            ),
            "Within the range; change (2 weeks out of 3 near the upper limit); the process as it is holds 361 to 399 s.",
        ),
        (
            BAND | {"favourable_gap": -12.0},
            (
                "Hors de la fourchette de 12 s ; rien n’a changé ; "
                "le processus actuel ne peut pas tenir 361 à 399 s : revoir moyens ou cible."
            ),
            (
                "Outside the range by 12 s; nothing changed; "
                "the process as it is cannot hold 361 to 399 s: review resources or target."
            ),
        ),
        (
            {"unit": "%", "decimals": 2, "held_target": 99.5, "target": 99.5, "favourable_gap": -0.12},
            (
                "Cible manquée de 0,12 pt ; rien n’a changé ; "
                "le processus actuel ne peut pas tenir 99,5 % : revoir moyens ou cible."
            ),
            "Target missed by 0.12 pt; nothing changed; the process as it is cannot hold 99.5%: review resources or target.",
        ),
        (
            {"status": "grey", "reason": "no_target", "target": None, "held_target": None, "assurance": ""},
            "Sans cible ; rien n’a changé.",
            "No target; nothing changed.",
        ),
        (
            {"status": "grey", "reason": "to_check"},
            (
                "Donnée à vérifier avant de conclure ; rien n’a changé ; "
                "le processus actuel ne peut pas tenir 95 % : revoir moyens ou cible."
            ),
            (
                "Data to check before concluding; nothing changed; "
                "the process as it is cannot hold 95%: review resources or target."
            ),
        ),
        ({"period_kind": "semester"}, "Cible manquée de 1,8 pt.", "Target missed by 1.8 pt."),
    ],
)
def test_the_sentence(more, french, english):
    """Contract, variation and assurance, each said in its own words; a target is said without idle decimals."""
    assert both(figure(**more)) == (french, english)


def test_a_sum_is_held_against_its_week():
    """The target that a weekly chart of sales looks at is the week's, not the month's."""
    sales = figure(unit="", decimals=0, aggregation="sum", target=1300.0, held_target=295.0, favourable_gap=-1042.0)
    french, english = both(sales)
    assert french.startswith("Cible manquée de 1 042 ; ")
    assert "tenir 295 par semaine : revoir" in french
    assert "Target missed by 1,042; " in english
    assert "hold 295 a week: review" in english


YEAR = {"period_kind": "ytd", "until": pd.Timestamp("2026-12-31"), "forecast": 91.84}


@pytest.mark.parametrize(
    ("more", "french", "english"),
    [
        ({"prospect": "open", "required": 93.14}, "au moins 93,1 %", "at least 93.1%"),
        ({"prospect": "open", "required": 6.0, "direction": "lower"}, "au plus 6,0 %", "at most 6.0%"),
        ({"prospect": "open", "required": 120.0, "aggregation": "sum", "unit": ""}, "encore 120,0", "120.0 to go"),
        ({"prospect": "never_reached", "required": 99.2}, "au moins 99,2 %, jamais vu", "at least 99.2%, never seen"),
        ({"prospect": "secured", "required": -3.0}, "acquis", "secured"),
        ({"prospect": "out_of_reach", "required": 104.0}, "inatteignable", "out of reach"),
    ],
)
def test_what_is_still_possible(more, french, english):
    """What remains to be done by the end of the contract year, with the projection that always goes by its name."""
    record = figure(**YEAR, **more)
    assert plain(prospect_words(record, FRENCH)) == french
    assert prospect_words(record, ENGLISH) == english
    unit = " %" if record["unit"] else ""
    assert plain(until_words(record, FRENCH)) == f"d’ici au 31/12/2026 : {french} (projection : 91,8{unit})"
    assert f"; by 31 Dec 2026: {english} (projection: 91.8" in plain(verdict_sentence(record, ENGLISH))


def test_a_year_that_is_over_is_closed():
    """Without a running year there is nothing left to do, and no projection."""
    record = figure(period_kind="ytd", prospect="closed")
    assert both(record) == ("Cible manquée de 1,8 pt ; clôturé.", "Target missed by 1.8 pt; closed.")


SIGNAL = {"status": "green", "signal": "2026-W26", "signal_label": "outside_low"}


@pytest.mark.parametrize(
    ("more", "french", "english"),
    [
        (
            SIGNAL,
            "signal défavorable en S26 (au-delà de la limite basse)",
            "unfavourable signal in W26 (beyond the lower limit)",
        ),
        (SIGNAL | {"label": "outside_low"}, "signal défavorable en S26", "unfavourable signal in W26"),
        (SIGNAL | {"signal": "2026-05"}, "signal défavorable en mai 2026 (", "unfavourable signal in May 2026 ("),
        (SIGNAL | {"signal": ""}, "rouge confirmé : le vert doit durer", "confirmed red: green has to last"),
        (SIGNAL | {"status": "red"}, "", ""),
        (SIGNAL | {"confirmed_status": "amber"}, "", ""),
    ],
)
def test_a_confirmed_red_beside_a_green_figure_is_explained(more, french, english):
    """Drift is listed although the contract is met, with its week and its cause; the cause is not said twice."""
    for words, expected in ((FRENCH, french), (ENGLISH, english)):
        said = plain(signal_words(figure(**more), words))
        assert said.startswith(expected)
        assert bool(said) == bool(expected)


def test_nothing_changed_is_not_said_beside_a_recent_signal():
    """The last week is quiet, the one before spoke: the sentence and the remark beside it do not contradict each other."""
    french, english = both(figure(**MET | SIGNAL | {"confirmed_status": "red"}, assurance="will"))
    assert french.startswith("Cible tenue, 1,2 pt de marge ; pas de nouveau signal ; ")
    assert english.startswith("Target met with 1.2 pt to spare; no new signal; ")
    quiet, _ = both(figure(**MET | SIGNAL, assurance="will"))
    assert "rien n’a changé" in quiet


def test_an_alert_on_a_figure_that_meets_its_target():
    """The alert says that the target is met, so that nobody takes the signal for a breach."""
    record = figure(**SIGNAL, displayed=95.6)
    assert plain(signal_sentence(record, FRENCH)) == (
        "QS : 95,6 %, cible de 95,0 % tenue, mais signal défavorable en S26 (au-delà de la limite basse)."
    )
    assert signal_sentence(record, ENGLISH) == (
        "QS: 95.6%, which meets its target of 95.0%, but unfavourable signal in W26 (beyond the lower limit)."
    )


def test_every_cause_and_reason_has_words():
    """Nothing that the rules may find lacks a word, in either language."""
    for language in LANGUAGES:
        words = Catalogue(language)
        assert set(words.forms("verdicts.causes")) == {
            f"{rule}_{side}"
            for rule, sides in {
                "outside": ("high", "low"), "trend": ("up", "down"), "near": ("high", "low"), "shift": ("high", "low"),
            }.items()
            for side in sides
        }  # fmt: skip
        reasons = {"no_value", "not_applicable", "not_aggregable", "to_check", "info", "no_target", "target_hole", "unknown"}
        assert set(words.forms("verdicts.reason")) == reasons
