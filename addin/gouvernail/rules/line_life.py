"""What becomes of a roll-up line over the months: the actions that treat it, and where it stands."""

from datetime import date

import numpy as np
import pandas as pd

from gouvernail.rules.action_state import ActionState
from gouvernail.settings import Settings
from gouvernail.terms import LineLife

_STILL_OPEN = pd.Timestamp.max.as_unit("us")


def linked_actions(prepared: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """The actions that treat each line: named by one of its findings, or naming one of them.

    A link typed on either side counts, and counts once. Only open and done actions treat anything.

    Args:
        prepared: findings as `prepare_findings` gives them; those that cannot go up link nothing.
        actions: table `actions` with the columns of `add_lateness`: reads ``action_id``, ``finding_id`` (joined by
            ";"), ``state``, ``ended``, ``late``, ``missed_cycles``.

    Returns:
        One row per finding and action: ``finding_id``, ``line_id``, ``action_id``, ``ended`` (the day it was done;
        far ahead while it is open), ``open``, ``late``, ``missed_cycles`` (int, 0 while none).
    """
    known = prepared.loc[prepared["not_raised"].isna(), ["finding_id", "line_id", "action_id"]]
    typed_on_finding = _exploded(known[["finding_id", "action_id"]], "action_id")
    typed_on_action = _exploded(actions[["finding_id", "action_id"]], "finding_id")
    pairs = pd.concat([typed_on_finding, typed_on_action], ignore_index=True).drop_duplicates()
    return pairs.merge(known[["finding_id", "line_id"]], on="finding_id").merge(_standing(actions), on="action_id")


def line_lives(prepared: pd.DataFrame, links: pd.DataFrame, *, as_of: date, settings: Settings) -> pd.Series:
    """Where every line ever seen stands, by line id.

    Open until an action treats it; in progress while one is open; stabilised once all are done and nothing came
    back; closed after ``stabilisation_weeks`` more without recurrence. A finding that comes after all its actions
    were done opens the line again, under the same id; so a line that nobody ever treated stays open.

    Args:
        prepared: findings as `prepare_findings` gives them.
        links: as `linked_actions` gives them.
        as_of: the day of the committee.
        settings: ``stabilisation_weeks``.

    Returns:
        `LineLife` keys, by line id.

    Source: docs/semantics.md §4.6 "Life of a line".
    """
    known = prepared.loc[prepared["not_raised"].isna(), ["finding_id", "line_id", "begun"]]
    last_seen = known.groupby("line_id")["begun"].max()
    last_end = links.groupby("line_id")["ended"].max().reindex(last_seen.index)
    quiet_since = pd.Timestamp(as_of) - pd.Timedelta(weeks=settings.stabilisation_weeks)
    life = np.select(
        [last_end.isna(), last_end == _STILL_OPEN, last_end < last_seen, last_end > quiet_since],
        [LineLife.OPEN.value, LineLife.IN_PROGRESS.value, LineLife.OPEN.value, LineLife.STABILISED.value],
        default=LineLife.CLOSED.value,
    )
    return pd.Series(life, index=last_seen.index, dtype="str")


def reopening_findings(prepared: pd.DataFrame, links: pd.DataFrame) -> pd.Series:
    """The ids of the findings that opened their line again: the first to come after all its actions so far were done.

    Args:
        prepared: findings as `prepare_findings` gives them.
        links: as `linked_actions` gives them.
    """
    known = prepared.loc[prepared["not_raised"].isna(), ["finding_id", "line_id", "begun"]]
    seen = known.sort_values("begun", kind="stable").reset_index(drop=True)
    lines = seen["line_id"]
    ended = links.groupby("finding_id")["ended"].max().reindex(seen["finding_id"]).set_axis(seen.index)
    done = ended.groupby(lines).cummax().groupby(lines).ffill().groupby(lines).shift()
    previous = seen["begun"].groupby(lines).shift()
    return seen["finding_id"][(done < seen["begun"]) & (done >= previous)]


def _standing(actions: pd.DataFrame) -> pd.DataFrame:
    """Each action that is open or done; the others treat nothing."""
    alive = actions[actions["state"].isin([ActionState.OPEN, ActionState.DONE])]
    return pd.DataFrame(
        {
            "action_id": alive["action_id"],
            "ended": alive["ended"].fillna(_STILL_OPEN),
            "open": alive["state"] == ActionState.OPEN,
            "late": alive["late"],
            "missed_cycles": alive["missed_cycles"].fillna(0).astype("int64"),
        }
    )


def _exploded(pairs: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row per value of a column whose values are joined by ";"; none for a blank."""
    named = pairs.dropna()
    return named.assign(**{column: named[column].str.split(";")}).explode(column, ignore_index=True).astype("str")
