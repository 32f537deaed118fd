"""The words of the contract, each with what planners write instead, by commas.

Case, accents and what is no letter are not told apart when they are read.
"""

from __future__ import annotations

from collections.abc import Mapping

from tenuremix.counting.decisions import COUNTS, COUNTS_NOT, Action, Event
from tenuremix.counting.losses import LossEvent
from tenuremix.counting.tenure import Tenure

TENURES: Mapping[str, str] = {
    Tenure.HYRESRATT: "hr, hyresrätt, hyresrätter, hyres, hyreslägenheter, hyresbostäder, rental, "
    "rentals, rented",
    Tenure.BOSTADSRATT: "br, bostadsrätt, bostadsrätter, brf, bostadsrättsförening, tenant-owned, "
    "tenant owned, co-operative, cooperative",
    Tenure.AGANDERATT: "är, äganderätt, äganderätter, ägarlägenheter, ägarlägenhet, "
    "äganderättslägenheter, owner-occupied, owner occupied, owned",
    Tenure.OKLAR: "oklar, oklart, ej bestämt, ej bestämd, obestämd, ej beslutad, ej beslutat, "
    "blandat, undecided",
}
EVENTS: Mapping[str, str] = {
    Event.PLANERAD: "planerad, planerat, plan, planering, kommande, planned",
    Event.MARKRESERVATION: "markreservation, reservation, reserverad, markreserverad, reserved",
    Event.MARKANVISNING: "markanvisning, markanvisad, markanvisat, anvisad, anvisning, "
    "tilldelad, tilldelning, ny markanvisning, beslut om markanvisning, allocation, allocated, "
    "land allocation",
    Event.ANDRING: "ändring, ändrad, ändrat, ändrad markanvisning, ändring av markanvisning, "
    "reviderad, revidering, change, changed",
    Event.FORLANGNING: "förlängning, förlängd, förlängt, förlängd markanvisning, "
    "förlängning av markanvisning, extension, extended",
    Event.BYGGSTART: "byggstart, byggstartad, byggstartat, påbörjad, construction start, started",
    Event.FARDIGSTALLD: "färdigställd, färdigställt, färdig, färdigbyggd, inflyttad, completed",
    Event.ATERKALLAD: "återkallad, återkallelse, återtagen, återtagande, återlämnad, "
    "återkallad markanvisning, withdrawn, withdrawal",
}
LOSSES: Mapping[str, str] = {
    LossEvent.OMBILDNING: "ombildning, ombildad, ombildat, omvandling, conversion, converted",
    LossEvent.RIVNING: "rivning, riven, rivet, rivna, demolition, demolished",
    LossEvent.FORSALJNING: "försäljning, såld, sålt, sålda, avyttring, sale, sold",
}
SUBGROUPS: Mapping[str, str] = {
    "student": "student, studentbostäder, studentbostad, studentlägenheter",
    "senior": "senior, seniorbostäder, seniorboende, trygghetsboende, trygghetsbostäder",
    "bmss": "bmss, lss, bostad med särskild service, bostäder med särskild service",
    "kooperativ": "kooperativ, kooperativ hyresrätt, kooperativa hyresrätter",
    "tillfallig": "tillfällig, tillfälliga, tillfälliga bostäder, tidsbegränsad, temporary",
}
EXCEPTIONS: Mapping[str, str] = {
    COUNTS: "räknas, ska räknas, counted, counts",
    COUNTS_NOT: "räknas ej, räknas inte, ska inte räknas, not counted",
}
ACTIONS: Mapping[str, str] = {
    "": "ny, nytt, nytt beslut, ingen, new",
    Action.RATTA: "rätta, rättelse, rättad, korrigering, korrigera, correct, correction",
    Action.STRYK: "stryk, struken, strykning, ta bort, makulera, makulerad, strike, delete",
}
"""Empty is a row that does nothing to an earlier one."""
