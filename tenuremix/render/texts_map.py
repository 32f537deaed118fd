"""Texts of the map, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

from tenuremix.render.texts_map_views import VIEW_TEXTS

# key: (Swedish, English)
MAP_TEXTS: Mapping[str, tuple[str, str]] = {
    **VIEW_TEXTS,
    # The page
    "map.title": ("Karta över upplåtelseformer", "Map of tenures"),
    "map.page": ("{title} – karta", "{title} – map"),
    "map.statistics": ("Statistik {date}", "Statistics of {date}"),
    "map.skip": ("Hoppa till tabellen", "Skip to the table"),
    "map.noscript": (
        "Utan JavaScript visas bara den första vyn, utan tabell. Inget hämtas från nätet.",
        "Without JavaScript only the first view shows, and no table. "
        "Nothing is fetched from the network.",
    ),
    "map.choose": ("Välj vy", "Choose a view"),
    "map.tables": ("Vyn som tabell", "The view as a table"),
    "map.ledger": ("Liggare", "Ledger"),
    "map.download": ("Ladda ner som CSV", "Download as CSV"),
    "map.print": ("Skriv ut", "Print"),
    "map.close": ("Stäng", "Close"),
    "map.present": ("Bildspel", "Presentation"),
    "map.present_about": (
        "Bildspel. Bläddra med piltangenterna och avsluta med Esc.",
        "Presentation. Walk with the arrow keys and end with Esc.",
    ),
    "map.previous": ("Föregående", "Previous"),
    "map.next": ("Nästa", "Next"),
    "map.year": ("Beslut till och med", "Decisions up to"),
    "map.later": (
        "Statistik från den {date} används, eftersom äldre saknas.",
        "Statistics of {date} are used, since there are none older.",
    ),
    "map.step_back": ("Ett år tidigare", "One year earlier"),
    "map.step_on": ("Ett år senare", "One year later"),
    "map.shortcuts": ("Kortkommandon", "Keyboard shortcuts"),
    "map.shortcuts_on": ("Kortkommandon är på", "Shortcuts are on"),
    "map.shortcuts_about": (
        "Varje vy och nivå har en egen tangent, som står vid dess knapp. Dessutom:",
        "Every view and level has a key of its own, shown on its button. Besides:",
    ),
    "map.key.earlier": ("ett år tidigare", "one year earlier"),
    "map.key.later": ("ett år senare", "one year later"),
    "map.key.symbols": ("visa eller dölj markanvisningarna", "show or hide the land allocations"),
    "map.key.map": (
        "gå till kartan: piltangenterna flyttar den, plus och minus zoomar",
        "go to the map: arrow keys move it, plus and minus zoom",
    ),
    "map.key.table": ("gå till tabellen", "go to the table"),
    "map.key.show": ("starta bildspelet", "start the presentation"),
    "map.key.help": ("visa den här listan", "show this list"),
    "map.footer": ("Källor och antaganden", "Sources and assumptions"),
    "map.no_vintage": ("statistik saknas", "no statistics"),
    # Switches
    "map.level": ("Områden", "Areas"),
    "map.group.shortfall": ("Vad som saknas", "What is missing"),
    "map.group.class": ("Majoritet, före och efter", "Majority, before and after"),
    "map.group.share": ("Andel", "Share"),
    "map.group.pipeline": ("På väg", "On the way"),
    "map.group.plan": ("Förslag", "Proposal"),
    "map.open_plots": ("de öppna tomterna", "the open plots"),
    "map.group.target": ("Här gäller målet", "Where the target applies"),
    "map.most": ("saknas mest", "most lacking"),
    "map.now": ("i dag", "today"),
    "map.projected": ("med det beslutade", "with what is decided"),
    "map.difference": ("skillnad", "difference"),
    "map.decided": ("beslutat, inte byggt", "decided, not built"),
    "map.allocations": ("Markanvisningar", "Land allocations"),
    "map.basemap": (
        "Bakgrundskarta. Hämtas från OpenStreetMap när den tänds.",
        "Background map. Fetched from OpenStreetMap when switched on.",
    ),
    # The popup of an area
    "map.area.known": (
        "{number} {number:bostad|bostäder} med känd upplåtelseform",
        "{number} {number:dwelling|dwellings} with known tenure",
    ),
    "map.area.unknown": (
        "Okänd eller övrig upplåtelseform: {number}",
        "Unknown or other tenure: {number}",
    ),
    "map.area.unknown_hidden": (
        "Okänd eller övrig upplåtelseform: utgivaren har dolt talet",
        "Unknown or other tenure: the publisher has suppressed the number",
    ),
    "map.area.no_statistics": ("Statistik saknas.", "No statistics."),
    "map.area.hidden": (
        "Intervall betyder att utgivaren har dolt små tal.",
        "A range means that the publisher has suppressed small numbers.",
    ),
    "map.area.undecided": (
        "Beslutat utan upplåtelseform: {number} {number:bostad|bostäder}",
        "Decided without a tenure: {number} {number:dwelling|dwellings}",
    ),
    "map.area.tenure": ("Form", "Tenure"),
    "map.area.dwellings": ("Bostäder", "Dwellings"),
    "map.area.share": ("Andel", "Share"),
    "map.area.shortfall": ("Saknas", "Lacking"),
    "map.area.decided": ("Beslutat", "Decided"),
    # Allocations
    "map.stage.decided": ("Beslutad, inte byggstartad", "Decided, not started"),
    "map.stage.planned": ("Planerad eller reserverad", "Planned or reserved"),
    "map.stage.started": ("Byggstartad", "Under construction"),
    "map.stage.completed": ("Färdigställd", "Completed"),
    "map.stage.withdrawn": ("Återkallad", "Withdrawn"),
    "map.stage.proposed": ("Förslag för öppen tomt", "Proposal for an open plot"),
    "map.plots": ("Öppna tomter", "Open plots"),
    "map.plots_table": ("Vad varje tomt bör bli", "What each plot should become"),
    "map.symbol.plots": (
        "Ju större symbol, desto fler bostäder. Delarna visar föreslagna upplåtelseformer.",
        "The larger the symbol, the more dwellings. Its parts show the tenures proposed.",
    ),
    "map.symbol.size": (
        "Ju större cirkel, desto fler bostäder. Bokstaven visar vanligaste upplåtelseform.",
        "The larger the circle, the more dwellings. The letter shows the commonest tenure.",
    ),
    "map.symbol.near": (
        "Bara området är känt, inte platsen",
        "Only the area is known, not the place",
    ),
    "map.symbol.many": (
        "Flera tillsammans: siffran är deras bostäder",
        "Several together: the number is their dwellings",
    ),
    "map.symbol.unknown": ("Antalet bostäder är okänt", "The number of dwellings is unknown"),
    "map.say.decided": (
        "den {date} beslutades en markanvisning för {what} {where}.",
        "on {date} land was allocated for {what} {where}.",
    ),
    "map.say.decided_to": (
        "{developer} fick den {date} en markanvisning för {what} {where}.",
        "on {date} {developer} was allocated land for {what} {where}.",
    ),
    "map.say.decided_first": (
        "den {date} beslutades en markanvisning {where}.",
        "on {date} land was allocated {where}.",
    ),
    "map.say.decided_first_to": (
        "{developer} fick den {date} en markanvisning {where}.",
        "on {date} {developer} was allocated land {where}.",
    ),
    "map.say.later": (
        "Efter {event} den {last} gäller den {what}.",
        "After {event} on {last} it is for {what}.",
    ),
    "map.say.planned": (
        "sedan den {date} planeras {what} {where}.",
        "since {date}, there are plans for {what} {where}.",
    ),
    "map.say.reserved": (
        "sedan den {date} är mark {where} reserverad för {what}.",
        "since {date}, land {where} is reserved for {what}.",
    ),
    "map.say.started": (
        "den {date} började {what} byggas {where}.",
        "on {date} construction of {what} began {where}.",
    ),
    "map.say.completed": (
        "den {date} färdigställdes {what} {where}.",
        "on {date} the construction of {what} was completed {where}.",
    ),
    "map.say.withdrawn": (
        "markanvisningen {where} återkallades den {date}. Före återkallelsen gällde den {what}.",
        "the land allocation {where} was withdrawn on {date}. Before that it was for {what}.",
    ),
    "map.say.in": ("i {area}", "in {area}"),
    "map.say.part": ("{where} ({share})", "{where} ({share})"),
    "map.say.unknown": ("ett okänt antal bostäder", "an unknown number of dwellings"),
    "map.alloc.unknown": (
        "Antalet bostäder är okänt och räknas inte mot något mål.",
        "The number of dwellings is unknown and counts towards no target.",
    ),
    "map.alloc.planned": (
        "Räknas inte mot något mål förrän den är beslutad.",
        "Counts towards no target until it is decided.",
    ),
    "map.alloc.oklar": (
        "{number} {number:bostad|bostäder} har ingen beslutad upplåtelseform och räknas inte.",
        "{number} {number:dwelling has no decided tenure and does|dwellings have no decided "
        "tenure and do} not count.",
    ),
    "map.alloc.part": ("{area} {share}", "{area} {share}"),
    "map.alloc.near": (
        "Bara området är känt, inte platsen i det.",
        "Only the area is known, not the place in it.",
    ),
    "map.alloc.expired": (
        "Gick ut den {date} utan nytt beslut. Räknas fortfarande, men är osäker.",
        "Ran out on {date} without a new decision. Still counts, but is at risk.",
    ),
    "map.alloc.target": ("”{target}”: {verdict}.", "“{target}”: {verdict}."),
    "map.alloc.counted": ("{number} {tenure} räknas", "{number} {tenure} {number:counts|count}"),
    "map.alloc.deducted": (
        "{number} {tenure} dras av",
        "{number} {tenure} {number:is|are} deducted",
    ),
    "map.alloc.reason": (
        "{number} {tenure} räknas inte ({reason})",
        "{number} {tenure} {number:does|do} not count ({reason})",
    ),
    "map.alloc.nothing": ("inget räknas", "nothing counts"),
    "map.alloc.asks_nothing": (
        "har inga {tenure} som målet gäller",
        "has none of the {tenure} that the target is about",
    ),
    "map.alloc.developer": ("Byggaktör: {developer}", "Developer: {developer}"),
    "map.alloc.dnr": ("Diarienummer: {number}", "Reference number: {number}"),
    "map.subgroup.student": ("studentbostäder", "student housing"),
    "map.subgroup.senior": ("seniorbostäder", "senior housing"),
    "map.subgroup.bmss": (
        "bostäder med särskild service",
        "housing with special services",
    ),
    "map.subgroup.kooperativ": ("kooperativ hyresrätt", "co-operative rental"),
    "map.subgroup.tillfallig": ("tillfälliga bostäder", "temporary housing"),
    "map.col.stage": ("Läge", "Stage"),
    "map.col.dwellings": ("Bostäder", "Dwellings"),
    "map.col.where": ("Var", "Where"),
    # The ledger
    "map.ledger.target": ("Mål", "Target"),
    "map.ledger.allocation": ("Markanvisning", "Allocation"),
    "map.ledger.date": ("Datum", "Date"),
    "map.ledger.event": ("Beslut", "Decision"),
    "map.ledger.area": ("Område", "Area"),
    "map.ledger.tenure": ("Upplåtelseform", "Tenure"),
    "map.ledger.change": ("Ändring", "Change"),
    "map.ledger.counted": ("Räknas", "Counted"),
    "map.ledger.reason": ("Skäl", "Reason"),
    # Words that the script puts in
    "map.js.area": ("Område", "Area"),
    "map.js.code": ("Kod", "Code"),
    "map.js.class": ("Klass", "Class"),
    "map.js.day": ("Läget den", "As of"),
    "map.js.show": ("Visa {name} på kartan", "Show {name} on the map"),
    "map.js.sort": ("Sortera efter {column}", "Sort by {column}"),
    "map.js.north": ("Norr är uppåt", "North is up"),
    "map.js.zoom_in": ("Zooma in", "Zoom in"),
    "map.js.zoom_out": ("Zooma ut", "Zoom out"),
    "map.js.close": ("Stäng", "Close"),
    "map.js.map": (
        "Karta. Samma uppgifter står i tabellen bredvid eller under kartan.",
        "Map. The table beside or below it holds the same information.",
    ),
    "map.js.thousands": ("\N{NO-BREAK SPACE}", ","),
    "map.js.separator": (";", ","),
    "map.js.dwellings": (
        "{number} {number:bostad|bostäder}",
        "{number} {number:dwelling|dwellings}",
    ),
    "map.js.many": (
        "{number} {number:markanvisning|markanvisningar}",
        "{number} land {number:allocation|allocations}",
    ),
    "map.js.many_plots": (
        "{number} {number:öppen tomt|öppna tomter}",
        "{number} open {number:plot|plots}",
    ),
    "map.js.final": (
        "Förslaget gäller bara den här dagen.",
        "The proposal is for this day alone.",
    ),
    "map.js.plots_file": ("forslag", "proposal"),
    "map.js.sum": (
        "{many} med tillsammans {dwellings}.",
        "{many}, together {dwellings}.",
    ),
    "map.js.sum_at_least": (
        "{many} med tillsammans minst {dwellings}.",
        "{many}, together at least {dwellings}.",
    ),
    "map.js.parts": ("Därav {parts}.", "Of these, {parts}."),
    "map.js.stage_part": ("{stage}: {dwellings}", "{stage}: {dwellings}"),
    "map.js.unknown": (
        "Antalet bostäder är okänt för {number} av dem.",
        "The number of dwellings is unknown for {number} of them.",
    ),
    "map.js.withdrawn": (
        "{number} är {number:återkallad|återkallade} och räknas inte in.",
        "{number} {number:is|are} withdrawn and not included.",
    ),
    "map.js.zoom_to": ("Zooma in hit", "Zoom in here"),
    "map.js.rows": ("I liggaren:", "In the ledger:"),
    "map.js.row": (
        "{date}: {change} {tenure}, {reason} (”{target}”)",
        "{date}: {change} {tenure}, {reason} (“{target}”)",
    ),
    "map.js.year": (
        "{day} ({number} beslut under året)",
        "{day} ({number} {number:decision|decisions} in the year)",
    ),
    "map.js.slide": ("Bild {number} av {all}", "Slide {number} of {all}"),
    "map.js.file": ("karta", "map"),
    "map.js.alloc_file": ("markanvisningar", "allocations"),
    "map.js.ledger_file": ("liggare", "ledger"),
}
