"""How one bonus-malus line turns a result into money: steps, a straight line, a factor of an amount at risk, or points.

Money is `Decimal`, from the numbers as they are written, so that no binary fraction of a cent is ever charged.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from gouvernail.terms import Direction, IncentiveScheme

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
COEFFICIENTS = Decimal("0.97"), Decimal("1.03")
"""What the invoice is multiplied by at 0 and at 100 points; 50 points leave it as it is."""


@dataclass(frozen=True)
class Step:
    """A step of a scale: what is due from this threshold on."""

    threshold: Decimal
    amount: Decimal | None = None
    points: Decimal | None = None
    row: int = 0


@dataclass(frozen=True)
class Line:
    """A line of the contract, in force in the month.

    Args:
        kpi_id: whose result it pays.
        scheme: how.
        direction: which way the KPI gets better: higher or lower.
        weight: share of the whole, 0 to 1.
        target: the level expected.
        floor: the lowest level: where the malus is full, or the minimum below which a factor is due.
        stretch: where the bonus is full.
        dead_band: distance to target, both ways and itself included, in which nothing is due.
        max_malus: the most that the line may cost, above zero; None for no other limit than the caps.
        max_bonus: the most that it may bring.
        gate: whether a red result cancels every bonus of the month.
        earn_back_months: months in a row on target after which an older malus is given back; 0 for never.
        steps: of the scale, in any order.
        row: of the workbook.
    """

    kpi_id: str
    scheme: IncentiveScheme
    direction: Direction
    weight: Decimal = ZERO
    target: Decimal | None = None
    floor: Decimal | None = None
    stretch: Decimal | None = None
    dead_band: Decimal = ZERO
    max_malus: Decimal | None = None
    max_bonus: Decimal | None = None
    gate: bool = False
    earn_back_months: int = 0
    steps: tuple[Step, ...] = field(default=())
    row: int = 0

    @property
    def pays(self) -> bool:
        """Whether there is money on the line: a gate may be there for itself alone."""
        return not self.gate or bool(self.max_malus or self.max_bonus or self.weight or self.steps)

    def reaches(self, value: Decimal, level: Decimal) -> bool:
        """Whether a value is at the level or better: ≥ for higher, ≤ for lower; on the level is reached."""
        return value >= level if self.direction == Direction.HIGHER else value <= level

    def distance(self, value: Decimal, level: Decimal) -> Decimal:
        """How much better than the level a value is, in the KPI's unit; below zero when it is worse."""
        return value - level if self.direction == Direction.HIGHER else level - value


@dataclass(frozen=True)
class AtRisk:
    """The month's money that weights are shares of.

    Args:
        invoice: of the month, before bonus and malus.
        malus: what all the lines together may cost.
        bonus: what they may bring.
    """

    invoice: Decimal
    malus: Decimal
    bonus: Decimal


@dataclass(frozen=True)
class Earned:
    """What a line earns, and the facts that explain it.

    Args:
        amount: above zero for a bonus, below for a malus.
        score: −1 to 1, where the scheme has one.
        level: the level that decided: the step reached, or the floor, target or stretch compared with.
        points: of the step reached.
        at_risk: the amount that the score is a share of.
        dead: nothing is due, the result being within the dead band.
    """

    amount: Decimal
    score: Decimal | None = None
    level: Decimal | None = None
    points: Decimal | None = None
    at_risk: Decimal | None = None
    dead: bool = False


