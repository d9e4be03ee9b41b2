"""What we promise of the Pareto: weight first, count alongside, the few that make 80 %."""

import pandas as pd

from gouvernail.rules.pareto import pareto, severity_weights
from gouvernail.settings import Settings


def seen(*themes: tuple[str, int, int]) -> pd.DataFrame:
    """Occurrences: theme, severity, how many."""
    rows = [(theme, severity) for theme, severity, count in themes for _ in range(count)]
    return pd.DataFrame(rows, columns=["theme", "severity"])


def test_weight_and_count_are_two_readings() -> None:
    """One critical finding weighs as much as eight minor ones; the count says otherwise, and both are shown."""
    table = pareto(seen(("Outil", 4, 2), ("Attente", 1, 7), ("Ton", 2, 1), ("Délai", 1, 2)), Settings())
    assert table[["theme", "weighted", "findings", "vital", "count_rank", "count_vital"]].to_numpy().tolist() == [
        ["Outil", 16.0, 2, True, 3, True],
        ["Attente", 7.0, 7, True, 1, True],
        ["Délai", 2.0, 2, False, 2, True],
        ["Ton", 2.0, 1, False, 4, False],
    ]
    assert table["cumulative"].round(4).tolist() == [0.5926, 0.8519, 0.9259, 1.0]
    assert table["count_cumulative"].round(4).tolist() == [0.9167, 0.5833, 0.75, 1.0]


def test_exactly_eighty_percent_is_enough() -> None:
    """8 of 10 reach 80 %: the ninth finding's theme is not among the few."""
    table = pareto(seen(("A", 1, 5), ("B", 1, 3), ("C", 1, 1), ("D", 1, 1)), Settings())
    assert table["vital"].tolist() == [True, True, False, False]


def test_ties_go_by_label_without_accents_or_case() -> None:
    """Écoute comes before File, and outil between Nuit and Prix."""
    table = pareto(seen(*((theme, 1, 2) for theme in ("Prix", "outil", "File", "Écoute", "Nuit"))), Settings())
    assert table["theme"].tolist() == ["Écoute", "File", "Nuit", "outil", "Prix"]


def test_fewer_than_ten_findings_make_no_pareto() -> None:
    """Nine findings: a plain list. Ten: a Pareto."""
    assert pareto(seen(("A", 4, 9)), Settings()).empty
    assert len(pareto(seen(("A", 1, 10)), Settings())) == 1


def test_the_weights_are_settings() -> None:
    """With three weights given, severity 4 weighs as severity 3."""
    settings = Settings(severity_weights=(1.0, 3.0, 9.0))
    assert severity_weights(pd.Series([1, 2, 3, 4]), settings).tolist() == [1.0, 3.0, 9.0, 9.0]
