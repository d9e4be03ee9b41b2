"""How long the command line takes to answer, beside what it cannot do without.

python benchmarks/cold_start.py [--times 9]
"""

import argparse
import tempfile
from pathlib import Path

from measuring import GOUVERNAIL, PYTHON, cost, interleaved, machine


def main() -> None:
    """Print the ratios of `--version` and of `run` on the example."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=9, help="runs of each command; the median counts")
    times = options.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        example = Path(folder) / "example.xlsx"
        cost([*GOUVERNAIL, "new", str(example), "--example"])
        script = Path(PYTHON).with_name("gouvernail")
        found = interleaved(
            {
                "import typer": [PYTHON, "-c", "import typer"],
                "gouvernail --version": [str(script), "--version"],
                "import pandas, openpyxl": [PYTHON, "-c", "import pandas, openpyxl"],
                "gouvernail run": [str(script), "run", str(example), "--output", str(Path(folder) / "out.xlsx")],
            },
            times,
        )
    print(machine())
    print(f"{'median of ' + str(times):<26}{'wall s':>8}{'cpu s':>8}{'MB':>6}")
    for name, one in found.items():
        print(f"{name:<26}{one.wall:>8.3f}{one.cpu:>8.3f}{one.memory:>6.0f}")
    version = found["gouvernail --version"].cpu / found["import typer"].cpu
    imports, run = found["import pandas, openpyxl"].cpu, found["gouvernail run"].cpu
    print(f"\n--version / import typer: {version:.2f} (at most 1.5)")
    print(f"run: {run:.2f} s (at most 2 × {imports:.2f} + 1 = {2 * imports + 1:.2f} s)")


if __name__ == "__main__":
    main()
