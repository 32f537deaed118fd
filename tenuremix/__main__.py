"""Run tenuremix: ``python -m tenuremix``, or the command of its name."""

import gc
import os


def main() -> None:
    """Run the command line, as a process of its own."""
    # It ends soon and leaves few cycles behind: to look for them takes an eighth of a cold check.
    gc.disable()
    # Nothing is counted by matrices: the threads that numpy would start for them only spin.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from tenuremix.cli import main as run

    try:
        run()
    finally:
        gc.freeze()  # nor to look for them once more at its end, which takes a fifteenth


if __name__ == "__main__":
    main()
