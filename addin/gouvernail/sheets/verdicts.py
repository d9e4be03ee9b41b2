"""What to make of a figure, in one sentence: what is owed, whether anything changed, whether the process can hold it."""

from collections.abc import Hashable, Iterable, Mapping

import pandas as pd

from gouvernail.sheets.figures import decimals_of, gap_unit, missing, str_of
from gouvernail.sheets.layout import Record
from gouvernail.sheets.remarks import number_of, target_words, week_label
from gouvernail.terms import Aggregation, Assurance, Direction, PeriodKind, Prospect, Status, Variation
from gouvernail.words.catalogue import Catalogue

_SAME = 1e-9
_CHANGED: Mapping[tuple[str, str], str] = {
    (Assurance.WILL, Variation.DETERIORATION): "would",
    (Assurance.WILL_NOT, Variation.IMPROVEMENT): "could_not",
}
"""The limits speak of the process before a change: after one, they are no promise."""
_WITH_CHART = (PeriodKind.WEEK, PeriodKind.MONTH)


def verdict_sentence(record: Record, words: Catalogue) -> str:
    """The three readings of a figure, joined; a year to date says what remains possible instead, a semester neither.

    Args:
        record: a row of the gaps with its readings (`rules.readings`), ``grain`` ("week" or "month": of the chart) and
            its prospect (``prospect``, ``required``, ``forecast``, ``until``).
    """
    parts = [contract_words(record, words)]
    if str_of(record, "period_kind") in _WITH_CHART:
        parts += chart_parts(record, words)
    elif str_of(record, "period_kind") == PeriodKind.YEAR_TO_DATE:
        parts.append(until_words(record, words))
    return words.say("verdicts.sentence", parts=words.say("verdicts.joint").join(one for one in parts if one))


def contract_words(record: Record, words: Catalogue) -> str:
    """Whether the target was met and by how much, or why that cannot be said."""
    status, reason = str_of(record, "status"), str_of(record, "reason")
    if reason:
        return words.say(f"verdicts.reason.{reason}")
    gap = number_of(record, "favourable_gap")
    if status == Status.GREY or gap is None:
        return words.say("verdicts.reason.unknown")
    distance = words.quantity(abs(gap), gap_unit(str_of(record, "unit")), decimals_of(record))
    where = "band" if str_of(record, "direction") == Direction.BAND else "target"
    verdict = {Status.RED: "missed", Status.AMBER: "nearly"}.get(Status(status), "spare" if gap > 0 else "met")
    return words.say(f"verdicts.contract.{where}.{verdict}", gap=distance)


def chart_parts(record: Record, words: Catalogue) -> list[str]:
    """Whether anything changed, and whether the process can hold the target; one remark when it is too early for both."""
    variation, assurance = str_of(record, "variation"), str_of(record, "assurance")
    if not variation:
        return [words.say("verdicts.too_short")]
    signalled = variation == Variation.NONE and str_of(record, "signal") and signal_words(record, words)
    key = "none_new" if signalled else variation  # "nothing changed" beside a signal of last week would deny it
    changed = words.say(f"verdicts.variation.{key}", cause=cause_words(str_of(record, "label"), record, words))
    return [changed, _assurance(record, assurance, words)]


def cause_words(label: str, record: Record, words: Catalogue) -> str:
    """A special cause in plain words: `7 semaines de suite en hausse`; nothing for none."""
    return words.say(f"verdicts.causes.{label}", units=words.say(f"verdicts.units.{_grain(record)}")) if label else ""


def signal_words(record: Record, words: Catalogue) -> str:
    """Why a confirmed status is red beside a figure that is not: `signal défavorable en S26 (…)`; nothing elsewhere."""
    if str_of(record, "confirmed_status") != Status.RED or str_of(record, "status") in {Status.RED, ""}:
        return ""
    if not str_of(record, "signal"):
        return words.say("verdicts.still_red")
    when, label = _period(str_of(record, "signal"), words), str_of(record, "signal_label")
    if label == str_of(record, "label"):  # the verdict has just named it
        return words.say("verdicts.signal_named", when=when)
    return words.say("verdicts.signal", when=when, cause=cause_words(label, record, words))


