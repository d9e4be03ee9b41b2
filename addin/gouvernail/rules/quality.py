"""Quality evaluations: scores, critical errors, how sure a rate is, samples, and calibration of the evaluators."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from gouvernail.rules.agreement import fleiss_kappa, kappa
from gouvernail.terms import Party

__all__ = [
    "CRITICAL",
    "Calibration",
    "calibration",
    "fleiss_kappa",
    "kappa",
    "quality",
    "rank_agents",
    "sample_size",
    "wilson",
    "wilson_all",
]

CRITICAL = ("critical_client", "critical_business", "critical_compliance")
"""Columns of the critical errors, each with its own pass rate, never averaged into the score."""
RANKED_FROM = 10
"""Evaluations that an agent needs to be ranked."""
GAP_ALLOWED = 5.0
"""Mean distance, in points of a score out of 100, that calibrated evaluators stay within."""
KAPPA_WISHED = 0.6
"""Agreement on critical errors that calibrated evaluators reach."""


def wilson(successes: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """The interval of a proportion, by Wilson's score: where the true rate lies, given that few were looked at.

    Args:
        successes: how many passed, 0 to `n`.
        n: how many were looked at.
        confidence: 0.95 for the usual 95 %.

    Returns:
        (low, high), as shares of 1; (NaN, NaN) when nothing was looked at.

    Raises:
        ValueError: `successes` below 0 or above `n`, or a confidence that is not between 0 and 1.

    Source: docs/semantics.md §4.1 "Small denominators"; Wilson 1927, as in Newcombe, Statistics in Medicine 17, 1998.

    Examples:
        >>> low, high = wilson(45, 50)
        >>> round(low, 3), round(high, 3)
        (0.786, 0.957)
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no proportion")
    if n == 0:
        return math.nan, math.nan
    z = _z(confidence)
    share, slack = successes / n, z * z / n
    middle = (share + slack / 2) / (1 + slack)
    half = z / (1 + slack) * math.sqrt(share * (1 - share) / n + slack / (4 * n))
    return (0.0 if successes == 0 else middle - half), (1.0 if successes == n else middle + half)


def wilson_all(successes: pd.Series, n: pd.Series, confidence: float = 0.95) -> pd.DataFrame:
    """Each proportion's interval, as `wilson` gives it.

    Returns:
        ``low`` and ``high``, shares of 1, same index; NaN where one of the two is missing, nothing was looked at, or
        the two make no proportion: a doubtful row is reported by the checks, not here.
    """
    tops, sizes = (column.to_numpy(dtype="float64", na_value=np.nan) for column in (successes, n))
    sizes = np.where((sizes > 0) & (tops >= 0) & (tops <= sizes), sizes, np.nan)
    z = _z(confidence)
    share, slack = tops / sizes, z * z / sizes
    middle = (share + slack / 2) / (1 + slack)
    half = z / (1 + slack) * np.sqrt(share * (1 - share) / sizes + slack / (4 * sizes))
    low = np.where(share == 0, 0.0, middle - half)
    high = np.where(share == 1, 1.0, middle + half)
    return pd.DataFrame({"low": low, "high": high}, index=successes.index)


def sample_size(*, share: float = 0.9, margin: float = 0.05, confidence: float = 0.95, population: int | None = None) -> int:
    """How many contacts to evaluate for a rate to be known within a margin.

    Args:
        share: the rate expected, 0 to 1; 0.5 when nothing is known.
        margin: half the width accepted, as a share of 1 (0.05 for ± 5 points).
        confidence: 0.95 for the usual 95 %.
        population: how many contacts there are in all; None when they are very many. With few, fewer are enough.

    Returns:
        z²p(1−p)/e², corrected for a finite population, rounded up; never more than the population.

    Raises:
        ValueError: a share that is not within 0 and 1, or a margin or confidence that is not strictly between them.

    Source: docs/semantics.md §4.9.

    Examples:
        >>> sample_size(), sample_size(margin=0.03), sample_size(population=400)
        (139, 385, 103)
    """
    if not 0 <= share <= 1 or not 0 < margin < 1:
        raise ValueError(f"share {share} and margin {margin} are parts of 1")
    wanted = _z(confidence) ** 2 * share * (1 - share) / margin**2
    if population is not None:
        wanted = wanted * population / (wanted + population - 1) if population else 0.0
    return math.ceil(round(wanted, 9))


