"""Figures frozen as a meeting saw them: how they are sealed, and how a later touch shows.

Every frozen row carries a seal of what it says; every freeze, a hash of its rows, of its own line in the register and of the
hash before it. So one touched figure is found by its seal, a line added or taken away by the hash, a whole freeze taken away
by the chain. It is a tell-tale between two parties of good faith, not a signature: who rewrites everything leaves no trace.

Source: docs/semantics.md §4.11.
"""

import hashlib
import re
from collections.abc import Mapping
from enum import StrEnum, unique

import numpy as np
import pandas as pd

Spec = Mapping[str, str]
"""The columns of a frozen table, in order: kind by key ("text", "many", "number", "integer", "date", "choice", "flag")."""

SEAL = "seal"
HASH, PREVIOUS, FREEZE, RANK = "hash", "previous", "freeze_id", "rank"
_DIGITS = 12
_SEAL_LENGTH = 12
_FIELD, _ROW = "\x1f", "\n"
_SPACES = re.compile(r"\s+")
_SEPARATORS = re.compile(r"\s*[;,]\s*")


@unique
class Break(StrEnum):
    """How a frozen content shows that it is no longer what it was, in the order in which breaks are listed."""

    ROW_CHANGED = "row_changed"
    ROW_ADDED = "row_added"
    """It names a freeze that the register does not have."""
    ROWS_MISSING = "rows_missing"
    FREEZE_CHANGED = "freeze_changed"
    """Its rows are as many as they were and bear their seals, and yet the whole is another."""
    CHAIN_BROKEN = "chain_broken"
    """The freeze that it follows is not there."""


def settle(frame: pd.DataFrame, spec: Spec) -> pd.DataFrame:
    """The rows as they will be frozen: only the columns of ``spec``, numbers of 12 significant digits.

    A workbook keeps fewer digits than a computation: what is frozen must be read back as it was written.

    Examples:
        >>> settle(pd.DataFrame({"value": [100 / 3, -0.0]}), {"value": "number"})["value"].tolist()
        [33.3333333333, 0.0]
    """
    kept = frame.reindex(columns=list(spec))
    numbers = [key for key, kind in spec.items() if kind == "number"]
    return kept.assign(**{key: _significant(kept[key]) for key in numbers})


def row_texts(frame: pd.DataFrame, spec: Spec) -> pd.Series:
    """What each row says, as one text that does not depend on a language, a backend or the order of columns.

    Spaces count as one, several values as a list; a missing value is an empty text.

    Args:
        frame: as `settle` gives it, or as it was read back.
        spec: its columns; the seal itself is left out.
    """
    keys = [key for key in sorted(spec) if key not in {SEAL, HASH}]
    columns = [[key, *_texts(frame[key], spec[key])] for key in keys]
    lines = [_FIELD.join(fields) for fields in zip(*columns, strict=True)]
    return pd.Series(lines[1:] if lines else [], index=frame.index, dtype="str")


def add_seals(frame: pd.DataFrame, spec: Spec) -> pd.DataFrame:
    """The rows with their ``seal``: 12 letters that change with anything that the row says."""
    return frame.assign(**{SEAL: _seals(frame, spec)})


def freeze_hash(freeze: pd.DataFrame, register: Spec, tables: Mapping[str, tuple[pd.DataFrame, Spec]]) -> str:
    """The hash of one freeze: of its line in the register, which holds the hash before it, and of all its rows.

    The order of the rows does not matter: people may sort a table.

    Args:
        freeze: its line of the register, alone.
        register: the register's columns.
        tables: its rows and their columns, by table.
    """
    digest = hashlib.sha256()
    for name, (frame, spec) in sorted({**tables, "": (freeze, register)}.items()):
        lines = [name, *sorted(row_texts(frame, spec))]
        digest.update((_ROW.join(lines) + _ROW + _ROW).encode())
    return digest.hexdigest()


