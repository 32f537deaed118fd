"""Make a workspace for any Swedish municipality, filled with what SCB publishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tenuremix.errors import UsageError
from tenuremix.io.fetching.districts import read_districts
from tenuremix.io.fetching.http import Client
from tenuremix.io.fetching.kommun import kommun_name
from tenuremix.io.fetching.map_layers import compare_areas
from tenuremix.io.fetching.pxweb import PxWebV2
from tenuremix.io.fetching.stock import compare_stock, read_stock
from tenuremix.io.fetching.stock_tables import NEW_DESO, SCB, Order, check_kommun
from tenuremix.io.fetching.vintages import keep, sidecar_text
from tenuremix.io.files.write import new_folder, refuse_used
from tenuremix.io.inputs.workspace import FILE, find_settings, load

LEVELS = ("regso", "deso")
TARGETS = "mal/mal.toml"
REGISTER = "markanvisningar/register.csv"
_SIDECAR: dict[str, object] = {
    "producer": "tenuremix",
    "title": "Exempel på mål och definition, att ändra",
    "notes": ["Ett exempel som ingen har beslutat: byt ut det mot kommunens egna mål."],
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The workspace that is wanted.

    Parameters
    ----------
    kommun
        The municipality: four digits.
    level
        The level of the example definition, ``regso`` or ``deso``; both are fetched.
    years
        The years of the stock; all with the districts in force where none is stated.
    areas_url, stock_url
        Other services than SCB's own.
    """

    kommun: str
    level: str = "regso"
    years: tuple[int, ...] = ()
    areas_url: str | None = None
    stock_url: str | None = None


def fetch_workspace(client: Client, folder: Path, wanted: Wanted) -> list[Path]:
    """Fetch areas and stock of a municipality into a new workspace.

    Parameters
    ----------
    client
        The client to ask through, in the folder beside; what has come of an interrupted fetch is
        kept there, in ``.fetch``, until the next try of the same day.
    folder
        A new or an empty folder.

    Returns
    -------
    list of Path
        The files to edit: the settings and the targets.

    Raises
    ------
    UsageError
        Where the folder is used already, or there is no such level, municipality or year.
    DataError
        Where the network fails, or what was fetched does not fit together.  There is no folder
        then: it is put in place when all of it is done.
    """
    refuse_used(folder)
    _check(wanted)
    stock = [each for level in LEVELS for each in read_stock(client, _order(wanted, level))]
    name = kommun_name(PxWebV2(client, wanted.stock_url or SCB), wanted.kommun)
    areas = read_districts(client, wanted.areas_url, wanted.kommun)
    with new_folder(folder) as made:
        drawn = keep(made, areas, compare_areas).file
        counted = [keep(made, each, compare_stock).file for each in stock]
        days = sorted(date.fromisoformat(each.date) for each in stock)
        _write(made / FILE, settings_text(name, [drawn], counted))
        _write(made / TARGETS, targets_text(wanted.level, days, client.today))
        _write(made / f"{TARGETS}.source.toml", sidecar_text(_SIDECAR))
        load(find_settings(made))  # what does not fit together is told before it is kept
    return [folder / FILE, folder / TARGETS]


def _check(wanted: Wanted) -> None:
    check_kommun(Order("scb", kommun=wanted.kommun))
    if wanted.level not in LEVELS:
        raise UsageError("level", level=wanted.level, expected=LEVELS)
    early = [year for year in wanted.years if year < NEW_DESO]
    if early:
        raise UsageError("early", year=early[0], first=NEW_DESO)


def _order(wanted: Wanted, level: str) -> Order:
    years = wanted.years
    return Order("scb", wanted.stock_url, wanted.kommun, level, years, every=not years)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def settings_text(name: str, areas: Sequence[str], stock: Sequence[str]) -> str:
    """Write the settings of the new workspace, each with what it means."""
    import tomli_w

    def stated(**values: object) -> str:
        return tomli_w.dumps(values, indent=2).strip()

    return f"""\
# En arbetsyta för tenuremix. Sökvägar räknas från den här filens mapp.
{stated(title=f"{name}: markanvisning och upplåtelseform")}

# Områden och bestånd är hämtade från SCB. Källa, datum och förbehåll står i <fil>.source.toml.
{stated(areas=sorted(areas))}

# En fil för varje nivå och år. Nya år hämtas med `tenuremix fetch stock --source scb --kommun …
# --level deso` och `… --level regso`, och används när de står här.
{stated(stock=sorted(stock))}

# Egna filer med beslut, t.ex. ifyllda i mallen som `tenuremix template FIL.xlsx` skriver.
register = []
# Hit för `tenuremix import` nya beslut. Filen hör till registret så snart den finns.
import_to = "{REGISTER}"

targets = ["{TARGETS}"]

# Läget redovisas för den här dagen. Utan raden gäller dagen för registrets senaste beslut, och
# så länge registret är tomt beståndets senaste dag.
# as_of = 2025-12-31

# Det som en brist mäts mot: "city" är hela kommunens blandning. Egna andelar går också bra:
# reference = {{ hyresratt = 0.5, bostadsratt = 0.3, aganderatt = 0.2 }}
reference = "city"

# Mappen som kartor och rapporter skrivs till.
maps = "maps"
"""


def targets_text(level: str, days: Sequence[date], today: date) -> str:
    """Write an example of a definition and of a target, plainly one that nobody has decided.

    Parameters
    ----------
    days
        The days that the stock describes, in order: the period begins with the last one's year.
    today
        The day that is said to have made it.
    """
    name = {"deso": "DeSO", "regso": "RegSO"}[level]
    first = date(days[-1].year, 1, 1)
    made = f"Exempel från `tenuremix init` {today}. Ingen har beslutat det."
    return f"""\
# EXEMPEL ATT ÄNDRA. Ingen har beslutat det som står här: byt ut det mot kommunens egna mål och
# skriv för vart och ett varifrån det kommer (source, quote) och vad som är antaget (assumptions).

# Vad ”majoritet” betyder. Här antas: mer än hälften av bostäderna med känd upplåtelseform i ett
# {name}-område är bostadsrätter, enligt den statistik som fanns före beslutet.
# level: "deso" eller "regso". criterion: "majority", "plurality" eller "share >= 0.75".
# Tabellen från SCB delar inte upp bostäderna på hustyp, så stock ska inte anges.
[[definition]]
id = "br-majoritet"
title = "Bostadsrätt har majoritet i {name}-området"
level = "{level}"
majority_of = ["bostadsratt"]
criterion = "majority"
vintage = "before_decision"
split = "area"
source = "{made}"

# En riktning utan antal: den redovisas, men nås eller missas aldrig. Ett mål med antal har också
# minimum = …, och valid_to = … där det har ett slut.
[[target]]
id = "exempel-hyresratter"
title = "Exempel: hyresrätter där bostadsrätten har majoritet"
tenure = "hyresratt"
valid_from = {first}
definition = "br-majoritet"
source = "{made}"
assumptions = [
  "Exempel: målet är inte beslutat av någon och har därför inget antal.",
  "Exempel: perioden börjar {first}, det senaste år som beståndet beskriver.",
  "Exempel: ”majoritet” är mer än hälften, och området är {name}.",
  "Beslut till och med {days[0]} kan inte bedömas: statistiken för områdena börjar då.",
]
"""
