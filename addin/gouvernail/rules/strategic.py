"""The semester as the steering committee saw it, month by month: out of what was frozen, never out of live figures."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from gouvernail.rules.gaps import add_gap
from gouvernail.rules.themes import TO_SORT, match_themes
from gouvernail.terms import Aggregation, Committee, FrozenKind, PeriodKind, Status

RECURRING_MONTHS = 3
"""A theme that came up in this many of the six months is one for the strategic committee."""

ALTERED = "altered"
_TO_CHECK = "to_check"
_LAST = (
    "name",
    "unit",
    "decimals",
    "direction",
    "aggregation",
    "tolerance",
    "contractual",
)


def semester_freezes(register: pd.DataFrame, months: Sequence[str]) -> pd.DataFrame:
    """The freeze that speaks for each month of a semester: the last one that the steering committee had of it.

    Args:
        register: the frozen register: ``freeze_id``, ``committee``, ``period``, ``rank``.
        months: the keys of the semester's months, in order: "2026-01".

    Returns:
        One row per month, in order: ``period``, ``freeze_id`` (missing for a month that was not frozen).

    Source: docs/semantics.md §4.7 and §4.11; feature F22.
    """
    own = register[(register["committee"] == Committee.STEERING) & register["period"].isin(months)]
    last = own.sort_values("rank", kind="stable").drop_duplicates("period", keep="last")
    found = last.set_index("period")["freeze_id"].reindex(list(months))
    return found.rename_axis("period").reset_index()


def add_left_out(figures: pd.DataFrame, altered: Collection[int]) -> pd.DataFrame:
    """Add why a frozen figure does not enter the semester: "altered" since it was frozen, "to_check" when it was, else "".

    Args:
        figures: frozen figures; reads ``row`` (of the sheet) and ``flags`` (joined by ";").
        altered: the rows whose seal no longer holds (`freezes.chain_breaks`).

    Returns:
        `figures` with ``left_out``.

    Source: docs/semantics.md §4.7.
    """
    doubtful = figures["flags"].fillna("").str.split(";").map(lambda flags: _TO_CHECK in flags).astype(bool)
    reasons = np.select([figures["row"].isin(list(altered)), doubtful], [ALTERED, _TO_CHECK], default="")
    return figures.assign(left_out=pd.Series(reasons, index=figures.index, dtype="str"))


def semester_months(figures: pd.DataFrame, freezes: pd.DataFrame) -> pd.DataFrame:
    """The overall figures of the semester's months, those of the earliest month first.

    A row pasted twice counts once, one without a KPI not at all.

    Args:
        figures: frozen figures, as `add_left_out` gives them; without ``left_out``, none is left out.
        freezes: from `semester_freezes`.

    Returns:
        Rows of `figures`, with ``_at`` (0 for the first month), ``left_out``, and without ``value``, ``displayed``,
        ``target`` and ``status`` where it is left out: what cannot be relied on is not shown as a figure.
    """
    known = freezes.dropna(subset="freeze_id").assign(_at=lambda rows: rows.index)[["freeze_id", "_at"]]
    overall = figures[(figures["period_kind"] == PeriodKind.MONTH) & (figures["scope"].fillna("") == "")]
    once = overall.dropna(subset="kpi_id").drop_duplicates(["freeze_id", "kpi_id"])
    months = once.merge(known, on="freeze_id").sort_values("_at", kind="stable", ignore_index=True)
    out = months["left_out"] if "left_out" in months else pd.Series("", index=months.index, dtype="str")
    told = {key: months[key].where(out.eq("")) for key in ("value", "displayed", "target", "status") if key in months}
    return months.assign(left_out=out, **told)


def semester_figures(figures: pd.DataFrame, freezes: pd.DataFrame) -> pd.DataFrame:
    """Each KPI over the semester, from its frozen months: a ratio of sums, never a mean of months.

    A month weighs by its denominator, which makes the ratio of sums of any KPI that is a ratio, whatever its multiplier;
    targets are weighted alike. Sums add up, with their targets; the last month stands for the others of a "last" KPI, the
    highest for a "max" one. A ratio with a month that has a value and no denominator has no semester value. A month that
    is left out, or without a value, counts neither in the value nor in the target.

    Args:
        figures: frozen figures (`schema.frozen.FROZEN_FIGURES`), as `add_left_out` gives them; the overall months are read.
        freezes: from `semester_freezes`.

    Returns:
        One row per KPI, in the order in which they were frozen last: ``kpi_id``, ``name``, ``unit``, ``decimals``,
        ``direction``, ``aggregation``, ``tolerance``, ``contractual`` (as last frozen), ``months`` (how many had a value),
        ``value``, ``target``, ``low``, ``high``, what `gaps.add_gap` adds, ``green``, ``amber``, ``red``, ``grey`` (months of
        each status, as frozen) and ``statuses`` (one key per month, joined by ";": a status, why the month is left out, ""
        for a month without a figure).

    Source: docs/semantics.md §4.1 and §4.7; feature F22.
    """
    months = semester_months(figures, freezes)
    sound = months.assign(_sound=months["left_out"].eq("")).sort_values(["_sound", "_at"], kind="stable")
    last = sound.drop_duplicates("kpi_id", keep="last").sort_values("_at", ascending=False, kind="stable").set_index("kpi_id")
    told = last[[*_LAST]].join(_aggregated(months)).join(_counted(months, len(freezes)))
    bounds = last[["low", "high"]]
    semester = told.join(bounds).reset_index().astype({"low": "float64", "high": "float64"})
    return add_gap(semester.assign(target_computed=True))


def recurring_themes(items: pd.DataFrame, freezes: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """The themes raised in at least three of the six months; one that was renamed since counts under its name of today.

    Args:
        items: frozen items (`schema.frozen.FROZEN_ITEMS`).
        freezes: from `semester_freezes`.
        themes: table `themes`.

    Returns:
        ``theme``, ``months`` (how many), ``findings`` (their sum, int64), ``kpi_ids`` (joined by ";"), ``state`` (the last
        line's life); most months first, then most findings.

    Source: docs/semantics.md §4.7.
    """
    lines = of_kind(items, freezes, FrozenKind.LINE)
    renamed = match_themes(lines["label"].astype("str"), themes)
    lines = lines.assign(theme=renamed.where(renamed != TO_SORT, lines["label"]))
    rows = lines.groupby("theme", sort=True)
    told = pd.DataFrame(
        {
            "months": rows["period"].nunique(),
            "findings": rows["number"].sum().astype("int64"),
            "kpi_ids": rows["kpi_id"].agg(lambda kpis: ";".join(sorted(set(kpis.dropna())))).astype("str"),
            "state": rows["state"].last(),
        }
    ).reset_index()
    kept = told[(told["months"] >= RECURRING_MONTHS) & (told["theme"] != TO_SORT)]
    return kept.sort_values(["months", "findings", "theme"], ascending=[False, False, True], ignore_index=True)


def last_said(items: pd.DataFrame, freezes: pd.DataFrame, kind: FrozenKind) -> pd.DataFrame:
    """What was last frozen of each decision, workstream, milestone, ambition or party, over the semester.

    Args:
        items: frozen items (`schema.frozen.FROZEN_ITEMS`).
        freezes: from `semester_freezes`.
        kind: which of them.

    Returns:
        The rows, one per ``reference``, with the ``period`` that they are of; by reference. What a later month no longer has
        is kept as it was last said.
    """
    own = of_kind(items, freezes, kind).drop_duplicates("reference", keep="last")
    return own.sort_values("reference", ignore_index=True)


def first_said(items: pd.DataFrame, freezes: pd.DataFrame, kind: FrozenKind) -> pd.DataFrame:
    """What was first frozen of each over the semester: the twin of `last_said`."""
    own = of_kind(items, freezes, kind).drop_duplicates("reference", keep="first")
    return own.sort_values("reference", ignore_index=True)


def of_kind(items: pd.DataFrame, freezes: pd.DataFrame, kind: FrozenKind) -> pd.DataFrame:
    """The items of a kind with the ``period`` that they are of, once each, those of the earliest month first."""
    known = freezes.dropna(subset="freeze_id").assign(_at=lambda rows: rows.index)
    once = items[items["kind"] == kind].dropna(subset="reference").drop_duplicates(["freeze_id", "reference"])
    own = once.merge(known[["freeze_id", "period", "_at"]], on="freeze_id")
    return own.sort_values("_at", kind="stable", ignore_index=True).drop(columns="_at")


def joined_months(places: pd.DataFrame) -> "pd.Series[str]":
    """One text per line: what stands in each month, joined by ";", "" where nothing does; same index."""
    told = places.astype("str").fillna("").to_numpy().tolist()
    return pd.Series([";".join(line) for line in told], index=places.index, dtype="str")


def _aggregated(months: pd.DataFrame) -> pd.DataFrame:
    """``value``, ``target`` and ``months`` of each KPI; index ``kpi_id``."""
    known = months["value"].notna()
    weight = months["denominator"].where(known)
    weighed = months.assign(
        target=months["target"].where(known),
        _weight=weight,
        _value=months["value"] * weight,
        _target_weight=weight.where(months["target"].notna()),
        _target=months["target"] * weight,
        _lost=known & ~(months["denominator"] > 0),
    )
    kpis = weighed.groupby("kpi_id")
    sums = kpis[["_weight", "_value", "_target_weight", "_target"]].sum(min_count=1)
    ratio = (sums["_value"] / sums["_weight"]).where(~kpis["_lost"].any())
    aim = sums["_target"] / sums["_target_weight"]
    whole, most, latest = (
        kpis[["value", "target"]].sum(min_count=1),
        kpis[["value", "target"]].max(),
        kpis[["value", "target"]].last(),
    )
    of = kpis["aggregation"].last().reindex(ratio.index)
    ways = [of.eq(Aggregation.RATIO), of.eq(Aggregation.SUM), of.eq(Aggregation.MAX)]
    value = np.select(ways, [ratio, whole["value"], most["value"]], default=latest["value"])
    target = np.select(ways, [aim, whole["target"], latest["target"]], default=latest["target"])
    return pd.DataFrame({"months": kpis["value"].count(), "value": value, "target": target}, index=ratio.index)


def _counted(months: pd.DataFrame, count: int) -> pd.DataFrame:
    """How many months had each status, and the statuses in order; index ``kpi_id``."""
    names = [one.value for one in Status]
    counts = pd.crosstab(months["kpi_id"], months["status"].fillna("")).reindex(columns=names, fill_value=0)
    said = months.assign(said=months["status"].where(months["left_out"].eq(""), months["left_out"]))
    places = said.pivot(index="kpi_id", columns="_at", values="said").reindex(columns=range(count))
    return counts.assign(statuses=joined_months(places))
