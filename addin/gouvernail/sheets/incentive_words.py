"""Every line of the bonus-malus in words, so that both parties' accountants come to the same amount."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from gouvernail.rules.incentive_corrections import Correction
from gouvernail.rules.incentive_schemes import ONE
from gouvernail.rules.incentives import Charge
from gouvernail.sheets.figures import decimals_of, gap_unit, str_of
from gouvernail.sheets.layout import Record
from gouvernail.terms import IncentiveScheme
from gouvernail.words.catalogue import Catalogue


def explanation(record: Record, charge: Charge | None, reasons: Mapping[str, str], words: Catalogue) -> str:
    """How a row came to its amount: the scheme, then all that changed it on the way.

    Args:
        record: a row of `rules.incentive_table.charge_rows`, with the KPI's ``unit`` and ``decimals``.
        charge: the same line, as computed; None beside lines.
        reasons: of neutralisations, by decision.
        words: the language.
    """
    kind = str_of(record, "kind")
    if kind != "line" or charge is None:
        months = charge.line.earn_back_months if charge else 0
        return words.say(f"incentives.kind.{kind}", n=months)
    return " ".join([_earned(record, charge, words), *_changes(charge, reasons, words)])


def correction_words(correction: Correction, words: Catalogue) -> str:
    """A regularisation in words: which month, what was restated in it, its net before and after."""
    day = date.fromisoformat(f"{correction.month}-01")
    return words.say(
        "incentives.kind.regularisation" if correction.amount else "incentives.kind.no_effect",
        month=words.month(day),
        kpis=words.listed(correction.kpi_ids.split(";")),
        charged=money(correction.charged, words, signed=True),
        recomputed=money(correction.recomputed, words, signed=True),
    )


def money(amount: Decimal | float | None, words: Catalogue, *, signed: bool = False) -> str:
    """An amount in euros and cents."""
    return words.quantity(None if amount is None else float(amount), "€", 2, signed=signed)


def _earned(record: Record, charge: Charge, words: Catalogue) -> str:
    line, gross = charge.line, charge.gross
    if charge.value is None:
        return words.say("incentives.earned.no_value")
    if not line.pays:
        return words.say("incentives.earned.gate")
    if gross.dead:
        band = words.quantity(float(line.dead_band), gap_unit(str_of(record, "unit")), decimals_of(record))
        return words.say("incentives.earned.dead_band", band=band)
    facts = {
        "value": _level(charge.value, record, words),
        "target": _level(line.target, record, words),
        "level": _level(gross.level, record, words),
        "amount": money(gross.amount, words, signed=True),
        "at_risk": money(gross.at_risk, words),
        "way": _way(charge, record, words),
        "span": _span(charge, record, words),
        "weight": words.quantity(100 * float(line.weight), "%", 1),
        "points": words.number(None if gross.points is None else float(gross.points)),
        "coefficient": words.number(None if gross.score is None else float(ONE + gross.score), 4),
    }
    return words.say(f"incentives.earned.{_case(charge)}", **facts)


def _span(charge: Charge, record: Record, words: Catalogue) -> str:
    """From target to the level that decided, in the gap's unit."""
    target, level = charge.line.target, charge.gross.level
    span = None if target is None or level is None else abs(float(level - target))
    return words.quantity(span, gap_unit(str_of(record, "unit")), decimals_of(record))


def _way(charge: Charge, record: Record, words: Catalogue) -> str:
    """How much of that way was gone, no more than the whole."""
    target, level = charge.line.target, charge.gross.level
    if target is None or level is None or charge.value is None:
        return "–"
    gone = min(abs(charge.value - target), abs(level - target))
    return words.quantity(float(gone), gap_unit(str_of(record, "unit")), decimals_of(record))


def _case(charge: Charge) -> str:
    scheme, gross = charge.line.scheme, charge.gross
    if scheme == IncentiveScheme.STEP:
        return "step" if gross.level is not None else "no_step"
    if scheme == IncentiveScheme.POINTS:
        return "points"
    if gross.score is None or not gross.score:
        return "nothing"
    side = "won" if gross.score > 0 else "lost"
    return f"{scheme.value}_{side}"


def _changes(charge: Charge, reasons: Mapping[str, str], words: Catalogue) -> list[str]:
    """Why the charge is not what the line earned."""
    said = []
    if charge.weight != charge.line.weight and charge.weight and charge.amount != charge.gross.amount:
        weight = words.quantity(100 * float(charge.weight), "%", 1)
        said.append(
            words.say("incentives.change.redistributed", weight=weight, amount=money(charge.amount, words, signed=True))
        )
    for reason in charge.reasons:
        if reason in {"dead_band", "no_value"}:
            continue
        why = reasons.get(charge.decision_id, "").rstrip(".")
        facts = {"decision": charge.decision_id, "reason": why, "amount": money(charge.gross.amount, words, signed=True)}
        said.append(words.say(f"incentives.change.{reason}", charged=money(charge.charged, words, signed=True), **facts))
    return said


def _level(value: Decimal | None, record: Record, words: Catalogue) -> str:
    return words.quantity(None if value is None else float(value), str_of(record, "unit"), decimals_of(record))
