"""The workbooks that the benchmarks read: the invented example with many more rows, drawn as the template is.

python benchmarks/workbooks.py measures 100000 FILE      the example with that many rows of measures
python benchmarks/workbooks.py times 100 FILE            everything in the example so many times
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from gouvernail.excel.file import write_new
from gouvernail.flows.example import example, example_times
from gouvernail.sheets.inputs import input_sheets
from gouvernail.words.catalogue import Catalogue

YEARS = 5
_YEAR = pd.Timedelta(weeks=52)


def with_measures(rows: int) -> dict[str, pd.DataFrame]:
    """The example with that many rows of measures: the most recent when fewer, else years of history and more scopes."""
    tables = dict(example("fr"))
    one = tables["measures"]
    years = min(YEARS, -(-rows // len(one)))
    history = pd.concat([one.assign(date=one["date"] - year * _YEAR) for year in range(years)], ignore_index=True)
    scopes = -(-rows // len(history))
    grown = pd.concat([history, *(_elsewhere(history, copy) for copy in range(2, scopes + 1))], ignore_index=True)
    kept = grown.sort_values("date", kind="stable").index[-rows:].sort_values()
    tables["measures"] = grown.loc[kept].reset_index(drop=True)
    return tables


def write(file: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Draw the tables as the template draws them, in a new file."""
    file.unlink(missing_ok=True)
    write_new(file, input_sheets(tables, Catalogue("fr")))


def _elsewhere(measures: pd.DataFrame, copy: int) -> pd.DataFrame:
    return measures.assign(scope=(measures["scope"].fillna("") + f" {copy}").str.strip())


def main() -> None:
    """Write one workbook."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("kind", choices=["measures", "times"])
    options.add_argument("size", type=int)
    options.add_argument("file", type=Path)
    asked = options.parse_args()
    write(asked.file, with_measures(asked.size) if asked.kind == "measures" else example_times("fr", asked.size))


if __name__ == "__main__":
    main()
