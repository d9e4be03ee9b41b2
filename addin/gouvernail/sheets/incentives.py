"""The bonus-malus page: the net, what caps and gate did, and every line with its explanation."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from gouvernail.rules.incentive_corrections import Correction
from gouvernail.rules.incentives import Incentives
from gouvernail.schema.statistics import INCENTIVE_LINES
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import share_cell, str_of, value_cell
from gouvernail.sheets.incentive_words import correction_words, money
from gouvernail.sheets.layout import Maker, Page, Record
from gouvernail.sheets.parts import Cell, Sheet
from gouvernail.sheets.remarks import number_of
from gouvernail.words.catalogue import Catalogue

_PRINTED = 10
_MONEY = '+#,##0.00" €";−#,##0.00" €";0.00" €"'
_LEVELS = ("value", "target", "floor", "stretch", "level")
_AMOUNTS = ("gross", "charged", "amount", "at_risk")


def incentives_sheet(
    found: Incentives | None, rows: pd.DataFrame, pending: Sequence[Correction], context: Context, *, touched: int = 0
) -> Sheet:
    """The page.

    Args:
        found: the month; None when no month was frozen: the page then says so, and nothing else.
        rows: from `rules.incentive_table.charge_rows`, with ``name``, ``unit``, ``decimals`` and ``explanation``.
        pending: what the next month frozen will correct.
        context: for whom and as of when.
        touched: how many freezes are no longer what they were: no amount rests on them.
    """
    words = context.words
    period = words.month(found.month) if found else ""
    widths = [column.width for column in INCENTIVE_LINES]
    page = context.page("incentive_result", widths, period=period, printed=_PRINTED)
    if touched:
        page.sentence(words.say("incentives.touched", n=touched), "banner")
    if found is None:
        page.sentence(words.say("incentives.nothing_frozen"), "strong", lines=2)
        return page.build()
    _draw_totals(page, found, pending, words)
    page.heading(words.say("incentives.lines"))
    page.table(INCENTIVE_LINES, rows, makers=_makers(words))
    page.end_print()
    return page.build()


def _draw_totals(page: Page, found: Incentives, pending: Sequence[Correction], words: Catalogue) -> None:
    amounts = {"bonus": found.bonus, "malus": found.malus, "refund": found.refund, "net": found.net}
    page.sentence(
        words.say("incentives.net", **{key: money(one, words, signed=True) for key, one in amounts.items()}), "strong"
    )
    at_risk = found.at_risk
    caps = {"invoice": at_risk.invoice, "malus": at_risk.malus, "bonus": at_risk.bonus}
    page.sentence(words.say("incentives.caps", **{key: money(one, words) for key, one in caps.items()}))
    if found.gate_closed_by:
        page.sentence(words.say("incentives.gate_closed", kpis=words.listed(found.gate_closed_by)), "strong")
    if found.volume_deviation is not None:
        deviation = words.quantity(found.volume_deviation, "%", 1, signed=True)
        page.sentence(words.say("incentives.volume", deviation=deviation))
    for one in pending:
        amount = money(one.amount, words, signed=True)
        page.sentence(words.say("incentives.pending", amount=amount, correction=correction_words(one, words)), "strong")
    page.sentence(words.say("incentives.frozen_only"), "foot", lines=2)
    page.gap()


def _makers(words: Catalogue) -> dict[str, Maker]:
    return {
        **{key: partial(_level, key=key) for key in _LEVELS},
        **{key: partial(_amount, key=key) for key in _AMOUNTS},
        "name": lambda record: Cell(str_of(record, "name") or _kind(record, words), "wrap"),
        "weight": lambda record: share_cell(record.get("weight")),
        "reasons": lambda record: Cell(_reasons(record, words) or None),
        "kind": lambda record: Cell(_kind(record, words)),
        "boundary": lambda record: Cell(words.say(f"incentives.boundary.{record['boundary']}") if record["boundary"] else None),
    }


def _kind(record: Record, words: Catalogue) -> str:
    return words.say(f"incentives.kinds.{record['kind']}")


def _reasons(record: Record, words: Catalogue) -> str:
    """Why the charge is not the gross amount, in a word each."""
    return ", ".join(words.say(f"incentives.reasons.{one}") for one in str_of(record, "reasons").split(";") if one)


def _level(record: Record, *, key: str) -> Cell:
    return Cell(None, "number") if number_of(record, key) is None else value_cell(record, key)


def _amount(record: Record, *, key: str) -> Cell:
    return Cell(number_of(record, key), "number", _MONEY)
