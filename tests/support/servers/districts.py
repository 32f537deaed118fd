"""Two invented municipalities in DeSO and RegSO, for the servers of SCB: squares and dwellings.

Each RegSO is a row of squares of a kilometre, one for each of its DeSO.
"""

from __future__ import annotations

SIDE = 1000.0
# The corner of each municipality in SWEREF 99 TM: where Stockholm and Göteborg are.
CORNER = {"0180": (672_000.0, 6_579_000.0), "1480": (317_000.0, 6_399_000.0)}
NAMES = {"0180": "Stockholm", "1480": "Göteborg"}
ROWS: dict[str, tuple[str, list[str]]] = {
    "0180R001": ("Gamla stan-Riddarholmen", ["0180C1010", "0180C1020"]),
    "0180R002": ("Östermalm, norra", ["0180A0010", "0180B1030", "0180C1040"]),
    "1480R001": ("Kungsladugård", ["1480A0010", "1480B0020"]),
    "1480R002": ("Majorna", ["1480C1010"]),
}
SUPPRESSED = ("1480C1010", "3")
"""A district and a tenure (owner-occupied) that are not given."""

Square = tuple[float, float, float, float]


def districts() -> dict[str, tuple[str, Square]]:
    """Give each DeSO with its RegSO and its square."""
    found = {}
    for regso, (_, codes) in ROWS.items():
        kommun = regso[:4]
        row = [code for code in ROWS if code[:4] == kommun].index(regso)
        for column, code in enumerate(codes):
            x, y = CORNER[kommun][0] + column * SIDE, CORNER[kommun][1] + row * SIDE
            found[code] = (regso, (x, y, x + SIDE, y + SIDE))
    return found


def regions() -> dict[str, tuple[str, Square]]:
    """Give each RegSO with its name and its rectangle."""
    squares = districts()
    found = {}
    for regso, (name, codes) in ROWS.items():
        parts = [squares[code][1] for code in codes]
        west, south, _, north = parts[0]
        found[regso] = (name, (west, south, parts[-1][2], north))
    return found


def dwellings(code: str, tenure: str, year: str) -> int:
    """Count the dwellings of a DeSO, a RegSO or a municipality; the parts make the whole."""
    if len(code) == 4:
        return sum(dwellings(regso, tenure, year) for regso in ROWS if regso.startswith(code))
    if code in ROWS:
        return sum(dwellings(deso, tenure, year) for deso in ROWS[code][1])
    place = sorted(districts()).index(code)
    order = "123Ö".index(tenure[0])
    return 100 + 37 * place + 60 * ((place + order) % 3) + int(year) % 10