def chain_breaks(register: pd.DataFrame, spec: Spec, tables: Mapping[str, tuple[pd.DataFrame, Spec]]) -> pd.DataFrame:
    """Everything that is no longer what it was when it was frozen.

    Args:
        register: one row per freeze, with ``row``, the sheet's row; reads ``freeze_id``, ``rank``, ``previous``, ``hash`` and
            one count per table, under the table's name.
        spec: the register's columns.
        tables: the frozen rows, with ``row``, and their columns, by table.

    Returns:
        ``kind`` (a `Break` key), ``freeze_id``, ``table`` and ``row`` (where to look; the register's row when nothing
        closer is known), ``count`` (rows missing, else 0); by kind, then by freeze. Nothing when all is as it was.

    Source: docs/semantics.md §4.11.
    """
    found = [*_row_breaks(register, tables)]
    touched = {freeze for _, freeze, *_ in found}
    found += _freeze_breaks(register, spec, tables, touched)
    hashes = {"", *register[HASH].dropna()}
    starts = register[PREVIOUS].fillna("").eq("").cumsum()
    for freeze, previous, row, start in zip(
        register[FREEZE], register[PREVIOUS].fillna(""), register["row"], starts, strict=True
    ):
        if previous not in hashes or (previous == "" and start > 1):
            found.append((Break.CHAIN_BROKEN, str(freeze), "freezes", int(row), 0))
    order = {kind: at for at, kind in enumerate(Break)}
    ranked = sorted(found, key=lambda one: (order[one[0]], one[1], one[2], one[3]))
    columns = ["kind", "freeze_id", "table", "row", "count"]
    kinds = {"kind": "str", "freeze_id": "str", "table": "str", "row": "int64", "count": "int64"}
    return pd.DataFrame([(one[0].value, *one[1:]) for one in ranked], columns=columns).astype(kinds)


Found = tuple[Break, str, str, int, int]


def _row_breaks(register: pd.DataFrame, tables: Mapping[str, tuple[pd.DataFrame, Spec]]) -> list[Found]:
    """Rows that changed, rows of no freeze, rows that are gone."""
    known = set(register[FREEZE])
    found: list[Found] = []
    for name, (frame, spec) in tables.items():
        of, rows = frame[FREEZE].fillna(""), frame["row"]
        changed = frame[SEAL].fillna("") != _seals(frame, spec)
        stray = ~of.isin(known)
        found += [(Break.ROW_ADDED, freeze, name, int(row), 0) for freeze, row in zip(of[stray], rows[stray], strict=True)]
        edited = changed & ~stray
        found += [(Break.ROW_CHANGED, freeze, name, int(row), 0) for freeze, row in zip(of[edited], rows[edited], strict=True)]
        left = register[FREEZE].map(of.value_counts()).fillna(0).astype("int64")
        gone = (register[name].fillna(0).astype("int64") - left).where(lambda less: less > 0, 0)
        short = register[gone > 0]
        found += [
            (Break.ROWS_MISSING, str(freeze), "freezes", int(row), int(count))
            for freeze, row, count in zip(short[FREEZE], short["row"], gone[gone > 0], strict=True)
        ]
    return found


def _freeze_breaks(
    register: pd.DataFrame, spec: Spec, tables: Mapping[str, tuple[pd.DataFrame, Spec]], touched: set[str]
) -> list[Found]:
    """The freezes whose hash is not theirs, where no row tells why."""
    found: list[Found] = []
    for at, (freeze, row, known) in enumerate(zip(register[FREEZE].fillna(""), register["row"], register[HASH], strict=True)):
        own = {name: (frame[frame[FREEZE] == freeze], one) for name, (frame, one) in tables.items()}
        if freeze not in touched and freeze_hash(register.iloc[[at]], spec, own) != known:
            found.append((Break.FREEZE_CHANGED, str(freeze), "freezes", int(row), 0))
    return found


def _seals(frame: pd.DataFrame, spec: Spec) -> pd.Series:
    texts = row_texts(frame, spec)
    prints = [hashlib.sha256(text.encode()).hexdigest()[:_SEAL_LENGTH] for text in texts]
    return pd.Series(prints, index=frame.index, dtype="str")


def _significant(numbers: pd.Series) -> pd.Series:
    values = numbers.astype("float64").to_numpy()
    shown = [value if np.isnan(value) else float(f"{value:.{_DIGITS}g}") + 0.0 for value in values.tolist()]
    return pd.Series(shown, index=numbers.index, dtype="float64")


def _texts(column: pd.Series, kind: str) -> list[str]:
    missing = column.isna().to_numpy()
    return ["" if gone else _text(value, kind) for value, gone in zip(column.tolist(), missing, strict=True)]


def _text(value: object, kind: str) -> str:
    if kind == "number":
        return f"{float(str(value)) + 0.0:.{_DIGITS}g}"
    if kind == "integer":
        return str(int(float(str(value))))
    if kind == "flag":
        return str(int(bool(value)))
    if kind == "date":
        return f"{pd.Timestamp(str(value)):%Y-%m-%d}"
    text = _SPACES.sub(" ", str(value)).strip()
    return ";".join(one for one in _SEPARATORS.split(text) if one) if kind == "many" else text
