"""The lines of an extract become measures, as the map says: one line each, or a line for each KPI of a wide extract."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.excel.cells import as_text, folded
from gouvernail.excel.columns import Mask
from gouvernail.excel.extracts import Extract
from gouvernail.flows.extract_doubts import doubt_coincidences, in_points
from gouvernail.flows.extract_lines import Lines, ranges
from gouvernail.flows.map_mistakes import FIGURES, nearest
from gouvernail.flows.mapping import Check, ExtractMap, Figures
from gouvernail.problems import Effect, Fact, Problem, WorkbookRefused
from gouvernail.schema.outputs import IMPORTED
from gouvernail.sheets.imported import DOUBT
from gouvernail.words.catalogue import Catalogue

_NOISE: Final = 1e-9


@dataclass(frozen=True)
class ExtractMeasures:
    """What an extract gives.

    Args:
        frame: one row per measure: the columns of the `imported` table, and ``line``, where it stands in the source.
        problems: what was set aside, with its lines, and what a reader should know.
        lines: how many lines the source has.
        set_aside: how many of them are set aside, wholly or in part.
        filtered: how many the map leaves out.
    """

    frame: pd.DataFrame
    problems: tuple[Problem, ...]
    lines: int
    set_aside: int
    filtered: int


def measures_of(extract: Extract, told: ExtractMap, kpis: pd.DataFrame, words: Catalogue, *, workbook: str) -> ExtractMeasures:
    """The measures of an extract.

    A measure without any figure is none. A zero in a column of `zero_is_missing` leaves its measures blank, with a remark. A
    broken sum of the map leaves the figures as they are and marks them: a remark that begins with ▲ makes a figure "to check".

    Args:
        extract: the source.
        told: its map.
        kpis: the `kpis` table.
        words: the language of remarks and how days are read.
        workbook: its name, for the sentences.

    Raises:
        WorkbookRefused: see `Lines`; also `import.kpi_unknown`, `import.no_rows`.
    """
    ids = {folded(one): one for one in kpis["kpi_id"]}
    _check_kpis(told, ids, workbook)
    lines = Lines(extract, told, words.language)
    maker = _Maker(lines, words)
    parts = list(maker.wide(ids) if told.layout == "wide" else maker.long(ids))
    frame = pd.concat(parts, ignore_index=True) if parts else maker.empty()
    if frame.empty:
        facts: dict[str, Fact] = {
            "name": extract.name,
            "map": told.name,
            "lines": len(extract),
            "aside": len(lines.aside.lines),
        }
        raise WorkbookRefused([Problem("import.no_rows", None, facts, Effect.FILE), *lines.aside.problems, *maker.notices])
    frame, scaled = in_points(frame, kpis, told, lines.aside)
    frame, odd = doubt_coincidences(frame, kpis, told, words)
    problems = (*lines.aside.problems, *maker.notices, *scaled, *odd)
    total = len(extract) + len(extract.uneven)
    return ExtractMeasures(frame, problems, total, len(lines.aside.lines), lines.filtered)


def _check_kpis(told: ExtractMap, ids: Mapping[str, str], workbook: str) -> None:
    problems = [
        Problem(
            "import.kpi_unknown",
            None,
            {"map": told.name, "found": kpi, "name": workbook, "near": nearest(kpi, ids.values())},
            Effect.FILE,
        )
        for kpi in dict.fromkeys((*told.kpis, *told.kpi_names.values()))
        if folded(kpi) not in ids
    ]
    if problems:
        raise WorkbookRefused(problems)


class _Maker:
    """Makes the measures of an extract, KPI by KPI or all at once."""

    def __init__(self, lines: Lines, words: Catalogue) -> None:
        self.lines, self.told, self.words = lines, lines.told, words
        self.notices: list[Problem] = []
        self._doubts = [(check, self._broken(check)) for check in self.told.checks]

    def wide(self, ids: Mapping[str, str]) -> Iterator[pd.DataFrame]:
        """One frame per KPI of the map."""
        for header in dict.fromkeys(self.told.zero_is_missing):
            self._note_zeros(header, self._zero(header))
        for kpi, figures in self.told.kpis.items():
            zeros = [self._zero(header) for header in figures.columns if self._means_missing(header)]
            names = [header for header in figures.columns if self._means_missing(header)]
            missing = np.logical_or.reduce(zeros) if zeros else self._none()
            remarks = self._remarks(figures, missing, names)
            yield self._measures(np.full(len(missing), ids[folded(kpi)], dtype=object), figures, missing, remarks)

    def long(self, ids: Mapping[str, str]) -> Iterator[pd.DataFrame]:
        """One frame for the whole extract; lines of indicators that nobody asked for are left out, and said."""
        codes, distinct = pd.factorize(self.lines.raw(self.told.kpi))
        names = {folded(found): folded(ours) for found, ours in self.told.kpi_names.items()}
        texts = [as_text(one) for one in distinct]
        kpis = np.array([ids.get(names.get(folded(one), folded(one)), "") for one in texts], dtype=object)[codes]
        unknown = (kpis == "") & self.lines.kept
        if unknown.any():
            self._note_others(pd.Series(np.array(texts, dtype=object)[codes][unknown]), ids)
        self.lines.kept &= ~unknown
        asked = {names.get(folded(one), folded(one)) for one in self.told.zero_is_missing}
        listed = np.array([folded(str(one)) in asked for one in kpis], dtype=bool) if asked else self._none()
        missing = listed & self._no_volume()
        self._note_zeros(", ".join(self.told.zero_is_missing), missing)
        yield self._measures(kpis, self.told.figures, missing, self._remarks(Figures(), missing, ()))

    def empty(self) -> pd.DataFrame:
        """No measure."""
        return pd.DataFrame(columns=[*IMPORTED.keys, "line"])

    def _note_zeros(self, header: str, missing: Mask) -> None:
        """Say how many zeros are read as not measured."""
        extract, at = self.lines.extract, np.flatnonzero(missing & self.lines.kept)
        if len(at):
            facts: dict[str, Fact] = {"name": extract.name, "header": header, "n": len(at), "lines": ranges(extract.lines[at])}
            self.notices.append(Problem("import.zeros", None, facts, Effect.NOTICE))

    def _measures(
        self, kpis: "npt.NDArray[np.object_]", figures: Figures, missing: Mask, remarks: "npt.NDArray[np.object_]"
    ) -> pd.DataFrame:
        lines = self.lines
        used = [lines.numbers[header] for header in figures.columns]
        kept = lines.kept & ~np.logical_or.reduce([one.bad for one in used] or [self._none()])
        found = {key: self._figure(getattr(figures, key)) for key in FIGURES}
        kept &= ~self._not_counts(figures, found["denominator"], kept)
        told = [found[key] for key in FIGURES if isinstance(getattr(figures, key), str)]
        blank = np.logical_and.reduce([np.isnan(one) for one in told])
        at = np.flatnonzero(kept & (~blank | missing))
        percent = lines.numbers[figures.value].percent if isinstance(figures.value, str) else self._none()
        frame = pd.DataFrame({key: np.where(missing, np.nan, one)[at] for key, one in found.items()})
        frame["kpi_id"] = pd.Series(kpis[at], dtype="str")
        frame["date"] = lines.days[at]
        frame["grain"] = pd.Series(self.told.grain.value, index=frame.index, dtype="str")
        frame["scope"] = pd.Series(lines.scopes[at], dtype="str")
        frame["validated"] = pd.Series(pd.NA, index=frame.index, dtype="boolean")
        frame["source"] = pd.Series(self.told.source, index=frame.index, dtype="str")
        frame["remarks"] = pd.Series(remarks[at], dtype="str")
        frame["line"] = lines.extract.lines[at]
        frame["percent"] = percent[at]
        return frame[[*IMPORTED.keys, "line", "percent"]]

    def _not_counts(self, figures: Figures, denominator: "npt.NDArray[np.float64]", kept: Mask) -> Mask:
        """The lines whose numerator or denominator cannot be one: a rate, or less than nothing."""
        wrong = self._none()
        for header in (figures.numerator, figures.denominator):
            if isinstance(header, str):
                rate = kept & self.lines.numbers[header].percent
                self.lines.aside.add("rate", rate, header, self.lines.raw(header))
                wrong |= rate
        if isinstance(figures.denominator, str):
            negative = kept & (denominator < 0)
            self.lines.aside.add("negative", negative, figures.denominator, self.lines.raw(figures.denominator))
            wrong |= negative
        return wrong

    def _figure(self, source: str | float | None) -> "npt.NDArray[np.float64]":
        if isinstance(source, str):
            return self.lines.numbers[source].values
        return np.full(len(self.lines.extract), np.nan if source is None else source)

    def _remarks(self, figures: Figures, missing: Mask, zeros: "list[str] | tuple[str, ...]") -> "npt.NDArray[np.object_]":
        remarks = np.full(len(self.lines.extract), "", dtype=object)
        for check, broken in self._doubts:
            if set(check.doubt) & set(figures.columns):
                at = np.flatnonzero(broken & (remarks == ""))
                remarks[at] = self._broken_words(check, at)
        shown = ", ".join(zeros)
        remarks[missing] = (
            self.words.say("imports.remarks.zero", columns=shown) if shown else self.words.say("imports.remarks.no_volume")
        )
        return remarks

    def _broken_words(self, check: Check, at: "npt.NDArray[np.int64]") -> list[str]:
        number = self.words.number
        wholes = self.lines.numbers[check.whole].values[at].tolist()
        sums = self._sum(check)[at].tolist()
        parts = " + ".join(check.parts)
        say = self.words.say("imports.remarks.check", whole=check.whole, parts=parts, found="{0}", expected="{1}")
        return [f"{DOUBT} " + say.format(number(whole), number(total)) for whole, total in zip(wholes, sums, strict=True)]

    def _broken(self, check: Check) -> Mask:
        """The kept lines, all measured, on which the sum does not hold."""
        whole, total = self.lines.numbers[check.whole].values, self._sum(check)
        allowed = check.tolerance * np.abs(whole) + _NOISE * np.maximum(1.0, np.abs(whole))
        differs = np.abs(whole - total) > allowed
        unmeasured = [self._zero(header) for header in check.columns if self._means_missing(header)]
        broken = differs & self.lines.kept & ~np.logical_or.reduce([*unmeasured, self._none()])
        if broken.any():
            self._note_check(check, broken)
        return cast("Mask", broken)

    def _sum(self, check: Check) -> "npt.NDArray[np.float64]":
        return cast("npt.NDArray[np.float64]", sum(self.lines.numbers[header].values for header in check.parts))

    def _zero(self, header: str) -> Mask:
        return cast("Mask", self.lines.numbers[header].values == 0)

    def _means_missing(self, header: str) -> bool:
        return folded(header) in {folded(one) for one in self.told.zero_is_missing}

    def _no_volume(self) -> Mask:
        """The lines of a long extract whose volume is zero: the denominator, else the value, else the numerator."""
        figures = self.told.figures
        column = next((one for one in (figures.denominator, figures.value, figures.numerator) if isinstance(one, str)), "")
        return self._zero(column) if column else self._none()

    def _none(self) -> Mask:
        return np.zeros(len(self.lines.extract), dtype=bool)

    def _note_check(self, check: Check, broken: Mask) -> None:
        extract = self.lines.extract
        facts: dict[str, Fact] = {
            "name": extract.name,
            "whole": check.whole,
            "parts": " + ".join(check.parts),
            "count": int(broken.sum()),
            "lines": int(self.lines.kept.sum()),
            "line": int(extract.lines[np.flatnonzero(broken)[0]]),
            "doubt": ", ".join(check.doubt),
        }
        self.notices.append(Problem("import.check_broken", None, facts, Effect.NOTICE))

    def _note_others(self, names: "pd.Series[Any]", ids: Mapping[str, str]) -> None:
        counts = names.value_counts()
        shown = ", ".join(f"{name} ({count})" for name, count in counts.head(8).items()) + (", …" if len(counts) > 8 else "")
        facts: dict[str, Fact] = {
            "name": self.lines.extract.name,
            "map": self.told.name,
            "found": shown,
            "near": nearest(str(counts.index[0]), ids.values()),
        }
        self.notices.append(Problem("import.other_kpis", None, facts, Effect.NOTICE))
