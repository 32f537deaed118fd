"""The page says much in little: sentences share their phrases, and looks last until they change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import shapely
from hypothesis import given
from hypothesis import strategies as st
from mapped import AR, BR, HR, data_of, looks_of, small_workspace, square

from tenuremix.counting.decisions import Decision, Event, Place
from tenuremix.counting.register import Register
from tenuremix.inputs import Workspace
from tenuremix.map.moments import share_phrases
from tenuremix.map.page import render_map

WRITTEN = st.lists(st.text() | st.from_regex(r"[0-9]{1,25}|\u0663+| 1\u00a0234", fullmatch=True))


def read(told: int | list[int | str], phrases: list[str]) -> str:
    parts = [told] if isinstance(told, int) else told
    return "".join(str(p) if i % 2 else phrases[int(p)] for i, p in enumerate(parts))


@given(st.lists(WRITTEN.map("".join)))
def test_a_sentence_is_read_as_it_was_written(sentences: list[str]) -> None:
    phrases: dict[str, int] = {}
    told = [share_phrases(words, phrases) for words in sentences]
    assert [read(each, list(phrases)) for each in told] == sentences
    numbers = [n for each in told if isinstance(each, list) for n in each[1::2]]
    assert all(n < 2**53 for n in numbers if isinstance(n, int))  # as a script holds them


def test_what_differs_by_a_number_shares_its_phrases() -> None:
    phrases: dict[str, int] = {}
    for number in range(500):
        share_phrases(f"{number} bostäder av 700 i Olivedal", phrases)
    assert list(phrases) == ["", " bostäder av ", " i Olivedal"]


def test_an_allocation_runs_out_though_nothing_is_decided() -> None:
    decided = Decision("a", "A", date(2023, 3, 1), Event.MARKANVISNING, {HR: 80},
                       Place(square(1200, 300)), valid_until=date(2024, 6, 30))  # fmt: skip
    html = render_map(replace(small_workspace(), register=Register([decided])))
    days = [year[2] for year in data_of(html)["years"]]
    assert days == ["2023-12-31", "2024-12-31", "2025-12-31"]
    said = [" ".join(looks_of(html, moment)["a"]["lines"]) for moment in range(3)]
    assert ["30 juni 2024" in words for words in said] == [False, True, True]
    assert said[1] == said[2]
    assert len(data_of(html)["symbols"]["looks"]) == 3  # none, and before and after it ran out


def test_a_thousand_allocations_are_small(real: Workspace) -> None:
    areas = list(real.areas.at("primaromrade").values())
    decisions = []
    for at in range(1000):
        spot = areas[at % len(areas)].geometry.representative_point()  # type: ignore[union-attr]
        plot = shapely.box(spot.x, spot.y, spot.x + 30 + at % 70, spot.y + 40 + at % 50)
        day = date(2024, 1, 1) + timedelta(days=at % 600)
        dwellings = {HR: at * 7 % 120, BR: at * 11 % 90, AR: at * 13 % 40}
        made = Decision(f"M-{at}", f"Kvarteret {at}", day, Event.MARKANVISNING, dwellings,
                        Place(plot))  # fmt: skip
        decisions.append(made)
    workspace = replace(real, register=Register(decisions), plots=None, as_of=date(2025, 12, 31))
    assert len(render_map(workspace).encode()) < 1_500_000
