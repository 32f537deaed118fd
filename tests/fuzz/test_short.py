"""A short run of the fuzzer: the same few changed files for every reader each time.

``TENUREMIX_EXAMPLES=10`` tries ten times as many; ``long.py`` tries as many as there is time for,
in processes that are bounded.
"""

from __future__ import annotations

from random import Random

import pytest
from fuzzed import attempt, readers
from runs import times

TRIES = 4


@pytest.mark.parametrize("name", sorted(readers()))
def test_a_changed_file_is_read_or_refused(name: str) -> None:
    for number in range(times(TRIES)):
        tried = attempt(readers()[name], Random(f"{name} {number}"))
        assert not tried.wrong, (number, tried.command, tried.wrong)