def signal_sentence(record: Record, words: Catalogue) -> str:
    """An alert on a figure whose target is held: the figure, where it stands, and the signal."""
    value = words.quantity(number_of(record, "displayed"), str_of(record, "unit"), decimals_of(record))
    contract = words.say(f"verdicts.stands.{record['status']}", target=target_words(record, words))
    signal = signal_words({**record, "label": ""}, words)
    return words.say("verdicts.alert", name=str_of(record, "name"), value=value, contract=contract, signal=signal)


def prospect_words(record: Record, words: Catalogue) -> str:
    """What is still possible before the contract year ends: `inatteignable`, `au moins 93,1 %`."""
    prospect = str_of(record, "prospect")
    if not prospect:
        return ""
    if prospect not in {Prospect.OPEN, Prospect.NEVER_REACHED}:
        return words.say(f"verdicts.prospect.{prospect}")
    bound = "sum" if str_of(record, "aggregation") == Aggregation.SUM else str_of(record, "direction")
    required = words.say(f"verdicts.bound.{bound}", required=_quantity(record, "required", words))
    return words.say(f"verdicts.prospect.{prospect}", required=required)


def until_words(record: Record, words: Catalogue) -> str:
    """The same with its day and the projection: `d’ici au 31/12/2026 : au moins 93,1 % (projection : 91,8 %)`."""
    said = prospect_words(record, words)
    if not said or missing(record.get("until")):
        return said
    day = words.day(pd.Timestamp(str(record["until"])).date())
    if missing(record.get("forecast")) or str_of(record, "prospect") == Prospect.CLOSED:
        return words.say("verdicts.until", day=day, prospect=said)
    return words.say("verdicts.until_projection", day=day, prospect=said, forecast=_quantity(record, "forecast", words))


def _assurance(record: Record, assurance: str, words: Catalogue) -> str:
    target = _held(record, words)
    if target == "–":
        return ""
    if not assurance:
        return words.say("verdicts.too_early", target=target)
    key = _CHANGED.get((assurance, str_of(record, "variation")), assurance)
    status = str_of(record, "status")
    if key == Assurance.WILL_NOT and status == Status.GREEN:
        key = "will_not_yet"
    elif key == Assurance.WILL and status in {Status.RED, Status.AMBER}:
        key = "will_usually"
    if assurance == Assurance.UNCERTAIN:
        key = "edge" if record.get("on_limit") is True else f"uncertain.{_grain(record)}"
    return words.say(f"verdicts.assurance.{key}", target=target)


def _held(record: Record, words: Catalogue) -> str:
    """The target that the chart was held against; a sum's is that of its week or month."""
    held: dict[Hashable, object] = {key: record.get(f"held_{key}") for key in ("target", "low", "high")}
    held["decimals"] = _needed([number_of(held, str(key)) for key in held], decimals_of(record), str_of(record, "unit"))
    shown = target_words({**record, **held}, words)
    if str_of(record, "aggregation") == Aggregation.SUM and shown != "–":
        return words.say(f"verdicts.per.{_grain(record)}", target=shown)
    return shown


def _needed(values: Iterable[float | None], most: int, unit: str) -> int:
    """The fewest decimals that say these numbers in full: a target of 95,0 is said 95; cents come in twos."""
    known = [one for one in values if one is not None]
    tried = (0,) if unit == "€" else range(most)
    return next((n for n in tried if all(abs(round(one, n) - one) < _SAME for one in known)), most)


def _grain(record: Record) -> str:
    return str_of(record, "grain") or PeriodKind.WEEK.value


def _period(key: str, words: Catalogue) -> str:
    return week_label(key, words) if "W" in key else words.month(pd.Period(key, freq="M").start_time.date())


def _quantity(record: Record, key: str, words: Catalogue) -> str:
    return words.quantity(number_of(record, key), str_of(record, "unit"), decimals_of(record))
