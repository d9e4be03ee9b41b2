"""Runs what a button runs on damaged workbooks, in a process with little memory. Prints one line for each defect.

python tests/fuzz/run_mutations.py FIRST COUNT      10,000 of them: python tests/fuzz/run_mutations.py 0 10000
"""

import sys
import tempfile
import traceback
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[2] / "addin")]

from fuzz.mutations import mutated  # noqa: E402
from gouvernail.excel.graft import graft  # noqa: E402
from gouvernail.excel.package import Package  # noqa: E402
from gouvernail.excel.save import open_snapshot, save  # noqa: E402
from gouvernail.excel.table_reader import TableReader  # noqa: E402
from gouvernail.problems import GouvernailError  # noqa: E402
from gouvernail.words.catalogue import Catalogue  # noqa: E402
from hosts.corpus import drawn_host  # noqa: E402
from hosts.donors import rich_donor  # noqa: E402
from hosts.made import plain_host  # noqa: E402

MEMORY = 2 * 1024**3
"""Bytes of address space: a reader that took more would end the process."""
PAGES = {"gaps": "Écarts", "overdue": "Retards"}


def run(path, donor):
    """Read every table of a workbook, draw two pages, save."""
    snapshot = open_snapshot(path)
    reader = TableReader(Package(snapshot.data, path.name))
    for table in reader.tables:
        reader.read(table.name)
    grafted = graft(snapshot.data, donor, PAGES, name=path.name)
    save(path, grafted.data, snapshot, backups=0)
    return grafted.problems


def defect(path, damaged, donor, catalogue):
    """What went wrong with a damaged workbook; empty when it was drawn, or refused in words with the file as it was."""
    path.write_bytes(damaged)
    try:
        problems = run(path, donor)
    except GouvernailError as refusal:
        problems = refusal.problems
        if path.read_bytes() != damaged:
            return "refused, yet the file changed"
    except ValueError as error:
        if "another year" not in str(error):
            return traceback.format_exc()
        problems = ()
    except Exception:  # noqa: BLE001 - that is what is looked for
        return traceback.format_exc()
    for problem in problems:
        catalogue.problem(problem)
    return ""


def limit_memory():
    """Keep this process within its memory, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main(first, count):
    limit_memory()
    catalogue, donor = Catalogue("fr"), rich_donor()
    hosts = [graft(host, donor, PAGES).data for host in (plain_host(), drawn_host())] + [plain_host(), drawn_host(), donor]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "classeur.xlsx"
        for seed in range(first, first + count):
            print(f"at {seed}", file=sys.stderr, flush=True)
            found = defect(path, mutated(hosts[seed % len(hosts)], seed), donor, catalogue)
            if found:
                print(f"{seed}: {found}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
