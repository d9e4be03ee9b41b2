"""What the example's steering committee froze, January to June 2026, kept in files beside this one.

`freezing` computes it, `workbook/freeze.py` writes it, and a test fails when it is stale: the example is then ready at once.
"""

from pathlib import Path

import pandas as pd

from gouvernail.excel.columns import DTYPES
from gouvernail.flows.frozen import CONTENT
from gouvernail.schema.frozen import FREEZES, RESTATEMENTS
from gouvernail.schema.kinds import Column
from gouvernail.words.catalogue import Language

FOLDER = Path(__file__).parent / "frozen"
KEPT = {table.key: table for table in (FREEZES, *CONTENT, RESTATEMENTS)}
_RESTATED = (Column("start", "date"), Column("end", "date"), Column("unit"), Column("decimals", "integer"))
"""What the page needs of a restatement besides its declared columns."""


def read(language: Language) -> dict[str, pd.DataFrame]:
    """The frozen tables by key, as they were frozen, and what has been restated since."""
    return {key: _read(FOLDER / language / f"{key}.csv", _columns(key)) for key in KEPT}


def write(tables: dict[str, pd.DataFrame], language: Language, folder: Path = FOLDER) -> None:
    """Keep the tables, one file each: UTF-8, one line a row, dates as 2026-07-02, flags as true or false."""
    (folder / language).mkdir(parents=True, exist_ok=True)
    for key in KEPT:
        columns = _columns(key)
        texts = {column.key: _texts(tables[key][column.key], column) for column in columns}
        pd.DataFrame(texts).to_csv(folder / language / f"{key}.csv", index=False, lineterminator="\n", encoding="utf-8")


def _columns(key: str) -> tuple[Column, ...]:
    extra = _RESTATED if key == RESTATEMENTS.key else ()
    return (*KEPT[key], *extra)


def _texts(values: "pd.Series", column: Column) -> "pd.Series[str]":
    known = values.dropna()
    if column.kind == "date":
        told = pd.to_datetime(known).dt.strftime("%Y-%m-%d")
    elif column.kind == "flag":
        told = known.astype("bool").map({True: "true", False: "false"})
    elif column.kind == "number":
        told = known.astype("float64").map(repr)
    elif column.kind == "integer":
        told = known.astype("Int64").astype("str")
    else:
        told = known.astype("str")
    return told.reindex(values.index)


def _read(file: Path, columns: tuple[Column, ...]) -> pd.DataFrame:
    texts = pd.read_csv(file, dtype="str", keep_default_na=False, encoding="utf-8")
    texts = texts.mask(texts == "")
    flags = [column.key for column in columns if column.kind == "flag"]
    numbers = [column.key for column in columns if column.kind in {"number", "integer"}]
    read = texts.assign(**{key: texts[key].map({"true": True, "false": False}) for key in flags})
    read = read.astype(dict.fromkeys(numbers, "float64"))
    return read.astype({column.key: DTYPES[column.kind] for column in columns})
