"""How long the tests run: short ones by themselves, and long ones by hand.

``TENUREMIX_EXAMPLES=10 pytest``
    Draws ten times as many examples and random cases; 0.2 draws a fifth of them.
``TENUREMIX_KILLS=200 pytest tests/io/importing/test_import.py``
    Kills so many writers of a register at chosen moments, instead of a few; and so many commands
    in ``tests/io/test_leftovers.py``, each before another of its changes to the files.

The same examples are drawn in every run, and none has to be drawn or tried within a time.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

_TIMES = float(os.environ.get("TENUREMIX_EXAMPLES", "1"))
KILLS = int(os.environ.get("TENUREMIX_KILLS", "6"))


def times(number: int) -> int:
    """Give so many, or as many times that as is asked for; one at the least."""
    return max(1, round(number * _TIMES))


settings.register_profile(
    "tenuremix",
    max_examples=times(100),
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("tenuremix")


def examples(number: int) -> settings:
    """Ask for so many examples of each, or times as many."""
    return settings(max_examples=times(number))
