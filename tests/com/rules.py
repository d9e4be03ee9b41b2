"""Excel's object model: conditional formats and data validation, kept as written so that a test can ask for them."""
# ruff: noqa: N802, N803 - COM's own names

from typing import Any

from com.application import Collection
from com.proxy import ExcelRefusesError, Model
from com.strict import Rect, formula

NONE = -4142


class Bag(Model):
    """An object that is nothing but its properties; only those it was made with can be set."""

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)


class Paint(Model):
    """The Interior or the Font of a rule: no colour until one is set."""

    def __init__(self) -> None:
        self._color: int | None = None
        self.Bold = self.Italic = None

    @property
    def ColorIndex(self) -> int:
        return NONE if self._color is None else 1

    @property
    def Color(self) -> int | None:
        return self._color

    @Color.setter
    def Color(self, value: int) -> None:
        self._color = int(value)


class Threshold(Model):
    """One criterion of a colour scale, a data bar or an icon set."""

    def __init__(self) -> None:
        self.Type, self.Value, self.Operator, self.FormatColor = 0, None, 7, Paint()

    def Modify(self, Type: int, Value: Any = None) -> None:
        self.Type, self.Value = Type, Value


class FormatCondition(Model):
    """One conditional format of a block."""

    def __init__(self, block: Any, kind: int, **values: Any) -> None:
        self.AppliesTo, self.Type, self._sheet = block, kind, block.Worksheet
        self.Operator, self.Formula1, self.Formula2 = 3, None, None
        self.Interior, self.Font, self.StopIfTrue, self.NumberFormat = Paint(), Paint(), True, None
        self.BarColor, self.BarFillType, self.ShowValue = Paint(), 1, True
        self.MinPoint, self.MaxPoint = Threshold(), Threshold()
        self.IconSet, self.ShowIconOnly, self.ReverseOrder = Bag(ID=4), False, False
        self.Modify(Type=kind, **values)

    def Modify(self, Type: int, Operator: int = 3, Formula1: Any = None, Formula2: Any = None) -> None:
        for text in (Formula1, Formula2):
            if isinstance(text, str) and text.startswith("="):
                formula(text)
        self.Type, self.Operator, self.Formula1, self.Formula2 = Type, Operator, Formula1, Formula2

    def _criteria(self, number: int) -> None:
        self.ColorScaleCriteria = self.IconCriteria = Collection([Threshold() for _ in range(number)], self)

    def SetFirstPriority(self) -> None:
        self._sheet._conditions.remove(self)
        self._sheet._conditions.insert(0, self)

    def Delete(self) -> None:
        self._sheet._conditions.remove(self)


class FormatConditions(Collection):
    """The conditional formats that touch a block, first in force first."""

    def __init__(self, block: Any) -> None:
        touching = [rule for rule in block.Worksheet._conditions if rule.AppliesTo._rect.common(block._rect)]
        super().__init__(touching, block)

    def _new(self, kind: int, **values: Any) -> FormatCondition:
        self.Parent._changes()
        rule = FormatCondition(self.Parent, kind, **values)
        self.Parent.Worksheet._conditions.append(rule)
        self._items.append(rule)
        return rule

    def Add(self, Type: int, **values: Any) -> FormatCondition:
        return self._new(Type, **values)

    def AddColorScale(self, ColorScaleType: int) -> FormatCondition:
        rule = self._new(3)
        rule._criteria(ColorScaleType)
        return rule

    def AddDatabar(self) -> FormatCondition:
        return self._new(4)

    def AddIconSetCondition(self) -> FormatCondition:
        rule = self._new(6)
        rule._criteria(5)
        return rule

    def Item(self, key: Any) -> Any:
        rules = self.Parent.Worksheet._conditions
        self._items.sort(key=rules.index)
        return super().Item(key)

    def Delete(self) -> None:
        """Take the block out of every rule: what a rule covers beyond it keeps the rule."""
        self.Parent._changes()
        rules, block = self.Parent.Worksheet._conditions, self.Parent._rect
        for rule in list(self._items):
            place = rule.AppliesTo._rect
            if block.covers(place):
                rules.remove(rule)
            elif block.left <= place.left and place.right <= block.right:
                above = place.top < block.top
                kept = (
                    Rect(place.top, place.left, block.top - 1, place.right) if above else place._replace(top=block.bottom + 1)
                )
                rule.AppliesTo = self.Parent.Worksheet._range(kept)
            else:
                raise ExcelRefusesError("the stand-in cannot cut this rule: clear it by whole columns of the rule")
        self.Parent.Worksheet._store.drop_conditions(block)


class Rule(Bag):
    """A data validation rule and the block it holds for."""


class Validation(Model):
    """The data validation of a block."""

    def __init__(self, block: Any) -> None:
        self.__dict__.update(_block=block)

    def _rule(self) -> Rule:
        for rule in self._block.Worksheet._validations:
            if rule._place._rect.covers(self._block._rect):
                return rule
        raise ExcelRefusesError("Application-defined or object-defined error")

    def Add(self, Type: int, AlertStyle: int = 1, Operator: int = 1, Formula1: Any = None, Formula2: Any = None) -> None:
        self._block._changes()
        if any(rule._place._rect.common(self._block._rect) for rule in self._block.Worksheet._validations):
            raise ExcelRefusesError("Application-defined or object-defined error")
        if isinstance(Formula1, str) and Formula1.startswith("="):
            formula(Formula1)
        self._block.Worksheet._validations.append(
            Rule(_place=self._block, Type=Type, AlertStyle=AlertStyle, Operator=Operator, Formula1=Formula1,
                 Formula2=Formula2, InCellDropdown=True, IgnoreBlank=True, InputTitle="", InputMessage="",
                 ShowInput=True, ErrorTitle="", ErrorMessage="", ShowError=True)
        )  # fmt: skip

    def Modify(self, **values: Any) -> None:
        self._rule().__dict__.update(values)

    def Delete(self) -> None:
        self._block._changes()
        rules = self._block.Worksheet._validations
        rules[:] = [rule for rule in rules if not rule._place._rect.common(self._block._rect)]


def _member(name: str) -> property:
    return property(lambda me: getattr(me._rule(), name), lambda me, value: setattr(me._rule(), name, value))


_DECIDE = ("Type", "AlertStyle", "Operator", "Formula1", "Formula2", "InCellDropdown", "IgnoreBlank")
_SAY = ("InputTitle", "InputMessage", "ShowInput", "ErrorTitle", "ErrorMessage", "ShowError")
for _name in (*_DECIDE, *_SAY):
    setattr(Validation, _name, _member(_name))
