"""Recognise the columns of a sheet by the names that planners give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tenuremix.io.dialect import TENURE_NAMES, folded

_NAMES: Mapping[str, str] = {
    "id": "id, objekt-id, objektid, objektnr, objektnummer, anvisnings-id, anvisningsnr, "
    "markanvisnings-id, markanvisning nr, markanvisningsnummer, löpnr, löpnummer, allocation, "
    "allocation id",
    "namn": "namn, projekt, projektnamn, objekt, objektnamn, benämning, markanvisningens namn, "
    "namn på markanvisning, kvarter, name, project, project name",
    "datum": "datum, beslutsdatum, beslutsdag, datum för beslut, beslut datum, "
    "nämnddatum, nämndbeslut, beslutad, date, decision date, decided",
    "handelse": "händelse, beslutstyp, typ av beslut, beslut, skede, status, event, decision, "
    "stage",
    "byggaktor": "byggaktör, byggherre, exploatör, bolag, företag, aktör, anvisad till, "
    "markanvisad till, developer",
    "diarienummer": "diarienummer, diarienr, dnr, dnr., ärendenummer, ärendenr, ärende, "
    "case number, record number",
    "metod": "metod, anvisningsmetod, förfarande, tilldelningsmetod, method",
    "omrade": "område, områdeskod, områdesnr, områdesnummer, primärområde, primärområdeskod, "
    "basområde, mellanområde, stadsdel, deso, regso, area, area code",
    "giltig_till": "giltig till, giltig t.o.m., giltig tom, gäller till, gäller t.o.m., "
    "gäller tom, löper ut, giltighetstid, valid until, expires",
    "forvantad": "förväntad, förväntat beslut, förväntat beslutsdatum, beräknat beslut, "
    "expected, expected decision",
    "varav_hyresratt": "varav_hyresratt, varav påbörjade hyresrätter, påbörjade hyresrätter, "
    "påbörjade hr, byggstartade hr, begun rented",
    "varav_bostadsratt": "varav_bostadsratt, varav påbörjade bostadsrätter, "
    "påbörjade bostadsrätter, påbörjade br, byggstartade br, begun tenant-owned",
    "varav_aganderatt": "varav_aganderatt, varav påbörjade äganderätter, påbörjade äganderätter, "
    "påbörjade är, byggstartade är, begun owner-occupied",
    "undergrupp": "undergrupp, särskild grupp, kategori bostäder, subgroup",
    "undantag": "undantag, exception",
    "sannolikhet": "sannolikhet, sannolikhet genomförande, probability",
    "anmarkning": "anmärkning, anmärkningar, kommentar, kommentarer, notering, noteringar, not, "
    "övrigt, remark, remarks, comment, comments, note, notes",
    "antal": "antal, antal lgh, antal lägenheter, antal bostäder, bostäder, lgh, lägenheter, "
    "totalt, total, summa, antal totalt, totalt antal, bostäder totalt, totalt antal bostäder, "
    "totalt antal lägenheter, antal bostäder totalt, dwellings, units",
    "upplatelseform": "upplåtelseform, upplåtelse, upplåtelseformer, tenure",
    "atgard": "åtgärd, action",
    "orsak": "orsak, skäl, motivering, orsak till rättelse, reason",
    "datum_angivet": "datum_angivet",
    "kalla": "källa, underlag, source, basis",
    "wkt": "wkt, geometri, geometry, geom",
    "e": "e, x, öst, ost, östlig, east, easting, x-koordinat, e-koordinat, koordinat x, "
    "koordinat e, sweref e, sweref öst",
    "n": "n, y, nord, norr, nordlig, north, northing, y-koordinat, n-koordinat, koordinat y, "
    "koordinat n, sweref n, sweref nord",
    "lon": "lon, long, longitud, longitude, lng",
    "lat": "lat, latitud, latitude",
}
_AMOUNTS = (
    *("{}", "antal {}", "{} antal", "lgh {}", "{} lgh", "antal lgh {}", "{} antal lgh", "{} st"),
    *("antal lägenheter {}", "antal bostäder {}", "bostäder {}", "varav {}", "varav antal {}"),
)
FIELDS = (*TENURE_NAMES, *_NAMES)
"""Every column that a file may bring, by its name in the contract, and ``antal`` besides."""
_SHORTEST = 3
"""Shorter names are told apart by å, ä and ö: ``är`` is a tenure, ``år`` is not."""
_CUT = 9
"""A shapefile cuts names at ten bytes: at nine letters where one of them takes two."""


def _key(name: str) -> str:
    plain = folded(name)
    if len(plain) < _SHORTEST:
        return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())
    return plain


def _known() -> dict[str, str]:
    known = {_key(name): name for name in FIELDS}
    for ours, listed in _NAMES.items():
        known.update((_key(name), ours) for name in listed.split(", "))
    for ours, words in TENURE_NAMES.items():
        known.update((_key(form.format(word)), ours) for word in words for form in _AMOUNTS)
    return known


_KNOWN = _known()


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of a file: ``columns`` gives ours by theirs, ``unused`` those not recognised.

    ``twice`` names ours with the several of theirs that it was recognised in.
    """

    columns: Mapping[str, str]
    unused: Sequence[str]
    twice: Mapping[str, Sequence[str]]


def recognise(columns: Iterable[str], chosen: Mapping[str, str]) -> Headings:
    """Recognise the columns of a file.

    Parameters
    ----------
    columns
        Their names, in small letters.
    chosen
        Ours by theirs as the user has settled it; an empty text for a column not to be used.

    Examples
    --------
    >>> found = recognise(["projekt", "antal lgh hr", "är", "färg"], {})
    >>> found.columns, found.unused
    ({'projekt': 'namn', 'antal lgh hr': 'hyresratt', 'är': 'aganderatt'}, ('färg',))
    """
    settled = {_key(theirs): ours for theirs, ours in chosen.items()}
    found: dict[str, str] = {}
    for name in columns:
        key = _key(name)
        ours = settled[key] if key in settled else _ours(name, key)
        if ours:
            found[name] = ours
    # What the contract calls by the name, or the user, goes before what only looks like it.
    for name, ours in list(found.items()):
        rival = [other for other, mine in found.items() if mine == ours and other != name]
        if any(_stronger(other, ours, settled) for other in rival) and not _stronger(
            name, ours, settled
        ):
            del found[name]
    theirs_of: dict[str, list[str]] = {}
    for name, ours in found.items():
        theirs_of.setdefault(ours, []).append(name)
    twice = {ours: names for ours, names in theirs_of.items() if len(names) > 1}
    return Headings(found, tuple(name for name in columns if name not in found), twice)


def _stronger(name: str, ours: str, settled: Mapping[str, str]) -> bool:
    return name == ours or settled.get(_key(name)) == ours


def _ours(name: str, key: str) -> str:
    if name in FIELDS:  # varav_hyresratt are those begun; "varav hyresrätt" are those of a total
        return name
    if key in _KNOWN:
        return _KNOWN[key]
    if len(name) < _CUT:
        return ""
    longer = {ours for known, ours in _KNOWN.items() if known.startswith(key)}
    return longer.pop() if len(longer) == 1 else ""


def is_heading(cells: Sequence[object]) -> bool:
    """Tell whether a row of cells reads as a heading: three names that are recognised."""
    names = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    return len({_KNOWN[_key(name)] for name in names if _key(name) in _KNOWN}) >= _SHORTEST