def quality(
    evaluations: pd.DataFrame, by: Sequence[str] = (), *, fail_all: bool = False, confidence: float = 0.95
) -> pd.DataFrame:
    """Score and pass rates of evaluations, for each group.

    **Critical errors are never averaged into the score**: each of the three has its own pass rate and interval. What did
    not apply is out of the denominator. A blank critical error means that there was none, unless nobody filled that column
    in the whole group: then it was not looked at, and its rate is missing.

    Args:
        evaluations: one row per evaluation. Reads ``points``, ``points_applicable``, the columns of `CRITICAL`
            (boolean, True for an error), and those of `by`.
        by: columns to group by (``scope``, ``evaluator_party``...); none for one row over everything.
        fail_all: an evaluation with a critical error scores zero.
        confidence: of the intervals.

    Returns:
        One row per group, in order of its keys: the columns of `by`, ``n``, ``score`` (Σ points / Σ applicable, in
        percent; NaN when nothing applied), and for each critical error, after its name, ``_errors``, ``_rate``,
        ``_low``, ``_high`` (pass rate and Wilson's interval, in percent). No row without evaluations.

    Source: docs/semantics.md §4.9.

    Examples:
        >>> done = pd.DataFrame({"points": [18.0, 9.0], "points_applicable": [20.0, 10.0]})
        >>> done = done.assign(critical_client=[True, False], critical_business=None, critical_compliance=False)
        >>> quality(done)[["n", "score", "critical_client_rate", "critical_business_rate"]]
           n  score  critical_client_rate  critical_business_rate
        0  2   90.0                  50.0                     NaN
    """
    flags = {name: evaluations[name].astype("boolean") for name in CRITICAL}
    errors = {name: flag.fillna(value=False).astype(bool) for name, flag in flags.items()}
    points = evaluations["points"]
    if fail_all:
        points = points.where(~(errors[CRITICAL[0]] | errors[CRITICAL[1]] | errors[CRITICAL[2]]), 0.0)
    work = evaluations[list(by)].assign(n=1, _points=points, _applicable=evaluations["points_applicable"])
    for name in CRITICAL:
        work[f"{name}_errors"], work[f"{name}_seen"] = errors[name].astype("int64"), flags[name].notna()
    keys: list[Any] = list(by) or [pd.Series(0, index=work.index)]
    totals = work.groupby(keys, dropna=False)[[name for name in work.columns if name not in by]].sum()
    found = totals.reset_index(drop=not by)
    kept = found[[*by, "n"]].assign(score=100 * found["_points"] / found["_applicable"].where(found["_applicable"] > 0))
    return kept.join([_pass_rate(found, name, confidence) for name in CRITICAL])


def rank_agents(evaluations: pd.DataFrame, *, minimum: int = RANKED_FROM, fail_all: bool = False) -> pd.DataFrame:
    """Agents by their score, best first; those with too few evaluations come last and have no rank.

    Args:
        evaluations: see `quality`, with ``agent``; evaluations without one are left out.
        minimum: evaluations needed to be ranked.
        fail_all: see `quality`.

    Returns:
        One row per agent, with the columns of `quality` and ``rank`` (Int64): 1 for the best, the same for equals,
        <NA> under the minimum.

    Source: docs/semantics.md §4.9.
    """
    found = quality(evaluations[evaluations["agent"].notna()], ["agent"], fail_all=fail_all)
    enough = found["n"] >= minimum
    found["rank"] = found["score"].where(enough).round(9).rank(method="min", ascending=False).astype("Int64")
    return found.sort_values(["rank", "agent"], na_position="last").reset_index(drop=True)


