"""What an extract's measures say once they stand together: the scale of percentages, columns that cannot be right."""

from typing import Final

import pandas as pd

from gouvernail.excel.cells import folded
from gouvernail.flows.extract_lines import Aside
from gouvernail.flows.mapping import ExtractMap
from gouvernail.problems import Effect, Fact, Problem
from gouvernail.sheets.imported import DOUBT
from gouvernail.terms import Direction, Formula
from gouvernail.words.catalogue import Catalogue

_PERCENT: Final = "%"
_ENOUGH: Final = 20.0
"""The denominator from which a rate of 100 % is remarkable, and how often it must come to be so."""
_OFTEN: Final = 0.1


def in_points(frame: pd.DataFrame, kpis: pd.DataFrame, told: ExtractMap, aside: Aside) -> tuple[pd.DataFrame, list[Problem]]:
    """The values of percentages in points, by the workbook's own rule: at most 1 over a whole KPI is Excel's scale.

    A per cent sign on a KPI of another unit sets its line aside. See docs/adr/0007-percentages.md.
    """
    share = frame["kpi_id"].isin(set(kpis.loc[kpis["unit"].eq(_PERCENT), "kpi_id"]))
    marked = frame["percent"].astype(bool)
    wrong = frame.loc[marked & ~share, "line"]
    if len(wrong):
        aside.note(
            "percent", wrong.tolist(), header=str(told.figures.value or ""), kpi=str(frame["kpi_id"].loc[wrong.index[0]])
        )
    unmarked = frame["value"].where(share & ~marked)
    largest = unmarked.abs().groupby(frame["kpi_id"]).transform("max")
    small = unmarked.notna() & (largest <= 1)
    fraction = small if not told.percent else unmarked.notna() & (told.percent == "fraction")
    values = frame["value"].where(~(fraction | marked), frame["value"] * 100)
    scaled = frame[small & largest.gt(0)].drop_duplicates("kpi_id") if not told.percent else frame.head(0)
    problems = []
    for kpi, most in zip(scaled["kpi_id"], largest[scaled.index], strict=True):
        facts: dict[str, Fact] = {"name": aside.extract.name, "kpi": kpi, "found": float(most), "map": told.name}
        problems.append(Problem("import.percent_scale", None, facts, Effect.NOTICE))
    return frame.assign(value=values)[~(marked & ~share)].drop(columns="percent").reset_index(drop=True), problems


def doubt_coincidences(
    frame: pd.DataFrame, kpis: pd.DataFrame, told: ExtractMap, words: Catalogue
) -> tuple[pd.DataFrame, list[Problem]]:
    """Mark every measure of a KPI that is worse when higher, when its numerator is the whole denominator too often.

    All calls abandoned, one day in ten and on 20 calls or more: the column holds something else on every day. Left alone
    are KPIs named in the map's `trust`, and measures that bear a remark already.
    """
    trusted = {folded(kpi) for kpi in told.trust}
    shares = kpis[
        kpis["unit"].eq(_PERCENT)
        & kpis["direction"].eq(Direction.LOWER.value)
        & kpis["formula"].fillna(Formula.N_OVER_D.value).eq(Formula.N_OVER_D.value)
    ]
    asked = {kpi for kpi in shares["kpi_id"] if folded(kpi) not in trusted}
    large = frame["kpi_id"].isin(asked) & frame["denominator"].ge(_ENOUGH)
    whole = large & frame["numerator"].eq(frame["denominator"]) & frame["remarks"].eq("")
    counts = pd.DataFrame({"whole": whole, "large": large}).groupby(frame["kpi_id"]).sum()
    odd = counts[counts["whole"].ge(_ENOUGH) & counts["whole"].ge(_OFTEN * counts["large"])]
    marked = frame["kpi_id"].isin(set(odd.index)) & frame["numerator"].notna() & frame["remarks"].eq("")
    remark = f"{DOUBT} {words.say('imports.remarks.whole')}"
    problems = []
    for kpi, count, lines in odd.itertuples():
        facts: dict[str, Fact] = {"kpi": str(kpi), "count": int(count), "lines": int(lines), "map": told.name}
        problems.append(Problem("import.whole", None, facts, Effect.NOTICE))
    return frame.assign(remarks=frame["remarks"].mask(marked, remark)), problems
