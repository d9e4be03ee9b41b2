"""A month's staffing as a committee looks at it: what was to be planned and planned, what was needed and present."""

from dataclasses import dataclass

import pandas as pd

from gouvernail.rules.staffing_plan import coverage, required_staff
from gouvernail.settings import Settings

WORST_SHOWN = 10


@dataclass(frozen=True)
class Staffing:
    """The plan and what came of it.

    Args:
        scopes: one row per scope, the whole first (``scope`` "") when there are several: the columns of
            `schema.statistics.STAFFING_SCOPES`; shares in percent; ``unstable`` counts intervals whose queue had no end.
        worst: the intervals that lacked the most agents, worst first, at most ten; ``lacking`` is above zero.
        days: one row per day, with the hours required, planned and present.
    """

    scopes: pd.DataFrame
    worst: pd.DataFrame
    days: pd.DataFrame


def staffing_views(intervals: pd.DataFrame, *, settings: Settings) -> Staffing:
    """Compare need, plan and presence.

    **Two comparisons, never mixed**: the plan against the volume that was forecast, and those present against the volume
    that came.

    Args:
        intervals: rows of the `staffing` table.
        settings: see `staffing_plan.required_staff`.

    Raises:
        PageRefused: `staffing.setting`.

    Source: docs/semantics.md §4.9.
    """
    rows = intervals.assign(scope=intervals["scope"].fillna(""))
    plan = required_staff(rows, settings=settings)
    real = required_staff(rows.assign(planned=rows["present"]), settings=settings, volume="actual_volume")
    together = plan.assign(
        real_required=real["required"], real_unstable=real["unstable"], real_service_level=real["planned_service_level"]
    )
    return Staffing(_scopes(plan, real), _worst(together), _days(plan, real))


def _scopes(plan: pd.DataFrame, real: pd.DataFrame) -> pd.DataFrame:
    by_scope = [_side_by_side(plan, real, ["scope"])]
    if plan["scope"].nunique() > 1:
        by_scope.insert(0, _side_by_side(plan.assign(scope=""), real.assign(scope=""), ["scope"]))
    return pd.concat(by_scope, ignore_index=True)


def _side_by_side(plan: pd.DataFrame, real: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    told, came = coverage(plan, by), coverage(real, by)
    hours = (plan["scheduled"].astype("float64") * plan["interval_minutes"] / 60).groupby([plan[key] for key in by]).sum()
    unstable = real["unstable"].fillna(value=False).astype("int64").groupby([real[key] for key in by]).sum()
    models = plan.loc[plan["model"].ne(""), "model"].groupby([plan[key] for key in by]).unique().map(";".join)
    came = came.rename(
        columns={
            "required_hours": "real_required_hours",
            "planned_hours": "present_hours",
            "coverage": "real_coverage",
            "short_share": "real_short_share",
        }
    )
    kept = [*by, "real_required_hours", "present_hours", "real_coverage", "real_short_share"]
    found = told.merge(came[kept], on=by, how="left")
    extra = pd.DataFrame({"scheduled_hours": hours, "unstable": unstable, "model": models})
    return found.merge(extra.reset_index(), on=by, how="left").fillna({"model": ""})


def _worst(intervals: pd.DataFrame) -> pd.DataFrame:
    """By the agents that lacked where the need was: among those present when that is known, else in the plan."""
    real = intervals["real_required"].astype("float64") - intervals["present"]
    told = intervals["required"].astype("float64") - intervals["planned"]
    lacking = real.fillna(told)
    found = intervals.assign(lacking=lacking, real=real.notna())
    found = found[lacking > 0].sort_values(["lacking", "date", "interval_start", "scope"], ascending=[False, True, True, True])
    return found.head(WORST_SHOWN).reset_index(drop=True)


def _days(plan: pd.DataFrame, real: pd.DataFrame) -> pd.DataFrame:
    told = coverage(plan, ["date"])
    came = coverage(real, ["date"])[["date", "planned_hours"]].rename(columns={"planned_hours": "present_hours"})
    return told.merge(came, on="date", how="left")
