"""Excel's object model: charts, kept as written so that a test can ask for them."""
# ruff: noqa: N802, N803 - COM's own names

import re
from typing import Any

from com.application import Collection
from com.areas import Areas
from com.proxy import ExcelRefusesError, Model
from com.rules import Bag
from com.strict import formula

CATEGORY, VALUE, PRIMARY, SECONDARY = 1, 2, 1, 2
ROWS, COLUMNS = 1, 2


class Series(Model):
    """One series: its block of values, and how it is drawn."""

    def __init__(self, chart: "Chart", name: Any, values: Any) -> None:
        self._chart, self.Values, self.XValues = chart, values, None
        self.Name, self.AxisGroup = name, PRIMARY
        self.MarkerStyle, self.MarkerSize = -4105, 5
        self.MarkerForegroundColor = self.MarkerBackgroundColor = -1
        self.Format = Bag(Line=Paintable(), Fill=Paintable())
        self.Interior = Bag(Color=None)
        self._type: int | None = None
        self._formula = ""

    def Delete(self) -> None:
        self._chart._series.remove(self)

    @property
    def Formula(self) -> str:
        return self._formula

    @Formula.setter
    def Formula(self, text: str) -> None:
        """`=SERIES("name",names,values,order)`: the name in quotes, the cells by their addresses."""
        found = re.fullmatch(r"=SERIES\(\"((?:[^\"]|\"\")*)\",(.+!.+),(.+!.+),(\d+)\)", formula(text))
        if found is None:
            raise ExcelRefusesError("Unable to set the Formula property of the Series class")
        cells = self._chart.Parent.Parent.Range
        self._formula, self.Name = text, found[1].replace('""', '"')
        self.XValues, self.Values = cells(found[2]), cells(found[3])

    @property
    def ChartType(self) -> int:
        return self._type or self._chart.ChartType

    @ChartType.setter
    def ChartType(self, value: int) -> None:
        self._type = value


class SeriesCollection(Collection):
    """The series of a chart."""

    def NewSeries(self) -> Series:
        self._items.append(Series(self.Parent, f"Series{self.Count + 1}", None))
        return self._items[-1]


class Paintable(Model):
    """The line or the fill of a series."""

    def __init__(self) -> None:
        self.Visible, self.ForeColor = True, Bag(RGB=-1)
        self.Weight, self.DashStyle = 2.25, 1

    def Solid(self) -> None:
        """The only kind of fill there is here."""


class Axis(Model):
    """One axis."""

    def __init__(self) -> None:
        self.HasTitle, self.AxisTitle = False, Bag(Text="")
        self.TickLabels = Bag(NumberFormat="General")
        self.ReversePlotOrder, self.Crosses, self.TickLabelSpacing = False, -4105, 1
        for name in ("MinimumScale", "MaximumScale", "MajorUnit"):
            setattr(self, name, 0.0)
            setattr(self, f"{name}IsAuto", True)

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if f"{name}IsAuto" in self.__dict__:
            super().__setattr__(f"{name}IsAuto", False)


class Chart(Model):
    """What an embedded chart shows."""

    def __init__(self, holder: "ChartObject") -> None:
        self.Parent, self.ChartType, self.ChartStyle, self.PlotBy = holder, 51, 227, COLUMNS
        self.HasTitle, self.HasLegend = False, False
        self._title, self._legend = Bag(Text=""), Bag(Position=-4152)
        self._series: list[Series] = []
        self._source: Any = None
        self._named = True  # the source's first row holds the series' names
        self._axes = {(kind, group): Axis() for kind in (CATEGORY, VALUE) for group in (PRIMARY, SECONDARY)}
        self._shown = {(CATEGORY, PRIMARY): True, (VALUE, PRIMARY): True}

    @property
    def ChartTitle(self) -> Bag:
        if not self.HasTitle:
            raise ExcelRefusesError("This object has no title.")
        return self._title

    @property
    def Legend(self) -> Bag:
        if not self.HasLegend:
            raise ExcelRefusesError("This object has no legend.")
        return self._legend

    def SetSourceData(self, Source: Any, PlotBy: int | None = None) -> None:
        """First row and column are names when their corner is empty or text, as in Excel."""
        if isinstance(Source, Areas):
            self._take_columns(Source)
            return
        self._source, (height, width) = Source, Source._rect.shape
        self.PlotBy = PlotBy or (ROWS if height < width else COLUMNS)
        top, left, bottom, right = Source._rect
        named = not isinstance(Source._store.values(Source._rect._replace(bottom=top, left=right))[0][0], float)
        block = Source.Worksheet._range
        self._series.clear()
        self._named = named
        for place in range(left + (width > 1), right + 1) if self.PlotBy == COLUMNS else range(top + (height > 1), bottom + 1):
            cells = (top + named, place, bottom, place) if self.PlotBy == COLUMNS else (place, left + 1, place, right)
            first = (top, place, top, place) if self.PlotBy == COLUMNS else (place, left, place, left)
            name = Source._store.values(type(Source._rect)(*first))[0][0] if named or self.PlotBy == ROWS else None
            series = Series(
                self, str(name) if name is not None else f"Series{len(self._series) + 1}", block(type(Source._rect)(*cells))
            )
            self._series.append(series)
        self.HasLegend = len(self._series) > 1

    def SeriesCollection(self) -> "SeriesCollection":
        return SeriesCollection(self._series, self)

    def _take_columns(self, source: Areas) -> None:
        """Several blocks: the first column names the points when it holds texts, the others are a series each."""
        self._source, self.PlotBy, self._named = source, COLUMNS, False
        columns = [block.Columns.Item(at) for block in source._blocks for at in range(1, block.Columns.Count + 1)]
        first = columns[0]._store.values(columns[0]._rect)[0][0]
        names = columns.pop(0) if not isinstance(first, float) else None
        self._series[:] = [Series(self, f"Series{at}", column) for at, column in enumerate(columns, 1)]
        for series in self._series:
            series.XValues = names
        self.HasLegend = len(self._series) > 1

    def SetElement(self, element: int) -> None:
        """Only « legend at the bottom »."""
        if element != 104:
            raise ExcelRefusesError("Method 'SetElement' of object '_Chart' failed")
        self.HasLegend, self._legend.Position = True, -4107

    def HasAxis(self, kind: int, group: int, value: bool | None = None) -> bool:
        """An indexed property: read with two arguments, written with three."""
        if value is not None:
            self._shown[kind, group] = value
        return self._shown.get((kind, group), False)

    def Axes(self, kind: int, group: int = PRIMARY) -> Axis:
        if not self.HasAxis(kind, group):
            raise ExcelRefusesError("Method 'Axes' of object '_Chart' failed")
        return self._axes[kind, group]


class ChartObject(Model):
    """The frame of an embedded chart."""

    def __init__(self, sheet: Any, name: str, left: float = 0, top: float = 0, width: float = 355, height: float = 211) -> None:
        self.Parent, self.Name, self.Placement = sheet, name, 2
        self.Left, self.Top, self.Width, self.Height = left, top, width, height
        self.Chart = Chart(self)

    def Delete(self) -> None:
        self.Parent.Cells._changes()
        self.Parent._charts.remove(self)


class ChartObjects(Collection):
    """The embedded charts of a sheet."""

    def Add(self, left: float, top: float, width: float, height: float) -> ChartObject:
        self.Parent.Cells._changes()
        taken = {chart.Name for chart in self._items}
        name = next(f"Chart {n}" for n in range(1, 999) if f"Chart {n}" not in taken)
        self._items.append(ChartObject(self.Parent, name, left, top, width, height))
        return self._items[-1]
