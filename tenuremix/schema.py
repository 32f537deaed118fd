"""The tables of columns: what each file holds, told once.

The readers, the importer's recognition of headings and words, the template of the register, the
rules of a shared database, what is exported, and ``docs/columns.md`` are made from these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tenuremix.counting.decisions import COUNTS, COUNTS_NOT, PIPELINE, UNDECIDED, Action, Event
from tenuremix.counting.losses import LossEvent
from tenuremix.counting.tenure import HUSTYPER, STOCK_TENURES, Tenure

TEXT, DATE, INTEGER, SHARE, NUMBER = "text", "date", "integer", "share", "number"
WHOLE, YEAR = "whole", "year"
"""What a column holds: an integer is 0 or more, a whole number may be below."""
DWELLINGS = "dwellings"

# The words of the contract, each with what planners write instead, by commas.  Case, accents and
# what is no letter are not told apart when they are read.
TENURE_WORDS: Mapping[str, str] = {
    Tenure.HYRESRATT: "hr, hyresrätt, hyresrätter, hyres, hyreslägenheter, hyresbostäder, rental, "
    "rentals, rented",
    Tenure.BOSTADSRATT: "br, bostadsrätt, bostadsrätter, brf, bostadsrättsförening, tenant-owned, "
    "tenant owned, co-operative, cooperative",
    Tenure.AGANDERATT: "är, äganderätt, äganderätter, ägarlägenheter, ägarlägenhet, "
    "äganderättslägenheter, owner-occupied, owner occupied, owned",
    Tenure.OKLAR: "oklar, oklart, ej bestämt, ej bestämd, obestämd, ej beslutad, ej beslutat, "
    "blandat, undecided",
}
EVENT_WORDS: Mapping[str, str] = {
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
LOSS_WORDS: Mapping[str, str] = {
    LossEvent.OMBILDNING: "ombildning, ombildad, ombildat, omvandling, conversion, converted",
    LossEvent.RIVNING: "rivning, riven, rivet, rivna, demolition, demolished",
    LossEvent.FORSALJNING: "försäljning, såld, sålt, sålda, avyttring, sale, sold",
}
SUBGROUP_WORDS: Mapping[str, str] = {
    "student": "student, studentbostäder, studentbostad, studentlägenheter",
    "senior": "senior, seniorbostäder, seniorboende, trygghetsboende, trygghetsbostäder",
    "bmss": "bmss, lss, bostad med särskild service, bostäder med särskild service",
    "kooperativ": "kooperativ, kooperativ hyresrätt, kooperativa hyresrätter",
    "tillfallig": "tillfällig, tillfälliga, tillfälliga bostäder, tidsbegränsad, temporary",
}
EXCEPTION_WORDS: Mapping[str, str] = {
    COUNTS: "räknas, ska räknas, counted, counts",
    COUNTS_NOT: "räknas ej, räknas inte, ska inte räknas, not counted",
}
ACTION_WORDS: Mapping[str, str] = {
    "": "ny, nytt, nytt beslut, ingen, new",
    Action.RATTA: "rätta, rättelse, rättad, korrigering, korrigera, correct, correction",
    Action.STRYK: "stryk, struken, strykning, ta bort, makulera, makulerad, strike, delete",
}
"""Empty is a row that does nothing to an earlier one."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file.

    Parameters
    ----------
    name
        In the contract, and in every file that tenuremix writes.
    kind
        What it holds, such as :data:`DATE`.
    sv, en
        What it means.
    required
        Whether a file must have it.
    example
        What may stand in it, of a column that must be there and has no empty cell.
    choices
        The words that may stand in it, each with what planners write instead, by commas; the
        empty one is for what they write where it should be empty.
    stages
        The events of the rows that it may stand on; none is all of them.
    unit
        Of its numbers.
    attribute
        Where a :class:`~tenuremix.Decision` keeps it.
    names
        What planners call it, by commas; what has none is not imported.
    """

    name: str
    kind: str
    sv: str
    en: str
    required: bool = False
    example: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    stages: tuple[Event, ...] = ()
    unit: str = ""
    attribute: str = ""
    names: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The only words that may stand in it."""
        return tuple(filter(None, self.choices))


