"""Read DeSO and RegSO, the national districts, of one municipality from SCB's map service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tenuremix.errors import DataError, Fault
from tenuremix.io.fetching.http import Client
from tenuremix.io.fetching.map_layers import Drawn, Ground, MapLayer, areas_text, draw
from tenuremix.io.fetching.said import shown_address
from tenuremix.io.fetching.stock_tables import EDITION_2025, bare_code
from tenuremix.io.fetching.vintages import Vintage
from tenuremix.io.fetching.wfs import Feature, read_layer
from tenuremix.io.files.cells import parse_day

SCB_WFS = "https://geodata.scb.se/geoserver/stat/wfs"
CRS = "EPSG:3006"
# Sweden with its territorial waters, and some more, in SWEREF 99 TM.  Northing is never below
# 6 million here and easting never above 1, so axes that are swapped always show; and the local
# zones of SWEREF 99, whose eastings lie around 150 000, lie outside.
SWEDEN = Ground(CRS, (230_000, 6_110_000, 950_000, 7_700_000), city=False)
LAYERS = (
    MapLayer("deso", "stat:DeSO_2025", "desokod", "", bare_code, "regsokod"),
    MapLayer("regso", "stat:RegSO_2025", "regsokod", "regsonamn", bare_code),
)
"""The layers, from the finest level to the coarsest."""
PAGE = 50
"""Areas at once: the service takes its time, and what has come need not be asked for again."""
_KOMMUN = "kommunkod"
_TAIL = 5
_LICENCE = "Licensen står inte i tjänsten; SCB lämnar ut sina öppna data med CC0."
_NAMES = (
    "DeSO har inga namn. Här är namnet det RegSO-område som DeSO-området hör till, med slutet av "
    "DeSO-koden."
)


def read_districts(client: Client, url: str | None, kommun: str) -> Vintage:
    """Read both layers of a municipality into one vintage.

    Parameters
    ----------
    client
        The client to ask through; its day names the vintage where the service tells no other.
    url
        The address of the map service, or None for SCB's own.
    kommun
        The municipality: four digits.

    Returns
    -------
    Vintage
        ``deso`` with the code of its ``regso``, in EPSG:3006.  The codes are those of
        SCB's statistics without their suffix, and so is the edition.

    Raises
    ------
    DataError
        Where the network fails, there is no such municipality, a layer comes short or lies
        elsewhere, or the layers do not lie on each other.
    """
    address = url or SCB_WFS
    notes = [_NAMES, _LICENCE]
    features: dict[str, list[Feature]] = {}
    levels: dict[str, list[Drawn]] = {}
    for layer in LAYERS:
        where = f"{shown_address(address)} {layer.layer}"
        found = read_layer(
            client,
            address,
            layer.layer,
            key=layer.code,
            srs=CRS,
            only=(_KOMMUN, kommun),
            page_size=PAGE,
        )
        if not found:
            raise DataError([Fault("net_kommun", where, None, {"found": kommun})])
        features[layer.level] = found
        levels[layer.level] = draw(found, layer, SWEDEN, where, notes)
    fine, coarse = levels.values()
    _hold_together(fine, coarse, address)
    names = {area.code: area.name for area in coarse}
    named = [replace(area, name=f"{names[area.parent]} {area.code[-_TAIL:]}") for area in fine]
    told = [feature.properties for each in features.values() for feature in each]
    day = parse_day(_only(told, "referensdatum")[:10])
    described = {
        "producer": "Statistiska centralbyrån (SCB)",
        "title": f"DeSO och RegSO 2025 i kommun {kommun}",
        "describes_on": day or "",
        "fetched_on": client.today,
        "licence": "CC0",
        "link": shown_address(address),
        "edition": EDITION_2025,
        "notes": [*notes, *_version(told)],
    }
    text = areas_text([*named, *coarse], CRS)
    name = f"scb_deso_regso_{kommun}"
    return Vintage("areas", name, (day or client.today).isoformat(), ".geojson", text, described)


def _hold_together(fine: Sequence[Drawn], coarse: Sequence[Drawn], where: str) -> None:
    """See that each DeSO lies in the RegSO that it names, so that neither layer is astray.

    Raises
    ------
    DataError
        With each DeSO that does not.
    """
    over = {area.code: area.polygon for area in coarse}
    faults = []
    for area in fine:
        words: dict[str, object] = {"found": area.code, "level": "regso"}
        if not area.parent:
            faults.append(Fault("no_parent", where, None, words))
        elif area.parent not in over:
            known = ", ".join(list(over)[:12])
            values = {**words, "found": area.parent, "expected": known}
            faults.append(Fault("unknown_parent", where, None, values))
        elif not over[area.parent].intersects(area.polygon.representative_point()):
            values = {"found": area.code, "expected": area.parent}
            faults.append(Fault("net_apart", where, None, values))
    if faults:
        raise DataError(faults)


def _only(told: Sequence[Mapping[str, str]], name: str) -> str:
    """Give the value that every feature has of a property; none where they differ."""
    values = {properties.get(name, "") for properties in told}
    return values.pop() if len(values) == 1 else ""


def _version(told: Sequence[Mapping[str, str]]) -> list[str]:
    versions = sorted({properties["version"] for properties in told if "version" in properties})
    return [f"Version enligt tjänsten: {', '.join(versions)}."] if versions else []
