"""`python -m whichml.cli`: the same as `whichml`."""

from whichml.cli import main

if __name__ == "__main__":
    main()
