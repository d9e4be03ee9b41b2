"""Rows are as high as their text needs: never a line cut, never three lines of air."""

import pytest

from gouvernail.sheets.wrapping import lines_of


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("conforme", 10, 1),
        ("conforme conforme", 10, 2),
        ("conforme\u00a0conforme", 30, 1),
        ("conforme\nconforme", 30, 2),
        ("MMMMMMMMMM", 10, 3),
        ("iiiiiiiiii", 10, 1),
        ("x" * 95, 20, 5),
        ("a b c d", 3, 2),
    ],
)
def test_lines_of(text, width, lines):
    """Broken at plain spaces, by the width of letters; what is longer than the cell goes on below."""
    assert lines_of(text, width) == lines


def test_a_smaller_letter_takes_less_and_a_bold_one_more():
    """The look of the cell counts."""
    text = "Taux de décroché et qualité de service"
    small, plain, bold = (
        [lines_of(text, width, **look) for width in range(4, 60)] for look in ({"size": 9}, {}, {"bold": True})
    )
    assert all(one <= two <= three for one, two, three in zip(small, plain, bold, strict=True))
    assert sum(small) < sum(plain) < sum(bold)


def test_a_narrower_cell_never_takes_fewer_lines():
    """Whatever the text."""
    text = "Cible manquée de 1,8 pt ; rien n’a changé ; le processus actuel ne peut pas tenir 95 %."
    found = [lines_of(text, width) for width in range(4, 90)]
    assert found == sorted(found, reverse=True)
    assert found[-1] == 1
