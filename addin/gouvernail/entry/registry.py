r"""The few things that are asked of Windows' registry, and the real one, as thin as it can be.

A key is written with its hive: `HKCU\Software\Classes`. We only ever write below `HKCU`, which is the user's own.
"""

from collections.abc import Mapping
from typing import Any, Protocol

Value = str | int | bytes


class Registry(Protocol):
    """A registry."""

    def values(self, key: str) -> Mapping[str, Value]:
        """The values of a key by name, the key's own under the empty name; none when there is no such key."""
        ...

    def write(self, key: str, name: str, text: str) -> None:
        """Set a text value, and make the key it needs."""
        ...

    def remove(self, key: str) -> None:
        """Take a key away with all below it; nothing happens when there is none."""
        ...


class WindowsRegistry:
    """The real one; always its 64-bit view, so that 32-bit and 64-bit Pythons see and write the same keys."""

    def __init__(self) -> None:
        import winreg

        self._api: Any = winreg
        self._hives = {"HKCU": self._api.HKEY_CURRENT_USER, "HKLM": self._api.HKEY_LOCAL_MACHINE}

    def values(self, key: str) -> Mapping[str, Value]:
        """The values of a key by name; none when there is no such key."""
        try:
            with self._opened(key, self._api.KEY_READ) as opened:
                _, count, _ = self._api.QueryInfoKey(opened)
                found = [self._api.EnumValue(opened, place) for place in range(count)]
        except FileNotFoundError:
            return {}
        return {name: value for name, value, _ in found}

    def write(self, key: str, name: str, text: str) -> None:
        """Set a text value, and make the key it needs."""
        hive, _, path = key.partition("\\")
        access = self._api.KEY_WRITE | self._api.KEY_WOW64_64KEY
        with self._api.CreateKeyEx(self._hives[hive], path, 0, access) as opened:
            self._api.SetValueEx(opened, name, 0, self._api.REG_SZ, text)

    def remove(self, key: str) -> None:
        """Take a key away with all below it; nothing happens when there is none."""
        try:
            with self._opened(key, self._api.KEY_READ) as opened:
                count, _, _ = self._api.QueryInfoKey(opened)
                below = [self._api.EnumKey(opened, place) for place in range(count)]
        except FileNotFoundError:
            return
        for name in below:
            self.remove(f"{key}\\{name}")
        hive, _, path = key.partition("\\")
        self._api.DeleteKeyEx(self._hives[hive], path, self._api.KEY_WOW64_64KEY, 0)

    def _opened(self, key: str, access: int) -> Any:
        hive, _, path = key.partition("\\")
        return self._api.OpenKey(self._hives[hive], path, 0, access | self._api.KEY_WOW64_64KEY)
