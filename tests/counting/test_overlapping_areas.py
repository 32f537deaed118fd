"""Where areas overlap no dwelling is counted twice, and the areas that it lies in too are named."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tenuremix.counting.areas import Area, Areas
from tenuremix.counting.decisions import Place
from tenuremix.counting.placement import SPLITS, Locator, Part, allot

SPAN = st.integers(0, 1_000)
BOXES = st.builds(
    lambda x, y, wide, high: shapely.box(x, y, x + wide, y + high),
    *(SPAN, SPAN, st.integers(1, 600), st.integers(1, 600)),
)
PLACES = st.one_of(BOXES, st.builds(shapely.Point, SPAN, SPAN))


def areas_of(*shapes: shapely.Polygon) -> Areas:
    drawn = [Area(str(at), f"Nr {at}", "deso", None, each) for at, each in enumerate(shapes)]
    return Areas(drawn, crs="EPSG:3006")


@given(
    st.lists(BOXES, min_size=1, max_size=6), PLACES, st.integers(0, 500), st.sampled_from(SPLITS)
)
def test_dwellings_are_kept_however_areas_overlap(
    shapes: list[shapely.Polygon], place: shapely.Geometry, dwellings: int, split: str
) -> None:
    found = Locator(areas_of(*shapes)).place(Place(place), split=split)
    assert sum(part.share for part in found.parts) == pytest.approx(1)
    assert sum(allot(dwellings, found.parts).values()) == dwellings
    assert all(shapes[int(code)].intersects(place) for code in found.also)


@pytest.mark.parametrize(
    ("place", "parts", "also"),
    [
        (shapely.Point(550, 50), (Part("0", 1.0),), ("1",)),
        (shapely.box(550, 0, 570, 20), (Part("0", 1.0),), ("1",)),
        (shapely.box(590, 0, 610, 20), (Part("0", 0.5), Part("1", 0.5)), ("1",)),
        (shapely.box(0, 0, 20, 20), (Part("0", 1.0),), ()),
    ],
)
def test_what_two_areas_share_goes_to_the_lowest_code_and_both_are_named(
    place: shapely.Geometry, parts: tuple[Part, ...], also: tuple[str, ...]
) -> None:
    areas = areas_of(shapely.box(0, 0, 600, 100), shapely.box(500, 0, 1_000, 100))
    found = Locator(areas).place(Place(place))
    assert (found.parts, found.also) == (parts, also)
