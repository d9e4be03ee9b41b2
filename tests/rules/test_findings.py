"""Does the roll-up hold at the edges? Whatever the findings, none is lost, and spelling changes nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from declared import declared
from gouvernail.rules.findings import RollUp, roll_up_findings
from gouvernail.rules.pareto import pareto
from gouvernail.rules.periods import Period, month_of, months_in, semester_of
from gouvernail.settings import Settings

THEMES = declared("themes", {"theme": "Temps d'attente", "synonyms": "file"}, {"theme": "Réitération"})
NO_ACTIONS = declared("actions").assign(
    late=pd.Series(dtype="bool"),
    missed_cycles=pd.Series(dtype="Int64"),
    state=pd.Series(dtype="str"),
    ended=pd.Series(dtype="datetime64[us]"),
)
NO_GAPS = pd.DataFrame(
    {
        name: pd.Series(dtype=dtype)
        for name, dtype in {
            "kpi_id": "str",
            "scope": "str",
            "gap": "float64",
            "status": "str",
            "confirmed_status": "str",
            "contractual": "bool",
            "small_sample": "bool",
        }.items()
    }
)
AS_OF = date(2026, 7, 2)
DAYS = st.dates(date(2025, 12, 20), date(2026, 7, 10))


def _week(day: date) -> str:
    return f"{day:%G-W%V}"


finding = st.fixed_dictionaries(
    {
        "week": st.none() | DAYS.map(_week),
        "date": st.none() | DAYS.map(str),
        "kpi_id": st.sampled_from([None, "QS", "DMT"]),
        "theme": st.sampled_from([None, "Temps d'attente", "File", "réitération", "météo"]),
        "scope": st.sampled_from([None, "Lyon", "LYON", "Brest"]),
        "team": st.sampled_from([None, "A", "B"]),
        "severity": st.integers(1, 4),
        "description": st.sampled_from(["saturé", "Saturé", "lent"]),
        "beyond_remit": st.none() | st.booleans(),
    }
)
findings = st.lists(finding, max_size=25)


def _table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return declared("findings", *({"finding_id": f"C-{at}", **row} for at, row in enumerate(rows)))


def _rolled(table: pd.DataFrame, period: Period) -> RollUp:
    return roll_up_findings(table, THEMES, NO_ACTIONS, NO_GAPS, period=period, settings=Settings(), as_of=AS_OF)


@settings(deadline=None, max_examples=25)
@given(findings)
def test_each_finding_is_in_one_line_or_has_a_reason(rows: list[dict[str, Any]]) -> None:
    """Nothing is dropped, nothing counted twice, whatever is blank or contradictory."""
    result = _rolled(_table(rows), month_of(date(2026, 3, 1)))
    trace = result.trace
    assert trace["finding_id"].tolist() == [f"C-{at}" for at in range(len(rows))]
    assert (trace["line_id"].notna() ^ trace["reason"].notna()).all()
    assert sorted(result.lines["finding_ids"].str.split(";").explode().dropna()) == sorted(
        trace.loc[trace["line_id"].notna(), "finding_id"]
    )
    counts = dict(result.counts)
    assert counts.pop("findings") == sum(counts.values())


@settings(deadline=None, max_examples=10)
@given(findings)
def test_the_months_add_up_to_the_semester(rows: list[dict[str, Any]]) -> None:
    """The lines of six months are the lines of their semester."""
    table = _table(rows)
    semester = semester_of(date(2026, 3, 1))
    monthly = pd.concat([_rolled(table, month).lines for month in months_in(semester)])
    columns = ["month", "line_id", "findings", "finding_ids", "weighted"]
    left = monthly[columns].sort_values(["month", "line_id"], ignore_index=True)
    right = _rolled(table, semester).lines[columns].sort_values(["month", "line_id"], ignore_index=True)
    assert left.to_numpy().tolist() == right.to_numpy().tolist()


SPELLINGS: list[Callable[[str], str]] = [
    str.upper,
    lambda text: f"  {text.replace(' ', '  ')} ",
    lambda text: text.replace("é", "e").replace("'", "’"),
]


@settings(deadline=None, max_examples=25)
@given(findings, st.sampled_from(SPELLINGS))
def test_spelling_does_not_change_lines(rows: list[dict[str, Any]], spell: Callable[[str], str]) -> None:
    """Other accents, case, spaces and apostrophes: the same lines, with the same ids."""
    respelt = [
        {**row, "theme": row["theme"] and spell(row["theme"]), "scope": row["scope"] and spell(row["scope"])} for row in rows
    ]
    columns = ["line_id", "finding_ids", "findings", "weighted", "recurrence"]
    march = month_of(date(2026, 3, 1))
    before, after = _rolled(_table(rows), march).lines, _rolled(_table(respelt), march).lines
    assert before[columns].to_numpy().tolist() == after[columns].to_numpy().tolist()


@settings(deadline=None, max_examples=25)
@given(findings, st.randoms(use_true_random=False))
def test_the_order_of_the_table_does_not_change_lines(rows: list[dict[str, Any]], random: Any) -> None:
    """Sorted otherwise, the table gives the same lines with the same findings."""
    table = _table(rows)
    order = list(range(len(rows)))
    random.shuffle(order)
    march = month_of(date(2026, 3, 1))

    def told(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
        lines = _rolled(frame, march).lines
        ids = lines["finding_ids"].str.split(";").map(sorted).map(tuple)
        return list(zip(lines["line_id"], ids, lines["findings"], lines["weighted"], lines["reasons"], strict=True))

    assert told(table) == told(table.iloc[order].reset_index(drop=True))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.integers(1, 4)), min_size=10, max_size=60))
def test_the_vital_few_are_the_fewest_that_reach_the_share(rows: list[tuple[str, int]]) -> None:
    """The leading set reaches 80 %, and without its last theme it does not."""
    table = pareto(pd.DataFrame(rows, columns=["theme", "severity"]), Settings())
    total, vital = table["weighted"].sum(), table[table["vital"]]
    assert 5 * vital["weighted"].sum() >= 4 * total
    assert 5 * vital["weighted"].iloc[:-1].sum() < 4 * total
    assert table["vital"].is_monotonic_decreasing
    assert table["weighted"].is_monotonic_decreasing
    assert table["findings"].sum() == len(rows)
    counted = table.sort_values("count_rank")
    assert counted["findings"].is_monotonic_decreasing
    few = counted[counted["count_vital"]]["findings"]
    assert 5 * few.sum() >= 4 * len(rows) > 5 * few.iloc[:-1].sum()


@settings(deadline=None, max_examples=25)
@given(DAYS, st.integers(0, 60))
def test_recurrence_never_exceeds_the_weeks_of_its_window(as_of: date, spread: int) -> None:
    """A finding every week for months recurs in 6 weeks, or in 7 when the sliding window cuts two of them."""
    days = [as_of - timedelta(days=spread + 7 * back) for back in range(-3, 12)]
    rows = [{"date": str(day), "severity": 1, "description": "lent"} for day in days]
    result = roll_up_findings(
        _table(rows), THEMES, NO_ACTIONS, NO_GAPS, period=month_of(as_of), settings=Settings(), as_of=as_of
    )
    within = {_week(day) for day in days if as_of - timedelta(days=42) < day <= as_of}
    assert set(result.lines["recurrence"]) <= {len(within)}
    assert len(within) <= 6
