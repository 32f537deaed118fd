"""The texts of the import command, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

INTAKE_TEXTS: Mapping[str, tuple[str, str]] = {
    "import.columns": ("  Kolumner: {columns}", "  Columns: {columns}"),
    "import.unused": ("  Används inte: {columns}", "  Not used: {columns}"),
    "import.crs": ("  Koordinater: {crs}", "  Coordinates: {crs}"),
    "import.note": ("  Obs: {note}", "  Note: {note}"),
    "import.note.swapped": (
        "norr stod före öster och har bytt plats (geometrier: {number}).",
        "northing stood before easting and was swapped (geometries: {number}).",
    ),
    "import.note.mended": (
        "ogiltiga ytor har gjorts giltiga; ingen yta ändrades så mycket som 0,1 % ({number}).",
        "invalid polygons were made valid; no area changed by as much as 0.1% ({number}).",
    ),
    "import.note.closed": (
        "slutna linjer har lästs som ytor ({number}).",
        "closed lines were read as polygons ({number}).",
    ),
    "import.note.drawing": (
        "ritningen har annat än ytor: öppna linjer, texter och punkter läses inte ({number}).",
        "the drawing holds more than surfaces: open lines, texts and points are not read ({number}).",
    ),
    "import.note.assumed": (
        "koordinaterna är lästa i områdenas system, {crs}.",
        "the coordinates were read in the system of the areas, {crs}.",
    ),
    "import.note.sums": (
        "summarader är inga beslut och läses inte (rad {rows}).",
        "rows of sums are no decisions and are not read (row {rows}).",
    ),
    "import.note.uncertain": (
        "osäkra antal är tagna som oklara bostäder; vad som stod finns i anmarkning (rad {rows}).",
        "uncertain numbers were taken as undecided; what stood is in anmarkning (row {rows}).",
    ),
    "import.note.rest": (
        "det som totalen har utöver upplåtelseformerna är taget som oklart (rad {rows}).",
        "what the total has beyond the tenures was taken as undecided (row {rows}).",
    ),
    "import.note.dates": (
        "bara månad eller år är känt, och beslutet räknas den sista dagen: {found}.",
        "only the month or the year is known, and the decision counts on its last day: {found}.",
    ),
    "import.ask_crs": (
        "Koordinatsystemet är inte angivet eller stämmer inte. Koordinaterna ser ut som {crs}. "
        "Är det rätt?",
        "The coordinate reference system is not stated, or cannot be right. The coordinates look "
        "like {crs}. Is that right?",
    ),
    "import.new": ("Nya beslut: {number}", "New decisions: {number}"),
    "import.losses": ("Nytt bortfall: {number}", "New losses: {number}"),
    "import.corrected": ("Rättade eller strukna: {number}", "Corrected or struck: {number}"),
    "import.same": ("Fanns redan: {number}", "There already: {number}"),
    "import.refused": ("Avvisade: {number}", "Refused: {number}"),
    "import.struck": ("struket", "struck"),
    "import.unknown": ("antalet är inte känt", "the number is not known"),
    "import.more": ("… och {number} till", "… and {number} more"),
    "import.more_short": ("… (+{number})", "… (+{number})"),
    "history.corrections": ("Rättelser", "Corrections"),
    "history.begun": ("påbörjat {dwellings}", "begun {dwellings}"),
    "history.expected": ("beslut väntas {day}", "decision expected {day}"),
    "import.written": ("Skrivet till {file}.", "Written to {file}."),
    "import.nothing": (
        "Ingenting nytt; {file} är orörd.",
        "Nothing new; {file} is untouched.",
    ),
    "import.dry": (
        "Ingenting har skrivits till {file}; kör utan --dry-run för att skriva.",
        "Nothing was written to {file}; run without --dry-run to write.",
    ),
}
