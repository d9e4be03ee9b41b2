"""A whole plan: what each interval needs, what the agents planned will make of it, and how much of the need is covered.

One computation serves all the intervals that ask for the same, and all of them are searched together: a hundred thousand
intervals take seconds.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from gouvernail.problems import Effect, PageRefused, Problem
from gouvernail.rules.erlang import Queue, service, smallest
from gouvernail.rules.spc_runs import Floats
from gouvernail.rules.staffing import NOISE
from gouvernail.settings import Settings

_KEYS = ["volume", "interval_minutes", "aht_seconds", "patience_seconds"]
_MEASURES = {
    "service_level": "level",
    "occupancy": "occupancy",
    "wait_probability": "waiting",
    "average_wait_seconds": "wait",
    "abandoned": "abandoned",
}


def required_staff(intervals: pd.DataFrame, *, settings: Settings, volume: str = "forecast_volume") -> pd.DataFrame:
    """Add to each interval the agents it needs, and what those planned will make of it.

    Args:
        intervals: one row per interval. Reads ``interval_minutes``, ``aht_seconds``, ``patience_seconds``, ``planned``
            and the column named by `volume`.
        settings: ``service_level``, ``answer_within_seconds``, ``max_occupancy``, ``shrinkage``, ``minimum_staff``.
        volume: "forecast_volume" for what was to be planned, "actual_volume" for what was needed in the end.

    Returns:
        A new frame, same rows, order and index, with:
        ``load`` (Erlangs); ``model`` ("erlang_a" where patience is known, else "erlang_c", an upper bound; "" where the need
        is unknown); ``required`` (agents, Int64, never under ``minimum_staff``; <NA> where the volume, the length, or the
        handling time of a volume is missing or zero: nothing is guessed); ``scheduled`` (with shrinkage, Int64);
        ``service_level``, ``occupancy``, ``wait_probability``, ``average_wait_seconds``, ``abandoned`` that the required
        agents give (shares 0 to 1, NaN without contacts); ``short`` (boolean: planned < required; <NA> where
        one is unknown); ``planned_service_level`` (NaN where there is none) and ``unstable`` (planned ≤ load and nobody
        hangs up: the queue has no end, and no service level is printed).

    Raises:
        PageRefused: `staffing.setting` for settings that no number of agents can meet.

    Source: docs/semantics.md §4.9.
    """
    _refuse_impossible(settings)
    asked = intervals[_KEYS[1:]].assign(volume=intervals[volume])[_KEYS].astype("float64")
    asked["patience_seconds"] = asked["patience_seconds"].where(asked["patience_seconds"] > 0)
    planned = intervals["planned"].astype("float64").add(NOISE).floordiv(1)
    groups = asked.groupby(_KEYS, dropna=False, sort=False).ngroup().to_numpy()
    kinds = asked.iloc[np.unique(groups, return_index=True)[1]].reset_index(drop=True)
    needs = _needs(kinds, settings).take(groups).set_axis(intervals.index)
    found = pd.concat([intervals, needs], axis=1)
    found["short"] = (planned < found["required"]).astype("boolean").mask(planned.isna() | found["required"].isna())
    levels, unstable = _planned_service(asked, found["load"], planned, settings)
    return found.assign(planned_service_level=levels, unstable=unstable)


def coverage(intervals: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """How a plan covers the need, day by day, week by week or scope by scope.

    **Both figures are needed**: a day covered at 100 % on average may have a third of its intervals short.

    Args:
        intervals: from `required_staff`. Reads ``required``, ``planned``, ``interval_minutes`` and the columns of `by`.
        by: columns to group by; none for one row over everything.

    Returns:
        One row per group, in order of its keys: the columns of `by`; ``intervals`` (those where planned and required
        are both known: the others count in nothing but ``unknown``), ``short``, ``short_share`` (percent);
        ``planned_hours``, ``required_hours`` (agents × time), ``coverage`` (percent; NaN when nothing is required),
        ``unknown``. No row without intervals.

    Source: docs/semantics.md §4.9 "coverage".
    """
    hours = intervals["interval_minutes"] / 60
    known = (intervals["required"].notna() & intervals["planned"].notna() & hours.notna()).astype(bool)
    required, planned = (intervals[name].astype("float64").where(known) for name in ("required", "planned"))
    work = intervals[list(by)].assign(
        intervals=known.astype("int64"),
        short=(planned < required - NOISE).astype("int64"),
        planned_hours=planned * hours,
        required_hours=required * hours,
        unknown=(~known).astype("int64"),
    )
    keys: list[Any] = list(by) or [pd.Series(0, index=work.index)]
    found = work.groupby(keys, dropna=False)[list(work.columns[len(by) :])].sum().reset_index(drop=not by)
    found["short_share"] = 100 * found["short"] / found["intervals"].where(found["intervals"] > 0)
    found["coverage"] = 100 * found["planned_hours"] / found["required_hours"].where(found["required_hours"] > 0)
    order = ["intervals", "short", "short_share", "planned_hours", "required_hours", "coverage", "unknown"]
    return found[[*by, *order]]


def _needs(kinds: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """What each kind of interval needs; one row each, same index."""
    load = _load(kinds)
    known, busy = load.notna(), load > 0
    queue = _queue_of(kinds[busy], load[busy])
    agents = np.full(len(kinds), float(settings.minimum_staff))
    agents[busy] = np.maximum(
        agents[busy],
        smallest(
            queue,
            level=settings.service_level,
            within=settings.answer_within_seconds,
            max_occupancy=settings.max_occupancy,
        ),
    )
    given = service(agents[busy].astype("int64"), queue, settings.answer_within_seconds)
    found = pd.DataFrame({"load": load, "model": _model(kinds, known)})
    found["required"] = pd.Series(agents, index=kinds.index).where(known).astype("Int64")
    scheduled = np.ceil(agents / (1 - settings.shrinkage) - NOISE)
    found["scheduled"] = pd.Series(scheduled, index=kinds.index).where(known).astype("Int64")
    for column, measure in _MEASURES.items():
        found[column] = _spread(getattr(given, measure), busy)
    return found


def _load(kinds: pd.DataFrame) -> pd.Series:
    """Erlangs; NaN where a part is missing, or where contacts are said to take no time."""
    contacts, aht, minutes = kinds["volume"], kinds["aht_seconds"], kinds["interval_minutes"]
    load = contacts * aht.where(aht > 0) / (60 * minutes.where(minutes > 0))
    return load.mask(contacts == 0, 0.0).where(contacts >= 0)


def _queue_of(kinds: pd.DataFrame, load: pd.Series) -> Queue:
    aht, patience = (kinds[name].to_numpy(dtype="float64") for name in ("aht_seconds", "patience_seconds"))
    return Queue(load.to_numpy(dtype="float64"), aht, patience)


def _model(kinds: pd.DataFrame, known: pd.Series) -> pd.Series:
    models = np.where(kinds["patience_seconds"].notna(), "erlang_a", "erlang_c")
    return pd.Series(np.where(known, models, ""), index=kinds.index, dtype="str")


def _planned_service(
    asked: pd.DataFrame, load: pd.Series, planned: pd.Series, settings: Settings
) -> tuple[pd.Series, pd.Series]:
    """The service level that the plan gives, and whether its queue has no end."""
    busy = (load > 0) & (planned >= 1)
    found = service(planned[busy].to_numpy(dtype="int64"), _queue_of(asked[busy], load[busy]), settings.answer_within_seconds)
    levels = _spread(found.level, busy)
    endless = asked["patience_seconds"].isna() & (load > 0) & ((planned < 1) | (busy & levels.isna()))
    return levels, endless.astype("boolean").mask(load.isna() | planned.isna())


def _spread(values: Floats, where: pd.Series) -> pd.Series:
    """The values at the rows they belong to, NaN elsewhere."""
    spread = pd.Series(np.nan, index=where.index)
    spread[where] = values
    return spread


def _refuse_impossible(settings: Settings) -> None:
    bad = {
        "service_level": not settings.service_level < 1,
        "max_occupancy": not settings.max_occupancy > 0,
        "shrinkage": not settings.shrinkage < 1,
    }
    problems = [
        Problem(
            "staffing.setting",
            facts={"table": "settings", "setting": name, "found": getattr(settings, name)},
            effect=Effect.PAGE,
            table="settings",
        )
        for name, wrong in bad.items()
        if wrong
    ]
    if problems:
        raise PageRefused(problems)
