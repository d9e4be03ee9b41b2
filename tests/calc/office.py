"""A headless LibreOffice of the test's own: throw-away profile, named pipe, ended by its process id."""

import contextlib
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType
from typing import Any

DEBIAN = "/usr/lib/python3/dist-packages"
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}</oor:items>"""
_SETTINGS = {  # path, property -> value: US English whatever the machine speaks, no lock files, formulas always computed
    ("/org.openoffice.Setup/L10N", "ooLocale"): "en-US",
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale"): "en-US",
    ("/org.openoffice.Office.Common/Misc", "FirstRun"): "false",
    ("/org.openoffice.Office.Common/Misc", "UseLocking"): "false",
    ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode"): "0",
}


def uno_module() -> ModuleType:
    """Debian's `uno`, which only a Python of the same minor version as Debian's can load."""
    if "uno" not in sys.modules:
        sys.path.append(DEBIAN)
        try:
            importlib.import_module("uno")
        finally:
            sys.path.remove(DEBIAN)
    return sys.modules["uno"]


def available() -> bool:
    """Whether this machine has what the tests marked `office` need."""
    return shutil.which("soffice") is not None and Path(DEBIAN, "uno.py").is_file()


def connect(pipe: str) -> Any:
    """The component context of the office that listens on the pipe."""
    uno = uno_module()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")


def properties(**values: Any) -> tuple[Any, ...]:
    """Keyword arguments as UNO wants them."""
    uno = uno_module()
    made = []
    for name, value in values.items():
        item = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


class Office:
    """One running soffice; `with` it, or call `close`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="calc-"))
        self.pipe = self.folder.name
        items = "".join(
            f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
            for (path, name), value in _SETTINGS.items()
        )
        profile = self.folder / "user"
        profile.mkdir()
        (profile / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), encoding="utf-8")
        self._start()
        self.context = self._wait()
        self.services = self.context.ServiceManager
        self.desktop = self.make("com.sun.star.frame.Desktop")

    def make(self, service: str) -> Any:
        return self.services.createInstanceWithContext(service, self.context)

    def _start(self) -> None:
        command = ["soffice", "--headless", "--norestore", "--nologo", "--nodefault",
                   f"-env:UserInstallation=file://{self.folder}", f"--accept=pipe,name={self.pipe};urp"]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        env={**os.environ, "LC_ALL": "C.UTF-8"}, start_new_session=True)  # fmt: skip

    def _wait(self) -> Any:
        error: Exception | None = None
        for _ in range(600):
            try:
                return connect(self.pipe)
            except Exception as failed:  # noqa: BLE001 - UNO exceptions have no common base
                error = failed
            if self.process.poll() == 81:  # a fresh profile: "start me again"
                self._start()
            time.sleep(0.05)
        raise RuntimeError("soffice does not answer") from error

    def load(self, path: Path) -> Any:
        """The document of a file, hidden; the file is only read."""
        return self.desktop.loadComponentFromURL(
            path.resolve().as_uri(), "_blank", 0, properties(Hidden=True, MacroExecutionMode=4)
        )

    def close(self) -> None:
        """End this soffice, and no other, and remove its profile."""
        with contextlib.suppress(Exception):  # it is gone already
            self.desktop.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, 9)
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> "Office":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
