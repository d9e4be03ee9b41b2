"""The trade's indicators: complete, coherent, and said in both languages."""

import pytest

from gouvernail.schema.catalogue import CATALOGUE, CONTRACTUAL, NORTH_STAR, PREFILLED, PRIORITY, catalogue_kpi
from gouvernail.terms import Aggregation, Family, Formula
from gouvernail.words.catalogue import LANGUAGES, subject

SAID = {"name", "definition", "numerator", "denominator", "pitfalls", "typical"}


def test_fifty_six_indicators_with_unique_ids():
    """The list holds 56 indicators, of every family."""
    assert len(CATALOGUE) == 56
    assert len({kpi.kpi_id for kpi in CATALOGUE}) == 56
    assert {kpi.family for kpi in CATALOGUE} == set(Family)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_is_said_in_every_language(language):
    """Each id has its words, and no words are left without an id; name, definition, pitfalls are never empty."""
    words = subject(language, "kpis")
    assert set(words) - {"units"} == {kpi.kpi_id for kpi in CATALOGUE}
    for kpi in CATALOGUE:
        said = words[kpi.kpi_id]
        assert set(said) == SAID, kpi.kpi_id
        assert all(said[key].strip() for key in ("name", "definition", "numerator", "pitfalls", "typical")), kpi.kpi_id
        assert kpi.unit in words["units"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_short_and_tell_indicators_apart(language):
    """A name fits a table's column, and no two indicators share one."""
    names = [subject(language, "kpis")[kpi.kpi_id]["name"] for kpi in CATALOGUE]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 34


@pytest.mark.parametrize("kpi", CATALOGUE, ids=lambda kpi: kpi.kpi_id)
def test_a_ratio_says_how_it_is_made(kpi):
    """A ratio has a formula and a denominator to read; what is not a ratio has neither formula nor denominator."""
    denominators = {bool(subject(language, "kpis")[kpi.kpi_id]["denominator"]) for language in LANGUAGES}
    ratio = kpi.aggregation is Aggregation.RATIO
    assert (kpi.formula is not None) == ratio
    assert denominators == {ratio} or kpi.kpi_id == "ANC"


def test_the_formulas_that_are_not_a_plain_ratio():
    """Forecast accuracy and availability are 1 - N/D; attrition is brought to the year; two scores are per 100 answers."""
    assert catalogue_kpi("PREC_VOL").formula is Formula.ONE_MINUS
    assert catalogue_kpi("DISPO_SI").formula is Formula.ONE_MINUS
    assert catalogue_kpi("TURN").formula is Formula.ANNUALISED
    assert {kpi.kpi_id for kpi in CATALOGUE if kpi.multiplier} == {"NPS", "ESAT"}


def test_a_relative_tolerance_is_not_a_number():
    """Five per cent of a target is no number of seconds: the tolerance stays blank and the words say it is relative."""
    for kpi_id in ("APP_REC", "BACKLOG", "DMT", "CPH", "VENTES", "CPC", "BM_NET"):
        assert catalogue_kpi(kpi_id).tolerance is None
        assert "relative" in subject("fr", "kpis")[kpi_id]["typical"]
        assert "relative" in subject("en", "kpis")[kpi_id]["typical"]


def test_the_prefilled_set():
    """A new workbook starts with 15 to 20 indicators; answer rate and satisfaction lead, at most twelve are priorities."""
    assert 15 <= len(PREFILLED) <= 20
    known = {kpi.kpi_id for kpi in CATALOGUE}
    assert set(PREFILLED) <= known
    assert set(PREFILLED) >= PRIORITY >= CONTRACTUAL >= NORTH_STAR == {"TX_DEC", "CSAT"}
    assert len(PRIORITY) <= 12


def test_an_unknown_indicator():
    """Asking for an indicator that the list does not hold fails."""
    with pytest.raises(KeyError):
        catalogue_kpi("QS-2")