def names(columns: Iterable[Column], *, required: bool = False) -> tuple[str, ...]:
    """Give the names of columns, or of those that a file must have."""
    return tuple(c.name for c in columns if not required or c.required or c.example)


def _words(words: Iterable[str]) -> Mapping[str, str]:
    """Make choices of words that no importer reads."""
    return dict.fromkeys(map(str, words), "")


def _by_tenure(pattern: Column) -> tuple[Column, ...]:
    """Make a column for each known tenure, whose words stand for ``{t}``, ``{sv}`` and so on."""
    words = (
        {"t": Tenure.HYRESRATT, "sv": "hyresrätter", "en": "rented", "short": "hr"},
        {"t": Tenure.BOSTADSRATT, "sv": "bostadsrätter", "en": "tenant-owned"} | {"short": "br"},
        {"t": Tenure.AGANDERATT, "sv": "äganderätter", "en": "owner-occupied"} | {"short": "är"},
    )
    return tuple(
        replace(
            pattern,
            name=pattern.name.format(**each),
            sv=pattern.sv.format(**each),
            en=pattern.en.format(**each),
            names=pattern.names.format(words=TENURE_WORDS[each["t"]], **each),
        )
        for each in words
    )


_LEVEL = Column("niva", TEXT, "Områdets nivå.", "The level of the area.", example="regso")
_CODE = Column("kod", TEXT, "Områdets kod.", "The code of the area.", example="101")
_TENURE = Column("upplatelseform", TEXT, "Upplåtelseform.", "Tenure.", example="hyresratt",
                 choices=_words(STOCK_TENURES))  # fmt: skip

AREAS = (
    _CODE,
    Column("namn", TEXT, "Områdets namn.", "The name of the area.", required=True),
    _LEVEL,
    Column("foralder", TEXT, required=True,
           sv="Koden för området på nästa grövre nivå; tom på den grövsta.",
           en="The code of the area at the next coarser level; empty at the coarsest."),
)  # fmt: skip

HUSTYP = Column("hustyp", TEXT, "Husets typ.", "The type of building.", choices=_words(HUSTYPER))
"""Of a cell of the stock, an open plot or a plot of a proposal."""
STOCK = (
    _LEVEL,
    _CODE,
    Column("datum", DATE, "Dagen som antalet gäller.", "The day that the number describes.",
           example="2025-03-31"),
    replace(HUSTYP, example="smahus"),
    _TENURE,
    Column("antal", INTEGER, required=True, unit=DWELLINGS,
           sv="Antal bostäder; tomt där utgivaren har dolt det.",
           en="The number of dwellings; empty where the publisher has suppressed it."),
)  # fmt: skip
SUPPRESSED_MAX = Column(
    "suppressed_max", INTEGER, unit=DWELLINGS,
    sv="Det största antal som utgivaren döljer; går före det som sidofilen säger.",
    en="The largest number that the publisher suppresses; goes before that of the sidecar.",
)  # fmt: skip
SUPPRESSED_MIN = replace(
    SUPPRESSED_MAX, name="suppressed_min", sv="Det minsta antal som kan vara dolt; tomt är 0.",
    en="The smallest number that may be suppressed; empty is 0.")  # fmt: skip
"""What a stock may have besides, both of them."""

COMPLETED = (
    _LEVEL,
    _CODE,
    Column("ar", YEAR, "Året.", "The year.", example="2025"),
    Column("bostadstyp", TEXT, "Bostadens typ; typerna summeras.", "The type; all are summed.",
           example="smahus", choices=_words(("flerbostadshus", "smahus", "student", "special"))),
    _TENURE,
    Column("antal", WHOLE, required=True, unit=DWELLINGS,
           sv="Antal bostäder, under noll där ombyggnad tog bostäder; tomt där det är dolt.",
           en="The number of dwellings, below zero where rebuilding took some; empty where it is "
           "suppressed."),
)  # fmt: skip

