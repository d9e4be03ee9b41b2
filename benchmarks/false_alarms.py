"""How many false alarms a stable service raises, by naive colouring and by ours, and how soon a real change is seen.

    python benchmarks/false_alarms.py [--runs 200] [--seed 1]

Forty-five KPIs that do not change are watched for 26 weeks after 24 weeks of history: 12 with the four NHS rules, 33 with the
plain ones (docs/semantics.md §4.4). Any episode is then false. Naive colouring calls red every week below target, the
target being half a sigma under the mean. Three kinds of stable weeks: independent; each remembering 30 % of the one before;
and ratios whose volumes grow threefold over the year, so that their own noise shrinks.
"""

import argparse

import numpy as np
import numpy.typing as npt

from gouvernail.rules.spc import limits
from gouvernail.rules.spc_runs import RuleSet, alerts

Weeks = npt.NDArray[np.float64]

PRIORITY, OTHERS, HISTORY, WATCHED = 12, 33, 24, 26
MEAN, SIGMA = 90.0, 2.0
MEMORY = 0.3
CHANGE_WEEKS = 8


def independent(chance: np.random.Generator, rows: int) -> Weeks:
    """Weeks that know nothing of each other."""
    return chance.normal(MEAN, SIGMA, (rows, HISTORY + WATCHED))


def autocorrelated(chance: np.random.Generator, rows: int) -> Weeks:
    """Weeks that remember the one before, with the same spread."""
    noise = chance.normal(0, SIGMA, (rows, HISTORY + WATCHED))
    for week in range(1, noise.shape[1]):
        noise[:, week] = MEMORY * noise[:, week - 1] + np.sqrt(1 - MEMORY**2) * noise[:, week]
    return MEAN + noise


def growing_volumes(chance: np.random.Generator, rows: int) -> Weeks:
    """Percentages of volumes that grow from 150 to 450 a week."""
    volumes = np.linspace(150, 450, HISTORY + WATCHED).astype(int)
    return np.asarray(100 * chance.binomial(volumes, MEAN / 100, (rows, len(volumes))) / volumes)


def lit(values: Weeks, rules: RuleSet) -> npt.NDArray[np.bool_]:
    """Weeks on which an alert was already known, over the watched ones and the last of the history."""
    known = alerts(values, limits(values, baseline=HISTORY), rules=rules)
    return np.array([bool(labels) for labels in known[HISTORY - 1 :]])


def starts(shown: npt.NDArray[np.bool_]) -> int:
    """How many times it lights up after the first week, which belongs to the history."""
    return int((shown[1:] & ~shown[:-1]).sum())


def ours(weeks: Weeks, rules: RuleSet) -> float:
    """False episodes of one KPI over the watched weeks."""
    return float(np.mean([starts(lit(values, rules)) for values in weeks]))


def naive(weeks: Weeks) -> tuple[float, float]:
    """Share of red weeks, and colour changes of one KPI, over the watched weeks."""
    history = weeks[:, :HISTORY]
    target = history.mean() - history.std(axis=1, ddof=1).mean() / 2
    red = weeks[:, HISTORY:] < target
    return float(red.mean()), float((red[:, 1:] != red[:, :-1]).sum(axis=1).mean())


def power(chance: np.random.Generator, rows: int, rules: RuleSet, shift: float = 1.5) -> float:
    """Share of KPIs whose shift by so many sigmas is seen within eight weeks."""
    weeks = independent(chance, rows)[:, : HISTORY + CHANGE_WEEKS]
    quiet = [values for values in weeks if not lit(values[:HISTORY], rules)[0]]
    return float(np.mean([lit(values + shift * SIGMA * _after(len(values)), rules)[1:].any() for values in quiet]))


def _after(length: int) -> Weeks:
    return (np.arange(length) >= HISTORY).astype("float64")


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=200, help="services of 45 KPIs simulated (200)")
    asked.add_argument("--seed", type=int, default=1)
    runs, seed = (vars(asked.parse_args())[name] for name in ("runs", "seed"))
    worlds = {
        "independent weeks": independent,
        f"autocorrelated ({MEMORY})": autocorrelated,
        "volumes growing x3": growing_volumes,
    }
    print(f"45 stable KPIs, {WATCHED} weeks after {HISTORY} of history; {runs} services simulated, seed {seed}\n")
    print(f"{'':22}{'naive: red lines':>18}{'colour flips':>14}{'ours: episodes':>16}{'NHS-4':>8}{'plain':>8}")
    print(f"{'':22}{'a week':>18}{'per KPI':>14}{'a week':>16}{'per KPI':>8}{'per KPI':>8}")
    for name, world in worlds.items():
        chance = np.random.default_rng(seed)
        weeks = world(chance, runs * (PRIORITY + OTHERS))
        split = runs * PRIORITY
        nhs, plain = ours(weeks[:split], "nhs"), ours(weeks[split:], "plain")
        red, flips = naive(weeks)
        a_week = (PRIORITY * nhs + OTHERS * plain) / WATCHED
        print(f"{name:22}{red * (PRIORITY + OTHERS):18.1f}{flips:14.1f}{a_week:16.2f}{nhs:8.2f}{plain:8.2f}")
    chance = np.random.default_rng(seed)
    seen = {rules: power(chance, runs * 10, rules) for rules in ("nhs", "plain")}
    print(f"\nA shift of 1.5 sigma is seen within {CHANGE_WEEKS} weeks: NHS-4 {seen['nhs']:.0%}, plain {seen['plain']:.0%}.")


if __name__ == "__main__":
    main()
