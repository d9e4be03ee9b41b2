"""`python -m gouvernail` is the command line."""

from gouvernail.entry.cli import main

if __name__ == "__main__":
    main()
