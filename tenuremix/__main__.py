"""Run tenuremix: ``python -m tenuremix``, or the command of its name."""

import gc


def main() -> None:
    """Run the command line, as a process of its own."""
    # It ends soon and leaves few cycles behind: to look for them takes an eighth of a cold check.
    gc.disable()
    from tenuremix.cli import main as run

    run()


if __name__ == "__main__":
    main()
