"""Faults and errors: what is wrong with an input, in the reader's language.

Every reader of input gathers :class:`Fault` objects and raises them once, as one
:class:`DataError`.  A fault is a key of :data:`FAULTS` with its values; the words are put
together here, so that a fault always exists in Swedish and in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Language(StrEnum):
    """The reader's language; a caller may give it as the text that it is, ``"sv"``."""

    SV = "sv"
    EN = "en"


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

    def text(self, language: str = "en") -> str:
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
        "Väntade ett angivet koordinatsystem, t.ex. EPSG:3006.",
        "the coordinate reference system is not stated.",
        "Expected a stated coordinate reference system, such as EPSG:3006.",
    ),
    "unknown_crs": (
        'koordinatsystemet "{found}" är okänt.',
        "Väntade ett angivet koordinatsystem, t.ex. EPSG:3006.",
        'the coordinate reference system "{found}" is unknown.',
        "Expected a stated coordinate reference system, such as EPSG:3006.",
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
    "year_range": (
        "{column} {found} ligger utanför åren 1900–2100.",
        "Väntade ett datum mellan 1900-01-01 och 2100-12-31.",
        "{column} {found} lies outside the years 1900–2100.",
        "Expected a date between 1900-01-01 and 2100-12-31.",
    ),
    "not_metric": (
        "koordinatsystemet {found} är inte i meter och ytriktigt.",
        "Väntade ett metriskt koordinatsystem, t.ex. EPSG:3006.",
        "the coordinate reference system {found} is not in metres and true to area.",
        "Expected a metric coordinate reference system, such as EPSG:3006.",
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
        "Väntade WKT, t.ex. POINT (674000 6580500).",
        'wkt "{found}" cannot be parsed.',
        "Expected WKT, such as POINT (674000 6580500).",
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
    "begun_stage": (
        "påbörjade bostäder (varav_…) på en rad med handelse {found}.",
        "Väntade varav_hyresratt, varav_bostadsratt och varav_aganderatt bara på byggstart.",
        "dwellings begun (varav_…) on a row with handelse {found}.",
        "Expected varav_hyresratt, varav_bostadsratt and varav_aganderatt only on byggstart.",
    ),
    "begun_more": (
        "{column} är {found}, men bara {expected} står.",
        "Väntade högst {expected}: så många av markanvisningens bostäder som har påbörjats.",
        "{column} is {found}, but only {expected} stand.",
        "Expected at most {expected}: as many of the allocation's dwellings as have begun.",
    ),
    "expected_stage": (
        "forvantad på en rad med handelse {found}.",
        "Väntade forvantad bara på planerad och markreservation.",
        "forvantad on a row with handelse {found}.",
        "Expected forvantad only on planerad and markreservation.",
    ),
    "add_differs": (
        "{id} finns redan med andra uppgifter ({first}): {found}.",
        "Väntade samma uppgifter, eller en egen dag för ett nytt beslut.",
        "{id} is there already with other details ({first}): {found}.",
        "Expected the same details, or a date of its own for a new decision.",
    ),
    "add_struck": (
        "{id} har strukits: {found}.",
        "Väntade ett beslut som gäller, eller en orsak till att ta in det igen.",
        "{id} has been struck: {found}.",
        "Expected a decision that stands, or a reason for taking it in again.",
    ),
    "add_no_correction": (
        'ingen rad rättar något (orsak "{found}").',
        "Väntade minst en rad som skiljer sig från registret.",
        'no row corrects anything (reason "{found}").',
        "Expected at least one row that differs from the register.",
    ),
    "correction_nothing": (
        "rättelsen av {id} ändrar ingenting.",
        "Väntade en uppgift som skiljer sig från den som står.",
        "the correction of {id} changes nothing.",
        "Expected a detail that differs from the one that stands.",
    ),
    "no_reason": (
        "orsak är tom.",
        "Väntade en orsak.",
        "orsak is empty.",
        "Expected a reason.",
    ),
    "correction_unknown": (
        "det finns inget {id} att rätta.",
        "Väntade id, datum och handelse för ett beslut som står i registret.",
        "there is no {id} to correct.",
        "Expected the id, datum and handelse of a decision that stands in the register.",
    ),
    "add_reason": (
        "{found} utan orsak för {id}.",
        "Väntade en orsak i kolumnen orsak eller med --correct.",
        "{found} without a reason for {id}.",
        "Expected a reason in the column orsak or with --correct.",
    ),
    "add_conflict": (
        "{id} ändras redan av {first}.",
        "Väntade en enda rad som rättar eller stryker samma beslut.",
        "{id} is changed already by {first}.",
        "Expected a single row that corrects or strikes the same decision.",
    ),
    "import_columns": (
        "kolumner saknas: {found}.",
        "Väntade dem bland kolumnerna; dessa känns inte igen: {expected}.",
        "missing columns: {found}.",
        "Expected them among the columns; these are not recognised: {expected}.",
    ),
    "import_twice": (
        "{found} ser alla ut att vara {expected}.",
        "Väntade en enda kolumn för {expected}.",
        "{found} all look like {expected}.",
        "Expected a single column for {expected}.",
    ),
    "import_uncertain": (
        '{column} "{found}" är inget säkert antal.',
        "Väntade ett heltal; --uncertain oklar tar bostäderna som oklara i stället.",
        '{column} "{found}" is no certain number.',
        "Expected a whole number; --uncertain oklar takes the dwellings as undecided instead.",
    ),
    "import_total": (
        "antalen {found} går inte ihop med det totala antalet {expected}.",
        "Väntade ett totalt antal som är summan av upplåtelseformerna och det som är oklart.",
        "the numbers {found} do not agree with the total {expected}.",
        "Expected a total that is the sum of the tenures and of what is undecided.",
    ),
    "import_two_ways": (
        "antalet {found} står både i en egen kolumn och som upplåtelseform.",
        "Väntade antalet på ett enda sätt.",
        "the number of {found} stands both in a column of its own and as a tenure.",
        "Expected the number in one way only.",
    ),
    "import_no_crs": (
        "koordinatsystemet saknas eller stämmer inte; koordinaterna ser ut som {expected}.",
        "Väntade att du bekräftar det med --crs {expected}.",
        "the coordinate system is not stated, or cannot be right; it looks like {expected}.",
        "Expected you to confirm it with --crs {expected}.",
    ),
    "import_shape": (
        'det finns ingen markanvisning "{found}" att ge en geometri.',
        "Väntade id för en markanvisning i registret eller i en av filerna.",
        'there is no allocation "{found}" to give a geometry.',
        "Expected the id of an allocation in the register or in one of the files.",
    ),
    "import_locked": (
        "en annan import skriver till filen sedan {found} sekunder.",
        "Väntade att den blir klar.",
        "another import has been writing to the file for {found} seconds.",
        "Expected it to finish.",
    ),
    "exception_source": (
        "undantag utan diarienummer.",
        "Väntade diarienumret för nämndens beslut om undantaget.",
        "undantag without diarienummer.",
        "Expected the diarienummer of the decision on the exception.",
    ),
    "area_codes": (
        "filen har koder som inte finns bland områdena: {found}.",
        "Väntade samma utgåva som områdena, som har {expected}.",
        "the file has codes that are not among the areas: {found}.",
        "Expected the same edition as the areas, which have {expected}.",
    ),
    "area_edition": (
        'filen hör till utgåvan "{found}".',
        'Väntade utgåvan "{expected}", som områdena.',
        'the file belongs to the edition "{found}".',
        'Expected the edition "{expected}", as the areas.',
    ),
    "not_whole": (
        '{column} "{found}" är inget heltal.',
        "Väntade ett heltal (under noll vid ombyggnad), eller tomt för ett dolt antal.",
        '{column} "{found}" is not a whole number.',
        "Expected a whole number (below zero for rebuilding), or nothing for a suppressed one.",
    ),
    "not_a_year": (
        '{column} "{found}" är inget år.',
        "Väntade ett år som 2025.",
        '{column} "{found}" is not a year.',
        "Expected a year such as 2025.",
    ),
    "plot_size": (
        'antalet bostäder går inte att förstå: "{found}".',
        "Väntade bostader, eller bostader_min och bostader_max, minst 1 och högst {expected}.",
        'the number of dwellings cannot be understood: "{found}".',
        "Expected bostader, or bostader_min and bostader_max, at least 1 and at most {expected}.",
    ),
    "plot_share": (
        '{column} "{found}" är ingen andel.',
        "Väntade ett tal mellan 0 och 1, t.ex. 0.3.",
        '{column} "{found}" is not a share.',
        "Expected a number between 0 and 1, such as 0.3.",
    ),
    "plot_group": (
        'tomten hör till gruppen "{found}" och är ändå delbar.',
        "Väntade delbar nej eller tom: alla tomter i en grupp får en och samma upplåtelseform.",
        'the plot belongs to the group "{found}" and yet is divisible.',
        "Expected delbar nej or empty: all plots of a group get one and the same tenure.",
    ),
    "plot_impossible": (
        "tomten {id} kan inte få några bostäder enligt sina egna villkor.",
        "Väntade antal, tillåtna upplåtelseformer, andelar och delbarhet som går ihop.",
        "the plot {id} cannot be given any dwellings by its own conditions.",
        "Expected a number, tenures allowed, shares and divisibility that fit together.",
    ),
    "plot_decided": (
        "tomten {id} är redan markanvisad i registret, med beslutad upplåtelseform.",
        "Väntade en tomt vars upplåtelseform är öppen.",
        "the plot {id} is already allocated in the register, its tenure decided.",
        "Expected a plot whose tenure is open.",
    ),
    "loss_none": (
        "inga bostäder på raden.",
        "Väntade antalet bostäder som försvann, på minst en upplåtelseform.",
        "no dwellings on the row.",
        "Expected the number of dwellings lost, of at least one tenure.",
    ),
    "loss_place": (
        "raden har varken geometri eller område.",
        "Väntade en geometri eller en områdeskod i omrade på varje rad.",
        "the row has neither a geometry nor an area.",
        "Expected a geometry or an area code in omrade on every row.",
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
    "no_hustyp": (
        "definitionen {found} räknar bara hustyper som beståndet saknar.",
        "Väntade stock med minst en av beståndets hustyper: {expected}.",
        "definition {found} counts only building types that the stock does not have.",
        "Expected stock with one at least of the stock's building types: {expected}.",
    ),
    "unknown_key": (
        'okänd nyckel "{found}".',
        "Väntade en av {expected}.",
        'unknown key "{found}".',
        "Expected one of {expected}.",
    ),
    "unknown_plot": (
        'outlook.plots."{found}": det finns ingen markanvisning med det id:t i registret.',
        "Väntade ett id som registret har.",
        'outlook.plots."{found}": there is no allocation of that id in the register.',
        "Expected an id that the register has.",
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
    "net_property": (
        "lagret har inte egenskapen {expected}.",
        "Väntade den bland {found}.",
        "the layer does not have the property {expected}.",
        "Expected it among {found}.",
    ),
    "net_unasked": (
        "servern gav {found}, som ingen bad om.",
        "Väntade bara områden i kommunen {expected}: servern måste kunna sålla (CQL_FILTER).",
        "the server gave {found}, which nobody asked for.",
        "Expected areas of municipality {expected} only: the server must filter (CQL_FILTER).",
    ),
    "net_elsewhere": (
        "koordinaterna {found} ligger inte i Sverige i {crs}.",
        "Väntade öster mellan {west} och {east} och norr mellan {south} och {north}.",
        "the coordinates {found} do not lie in Sweden in {crs}.",
        "Expected easting from {west} to {east} and northing from {south} to {north}.",
    ),
    "net_apart": (
        "området {found} ligger inte i {expected}, som det hör till enligt servern.",
        "Väntade två lager av samma indelning på samma plats.",
        "area {found} does not lie in {expected}, which the server says it belongs to.",
        "Expected two layers of one division in one place.",
    ),
    "net_kommun": (
        "det finns ingen kommun med koden {found}.",
        "Väntade kommunens fyra siffror, t.ex. 0180 för Stockholm.",
        "there is no municipality with the code {found}.",
        "Expected the four digits of the municipality, such as 0180 for Stockholm.",
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
    "frozen_format": (
        'filen är ingen fryst rapport som den här versionen kan läsa: format "{found}".',
        'Väntade format "{expected}", som `tenuremix report --freeze` skriver.',
        'the file is not a frozen report that this version can read: format "{found}".',
        'Expected format "{expected}", as `tenuremix report --freeze` writes it.',
    ),
    "frozen_shape": (
        "{key} saknas eller har fel form.",
        "Väntade {expected}.",
        "{key} is missing or has another shape.",
        "Expected {expected}.",
    ),
    "frozen_altered": (
        "filen är ändrad sedan rapporten frystes: kontrollsumman stämmer inte.",
        "Väntade filen som den sparades.",
        "the file has been altered since the report was frozen: its checksum does not match.",
        "Expected the file as it was kept.",
    ),
    "frozen_kept": (
        "här finns redan en fryst rapport för {found}, med annat innehåll.",
        "Väntade samma innehåll, eller ingen fil: en publicerad rapport skrivs aldrig över.",
        "a frozen report for {found} is here already, with other content.",
        "Expected the same content, or no file: a published report is never overwritten.",
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
    "import": (
        "rätta i filen, eller rätta registret med --correct ORSAK; --dry-run visar skillnaden.",
        "correct the file, or the register with --correct REASON; --dry-run shows the difference.",
    ),
    "columns": (
        "ange kolumnen med --map DERAS=VÅR (DERAS= för att inte läsa den), eller --set VÅR=VÄRDE.",
        "name the column with --map THEIRS=OURS (THEIRS= not to read it), or --set OURS=VALUE.",
    ),
    "edition": (
        "hämta områden och bestånd av samma utgåva, eller ange dem med --areas och --stock.",
        "take areas and stock of the same edition, or name them with --areas and --stock.",
    ),
    "year": (
        "välj ett av åren med --year, eller utelämna det för det senaste.",
        "choose one of the years with --year, or leave it out for the latest.",
    ),
    "kommun": (
        "slå upp koden hos SCB; den har fyra siffror, med nollan först där det finns en.",
        "look the code up at SCB; it has four digits, a leading zero among them.",
    ),
    "network": (
        "kontrollera nätet och adressen, och kör om samma kommando: det som kommit i dag är kvar.",
        "check the network and the address, and run the command again: what came today is kept.",
    ),
    "server": (
        "kontrollera adressen och vad utgivaren har ändrat; ingenting har skrivits.",
        "check the address and what the publisher has changed; nothing was written.",
    ),
    "database": (
        "ange vem du är med PGSERVICE, eller PGUSER och PGPASSWORD, och kontrollera adressen.",
        "say who you are with PGSERVICE, or PGUSER and PGPASSWORD, and check the address.",
    ),
    "schema": (
        "gör ett nytt schema: `tenuremix database create ADRESS --schema NAMN`.",
        "make a new schema: `tenuremix database create ADDRESS --schema NAME`.",
    ),
    "frozen": (
        "ange filen som `tenuremix report --freeze` skrev, så som den publicerades.",
        "name the file that `tenuremix report --freeze` wrote, as it was published.",
    ),
    "frozen_kept": (
        "kör `tenuremix verify` med filen, som säger vad som skiljer och varför.",
        "run `tenuremix verify` with the file, which tells what differs and why.",
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
    "not_metric": "crs",
    "unknown_crs": "crs",
    "swapped": "crs",
    "wrong_crs": "crs",
    **dict.fromkeys(
        ("add_differs", "add_struck", "add_no_correction", "correction_nothing"), "import"
    ),
    **dict.fromkeys(("correction_unknown", "add_reason", "add_conflict"), "import"),
    **dict.fromkeys(("import_uncertain", "import_total", "import_two_ways"), "import"),
    **dict.fromkeys(("import_shape", "import_locked"), "import"),
    **dict.fromkeys(("import_columns", "import_twice"), "columns"),
    "import_no_crs": "crs",
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
    "net_property": "server",
    "net_unasked": "server",
    "net_elsewhere": "server",
    "net_apart": "server",
    "net_kommun": "kommun",
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
    **dict.fromkeys(("frozen_format", "frozen_shape", "frozen_altered"), "frozen"),
    "frozen_kept": "frozen_kept",
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

    def place(self, language: str = "en") -> str:
        """Say where the fault is."""
        where = _plain(self.where)
        if self.row is None:
            return where
        return f"{where}, {'rad' if language == 'sv' else 'row'} {self.row}"

    def lines(self, language: str = "en") -> tuple[str, str, str]:
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


_LISTED = 24  # enough for every key of a workspace


def _plain(value: object) -> str:
    """Put one value on one line: control characters out, long text and lists cut."""
    if isinstance(value, (list, tuple, set, frozenset)):
        words = [_plain(item) for item in value]
        more = len(words) - _LISTED
        return ", ".join(words[:_LISTED]) + (f" … (+{more})" if more > 0 else "")
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

    def text(self, language: str = "en") -> str:
        """Give every fault, two lines each, and the hints that apply, once each."""
        lines: list[str] = []
        hints: dict[str, None] = {}
        for fault in self.faults:
            found, expected, hint = fault.lines(language)
            lines += [found, expected]
            hints[hint] = None
        return "\n".join([*lines, *hints])
