"""Everything computed and every page described, beside one reading of the same workbook by pandas.

python benchmarks/compute.py [--times 100] [--folder FOLDER]

The workbook is the example so many times: at 100, some 400,000 measures, 6,000 actions, 15,000 findings. Both are measured in
one process, in processor time; what Gouvernail takes to read the workbook is printed beside.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pandas as pd
from measuring import PYTHON, cost, machine

from gouvernail.excel.file import FileWorkbook
from gouvernail.flows import checks
from gouvernail.flows.figures import Figures
from gouvernail.flows.inputs import Inputs
from gouvernail.flows.run import FLOWS, FREEZE, NEEDS
from gouvernail.problems import PageRefused

HERE = Path(__file__).parent
Found = TypeVar("Found")


def main() -> None:
    """Measure, and print the ratio."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=100)
    options.add_argument("--folder", type=Path)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        book = (asked.folder or Path(temporary)) / f"times-{asked.times}.xlsx"
        if not book.exists():
            cost([PYTHON, str(HERE / "workbooks.py"), "times", str(asked.times), str(book)])
        peer = timed(lambda: pd.read_excel(book, sheet_name=None, engine="calamine"))[0]
        reading, inputs = timed(lambda: read(book))
    sizes = ", ".join(f"{len(inputs.frame(key))} {key}" for key in ("measures", "actions", "findings"))
    print(f"{machine()}\n{sizes}")
    print(f"{'pandas.read_excel(engine=calamine)':<40}{peer:>8.2f} s")
    print(f"{'reading and checking, ours':<40}{reading:>8.2f} s")
    day = inputs.settings.as_of
    assert day is not None
    figures, total = Figures(inputs, day), 0.0
    for name in pages(inputs):
        spent = timed(lambda name=name: described(name, figures))[0]
        print(f"{'  ' + name:<40}{spent:>8.2f} s")
        total += spent
    print(f"{'computing and describing':<40}{total:>8.2f} s")
    print(f"\ncomputing and describing / pandas.read_excel: {total / peer:.2f} (less than 1)")


def read(book: Path) -> Inputs:
    """Every table of the workbook, read and checked."""
    inputs = Inputs(FileWorkbook(book))
    checks.read_everything(Figures(inputs, inputs.settings.as_of))
    return inputs


def pages(inputs: Inputs) -> list[str]:
    """The flows that `run` draws, the page of checks last."""
    return [*(flow for flow in FLOWS if flow != FREEZE and all(map(inputs.has, NEEDS[flow]))), "check"]


def described(name: str, figures: Figures) -> None:
    """One flow's pages, described and thrown away."""
    if name == "check":
        checks.draw(figures, figures.problems())
        return
    try:
        FLOWS[name](figures)
    except PageRefused as refusal:
        print(f"  {name}: refused, {refusal.problems[0].code}")


def timed(work: Callable[[], Found]) -> tuple[float, Found]:
    """What it took of the processor, in seconds, and what it gave."""
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


if __name__ == "__main__":
    main()
