"""What Windows starts for a click: `python -m gouvernail.entry.served --language fr -Embedding`.

Apart from `com`, so that the class which Windows asks for is the one that was set up, not a second copy of it.
"""

import sys

from gouvernail.entry.com import options, serve
from gouvernail.entry.ribbon import presser


def main() -> None:
    """Answer clicks until none has come for a while."""
    language, warm_minutes = options(sys.argv[1:])
    serve(presser(language), warm_minutes)


if __name__ == "__main__":
    main()
