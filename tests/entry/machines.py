"""Stand-in computers: a registry in memory, folders in a temporary place."""

from pathlib import Path

from gouvernail.entry.install import Machine
from gouvernail.entry.places import places


class MemoryRegistry:
    """A registry that remembers, and that refuses to be written outside the user's own part."""

    def __init__(self, keys: dict[str, dict] | None = None) -> None:
        self.keys = {key: dict(values) for key, values in (keys or {}).items()}

    def values(self, key):
        return self.keys.get(key, {})

    def write(self, key, name, text):
        assert key.startswith("HKCU\\"), "administrator's part of the registry"
        self.keys.setdefault(key, {})[name] = text

    def remove(self, key):
        assert key.startswith("HKCU\\"), "administrator's part of the registry"
        self.keys = {one: values for one, values in self.keys.items() if one != key and not one.startswith(f"{key}\\")}


def windows(folder: Path, keys: dict | None = None) -> Machine:
    """A Windows computer whose user has a Python of their own."""
    environment = {"LOCALAPPDATA": str(folder / "Local"), "APPDATA": str(folder / "Roaming"), "TEMP": str(folder / "Temp")}
    python = folder / "Python/pythonw.exe"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.touch()
    return Machine(places("win32", environment, folder), str(python), MemoryRegistry(keys))


def mac(folder: Path) -> Machine:
    return Machine(places("darwin", {}, folder), "/usr/local/bin/python3")


def linux(folder: Path) -> Machine:
    return Machine(places("linux", {}, folder), "/usr/bin/python3")
