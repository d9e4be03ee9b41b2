"""The few names of pywin32 and of Windows that `xlwings/_xlwindows.py` asks for, and how it is imported over them."""

import ctypes
import datetime as dt
import importlib
import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest import mock


class com_error(Exception):  # noqa: N801 - pywin32's own name
    """`pywintypes.com_error`: four arguments, two of which have names."""

    def __init__(self, hresult: int, text: str | None = None, excepinfo: Any = None, argument: Any = None) -> None:
        super().__init__(hresult, text, excepinfo, argument)
        self.hresult, self.strerror, self.excepinfo, self.argerror = hresult, text, excepinfo, argument


class TimeType(dt.datetime):
    """`pywintypes.TimeType`: what a cell's date comes back as, always aware of a time zone (UTC)."""


class CDispatch:
    """The class by which xlwings knows a COM object."""


class Host:
    """What Windows answers; `desktop` puts its own in place. Without one there is no Excel at all."""

    def windows(self) -> list[int]:
        return []

    def process_of(self, hwnd: int) -> int:
        raise com_error(-2147221021)

    def window_object(self, hwnd: int) -> Any:
        raise com_error(-2147221021)

    def message_box(self, hwnd: int, text: str, title: str, style: int) -> int:
        raise AssertionError(f"a message box without an Excel: {text}")


host = Host()


class ExcelStartedError(AssertionError):
    """The add-in started (or ended) an Excel, which it must never do."""


def _start(*what: Any) -> Any:
    raise ExcelStartedError(f"an Excel was to be started or ended: {what}")


def _next_window(hwnd: int | None, _direction: int = 2) -> int:
    windows = [0, *host.windows(), 0]
    return windows[windows.index(hwnd or 0) + 1]


def _accessible_object(hwnd: int, _what: int, _iid: Any, pointer: Any) -> int:
    pointer._obj.value = hwnd
    return 0


def _module(name: str, **members: Any) -> ModuleType:
    module = ModuleType(name)
    module.__dict__.update(members)
    module.__file__ = name
    return module


_client = _module(
    "win32com.client",
    CDispatch=CDispatch,
    DispatchBaseClass=type("DispatchBaseClass", (), {}),
    CoClassBaseClass=type("CoClassBaseClass", (), {}),
    Dispatch=lambda thing: thing,
    DispatchEx=_start,
)
MODULES = {
    "pywintypes": _module("pywintypes", com_error=com_error, error=type("error", (Exception,), {}), TimeType=TimeType,
                          IID=str),
    "pythoncom": _module("pythoncom", com_error=com_error, ole_error=com_error, CoInitialize=lambda: None,
                         CoUninitialize=lambda: None, DISPATCH_PROPERTYGET=2, DISPATCH_PROPERTYPUT=4),
    "win32api": _module("win32api", MessageBox=lambda *a: host.message_box(*a), OpenProcess=_start),
    "win32con": _module("win32con", MB_OK=0, MB_OKCANCEL=1, MB_YESNOCANCEL=3, MB_YESNO=4, MB_ICONWARNING=48,
                        MB_ICONINFORMATION=64),
    "win32com": _module("win32com", client=_client, __path__=[]),
    "win32com.client": _client,
    # The workbook window is two levels below the application's; all three answer to one handle here.
    "win32gui": _module("win32gui", FindWindowEx=lambda parent, *_: parent),
    "win32process": _module("win32process", GetWindowThreadProcessId=lambda hwnd: (0, host.process_of(hwnd))),
    "win32timezone": _module("win32timezone", TimeZoneInfo=SimpleNamespace(utc=lambda: dt.UTC)),
}  # fmt: skip
_WINDLL = SimpleNamespace(
    user32=SimpleNamespace(
        GetTopWindow=_next_window,
        GetWindow=_next_window,
        GetForegroundWindow=lambda: next(iter(host.windows()), 0),
        SetForegroundWindow=lambda _hwnd: 1,
        SetWindowPos=lambda *_: 1,
    )
)
_OLEDLL = SimpleNamespace(
    ole32=SimpleNamespace(CLSIDFromString=lambda *_: 0),
    oleacc=SimpleNamespace(AccessibleObjectFromWindow=_accessible_object),
)


class _PyDLL:
    """The one function xlwings calls inside pythoncom's DLL: from an interface pointer to a Python object."""

    def __init__(self, _path: str) -> None:
        pass

    @property
    def PyCom_PyObjectFromIUnknown(self) -> Callable[..., Any]:  # noqa: N802 - the DLL's name
        def from_pointer(pointer: Any, _iid: Any, _addref: bool) -> Any:
            return host.window_object(pointer.value)

        return from_pointer


def windows_engine() -> ModuleType:
    """xlwings' `_xlwindows` module, the real one, imported once over the stand-ins."""
    if "xlwings._xlwindows" not in sys.modules:
        with (
            mock.patch.dict(sys.modules, MODULES),
            mock.patch.object(ctypes, "windll", _WINDLL, create=True),
            mock.patch.object(ctypes, "oledll", _OLEDLL, create=True),
            mock.patch.object(ctypes, "PyDLL", _PyDLL),
        ):
            module = importlib.import_module("xlwings._xlwindows")
        sys.modules["xlwings._xlwindows"] = module  # patch.dict took it out with the stand-ins
    return sys.modules["xlwings._xlwindows"]
