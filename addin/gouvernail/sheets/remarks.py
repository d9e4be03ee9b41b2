"""What a reader must know beside a figure, in words; and a gap said in one sentence."""

import pandas as pd

from gouvernail.sheets.figures import decimals_of, gap_unit, missing, str_of
from gouvernail.sheets.layout import Record
from gouvernail.words.catalogue import Catalogue


def remarks(record: Record, words: Catalogue) -> str:
    """Every flag of a figure in words, and why it has no gap when it has none.

    Args:
        record: reads ``flags``, ``reason``, ``doubts``, ``days_present``, ``days_expected``, ``target_changed``,
            ``straddling``; missing ones say nothing.
    """
    flags = [flag for flag in str_of(record, "flags").split(";") if flag]
    if "straddling" in flags:
        flags.remove("whole_weeks")
    said = [_flag(flag, record, words) for flag in flags]
    reason = str_of(record, "reason")
    if reason and reason not in {"to_check", "info"}:
        said.insert(0, words.say(f"pages.reasons.{reason}"))
    return " · ".join(said)


def gap_sentence(record: Record, words: Catalogue) -> str:
    """A figure, its target and the gap: `Taux de décroché : 87,9 % pour une cible de 92 %, soit −4,1 pt`."""
    decimals, unit = decimals_of(record), str_of(record, "unit")
    return words.say(
        "pages.gap_sentence",
        name=str_of(record, "name"),
        value=words.quantity(number_of(record, "displayed"), unit, decimals),
        target=target_words(record, words),
        gap=words.quantity(number_of(record, "gap"), gap_unit(unit), decimals, signed=True),
    )


def target_words(record: Record, words: Catalogue) -> str:
    """The target in its unit, or a band's bounds: `28 à 32 %`, `≤ 32 %`; a dash when there is none."""
    decimals, unit = decimals_of(record), str_of(record, "unit")
    target = number_of(record, "target")
    if target is not None:
        return words.quantity(target, unit, decimals)
    low, high = number_of(record, "low"), number_of(record, "high")
    if low is None or high is None:
        bound = words.quantity(high if low is None else low, unit, decimals)
        return bound if bound == "–" else f"{'≤' if low is None else '≥'}\u00a0{bound}"
    return words.say("pages.band", low=words.number(low, decimals), high=words.quantity(high, unit, decimals))


def number_of(record: Record, key: str) -> float | None:
    """A number of a record; None when missing."""
    value = record.get(key)
    return None if missing(value) else float(str(value))


def _flag(flag: str, record: Record, words: Catalogue) -> str:
    facts: dict[str, object] = {}
    if flag == "incomplete":
        facts = {"present": int(str(record["days_present"])), "expected": int(str(record["days_expected"]))}
    elif flag == "target_changed":
        facts = {"day": words.day(pd.Timestamp(str(record["target_changed"])).date())}
    elif flag == "to_check":
        facts = {"why": words.listed(words.say(f"pages.doubts.{one}") for one in str_of(record, "doubts").split(";"))}
    elif flag == "straddling":
        facts = {"weeks": ", ".join(_week_labels(str_of(record, "straddling").split(";"), words))}
    return words.say(f"pages.flags.{flag}", **facts)


def _week_labels(weeks: list[str], words: Catalogue) -> list[str]:
    """Weeks as people call them, with their years where there are two: `S27 2025, S27 2026`."""
    years = {week[:4] for week in weeks}
    return [week_label(week, words) + (f" {week[:4]}" if len(years) > 1 else "") for week in weeks]


def week_label(week: str, words: Catalogue) -> str:
    """An ISO week as people call it, `S14` or `W14`."""
    return words.say("pages.period.short_week", week=week.rpartition("W")[2])
