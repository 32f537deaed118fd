"""Run tenuremix as ``python -m tenuremix``."""

from tenuremix.cli import main

if __name__ == "__main__":
    main()
