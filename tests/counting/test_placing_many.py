"""Many plots placed at once: the shares of a slow look at every pair, and the dwellings of one."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from places import REAL
from worlds import maps, places, to_areas, to_place

from tenuremix.columns.shares import Mosaic, Shares, allot_columns
from tenuremix.counting.decisions import Place
from tenuremix.counting.placement import SPLITS, Locator, Part, allot


def slowly(areas: list[shapely.Geometry], plot: shapely.Geometry) -> dict[int, float]:
    """Take from a plot what each area has of it, in turn; what is left lies outside them."""
    whole, found = plot.area, {}
    for at, area in enumerate(areas):
        left = shapely.difference(plot, area)
        found[at] = (plot.area - left.area) / whole
        plot = left
    return {**found, len(areas): plot.area / whole}


def by_plot(shares: Shares) -> list[dict[int, float]]:
    found: list[dict[int, float]] = [{} for _ in shares.starts]
    for plot, area, share in zip(shares.plot, shares.area, shares.share, strict=True):
        found[plot][int(area)] = float(share)
    return found


@pytest.mark.skipif(not REAL.is_file(), reason="the real boundaries are not here")
@pytest.mark.parametrize("layer", ["primaromraden", "basomraden"])
def test_many_plots_on_the_real_boundaries(layer: str) -> None:
    import geopandas as gpd

    areas = list(gpd.read_file(REAL, layer=layer).geometry)
    draw = np.random.default_rng(3)
    corners = shapely.get_coordinates(areas)
    inner = shapely.get_coordinates(shapely.point_on_surface(areas))
    at = np.r_[draw.permutation(corners)[:150], draw.permutation(inner)[:50]]
    half = draw.uniform(5, 200, (len(at), 2))
    plots = shapely.box(*(at - half).T, *(at + half).T)
    shares = Mosaic(np.array(areas, dtype=object)).shares(plots)
    found = by_plot(shares)
    assert {len(parts) for parts in found} >= {1, 2, 3}
    near = shapely.STRtree(areas)
    for plot, parts in zip(plots, found, strict=True):
        hits = sorted(near.query(plot).tolist())
        some = slowly([areas[hit] for hit in hits], plot)
        numbered = {([*hits, len(areas)])[hit]: share for hit, share in some.items()}
        assert {at: parts.get(at, 0.0) for at in numbered} == pytest.approx(numbered, abs=1e-9)
        assert parts.keys() <= numbered.keys()
        assert list(parts) == sorted(parts)
    dwellings = draw.integers(0, 300, len(plots))
    given_ = allot_columns(dwellings, shares)
    for number, parts in enumerate(found):
        mine = given_[shares.plot == number].tolist()
        named = [Part(str(area), share) for area, share in parts.items()]
        alone = allot(int(dwellings[number]), named)
        assert {str(area): n for area, n in zip(parts, mine, strict=True) if n} == alone


@given(maps(), st.data(), st.sampled_from(SPLITS))
def test_plots_placed_together_lie_where_each_does_alone(
    areas: list[tuple[str, ...]], data: st.DataObject, split: str
) -> None:
    plots = [to_place(data.draw(places(areas))) for _ in range(20)]
    together = Locator(to_areas(areas))
    together.find(plots, split=split)
    for plot in plots:
        alone = Locator(to_areas(areas)).place(Place(plot.geometry, plot.area), split=split)
        assert together.place(plot, split=split) == alone


@given(
    st.lists(
        st.tuples(st.lists(st.integers(1, 12), min_size=1, max_size=5), st.integers(0, 10**9)),
        min_size=1,
        max_size=8,
    )
)
def test_columns_of_dwellings_are_split_as_each_plot_is(plots: list[tuple[list[int], int]]) -> None:
    portions = [[part / sum(parts) for part in parts] for parts, _ in plots]
    shares = Shares(
        np.repeat(np.arange(len(plots)), [len(parts) for parts in portions]),
        np.concatenate([np.arange(len(parts)) for parts in portions]),
        np.concatenate(portions),
        {},
    )
    found = allot_columns(np.array([number for _, number in plots]), shares)
    for at, (parts, number) in enumerate(zip(portions, (n for _, n in plots), strict=True)):
        alone = allot(number, [Part(str(area), share) for area, share in enumerate(parts)])
        mine = found[shares.plot == at].tolist()
        assert {str(area): n for area, n in enumerate(mine) if n} == alone
        assert sum(mine) == number
