"""What a command costs, measured from outside: wall time, processor time, peak memory.

Kept free of heavy imports: on Linux a child's peak memory starts at what its parent held when it started it.
"""

import os
import platform
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PYTHON = sys.executable
GOUVERNAIL = (PYTHON, "-m", "gouvernail")


@dataclass(frozen=True)
class Cost:
    """One run: `wall` and `cpu` (user and system) in seconds, `memory` the peak in MB."""

    wall: float
    cpu: float
    memory: float


def cost(command: Sequence[str]) -> Cost:
    """Run a command to its end, its output thrown away; it must succeed."""
    silence = os.open(os.devnull, os.O_RDWR)
    start = time.perf_counter()
    actions = [(os.POSIX_SPAWN_DUP2, silence, stream) for stream in (1, 2)]
    process = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - start
    os.close(silence)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"failed: {' '.join(command)}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def interleaved(commands: Mapping[str, Sequence[str]], times: int) -> dict[str, Cost]:
    """The median cost of each command, run in turns so that a busy moment of the machine falls on all alike."""
    runs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            runs[name].append(cost(command))
    return {name: _median(found) for name, found in runs.items()}


def machine() -> str:
    """The machine, in neutral words."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def _median(runs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory")))
