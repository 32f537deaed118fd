"""What a number does to the words after it."""

from __future__ import annotations

import pytest

from tenuremix.render.locale import Locale
from tenuremix.render.texts import TEXTS
from tenuremix.render.words import dwellings_text
from tenuremix.tenure import Tenure


def test_one_dwelling_is_named_in_the_singular() -> None:
    two = {Tenure.HYRESRATT: 1, Tenure.BOSTADSRATT: 2}
    assert dwellings_text(two, Locale("sv")) == "1 hyresrätt och 2 bostadsrätter"
    assert dwellings_text(two, Locale("en")) == "1 rented dwelling and 2 tenant-owned dwellings"


@pytest.mark.parametrize("number", [0, 2, 11, 21, 101])
def test_any_other_number_takes_the_plural(number: int) -> None:
    assert Locale("sv").tenures("hyresratt", number) == "hyresrätter"
    assert Locale("en").tenures("hyresratt", -number) == "rented dwellings"


def test_every_tenure_has_both_forms() -> None:
    many = {key.partition(".")[2] for key in TEXTS if key.startswith("tenures.")}
    assert many == {key.partition(".")[2] for key in TEXTS if key.startswith("tenures_one.")}
