"""Where this program keeps its things on a computer, for one user alone."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_MAC_STARTUP = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"


@dataclass(frozen=True)
class Places:
    """The folders of one user.

    Args:
        platform: as `sys.platform` says it: "win32", "darwin", "linux".
        data: our own folder: the log. Nobody else writes there, and uninstalling removes it.
        startup: where Excel loads add-ins from when it starts; None where there is no Excel.
        temporary: where Windows keeps what it can make again.
    """

    platform: str
    data: Path
    startup: Path | None
    temporary: Path | None = None

    @property
    def log(self) -> Path:
        """The file that a manager is asked for after a defect."""
        return self.data / "gouvernail.log"


def places(platform: str = sys.platform, environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Places:
    """The folders of the user who runs this.

    >>> places("linux", {}, Path("/home/ana")).log.as_posix()
    '/home/ana/.local/state/gouvernail/gouvernail.log'
    """
    home = home or Path.home()
    if platform == "win32":
        local = Path(environment.get("LOCALAPPDATA") or home / "AppData/Local")
        roaming = Path(environment.get("APPDATA") or home / "AppData/Roaming")
        temporary = Path(environment.get("TEMP") or local / "Temp")
        return Places(platform, local / "Gouvernail", roaming / "Microsoft/Excel/XLSTART", temporary)
    if platform == "darwin":
        return Places(platform, home / "Library/Application Support/Gouvernail", home / _MAC_STARTUP)
    state = Path(environment.get("XDG_STATE_HOME") or home / ".local/state")
    return Places(platform, state / "gouvernail", None)
