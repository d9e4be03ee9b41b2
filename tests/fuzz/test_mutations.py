"""A damaged workbook is drawn, or refused in words with the file as it was: never a traceback, never the end of the process."""

import os
import subprocess
import sys
from pathlib import Path

COUNT = int(os.environ.get("GOUVERNAIL_FUZZ", "1500"))
"""GOUVERNAIL_FUZZ=10000 looks harder; the same number always means the same damage."""


def test_damaged_workbooks_are_drawn_or_refused():
    """In one process with little memory: if it ends before its time, the last number on its standard error tells why."""
    script = Path(__file__).with_name("run_mutations.py")
    said = subprocess.run([sys.executable, str(script), "0", str(COUNT)], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr[-3000:]
    assert said.stdout == ""
    assert said.stderr.split()[-1] == str(COUNT - 1)