_AREA = Column(
    "omrade", TEXT, attribute="place",
    sv="Områdets kod, när platsen inte är känd närmare.",
    en="The code of the area, where the place is not known more closely.",
    names="område, områdeskod, områdesnr, områdesnummer, primärområde, primärområdeskod, "
    "basområde, mellanområde, stadsdel, deso, regso, area, area code",
)  # fmt: skip
_SUBGROUP = Column(
    "undergrupp", TEXT, choices=SUBGROUP_WORDS, attribute="subgroup",
    sv="För bostäder som en definition kan lämna utanför.",
    en="For dwellings that a definition may leave out.",
    names="undergrupp, särskild grupp, kategori bostäder, subgroup",
)  # fmt: skip
_DAY = Column(
    "datum", DATE, "Beslutets dag.", "The day of the decision.", example="2025-03-31",
    attribute="date",
    names="datum, beslutsdatum, beslutsdag, datum för beslut, beslut datum, nämnddatum, "
    "nämndbeslut, beslutad, date, decision date, decided",
)  # fmt: skip
_EVENT = Column(
    "handelse", TEXT, example="markanvisning", choices=EVENT_WORDS, attribute="event",
    sv="Vad beslutet gör. En rad per beslut; rader ändras aldrig i efterhand, nya läggs till. "
    "planerad och markreservation räknas inte mot mål.",
    en="What the decision does. One row per decision; rows are never changed afterwards, new ones "
    "are added. planerad and markreservation do not count towards targets.",
    names="händelse, beslutstyp, typ av beslut, beslut, skede, status, event, decision, stage",
)  # fmt: skip
_READ_FROM = Column(
    "inlast_ur", TEXT, "Filen och raden som importen läste.", "The file and row that was imported."
)

