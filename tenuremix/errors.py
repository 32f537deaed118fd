"""Faults and errors: what is wrong with an input, in the reader's language.

Every reader of input gathers :class:`Fault` objects and raises them once, as one
:class:`DataError`.  A fault is a key of :data:`FAULTS` with its values; the words are put
together here, so that a fault always exists in Swedish and in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Language = str  # "sv" or "en"
LANGUAGES = ("sv", "en")


class TenuremixError(Exception):
    """The base of every error that tenuremix raises on purpose."""


class UsageError(TenuremixError, ValueError):
    """The command or the call is wrong (exit code 2), not the data.

    Parameters
    ----------
    sv, en
        The message in Swedish and in English.
    """

    def __init__(self, sv: str, en: str) -> None:
        super().__init__(en)
        self.texts = {"sv": sv, "en": en}

    def text(self, language: Language = "en") -> str:
        """Give the message in one language."""
        return self.texts[language]


# key: (sv found, sv expected, en found, en expected)
FAULTS: Mapping[str, tuple[str, str, str, str]] = {
    "absent": (
        "filen finns inte.",
        "Väntade en fil som går att läsa.",
        "there is no such file.",
        "Expected a file that can be read.",
    ),
    "not_written": (
        "går inte att skriva: {detail}.",
        "Väntade en fil eller en mapp som får skrivas.",
        "cannot be written: {detail}.",
        "Expected a file or a folder that may be written.",
    ),
    "empty_file": (
        "filen är tom.",
        "Väntade minst en rad med data.",
        "the file is empty.",
        "Expected at least one row of data.",
    ),
    "unreadable": (
        "filen går inte att läsa som {kind}: {detail}.",
        "Väntade {kind}, som filnamnet säger.",
        "the file cannot be read as {kind}: {detail}.",
        "Expected {kind}, as the name of the file says.",
    ),
    "layer": (
        'det finns inget lager "{found}".',
        "Väntade ett av lagren {expected}.",
        'there is no layer "{found}".',
        "Expected one of the layers {expected}.",
    ),
    "many_layers": (
        "filen har flera lager: {found}.",
        "Väntade ett lager; skriv {expected}.",
        "the file has several layers: {found}.",
        "Expected one layer; write {expected}.",
    ),
    "missing_columns": (
        "kolumner saknas: {found}.",
        "Väntade kolumnerna {expected}.",
        "missing columns: {found}.",
        "Expected the columns {expected}.",
    ),
    "column_twice": (
        "kolumnen {found} finns två gånger.",
        "Väntade varje kolumn en gång.",
        "the column {found} stands twice.",
        "Expected every column once.",
    ),
    "extra_cells": (
        "raden har {found} celler men rubriken {expected}.",
        "Väntade text som innehåller skiljetecknet inom citattecken.",
        "the row has {found} cells but the heading {expected}.",
        "Expected text that holds the delimiter within quotation marks.",
    ),
    "no_geometry_column": (
        "ingen geometri och inga koordinater.",
        "Väntade {expected}.",
        "no geometry and no coordinates.",
        "Expected {expected}.",
    ),
    "no_crs": (
        "koordinatsystemet är inte angivet.",
        "Väntade ett angivet koordinatsystem, t.ex. EPSG:3007.",
        "the coordinate reference system is not stated.",
        "Expected a stated coordinate reference system, such as EPSG:3007.",
    ),
    "unknown_crs": (
        'koordinatsystemet "{found}" är okänt.',
        "Väntade ett angivet koordinatsystem, t.ex. EPSG:3007.",
        'the coordinate reference system "{found}" is unknown.',
        "Expected a stated coordinate reference system, such as EPSG:3007.",
    ),
    "empty": (
        "{column} är tom.",
        "Väntade {expected}.",
        "{column} is empty.",
        "Expected {expected}.",
    ),
    "unknown_value": (
        'okänd {column} "{found}".',
        "Väntade {expected}.",
        'unknown {column} "{found}".',
        "Expected {expected}.",
    ),
    "not_a_date": (
        '{column} "{found}" är inget datum.',
        "Väntade ett datum som 2025-03-31.",
        '{column} "{found}" is not a date.',
        "Expected a date such as 2025-03-31.",
    ),
    "not_a_count": (
        '{column} "{found}" är inget helt antal.',
        "Väntade ett heltal, 0 eller mer, utan ord eller decimaler.",
        '{column} "{found}" is not a whole number.',
        "Expected a whole number, 0 or more, without words or decimals.",
    ),
    "not_a_share": (
        '{column} "{found}" är ingen sannolikhet.',
        "Väntade ett tal mellan 0 och 1.",
        '{column} "{found}" is not a probability.',
        "Expected a number between 0 and 1.",
    ),
    "not_a_coordinate": (
        '{column} "{found}" är ingen koordinat.',
        "Väntade ett tal.",
        '{column} "{found}" is not a coordinate.',
        "Expected a number.",
    ),
    "duplicate": (
        "{found} finns redan på {first}.",
        "Väntade en enda rad för {expected}.",
        "{found} already stands on {first}.",
        "Expected a single row for {expected}.",
    ),
    "unknown_code": (
        'okänd områdeskod "{found}" i {column}.',
        "Väntade en kod ur områdena: {expected}.",
        'unknown area code "{found}" in {column}.',
        "Expected a code of the areas: {expected}.",
    ),
    "unknown_parent": (
        'föräldern "{found}" finns inte på nivån {level}.',
        "Väntade en kod ur nivån {level}: {expected}.",
        'the parent "{found}" does not exist at level {level}.',
        "Expected a code of level {level}: {expected}.",
    ),
    "no_parent": (
        "området {found} saknar förälder.",
        "Väntade koden för ett område på nivån {level}.",
        "area {found} has no parent.",
        "Expected the code of an area at level {level}.",
    ),
    "geometry_empty": (
        "geometrin är tom.",
        "Väntade {expected}.",
        "the geometry is empty.",
        "Expected {expected}.",
    ),
    "geometry_invalid": (
        "geometrin är ogiltig: {found}.",
        "Väntade en giltig geometri.",
        "the geometry is invalid: {found}.",
        "Expected a valid geometry.",
    ),
    "geometry_type": (
        "geometrin är av slaget {found}.",
        "Väntade {expected}.",
        "the geometry is of type {found}.",
        "Expected {expected}.",
    ),
    "wkt": (
        'wkt "{found}" går inte att tolka.',
        "Väntade WKT, t.ex. POINT (147000 6397520).",
        'wkt "{found}" cannot be parsed.',
        "Expected WKT, such as POINT (147000 6397520).",
    ),
    "swapped": (
        "koordinaterna {found} är omkastade (norr före öster).",
        "Väntade öster före norr i {crs}.",
        "the coordinates {found} are swapped (northing before easting).",
        "Expected easting before northing in {crs}.",
    ),
    "wrong_crs": (
        "koordinaterna {found} kan inte vara {crs}.",
        "Väntade koordinater i {crs}; de ser ut som {expected}.",
        "the coordinates {found} cannot be {crs}.",
        "Expected coordinates in {crs}; they look like {expected}.",
    ),
    "no_place": (
        "{found} har varken geometri eller område.",
        "Väntade en geometri eller en områdeskod i omrade, senast på första raden.",
        "{found} has neither a geometry nor an area.",
        "Expected a geometry or an area code in omrade, on the first row at the latest.",
    ),
    "before_first": (
        "{found} kommer före markanvisningen.",
        "Väntade {expected} först för {id}.",
        "{found} comes before the allocation.",
        "Expected {expected} first for {id}.",
    ),
    "after_withdrawal": (
        "{found} efter att {id} har återkallats.",
        "Väntade en ny {expected} först.",
        "{found} after {id} was withdrawn.",
        "Expected a new {expected} first.",
    ),
    "change_blank": (
        "andring utan nytt antal för {found}.",
        "Väntade det nya totala antalet för varje upplåtelseform, 0 om det är noll.",
        "andring without a new number for {found}.",
        "Expected the new total of every tenure, 0 where there is none.",
    ),
    "withdrawal_counts": (
        "aterkallad med antal ({found}) som inte är det som stod ({expected}).",
        "Väntade tomma antal: en återkallelse gäller allt som står; använd andring för en del.",
        "aterkallad with numbers ({found}) that are not what stood ({expected}).",
        "Expected empty numbers: a withdrawal takes back all that stands; use andring for a part.",
    ),
    "probability_stage": (
        "sannolikhet på en rad med handelse {found}.",
        "Väntade sannolikhet bara på planerad och markreservation.",
        "sannolikhet on a row with handelse {found}.",
        "Expected sannolikhet only on planerad and markreservation.",
    ),
    "exception_source": (
        "undantag utan diarienummer.",
        "Väntade diarienumret för nämndens beslut om undantaget.",
        "undantag without diarienummer.",
        "Expected the diarienummer of the decision on the exception.",
    ),
    "edition_codes": (
        "beståndet den {date} har koder som inte finns bland områdena: {found}.",
        "Väntade samma utgåva av områden och bestånd; områdena har {expected}.",
        "the stock of {date} has codes that are not among the areas: {found}.",
        "Expected areas and stock of the same edition; the areas have {expected}.",
    ),
    "edition_names": (
        'beståndet hör till utgåvan "{found}".',
        'Väntade utgåvan "{expected}", som områdena.',
        'the stock belongs to the edition "{found}".',
        'Expected the edition "{expected}", as the areas.',
    ),
    "unknown_level": (
        'nivån "{found}" finns inte bland områdena.',
        "Väntade en av nivåerna {expected}.",
        'there is no level "{found}" among the areas.',
        "Expected one of the levels {expected}.",
    ),
    "unknown_key": (
        'okänd nyckel "{found}".',
        "Väntade en av {expected}.",
        'unknown key "{found}".',
        "Expected one of {expected}.",
    ),
    "missing_key": (
        'nyckeln "{found}" saknas.',
        "Väntade {expected}.",
        'the key "{found}" is missing.',
        "Expected {expected}.",
    ),
    "wrong_key": (
        "{key} = {found} går inte att använda.",
        "Väntade {expected}.",
        "{key} = {found} cannot be used.",
        "Expected {expected}.",
    ),
    "overlap": (
        'två utgåvor av målet "{found}" gäller samtidigt ({expected}).',
        "Väntade utgåvor vars perioder inte överlappar.",
        'two editions of the target "{found}" are in force together ({expected}).',
        "Expected editions whose periods do not overlap.",
    ),
    "no_input": (
        "inga {found} är angivna.",
        "Väntade minst en fil.",
        "no {found} are stated.",
        "Expected at least one file.",
    ),
    "not_positive": (
        "inga bostäder i förslaget.",
        "Väntade ett antal bostäder på minst en upplåtelseform.",
        "no dwellings in the proposal.",
        "Expected a number of dwellings of at least one tenure.",
    ),
    "net_address": (
        "adressen går inte att använda.",
        "Väntade en adress som börjar med http:// eller https://.",
        "the address cannot be used.",
        "Expected an address that begins with http:// or https://.",
    ),
    "net_lost": (
        "ingen förbindelse med servern: {detail}.",
        "Väntade ett svar från servern.",
        "no connection to the server: {detail}.",
        "Expected an answer from the server.",
    ),
    "net_slow": (
        "inget helt svar inom {found} sekunder.",
        "Väntade ett svar i tid; --timeout ger servern längre tid.",
        "no whole answer within {found} seconds.",
        "Expected an answer in time; --timeout gives the server longer.",
    ),
    "net_busy": (
        "servern tar inte emot fler frågor och ber om {found} sekunders uppehåll.",
        "Väntade ett svar efter några försök.",
        "the server takes no more questions and asks for a pause of {found} seconds.",
        "Expected an answer after a few tries.",
    ),
    "net_status": (
        "servern svarade med fel {found}: {detail}.",
        "Väntade ett svar med data.",
        "the server answered with error {found}: {detail}.",
        "Expected an answer with data.",
    ),
    "net_refused": (
        "servern avvisar frågan ({found}): {detail}.",
        "Väntade en tabell eller ett lager som finns där (PxWeb svarar 400 på en okänd tabell).",
        "the server refuses the question ({found}): {detail}.",
        "Expected a table or a layer that exists there (PxWeb answers 400 to an unknown table).",
    ),
    "net_too_many": (
        "servern lämnar inte ut så många celler på en gång ({found}: {detail}).",
        "Väntade ett svar på den minsta fråga som går att ställa.",
        "the server does not give so many cells at once ({found}: {detail}).",
        "Expected an answer to the smallest question that can be put.",
    ),
    "net_broken": (
        "svaret går inte att använda: {detail}.",
        "Väntade ett helt svar i det format som begärdes.",
        "the answer cannot be used: {detail}.",
        "Expected a whole answer in the format that was asked for.",
    ),
    "net_short": (
        "svaret är inte helt: {found} av {expected}.",
        "Väntade alla {expected}; ett kort svar sparas inte.",
        "the answer is not whole: {found} of {expected}.",
        "Expected all {expected}; a short answer is not kept.",
    ),
    "net_twice": (
        "servern gav {found} två gånger.",
        "Väntade varje område en gång, sida efter sida.",
        "the server gave {found} twice.",
        "Expected every area once, page after page.",
    ),
    "px_table": (
        "det finns ingen tabell som heter {expected}.",
        "Väntade den bland {found}.",
        "there is no table named {expected}.",
        "Expected it among {found}.",
    ),
    "px_variable": (
        "tabellen har inte variabeln {expected}.",
        "Väntade den bland {found}.",
        "the table does not have the variable {expected}.",
        "Expected it among {found}.",
    ),
    "px_value": (
        'okänt värde "{found}" i {column}.',
        "Väntade {expected}.",
        'unknown value "{found}" in {column}.',
        "Expected {expected}.",
    ),
    "px_year": (
        "tabellen har inte {found}.",
        "Väntade ett av åren {expected}.",
        "the table does not have {found}.",
        "Expected one of the years {expected}.",
    ),
    "px_number": (
        "{found} är inget antal bostäder ({column}).",
        "Väntade ett heltal, 0 eller mer.",
        "{found} is not a number of dwellings ({column}).",
        "Expected a whole number, 0 or more.",
    ),
    "db_library": (
        "biblioteket psycopg är inte installerat.",
        "Väntade det, eftersom en databas är angiven: pip install '.[postgis]'.",
        "the library psycopg is not installed.",
        "Expected it, since a database is named: pip install '.[postgis]'.",
    ),
    "db_password": (
        "adressen till databasen innehåller användare eller lösenord.",
        "Väntade postgresql://värd/databas, utan det som är hemligt.",
        "the address of the database holds a user or a password.",
        "Expected postgresql://host/database, without what is secret.",
    ),
    "db_address": (
        "adressen till databasen går inte att tolka.",
        "Väntade postgresql://värd[:port]/databas[?service=namn][|layername=schema.tabell].",
        "the address of the database cannot be read.",
        "Expected postgresql://host[:port]/database[?service=name][|layername=schema.table].",
    ),
    "db_frame": (
        'rutan "{found}" går inte att tolka.',
        "Väntade bbox=minx,miny,maxx,maxy, med EPSG-kod sist om den inte är lagrets egen.",
        'the frame "{found}" cannot be read.',
        "Expected bbox=minx,miny,maxx,maxy, with an EPSG code last unless it is the layer's own.",
    ),
    "db_lost": (
        "ingen förbindelse med databasen: {detail}.",
        "Väntade en databas som svarar och släpper in.",
        "no connection to the database: {detail}.",
        "Expected a database that answers and lets in.",
    ),
    "db_failed": (
        "databasen säger nej: {detail}.",
        "Väntade en tabell som får läsas, eller en rad som tabellen tar emot.",
        "the database says no: {detail}.",
        "Expected a table that may be read, or a row that the table takes.",
    ),
    "db_part": (
        "{found} finns redan och går inte att lägga till i.",
        "Väntade en ny årgång, eller en ny nivå, hel i en enda transaktion.",
        "{found} is already there and cannot be added to.",
        "Expected a new vintage, or a new level, whole in a single transaction.",
    ),
    "db_postgis": (
        "databasen har inte PostGIS: {detail}.",
        "Väntade tillägget; databasens ägare kör CREATE EXTENSION postgis.",
        "the database does not have PostGIS: {detail}.",
        "Expected the extension; the owner of the database runs CREATE EXTENSION postgis.",
    ),
    "db_encoding": (
        "databasen har teckenkodningen {found}.",
        "Väntade UTF8.",
        "the database has the encoding {found}.",
        "Expected UTF8.",
    ),
    "db_other": (
        "schemat {schema} finns redan men är inte som tenuremix gör det: {found}.",
        "Väntade ett nytt schema, ett tomt eller ett orört.",
        "the schema {schema} is already there but not as tenuremix makes it: {found}.",
        "Expected a new schema, an empty one or one untouched.",
    ),
    "db_absent": (
        "tabellen {found} finns inte, eller är inte gjord av tenuremix.",
        "Väntade de tabeller som `tenuremix database create` gör.",
        "there is no table {found}, or it was not made by tenuremix.",
        "Expected the tables that `tenuremix database create` makes.",
    ),
    "db_filled": (
        "tabellen {found} är inte tom.",
        "Väntade tomma tabeller att fylla.",
        "the table {found} is not empty.",
        "Expected empty tables to fill.",
    ),
    "changed_meanwhile": (
        "någon annan har ändrat registret sedan det lästes (nya rader: {found}).",
        "Väntade registret som det var; ingenting har skrivits.",
        "someone else has changed the register since it was read (new rows: {found}).",
        "Expected the register as it was; nothing was written.",
    ),
}

HINTS: Mapping[str, tuple[str, str]] = {
    "correct": (
        "rätta det som anges och kör `tenuremix validate`, som listar alla fel på en gång.",
        "correct what is named and run `tenuremix validate`, which lists every fault at once.",
    ),
    "file": (
        "kontrollera sökvägen och att filen är av det slag som namnet säger.",
        "check the path, and that the file is what its name says.",
    ),
    "crs": (
        "ange rätt koordinatsystem i filen (`check`: eller med --crs), och öster före norr.",
        "state the right CRS in the file (`check`: or with --crs), easting first.",
    ),
    "edition": (
        "hämta områden och bestånd av samma utgåva, eller ange dem med --areas och --stock.",
        "take areas and stock of the same edition, or name them with --areas and --stock.",
    ),
    "year": (
        "välj ett av åren med --year, eller utelämna det för det senaste.",
        "choose one of the years with --year, or leave it out for the latest.",
    ),
    "network": (
        "kontrollera nätet och --url, och kör om samma kommando: det som kommit i dag är kvar.",
        "check the network and --url, and run the command again: what came today is kept.",
    ),
    "server": (
        "kontrollera adressen (--url) och vad utgivaren har ändrat; ingenting har skrivits.",
        "check the address (--url) and what the publisher has changed; nothing was written.",
    ),
    "database": (
        "ange vem du är med PGSERVICE, eller PGUSER och PGPASSWORD, och kontrollera adressen.",
        "say who you are with PGSERVICE, or PGUSER and PGPASSWORD, and check the address.",
    ),
    "schema": (
        "gör ett nytt schema: `tenuremix database create ADRESS --schema NAMN`.",
        "make a new schema: `tenuremix database create ADDRESS --schema NAME`.",
    ),
    "again": (
        "kör om samma kommando, som läser registret på nytt.",
        "run the same command again; it reads the register anew.",
    ),
}

_HINT_OF = {
    "absent": "file",
    "not_written": "file",
    "empty_file": "file",
    "unreadable": "file",
    "layer": "file",
    "many_layers": "file",
    "no_crs": "crs",
    "unknown_crs": "crs",
    "swapped": "crs",
    "wrong_crs": "crs",
    "edition_codes": "edition",
    "edition_names": "edition",
    "net_address": "server",
    "net_lost": "network",
    "net_slow": "network",
    "net_busy": "network",
    "net_status": "network",
    "net_refused": "server",
    "net_too_many": "server",
    "net_broken": "network",
    "net_short": "server",
    "net_twice": "server",
    "px_table": "server",
    "px_variable": "server",
    "px_value": "server",
    "px_year": "year",
    "px_number": "server",
    "db_library": "database",
    "db_password": "database",
    "db_address": "database",
    "db_frame": "database",
    "db_lost": "database",
    "db_failed": "database",
    "db_part": "schema",
    "db_postgis": "database",
    "db_encoding": "database",
    "db_other": "schema",
    "db_absent": "schema",
    "db_filled": "schema",
    "changed_meanwhile": "again",
}

# What stands before the @ of a database's address, or after password=, is never shown.
_SECRET = re.compile(r"(?i)\b((?:postg|pg)\w*(?:\+\w+)?:)[^\"'|]*@|(password\s*=\s*)\S+")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in one input.

    Parameters
    ----------
    key
        A key of :data:`FAULTS`.
    where
        The file, as the user named it.
    row
        The row in the file as a spreadsheet counts it (the heading is row 1), if any.
    values
        What the texts of the key name: ``found``, ``expected`` and so on.
    """

    key: str
    where: str
    row: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    def place(self, language: Language = "en") -> str:
        """Say where the fault is."""
        where = _plain(self.where)
        if self.row is None:
            return where
        return f"{where}, {'rad' if language == 'sv' else 'row'} {self.row}"

    def lines(self, language: Language = "en") -> tuple[str, str, str]:
        """Give the three lines: where and what was found, what was expected, what to try."""
        texts = FAULTS[self.key]
        found, expected = texts[:2] if language == "sv" else texts[2:]
        hint = HINTS[_HINT_OF.get(self.key, "correct")][0 if language == "sv" else 1]
        values = {key: _plain(value) for key, value in self.values.items()}
        return (
            f"{self.place(language)}: {found.format(**values)}",
            expected.format(**values),
            f"{'Försök' if language == 'sv' else 'Try'}: {hint}",
        )


def _plain(value: object) -> str:
    """Put one value on one line: control characters out, long text and lists cut."""
    if isinstance(value, (list, tuple, set, frozenset)):
        words = [_plain(item) for item in value]
        more = len(words) - 12
        return ", ".join(words[:12]) + (f" … (+{more})" if more > 0 else "")
    try:
        text = "".join(c if c.isprintable() else " " for c in str(value))
    except ValueError:  # a whole number with more digits than Python writes out
        text = "…"
    text = _SECRET.sub(r"\1\2…", text)
    return text if len(text) <= 400 else text[:399] + "…"  # noqa: PLR2004


class DataError(TenuremixError, ValueError):
    """The data has faults (exit code 1): all of them, found before anything was written.

    Parameters
    ----------
    faults
        At least one fault, in the order they were found.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.text("en"))

    def text(self, language: Language = "en") -> str:
        """Give every fault, two lines each, and the hints that apply, once each."""
        lines: list[str] = []
        hints: dict[str, None] = {}
        for fault in self.faults:
            found, expected, hint = fault.lines(language)
            lines += [found, expected]
            hints[hint] = None
        return "\n".join([*lines, *hints])