@dataclass(frozen=True)
class Calibration:
    """How far the two companies' evaluators agree on the contacts that both of them scored.

    Args:
        pairs: contacts scored by both.
        gap: mean distance between the two scores, in points out of 100; NaN without any.
        gap_client: mean distance of the client's scores to the reference scores; NaN without any.
        gap_provider: the same for the provider's.
        kappas: Cohen's kappa for each critical error; NaN where nothing can be told.
        disagreements: contacts on which they differ, for each critical error: with very few errors one contact alone
            brings kappa down to 0, and this says so.
        calibrated: gap within 5 points, and kappa of 0.6 or more on every critical error where it could be measured;
            None without any pair.
    """

    pairs: int
    gap: float
    gap_client: float
    gap_provider: float
    kappas: dict[str, float]
    disagreements: dict[str, int]
    calibrated: bool | None


def calibration(evaluations: pd.DataFrame) -> Calibration:
    """Compare the client's and the provider's evaluations of the same contacts.

    Args:
        evaluations: one row per contact and party at most. Reads ``contact_id``, ``evaluator_party``, ``points``,
            ``points_applicable``, ``reference_points`` and the columns of `CRITICAL`. A row where nothing applied has no
            score and is left out.

    Source: docs/semantics.md §4.9 "Calibration".
    """
    scored = evaluations[evaluations["points_applicable"] > 0]
    scored = scored.assign(
        _score=100 * scored["points"] / scored["points_applicable"],
        _reference=100 * scored["reference_points"] / scored["points_applicable"],
    )
    sides = [scored[scored["evaluator_party"] == party].set_index("contact_id") for party in Party]
    client, provider = (side.loc[side.index.isin(other.index)] for side, other in zip(sides, sides[::-1], strict=True))
    provider = provider.reindex(client.index)
    answers = {name: (_answered(client[name]), _answered(provider[name])) for name in CRITICAL}
    kappas = {name: kappa(*both) for name, both in answers.items()}
    gap = float((client["_score"] - provider["_score"]).abs().mean())
    return Calibration(
        pairs=len(client),
        gap=gap,
        gap_client=float((sides[0]["_score"] - sides[0]["_reference"]).abs().mean()),
        gap_provider=float((sides[1]["_score"] - sides[1]["_reference"]).abs().mean()),
        kappas=kappas,
        disagreements={name: int((first != second).sum()) for name, (first, second) in answers.items()},
        calibrated=_calibrated(gap, kappas) if len(client) else None,
    )


def _answered(flags: pd.Series) -> pd.Series:
    """A blank is a no, unless that evaluator's company filled none: then it did not look."""
    known = flags.astype("boolean")
    return known.fillna(value=False) if known.notna().any() else known


def _calibrated(gap: float, kappas: dict[str, float]) -> bool:
    """A distance that is 5 but for the last binary digit is 5."""
    known = [found for found in kappas.values() if not math.isnan(found)]
    return round(gap, 9) <= GAP_ALLOWED and all(round(found, 9) >= KAPPA_WISHED for found in known)


def _pass_rate(found: pd.DataFrame, name: str, confidence: float) -> pd.DataFrame:
    looked_at = found["n"].where(found[f"{name}_seen"] > 0)
    passed = looked_at - found[f"{name}_errors"]
    interval = 100 * wilson_all(passed, looked_at, confidence)
    return pd.DataFrame(
        {
            f"{name}_errors": found[f"{name}_errors"].astype("int64"),
            f"{name}_rate": 100 * passed / looked_at,
            f"{name}_low": interval["low"],
            f"{name}_high": interval["high"],
        }
    )


def _z(confidence: float) -> float:
    """How many sigmas hold that share of a normal distribution, both sides."""
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence is strictly between 0 and 1, not {confidence}")
    return NormalDist().inv_cdf((1 + confidence) / 2)
