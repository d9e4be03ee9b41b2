"""Findings made comparable: the day each speaks of, the line it belongs to, and which ones say the same thing twice."""

import hashlib
from datetime import date
from enum import StrEnum, unique

import pandas as pd

from gouvernail.problems import Fact, Problem
from gouvernail.rules.themes import former_spellings, match_themes, plain, plain_all
from gouvernail.settings import Settings

CONTENT = ("week", "date", "kpi_id", "theme", "scope", "team", "severity", "description", "beyond_remit")
"""What a finding says; a later change of any of these is a new version of it."""

_KEY = ["kpi_id", "theme_key", "scope_key"]
_SLUG_LENGTH = 14


@unique
class NotRaised(StrEnum):
    """Why a finding is in no line of the period."""

    UNDATED = "undated"
    WEEK_CONTRADICTS_DATE = "week_contradicts_date"
    AFTER_AS_OF = "after_as_of"
    OTHER_PERIOD = "other_period"


def prepare_findings(findings: pd.DataFrame, themes: pd.DataFrame, *, settings: Settings, as_of: date) -> pd.DataFrame:
    """Findings with the day they speak of and the line they belong to, whatever the period.

    A finding with a date belongs to that day; one with an ISO week alone, to the Thursday of its week, which is how a
    week belongs to a month. Two spellings of a theme or of a scope make one line.

    Args:
        findings: table `findings`.
        themes: table `themes`.
        settings: ``scopes_overall``, the names of scopes that mean "all together", as a blank does.
        as_of: the day of the committee; what comes later is not known yet.

    Returns:
        Same rows and index. ``kpi_id`` and ``scope`` "" where blank; ``theme`` as in the table of themes, or "to_sort";
        ``day`` (datetime64, NaT when undated), ``begun`` (the same, but the Monday of a week alone), ``week``
        ("2026-W14") and ``month`` ("2026-03") of that day; ``not_raised``, a `NotRaised` key, missing when the
        finding can go up; ``line_id``, the same for every month of the line's life; ``theme_key``, ``scope_key``,
        ``team_key`` and ``text_key``, the same for every spelling.

    Source: docs/semantics.md §4.6 "Period", "Key".
    """
    kept = findings[["finding_id", "row", "severity", "action_id"]].copy()
    kept["beyond_remit"] = findings["beyond_remit"].fillna(False).astype("bool")
    kept = kept.join(_days(findings, as_of))
    kept["kpi_id"] = findings["kpi_id"].fillna("")
    kept["theme"] = match_themes(findings["theme"], themes)
    kept["scope"] = _scopes(findings["scope"], settings.scopes_overall)
    kept["theme_key"], kept["scope_key"] = plain_all(kept["theme"]), plain_all(kept["scope"])
    kept["line_id"] = _line_ids(kept)
    kept["team_key"], kept["text_key"] = plain_all(findings["team"]), plain_all(findings["description"])
    return kept


def line_id(kpi_id: str, theme: str, scope: str) -> str:
    """The name of a line for its whole life: the same every month, whatever the spelling of theme and scope.

    Three readable parts, cut short, and six letters that keep apart two lines cut to the same.

    >>> line_id("QS", "Temps d'attente", "Lyon"), line_id("QS", "TEMPS D’ATTENTE", "lyon ")
    ('L-QS-tempsdattente-lyon-646c6e', 'L-QS-tempsdattente-lyon-646c6e')
    """
    return _line_id(kpi_id, plain(theme), plain(scope))


def former_line_ids(lines: pd.DataFrame, themes: pd.DataFrame) -> pd.Series:
    """The ids of each line under the other names of its theme, joined by ";": a renamed theme keeps its comments.

    Args:
        lines: reads ``kpi_id``, ``theme``, ``scope``.
        themes: table `themes`.
    """
    spellings = former_spellings(themes)
    former = [
        ";".join(_line_id(kpi_id, spelling, plain(scope)) for spelling in spellings.get(theme, ()))
        for kpi_id, theme, scope in zip(lines["kpi_id"], lines["theme"], lines["scope"], strict=True)
    ]
    return pd.Series(former, index=lines.index, dtype="str")


def finding_digests(findings: pd.DataFrame) -> pd.Series:
    """A short print of what each finding says, by finding id; a freeze keeps it, a later edit changes it.

    Reads the columns of `CONTENT`. Spelling counts here: an edit is an edit.
    """
    texts = zip(*(_as_text(findings[column]) for column in CONTENT), strict=True)
    prints = [hashlib.blake2b("\x1f".join(text).encode(), digest_size=8).hexdigest() for text in texts]
    return pd.Series(prints, index=pd.Index(findings["finding_id"], name="finding_id"), dtype="str", name="digest")


