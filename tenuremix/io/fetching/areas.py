"""Fetch areas as areas of the contract: Göteborg's from the city, any municipality's from SCB."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from tenuremix.crs import Box
from tenuremix.errors import DataError, Fault
from tenuremix.io.fetching.districts import read_districts
from tenuremix.io.fetching.http import Client
from tenuremix.io.fetching.map_layers import (
    Drawn,
    Ground,
    MapLayer,
    areas_text,
    compare_areas,
    draw,
)
from tenuremix.io.fetching.said import shown_address
from tenuremix.io.fetching.stock_tables import Order, check_kommun
from tenuremix.io.fetching.vintages import Kept, Vintage, keep
from tenuremix.io.fetching.wfs import read_layer

WFS = "https://geodata-external.sbk.goteborg.se/services/slk-administrativ-indelning-v2/wfs"
LAYERS = {
    "primaromrade": "slk-administrativ-indelning-v2:primaromraden",
    "mellanomrade": "slk-administrativ-indelning-v2:mellanomraden",
    "stadsomrade": "slk-administrativ-indelning-v2:stadsomraden",
}
"""The layers, from the finest level to the coarsest."""
CRS = "EPSG:3007"
# The municipality with its sea, and some more, in SWEREF 99 12 00: what its areas must lie in.
CITY: Box = (105_000, 6_365_000, 175_000, 6_435_000)
_GROUND = Ground(CRS, CITY, city=True)
_DIGITS = {"primaromrade": 3, "mellanomrade": 2, "stadsomrade": 1}
_NO_LICENCE = "Tjänstens licens är inte kontrollerad; läs villkoren före vidare spridning."
_NO_DAY = (
    "Vilken dag indelningen beskriver står inte i tjänsten; datumet i filens namn är hämtningens."
)


def fetch_areas(client: Client, order: Order) -> Kept:
    """Fetch the areas of every level, and keep them as one vintage in ``areas``.

    Parameters
    ----------
    client
        The client to ask through; its day names the vintage, unless the service tells another.
    order
        Of the source ``goteborg``: the city's own areas, at three levels; of ``scb``: DeSO and
        RegSO of a municipality.

    Raises
    ------
    UsageError
        Where the source has no such municipality.
    DataError
        Where the network fails, a layer comes short, its coordinates lie elsewhere, or an area
        lies in no area of the coarser level.  Nothing is written then.
    """
    check_kommun(order)
    if order.source == "scb":
        found = read_districts(client, order.url, order.kommun)
    else:
        found = _read_city(client, order.url or WFS)
    return keep(client.folder, found, compare_areas, any_date=True)


def _read_city(client: Client, address: str) -> Vintage:
    notes = [_NO_LICENCE, _NO_DAY]
    levels = {}
    for level, name in LAYERS.items():
        layer = MapLayer(level, name, "nr", "namn", _tidy(_DIGITS[level]))
        features = read_layer(client, address, name, key="nr", srs=CRS)
        levels[level] = draw(features, layer, _GROUND, f"{shown_address(address)} {name}", notes)
    for finer, coarser in pairwise(LAYERS):
        levels[finer] = _with_parents(levels[finer], levels[coarser], address)
    text = areas_text([area for level in LAYERS for area in levels[level]], CRS)
    day = client.today
    described = {
        "producer": "Göteborgs Stad",
        "title": "Göteborgs primärområden, mellanområden och stadsområden",
        "fetched_on": day,
        "link": shown_address(address),
        "edition": "Göteborg 2021",
        "notes": notes,
    }
    return Vintage("areas", "goteborg_omraden", day.isoformat(), ".geojson", text, described)


def _tidy(digits: int) -> Callable[[str], str]:
    """Make the code that the statistics use: as many digits as the level has."""
    return lambda code: (code.lstrip("0") or "0").zfill(digits) if code else ""


def _with_parents(areas: Sequence[Drawn], coarser: Sequence[Drawn], where: str) -> list[Drawn]:
    """Give each area the coarser area that a point within it lies in; lowest code on a border."""
    found = []
    faults = []
    for area in areas:
        point = area.polygon.representative_point()
        over = [parent.code for parent in coarser if parent.polygon.intersects(point)]
        if not over:
            values = {"found": f"{area.level} {area.code}", "level": coarser[0].level}
            faults.append(Fault("no_parent", where, None, values))
            continue
        found.append(replace(area, parent=over[0]))
    if faults:
        raise DataError(faults)
    return found