DECISIONS = (
    Column("id", TEXT, example="A-1", attribute="id",
           sv="Markanvisningens beteckning; samma på alla dess rader.",
           en="The name of the allocation in the register; the same on all its rows.",
           names="id, objekt-id, objektid, objektnr, objektnummer, anvisnings-id, anvisningsnr, "
           "markanvisnings-id, markanvisning nr, markanvisningsnummer, löpnr, löpnummer, "
           "allocation, allocation id"),
    Column("namn", TEXT, "Markanvisningens namn.", "The name of the allocation.", required=True,
           attribute="name",
           names="namn, projekt, projektnamn, objekt, objektnamn, benämning, markanvisningens "
           "namn, namn på markanvisning, kvarter, name, project, project name"),
    _DAY,
    _EVENT,
    *_by_tenure(
        Column("{t}", INTEGER, required=True, unit=DWELLINGS, attribute="counts",
               sv="Antal {sv}: det nya totala antalet efter beslutet, inte ändringen. Får vara "
               "tomt vid forlangning, byggstart och fardigstalld (oförändrat).",
               en="Dwellings, {en}: the new total after the decision, not the change. May be "
               "empty for forlangning, byggstart and fardigstalld (unchanged).",
               names="{words}")),
    Column("oklar", INTEGER, required=True, unit=DWELLINGS, attribute="counts",
           sv="Bostäder vars upplåtelseform inte är beslutad, nytt totalt antal; räknas inte.",
           en="Dwellings whose tenure is not decided, new total; not counted.",
           names=TENURE_WORDS[Tenure.OKLAR]),
    Column("byggaktor", TEXT, "Den som får markanvisningen.", "Who is given the allocation.",
           attribute="developer",
           names="byggaktör, byggherre, exploatör, bolag, företag, aktör, anvisad till, "
           "markanvisad till, developer"),
    Column("diarienummer", TEXT, "Ärendets nummer; krävs med undantag.",
           "The number of the case; required with undantag.", attribute="diarienummer",
           names="diarienummer, diarienr, dnr, dnr., ärendenummer, ärendenr, ärende, case number, "
           "record number"),
    Column("samma_som", TEXT, attribute="same_as",
           sv="Beteckningen på den markanvisning som har samma bostäder: de räknas där, inte här.",
           en="The id of the allocation that has the same dwellings: they are counted there, not "
           "here.",
           names="samma som, same as"),
    Column("skild_fran", TEXT, attribute="apart_from",
           sv="Beteckningar på markanvisningar på samma mark eller i samma ärende som ändå är "
           "andra bostäder; semikolon emellan.",
           en="The ids of allocations on the same ground or of the same case that are other "
           "dwellings all the same; semicolons between.",
           names="skild från, apart from"),
    Column("metod", TEXT, "Hur marken anvisades.", "How the land was allocated.",
           attribute="method",
           names="metod, anvisningsmetod, förfarande, tilldelningsmetod, method"),
    _AREA,
    Column("giltig_till", DATE, "Dagen då markanvisningen löper ut.",
           "The day on which the allocation runs out.", attribute="valid_until",
           names="giltig till, giltig t.o.m., giltig tom, gäller till, gäller t.o.m., gäller tom, "
           "löper ut, giltighetstid, valid until, expires"),
    _SUBGROUP,
    Column("undantag", TEXT, choices=EXCEPTION_WORDS, attribute="exception",
           sv="Nämndens beslut att räkna, eller inte räkna, trots reglerna.",
           en="A decision to count, or not to count, whatever the rules say.",
           names="undantag, exception"),
    Column("sannolikhet", SHARE, stages=UNDECIDED, attribute="probability",
           sv="Hur troligt det är att den blir av.", en="How likely it is to happen.",
           names="sannolikhet, sannolikhet genomförande, probability"),
    Column("forvantad", DATE, stages=PIPELINE, attribute="expected",
           sv="Dagen då markanvisningen väntas beslutas.",
           en="The day a decision to allocate is expected.",
           names="förväntad, förväntat beslut, förväntat beslutsdatum, beräknat beslut, expected, "
           "expected decision"),
    *_by_tenure(
        Column("varav_{t}", INTEGER, stages=(Event.BYGGSTART,), unit=DWELLINGS, attribute="begun",
               sv="Påbörjade {sv} i allt. Tomt i alla tre: alla bostäder är påbörjade.",
               en="The {en} dwellings begun in all. Empty in all three: every dwelling has begun.",
               names="varav påbörjade {sv}, påbörjade {sv}, påbörjade {short}, "
               "byggstartade {short}, begun {en}")),
    Column("anmarkning", TEXT, "Fri text.", "Free text.", attribute="remark",
           names="anmärkning, anmärkningar, kommentar, kommentarer, notering, noteringar, not, "
           "övrigt, remark, remarks, comment, comments, note, notes"),
)  # fmt: skip
"""What a planner fills in."""
REGISTER = (
    *DECISIONS,
    Column("datum_angivet", TEXT, attribute="stated_date",
           sv="Datumet så som det angavs, 2025-03 eller 2025, där datum är dess sista dag.",
           en="The date as stated, 2025-03 or 2025, where datum is its last day.",
           names="datum_angivet"),
    Column("atgard", TEXT, choices=ACTION_WORDS,
           sv="Rättar eller stryker beslutet av samma id, datum och handelse; där raden är tom "
           "står det som stod.",
           en="Corrects or strikes the decision of the same id, datum and handelse; where the row "
           "is empty, what stood stands.",
           names="åtgärd, action"),
    Column("orsak", TEXT, "Varför; krävs med atgard.", "Why; required with atgard.",
           names="orsak, skäl, motivering, orsak till rättelse, reason"),
    Column("registrerad", DATE, "Dagen då raden fördes in.", "The day the row was recorded."),
    _READ_FROM,
)  # fmt: skip
"""All that a register may hold; the importer adds the last ones."""

LOSSES = (
    replace(_DAY, sv="Dagen då bostäderna försvann.", en="The day on which the dwellings left."),
    replace(_EVENT, sv="Hur bostäderna försvann.", en="How the dwellings left.",
            example="ombildning", choices=LOSS_WORDS),
    *_by_tenure(
        Column("{t}", INTEGER, "Så många {sv} försvann; tomt är inga.",
               "How many {en} dwellings left; empty is none.", required=True, unit=DWELLINGS)),
    _AREA,
    Column("kalla", TEXT, "Var det står.", "Where it stands.", example="1234/25",
           names="källa, underlag, source, basis"),
    _READ_FROM,
)  # fmt: skip