def earned(line: Line, value: Decimal, weight: Decimal, at_risk: AtRisk) -> Earned:
    """What a line earns with a value, before any cap, gate or neutralisation.

    * **step**: the amount of the first step reached, from the best one; a value on a step has reached it. Where none is
      reached: the maximum malus, or without one the worst amount of the scale, nothing if that is a bonus.
    * **linear**: from −1 at the floor through 0 at target to +1 at stretch, times the line's maximum malus or bonus; where
      that is not written, times the line's weight in what is at risk. The dead band does not move the line.
    * **factor**: the weight times the amount at risk is lost below the floor (below target, without a floor), and won
      from the stretch on; at most the line's maximum.
    * **points**: the points of the first step reached, of 100, make a coefficient from 0.97 to 1.03, whose distance to 1
      is applied to the line's weight in the invoice; at most the line's maximum.

    Args:
        line: checked: its levels are in order, and it has what its scheme needs.
        value: the frozen contractual value, rounded as displayed.
        weight: the line's share of the whole, 0 to 1, after a redistribution.
        at_risk: the month's money.

    Source: docs/semantics.md §4.10.

    Examples:
        >>> levels = {"floor": Decimal(70), "target": Decimal(80), "stretch": Decimal(85), "max_malus": Decimal(6000)}
        >>> line = Line("QS", IncentiveScheme.LINEAR, Direction.HIGHER, **levels)
        >>> earned(line, Decimal("77.5"), ZERO, AtRisk(ZERO, ZERO, ZERO)).amount
        Decimal('-1500.00')
    """
    if not line.pays:
        return Earned(ZERO)
    if line.target is not None and abs(value - line.target) <= line.dead_band and line.dead_band:
        return Earned(ZERO, ZERO, line.target, dead=True)
    return _SCHEMES[line.scheme](line, value, weight, at_risk)


def step_reached(line: Line, value: Decimal) -> Step | None:
    """The best step that a value reaches."""
    best_first = sorted(line.steps, key=lambda step: step.threshold, reverse=line.direction == Direction.HIGHER)
    return next((step for step in best_first if line.reaches(value, step.threshold)), None)


def within_maxima(line: Line, amount: Decimal) -> Decimal:
    """The amount, no further than the line's own maximum on its side."""
    if line.max_malus is not None:
        amount = max(amount, -line.max_malus)
    return amount if line.max_bonus is None else min(amount, line.max_bonus)


def _step(line: Line, value: Decimal, _weight: Decimal, _at_risk: AtRisk) -> Earned:
    step = step_reached(line, value)
    if step is None:
        worst = min((written.amount or ZERO for written in line.steps), default=ZERO)
        return Earned(min(worst, ZERO) if line.max_malus is None else -line.max_malus)
    return Earned(within_maxima(line, step.amount or ZERO), level=step.threshold)


def _linear(line: Line, value: Decimal, weight: Decimal, at_risk: AtRisk) -> Earned:
    assert line.target is not None
    gap = line.distance(value, line.target)
    level, whole, pool = (
        (line.stretch, line.max_bonus, at_risk.bonus) if gap >= 0 else (line.floor, line.max_malus, at_risk.malus)
    )
    if level is None:
        return Earned(ZERO, ZERO, line.target)
    score = max(min(gap / abs(level - line.target), ONE), -ONE)
    whole = weight * pool if whole is None else whole
    return Earned(score * whole, score, level, at_risk=whole)


def _factor(line: Line, value: Decimal, weight: Decimal, at_risk: AtRisk) -> Earned:
    least = line.target if line.floor is None else line.floor
    assert least is not None
    if not line.reaches(value, least):
        lost = weight * at_risk.malus
        return Earned(within_maxima(line, -lost), -ONE, least, at_risk=lost)
    if line.stretch is not None and line.reaches(value, line.stretch):
        won = weight * at_risk.bonus
        return Earned(within_maxima(line, won), ONE, line.stretch, at_risk=won)
    return Earned(ZERO, ZERO, least)


def _points(line: Line, value: Decimal, weight: Decimal, at_risk: AtRisk) -> Earned:
    step = step_reached(line, value)
    points = ZERO if step is None else step.points or ZERO
    low, high = COEFFICIENTS
    coefficient = low + (high - low) * points / HUNDRED
    share = weight * at_risk.invoice
    amount = within_maxima(line, share * (coefficient - 1))
    return Earned(amount, coefficient - 1, None if step is None else step.threshold, points, share)


_SCHEMES = {
    IncentiveScheme.STEP: _step,
    IncentiveScheme.LINEAR: _linear,
    IncentiveScheme.FACTOR: _factor,
    IncentiveScheme.POINTS: _points,
}
