"""The COM object a client holds: it counts, it fails when told to, and hands everything else to the object model."""
# ruff: noqa: N802 - COM's own names

import types
from typing import Any

from com.meter import Meter, excel_error
from com.pywin32 import CDispatch, com_error


class ExcelRefusesError(Exception):
    """Raised by the object model; the client sees Excel's error 1004 with this text."""


class NotInStandInError(NotImplementedError):
    """The stand-in has no such member: either Excel has none, or the harness must learn it."""


class Model:
    """Base of the object model: public properties are COM properties, public methods COM methods."""


def unwrap(value: Any) -> Any:
    """The model behind a proxy, also inside xlwings' retry wrapper; anything else as it is."""
    inner = value.__dict__.get("_inner", value) if type(value).__name__ == "COMRetryObjectWrapper" else value
    return object.__getattribute__(inner, "_model") if isinstance(inner, Dispatched) else inner


class _OleObject:
    """The raw interface, which xlwings asks for indexed properties such as `Chart.HasAxis`."""

    def __init__(self, proxy: "Dispatched") -> None:
        self._proxy = proxy

    def GetIDsOfNames(self, _lcid: int, name: str) -> str:
        self._proxy._tick(name, "get")
        if hasattr(type(self._proxy._model), name):
            return name
        raise com_error(-2147352570, "Unknown name.")

    def Invoke(self, name: str, _lcid: int, _flags: int, _result: int, *args: Any) -> Any:
        return self._proxy._run(name, getattr(self._proxy._model, name), args, {})


class Dispatched(CDispatch):
    """One COM reference to one model object."""

    def __init__(self, model: Any, meter: Meter) -> None:
        self.__dict__.update(_model=model, _meter=meter)

    @property
    def _oleobj_(self) -> _OleObject:
        return _OleObject(self)

    def _tick(self, name: str, kind: str) -> None:
        self._meter.tick(f"{type(self._model).__name__}.{name}", kind)

    def _wrap(self, value: Any) -> Any:
        return Dispatched(value, self._meter) if isinstance(value, Model) else value

    def _run(self, name: str, function: Any, args: Any, kwargs: Any) -> Any:
        self._tick(name, "call")
        try:
            return self._wrap(function(*map(unwrap, args), **{key: unwrap(value) for key, value in kwargs.items()}))
        except ExcelRefusesError as error:
            raise excel_error(str(error)) from None

    def _known(self, name: str) -> None:
        if name.startswith("_"):
            raise AttributeError(name)
        if not hasattr(type(self._model), name) and name not in self._model.__dict__:
            raise NotInStandInError(f"{type(self._model).__name__}.{name}")

    def __getattr__(self, name: str) -> Any:
        self._known(name)
        self._tick(name, "get")
        try:
            value = getattr(self._model, name)
        except ExcelRefusesError as error:
            raise excel_error(str(error)) from None
        if isinstance(value, types.MethodType):
            return types.MethodType(lambda me, *args, **kwargs: me._run(name, value, args, kwargs), self)
        return self._wrap(value)

    def __setattr__(self, name: str, value: Any) -> None:
        self._known(name)
        self._tick(name, "set")
        try:
            setattr(self._model, name, unwrap(value))
        except ExcelRefusesError as error:
            raise excel_error(str(error)) from None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._run("Item", self._model.Item, args, kwargs)

    def __iter__(self) -> Any:
        self._tick("_NewEnum", "call")
        for item in list(self._model):
            self._tick("Next", "call")
            yield self._wrap(item)
