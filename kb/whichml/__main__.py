"""`python -m whichml`: the same as `whichml`, which need not be on the path."""

from whichml.cli import main

if __name__ == "__main__":
    main()
