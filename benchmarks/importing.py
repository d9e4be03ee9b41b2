"""An extract brought into the example, beside pandas writing the same lines to a workbook of their own.

python benchmarks/importing.py [--lines 100000] [--times 3]
"""

import argparse
import random
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from measuring import GOUVERNAIL, PYTHON, cost, interleaved, machine

KPIS = ("TX_DEC", "QS", "TX_ABD", "QS_MAIL", "QS_CHAT")
SITES = 200
MAP = """
source = "provider"
layout = "long"
date = "date"
scope = "site"
kpi = "kpi"
numerator = "numerator"
denominator = "denominator"
"""
PANDAS = """
import sys, pandas
pandas.read_csv(sys.argv[1], sep=";").to_excel(sys.argv[2], engine=sys.argv[3], index=False)
"""


def main() -> None:
    """Measure, and print the ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lines", type=int, default=100_000)
    options.add_argument("--times", type=int, default=3, help="runs of each command; the median counts")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        book, extract, map_ = folder / "book.xlsx", folder / "extract.csv", folder / "map.toml"
        cost([*GOUVERNAIL, "new", str(book), "--example"])
        extract.write_text("\n".join(["kpi;date;site;numerator;denominator", *lines(asked.lines)]), encoding="utf-8")
        map_.write_text(MAP, encoding="utf-8")
        drawn, out = folder / "drawn.xlsx", str(folder / "out.xlsx")
        bring_in = [*GOUVERNAIL, "import", str(book), str(extract), "--map", str(map_), "--output"]
        cost([*bring_in, str(drawn)])
        again = [str(drawn) if part == str(book) else part for part in bring_in]
        found = interleaved(
            {
                "gouvernail import": [*bring_in, out],
                "the same again": [*again, str(folder / "again.xlsx")],
                "pandas, by XlsxWriter": [PYTHON, "-c", PANDAS, str(extract), out, "xlsxwriter"],
                "pandas, by openpyxl": [PYTHON, "-c", PANDAS, str(extract), out, "openpyxl"],
            },
            asked.times,
        )
    print(f"{machine()}\n{asked.lines} lines{'wall s':>24}{'cpu s':>8}{'MB':>7}")
    for name, one in found.items():
        print(f"{name:<28}{one.wall:>8.2f}{one.cpu:>8.2f}{one.memory:>7.0f}")
    ours, theirs = found["gouvernail import"], found["pandas, by openpyxl"]
    ratios = f"{ours.cpu / theirs.cpu:.2f} of the time, {ours.memory / theirs.memory:.2f} of the memory"
    print(f"\nimport / pandas by openpyxl: {ratios}")


def lines(count: int) -> Iterator[str]:
    """As many measures, drawn at random: the KPIs of every site, day after day backwards."""
    chance = random.Random(1)
    for number in range(count):
        days, place = divmod(number, SITES * len(KPIS))
        site, kpi = divmod(place, len(KPIS))
        whole = chance.randint(50, 900)
        day = date(2026, 3, 31) - timedelta(days=days)
        yield f"{KPIS[kpi]};{day};Site {site};{chance.randint(0, whole)};{whole}"


if __name__ == "__main__":
    main()
