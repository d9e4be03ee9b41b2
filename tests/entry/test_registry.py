"""The real registry's shell, over a stand-in for the module that Windows' Python brings."""

import sys
from types import SimpleNamespace

import pytest

from gouvernail.entry.registry import WindowsRegistry


class Opened(str):
    """A key that is open, for the length of a `with`."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


class WinReg(SimpleNamespace):
    """`winreg` in memory: keys by path, in the one view that was asked for."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, REG_SZ = "user", "machine", 1
    KEY_READ, KEY_WRITE, KEY_WOW64_64KEY = 1, 2, 256

    def __init__(self):
        super().__init__(keys={}, views=set())

    def OpenKey(self, hive, path, _reserved, access):  # noqa: N802 - winreg's name
        self.views.add(access & 256)
        name = rf"{hive}\{path}"
        if not any(key == name or key.startswith(name + "\\") for key in self.keys):
            raise FileNotFoundError(2, path)
        return Opened(name)

    def CreateKeyEx(self, hive, path, _reserved, access):  # noqa: N802 - winreg's name
        self.views.add(access & 256)
        self.keys.setdefault(rf"{hive}\{path}", {})
        return Opened(rf"{hive}\{path}")

    def SetValueEx(self, key, name, _reserved, kind, text):  # noqa: N802 - winreg's name
        assert kind == self.REG_SZ
        self.keys[key][name] = text

    def below(self, key):
        return sorted({one[len(key) + 1 :].split("\\")[0] for one in self.keys if one.startswith(key + "\\")})

    def QueryInfoKey(self, key):  # noqa: N802 - winreg's name
        return len(self.below(key)), len(self.keys.get(key, {})), 0

    def EnumValue(self, key, place):  # noqa: N802 - winreg's name
        return (*list(self.keys[key].items())[place], 1)

    def EnumKey(self, key, place):  # noqa: N802 - winreg's name
        return self.below(key)[place]

    def DeleteKeyEx(self, hive, path, access, _reserved):  # noqa: N802 - winreg's name
        assert not self.below(rf"{hive}\{path}"), "Windows deletes a key only when nothing is below it"
        self.views.add(access & 256)
        self.keys.pop(rf"{hive}\{path}", None)


@pytest.fixture
def winreg(monkeypatch):
    stand_in = WinReg()
    monkeypatch.setitem(sys.modules, "winreg", stand_in)
    return stand_in


def test_what_is_written_is_read(winreg):
    """A text value, the key's own too; of a key that is not there, none."""
    registry = WindowsRegistry()
    registry.write(r"HKCU\Software\A", "", "own")
    registry.write(r"HKCU\Software\A", "name", "other")
    assert registry.values(r"HKCU\Software\A") == {"": "own", "name": "other"}
    assert registry.values(r"HKLM\Software\A") == {}


def test_removing_takes_all_below_and_only_that(winreg):
    """Keys below are removed first, as Windows wants it; removing again is no error."""
    registry = WindowsRegistry()
    for path in ("A", r"A\B", r"A\B\C", "AB"):
        registry.write(rf"HKCU\Software\{path}", "", path)
    registry.remove(r"HKCU\Software\A")
    registry.remove(r"HKCU\Software\A")
    assert winreg.keys == {r"user\Software\AB": {"": "AB"}}


def test_one_view_of_the_registry(winreg):
    """Always the 64-bit view: a 32-bit Python would otherwise write where the doctor does not look."""
    registry = WindowsRegistry()
    registry.write(r"HKCU\Software\A", "", "x")
    registry.values(r"HKCU\Software\A")
    registry.remove(r"HKCU\Software\A")
    assert winreg.views == {256}