def dating_problems(prepared: pd.DataFrame, findings: pd.DataFrame) -> tuple[Problem, ...]:
    """One problem per finding without a day, or whose week and date say two different things."""
    undated = prepared["not_raised"] == NotRaised.UNDATED
    contradictory = prepared["not_raised"] == NotRaised.WEEK_CONTRADICTS_DATE
    return (
        *(_problem("finding_undated", row, column="week") for row in prepared.loc[undated, "row"]),
        *(
            _problem("finding_week_contradicts_date", row, column="week", found=week, expected=expected)
            for row, week, expected in zip(
                prepared.loc[contradictory, "row"],
                findings.loc[contradictory, "week"],
                prepared.loc[contradictory, "week"],
                strict=True,
            )
        ),
    )


def _problem(code: str, row: int, *, column: str, **facts: Fact) -> Problem:
    return Problem(code, facts={"table": "findings", "row": row, "column": column, **facts}, table="findings")


def _as_text(column: pd.Series) -> pd.Series:
    """Each value written the same way whatever stands in the other rows; "" where missing."""
    written = column.dt.strftime("%Y-%m-%d") if column.dtype.kind == "M" else column.astype("str")
    return written.where(column.notna(), "").astype("str")


def mondays(weeks: pd.Series) -> pd.Series:
    """The Monday of each "2026-W14", datetime64; NaT where missing. Same index."""
    codes, distinct = pd.factorize(weeks)
    days = [date.fromisocalendar(int(week[:4]), int(week[6:]), 1) for week in distinct]
    return pd.Series([*days, pd.NaT], dtype="datetime64[us]").take(codes).set_axis(weeks.index)


def iso_weeks(days: pd.Series) -> pd.Series:
    """The ISO week "2026-W14" of each day; missing where the day is. Same index."""
    codes, distinct = pd.factorize(days)
    names = pd.Series([*pd.DatetimeIndex(distinct).strftime("%G-W%V"), None], dtype="str")
    return names.take(codes).set_axis(days.index)


def _days(findings: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Columns ``day``, ``begun``, ``week``, ``month``, ``not_raised``. A week alone is known from its Monday on."""
    monday = mondays(findings["week"])
    begun = findings["date"].fillna(monday)
    day = findings["date"].fillna(monday + pd.Timedelta(days=3))
    week = findings["week"].where(findings["date"].isna(), iso_weeks(findings["date"]))
    reason = pd.Series(None, index=findings.index, dtype="str")
    reason[begun > pd.Timestamp(as_of)] = NotRaised.AFTER_AS_OF.value
    reason[findings["week"].notna() & (findings["week"] != week)] = NotRaised.WEEK_CONTRADICTS_DATE.value
    reason[day.isna()] = NotRaised.UNDATED.value
    months = day.dt.strftime("%Y-%m")
    return pd.DataFrame({"day": day, "begun": begun, "week": week, "month": months, "not_raised": reason})


def _scopes(scopes: pd.Series, overall: str) -> pd.Series:
    """The scopes as written, "" for overall."""
    means_all = [plain(name) for name in overall.split(";")]
    return scopes.where(~plain_all(scopes).isin(means_all), "")


def _line_ids(kept: pd.DataFrame) -> pd.Series:
    numbers = kept.groupby(_KEY, sort=False).ngroup()
    distinct = kept.loc[~numbers.duplicated(), _KEY]
    ids = [_line_id(kpi_id, theme, scope) for kpi_id, theme, scope in distinct.itertuples(index=False)]
    return pd.Series(ids, dtype="str").take(numbers.to_numpy()).set_axis(kept.index)


def _line_id(kpi_id: str, theme_key: str, scope_key: str) -> str:
    whole = "\x1f".join((kpi_id, theme_key, scope_key))
    parts = [kpi_id, _slug(theme_key), _slug(scope_key), hashlib.blake2b(whole.encode(), digest_size=3).hexdigest()]
    return "-".join(["L", *filter(None, parts)])


def _slug(key: str) -> str:
    return "".join(letter for letter in key if letter.isalnum())[:_SLUG_LENGTH]


def add_occurrences(raised: pd.DataFrame) -> pd.DataFrame:
    """Add ``occurrence``: the id of the first finding, in the table's order, that says the same.

    The same: month, week, line, team and text, whatever the accents, case and spaces. Two teams that say the same
    are two.
    """
    same = raised.groupby(["month", "week", "line_id", "team_key", "text_key"], sort=False)
    return raised.assign(occurrence=same["finding_id"].transform("first"))