PLOTS = (
    Column("id", TEXT, "Tomtens beteckning; står en gång.", "The name of the plot; stands once.",
           example="T-1"),
    Column("namn", TEXT, "Tomtens namn.", "The name of the plot.", required=True),
    Column("bostader", INTEGER, unit=DWELLINGS,
           sv="Antal bostäder, högst 100 000; krävs om inte de två nästa finns.",
           en="The number of dwellings, at most 100 000; required unless the next two are there."),
    Column("bostader_min", INTEGER, "Minsta antal.", "The fewest dwellings.", unit=DWELLINGS),
    Column("bostader_max", INTEGER, "Största antal.", "The most dwellings.", unit=DWELLINGS),
    Column("tillatna", TEXT,
           sv="Tillåtna upplåtelseformer, med mellanslag emellan; tomt är alla.",
           en="The tenures allowed, with spaces between; empty is all."),
    *_by_tenure(Column("{t}_minst", SHARE, "Minsta andel {sv}.", "The least share {en}.")),
    *_by_tenure(Column("{t}_hogst", SHARE, "Största andel {sv}.", "The greatest share {en}.")),
    Column("delbar", TEXT, choices=_words(("ja", "nej")),
           sv="ja (också tomt), eller nej: en enda upplåtelseform.",
           en="ja (also empty), or nej: all of one tenure."),
    Column("grupp", TEXT, "Tomter i samma grupp är hela och får samma upplåtelseform.",
           "Plots of a group are whole, and all of one and the same tenure."),
    Column("datum", DATE,
           sv="Väntat beslut, för period och statistik; tomt eller passerat är siffrornas dag.",
           en="The expected decision, for period and statistics; empty or passed is the date of "
           "the figures."),
    *_by_tenure(Column("intakt_{t}", INTEGER, "Väntad intäkt av {sv}; tomt är 0.",
                       "Expected income from {en} dwellings; empty is 0.", unit="kr per dwelling")),
    *_by_tenure(Column("forslag_{t}", INTEGER, unit=DWELLINGS,
                       sv="Föreslagna {sv} i dag; tomt i alla tre är inget förslag.",
                       en="Proposed {en} dwellings today; empty in all three is no proposal.")),
    _SUBGROUP,
    HUSTYP,
    _AREA,
)  # fmt: skip

PLACES = (
    Column("wkt", TEXT,
           sv="Platsen som WKT, som får säga sitt koordinatsystem: SRID=3006;POINT (…).",
           en="The place as WKT, which may name its CRS: SRID=3006;POINT (…).",
           names="wkt, geometri, geometry, geom"),
    Column("e", NUMBER, unit="m", sv="Öster: en punkt i marken som anvisas.",
           en="Easting: a point in the plot.",
           names="e, x, öst, ost, östlig, east, easting, x-koordinat, e-koordinat, koordinat x, "
           "koordinat e, sweref e, sweref öst"),
    Column("n", NUMBER, unit="m", sv="Norr: en punkt i marken som anvisas.",
           en="Northing: a point in the plot.",
           names="n, y, nord, norr, nordlig, north, northing, y-koordinat, n-koordinat, "
           "koordinat y, koordinat n, sweref n, sweref nord"),
    Column("lon", NUMBER, "Longitud, i WGS 84.", "Longitude, in WGS 84.", unit="°",
           names="lon, long, longitud, longitude, lng"),
    Column("lat", NUMBER, "Latitud, i WGS 84.", "Latitude, in WGS 84.", unit="°",
           names="lat, latitud, latitude"),
)  # fmt: skip
"""Where the place stands in a file that has no geometry: in one of three ways."""
TOTALS = (
    Column("antal", INTEGER, "Bostäder i allt.", "Dwellings in all.", unit=DWELLINGS,
           names="antal, antal lgh, antal lägenheter, antal bostäder, bostäder, lgh, lägenheter, "
           "totalt, total, summa, antal totalt, totalt antal, bostäder totalt, totalt antal "
           "bostäder, totalt antal lägenheter, antal bostäder totalt, dwellings, units"),
    Column("upplatelseform", TEXT, "Alla bostädernas upplåtelseform.", "The tenure of them all.",
           choices=TENURE_WORDS,
           names="upplåtelseform, upplåtelse, upplåtelseformer, tenure"),
)  # fmt: skip
"""What an imported file may have instead of a column for each tenure."""
