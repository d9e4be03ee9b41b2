"""The whole `run` on a file, beside what people do with pandas and openpyxl, and beside the fast reader's raw reading alone.

python benchmarks/file.py [--rows 1000 10000 100000 500000] [--times 3] [--folder FOLDER]

The workbook is the example with that many rows of measures. With `--folder`, workbooks are kept there and used again.
"""

import argparse
import tempfile
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from measuring import GOUVERNAIL, PYTHON, Cost, cost, interleaved, machine

HERE = Path(__file__).parent
LONG = 500_000
"""From this many rows on, each command runs once: the usual way takes minutes."""
USUAL = """
import sys, openpyxl, pandas
source, target = sys.argv[1:]
tables = pandas.read_excel(source, sheet_name=None)
book = openpyxl.load_workbook(source)
sheet = book.create_sheet("result")
for name, table in tables.items():
    sheet.append([name, len(table)])
book.save(target)
"""
RAW = """
import sys, python_calamine
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
print(sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names))
"""
IMPORTS = "import pandas, openpyxl"


def main() -> None:
    """Measure each size, and print the ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000, 100_000, 500_000])
    options.add_argument("--times", type=int, default=3, help="runs of each command; the median counts")
    options.add_argument("--folder", type=Path)
    asked = options.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        found = {rows: measured(rows, asked.times, folder, Path(temporary)) for rows in asked.rows}
    sizes = sorted(found)
    for small, large in pairwise(sizes):
        grown = found[large]["run"].cpu / found[small]["run"].cpu
        print(f"{small} to {large} rows: {large / small:.0f} times the rows, {grown:.1f} times the processor time of the run")


def measured(rows: int, times: int, folder: Path, aside: Path) -> Mapping[str, Cost]:
    """One size: its table of costs, and the ratios."""
    book = folder / f"measures-{rows}.xlsx"
    if not book.exists():
        cost([PYTHON, str(HERE / "workbooks.py"), "measures", str(rows), str(book)])
    commands = {
        "run": [*GOUVERNAIL, "run", str(book), "--output", str(aside / "run.xlsx")],
        "usual": [PYTHON, "-c", USUAL, str(book), str(aside / "usual.xlsx")],
        "raw": [PYTHON, "-c", RAW, str(book)],
        "imports": [PYTHON, "-c", IMPORTS],
    }
    found = interleaved(commands, 1 if rows >= LONG else times)
    names = {
        "run": "a  gouvernail run",
        "usual": "b  pandas.read_excel, openpyxl load and save",
        "raw": "c  calamine, every sheet's raw rows",
        "imports": "d  import pandas, openpyxl",
    }
    print(f"\n{rows} rows, {book.stat().st_size / 1e6:.1f} MB{'wall s':>38}{'cpu s':>8}{'MB':>7}")
    for key, one in found.items():
        print(f"{names[key]:<52}{one.wall:>8.2f}{one.cpu:>8.2f}{one.memory:>7.0f}")
    run, usual, aim = found["run"], found["usual"], 2 * found["raw"].cpu + found["imports"].cpu
    ratios = f"a / (2 c + d) = {run.cpu / aim:.2f}   b / a = {usual.cpu / run.cpu:.1f}"
    print(f"{ratios}   memory a / b = {run.memory / usual.memory:.2f}", flush=True)
    return found


if __name__ == "__main__":
    main()
