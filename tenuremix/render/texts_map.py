"""Texts of the map, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

# key: (Swedish, English)
MAP_TEXTS: Mapping[str, tuple[str, str]] = {
    # The page
    "map.title": ("Karta över upplåtelseformer", "Map of tenures"),
    "map.page": ("{title} – karta", "{title} – map"),
    "map.statistics": ("Statistik {date}", "Statistics of {date}"),
    "map.skip": ("Hoppa till tabellen", "Skip to the table"),
    "map.noscript": (
        "Kartan och tabellen behöver JavaScript. Inget hämtas från nätet.",
        "The map and the table need JavaScript. Nothing is fetched from the network.",
    ),
    "map.controls": ("Välj vad kartan visar", "Choose what the map shows"),
    "map.footer": ("Källor och antaganden", "Sources and assumptions"),
    "map.no_vintage": ("statistik saknas", "no statistics"),
    # Switches
    "map.level": ("Områden", "Areas"),
    "map.group.class": ("Majoritet", "Majority"),
    "map.group.share": ("Andel", "Share"),
    "map.group.shortfall": ("Saknas", "Lacking"),
    "map.group.target": ("Mål", "Targets"),
    "map.now": ("i dag", "today"),
    "map.projected": ("när det beslutade är byggt", "when what is decided is built"),
    "map.allocations": ("Markanvisningar", "Land allocations"),
    "map.basemap": (
        "Bakgrundskarta. Hämtas från OpenStreetMap när den tänds.",
        "Background map. Fetched from OpenStreetMap when switched on.",
    ),
    # Letters on the map
    "map.letter.hyresratt": ("H", "R"),
    "map.letter.bostadsratt": ("B", "T"),
    "map.letter.aganderatt": ("Ä", "O"),
    "map.letter.oklar": ("E", "U"),
    "map.letter.ingen": ("I", "N"),
    "map.letter.counts": ("R", "C"),
    "map.letter.some": ("D", "S"),
    "map.class.hyresratt": ("hyresrätt", "rented"),
    "map.class.bostadsratt": ("bostadsrätt", "tenant-owned"),
    "map.class.aganderatt": ("äganderätt", "owner-occupied"),
    "map.class.ingen": ("ingen majoritet", "no majority"),
    # Views
    "map.view.class_now": ("Majoritet i dag", "Majority today"),
    "map.view.class_projected": (
        "Majoritet när det beslutade är byggt",
        "Majority when what is decided is built",
    ),
    "map.view.share": ("Andel {tenure}", "Share of {tenure}"),
    "map.view.shortfall": ("Brist på {tenures}", "Shortfall of {tenures}"),
    "map.view.target": ("Här gäller målet: {title}", "Where the target applies: {title}"),
    "map.per_level": ("{view}, per {level}", "{view}, by {level}"),
    "map.unit.share": ("Andel", "Share"),
    "map.unit.shortfall": ("Bostäder som saknas", "Dwellings lacking"),
    "map.unit.class": ("Majoritet", "Majority"),
    "map.unit.target": ("Målet gäller här", "Target applies here"),
    "map.bin.below": ("under {high}", "under {high}"),
    "map.bin.share": ("{low} till {high}", "{low} to {high}"),
    "map.bin.from": ("{low} eller mer", "{low} or more"),
    "map.bin.dwellings": ("{low}–{high}", "{low}–{high}"),
    "map.bin.none": ("inga", "none"),
    "map.unassessable": (
        "kan inte bedömas: siffror saknas eller är dolda",
        "cannot be assessed: figures are missing or suppressed",
    ),
    "map.changes": ("{before}, blir {after}", "{before}, becomes {after}"),
    "map.counts": ("räknas", "counts"),
    "map.counts_not": ("räknas inte", "does not count"),
    "map.listed": ("på listan: {label}", "on the list: {label}"),
    "map.listed_not": ("inte på listan", "not on the list"),
    "map.with_share": ("{verdict} ({share} {tenure})", "{verdict} ({share} {tenure})"),
    "map.part.all": ("alla {levels} i området", "all {levels} in the area"),
    "map.part.some": ("en del {levels}", "some {levels}"),
    "map.part.none": ("inga {levels}", "no {levels}"),
    "map.part.value": ("{yes} av {all} {levels}", "{yes} of {all} {levels}"),
    "map.part.unknown": (
        "{yes} av {all} {levels}, {unknown} kan inte bedömas",
        "{yes} of {all} {levels}, {unknown} cannot be assessed",
    ),
    # Explanations of a view
    "map.about.majority": (
        "Majoritet: mer än hälften av bostäderna med känd upplåtelseform den {date}.",
        "Majority: more than half of the dwellings with known tenure on {date}.",
    ),
    "map.about.projected": (
        "Dagens bostäder plus allt som är beslutat, som om det vore byggt. Det som bara är "
        "planerat eller reserverat är inte med, inte heller bostäder vars upplåtelseform inte "
        "är beslutad.",
        "Today's dwellings plus all that is decided, as if it were built. What is only planned "
        "or reserved is left out, and so are dwellings whose tenure is undecided.",
    ),
    "map.about.unplaced": (
        "{number} beslutade bostäder är inte med: man vet inte i vilket {level} de ligger.",
        "{number} decided dwellings are left out: it is not known in which {level} they lie.",
    ),
    "map.about.share": (
        "Andel av bostäderna med känd upplåtelseform den {date}.",
        "Share of the dwellings with known tenure on {date}.",
    ),
    "map.about.shortfall": (
        "Så många fler {tenures} som området behöver för att nå jämförelsens andel. "
        "Jämförelsen är {reference}.",
        "How many more {tenures} the area needs to reach the share compared with. "
        "The comparison is {reference}.",
    ),
    "map.about.definition": (
        "Så bedöms områdena: {definition}.",
        "How areas are judged: {definition}.",
    ),
    "map.about.day": (
        "Områdena är bedömda som för ett beslut den {date}.",
        "The areas are judged as for a decision on {date}.",
    ),
    "map.about.other_tenure": (
        "I ett område på listan räknas bara bostäder i en annan upplåtelseform än den som har "
        "majoritet där.",
        "In a listed area, only dwellings of another tenure than the one in majority count.",
    ),
    "map.about.coarser": (
        "Målet bedöms per {level}. På den här nivån visas hur många {levels} i varje område "
        "det gäller.",
        "The target is judged by {level}. At this level the map shows in how many {levels} of "
        "each area it applies.",
    ),
    "map.about.finer": (
        "Målet bedöms per {level}. Varje område visas med bedömningen av det {level} det hör till.",
        "The target is judged by {level}. Each area is shown as the {level} it belongs to.",
    ),
    "map.about.no_level": (
        "Målet bedöms per {level}, en nivå som saknas här.",
        "The target is judged by {level}, a level that is missing here.",
    ),
    "map.about.source": ("Målets källa: {source}", "Source of the target: {source}"),
    # The popup of an area
    "map.area.known": (
        "{number} bostäder med känd upplåtelseform",
        "{number} dwellings with known tenure",
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
        "Beslutat utan upplåtelseform: {number} bostäder",
        "Decided without a tenure: {number} dwellings",
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
    "map.symbol.size": (
        "Ju större cirkel, desto fler bostäder. Bokstaven visar vanligaste upplåtelseform.",
        "The larger the circle, the more dwellings. The letter shows the commonest tenure.",
    ),
    "map.symbol.near": (
        "Prickat streck till ett område: bara området är känt, inte platsen.",
        "Dotted line to an area: only the area is known, not the place.",
    ),
    "map.symbol.unknown": ("Antalet bostäder är okänt", "The number of dwellings is unknown"),
    "map.alloc.on": ("{event} den {date}.", "{event} on {date}."),
    "map.alloc.later": (
        "{event} den {date}. Senaste beslut den {last}: {decision}.",
        "{event} on {date}. Latest decision on {last}: {decision}.",
    ),
    "map.alloc.unknown": (
        "Antalet bostäder är okänt och räknas inte mot något mål.",
        "The number of dwellings is unknown and counts towards no target.",
    ),
    "map.alloc.withdrawn": (
        "Inga bostäder återstår. Före återkallelsen: {dwellings}.",
        "No dwellings remain. Before the withdrawal: {dwellings}.",
    ),
    "map.alloc.planned": (
        "Räknas inte mot något mål förrän den är beslutad.",
        "Counts towards no target until it is decided.",
    ),
    "map.alloc.oklar": (
        "{number} bostäder har ingen beslutad upplåtelseform och räknas inte.",
        "{number} dwellings have no decided tenure and do not count.",
    ),
    "map.alloc.in": ("Plats: {area}", "Place: {area}"),
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
    "map.alloc.counted": ("{number} {tenure} räknas", "{number} {tenure} count"),
    "map.alloc.deducted": ("{number} {tenure} dras av", "{number} {tenure} are deducted"),
    "map.alloc.reason": (
        "{number} {tenure} räknas inte ({reason})",
        "{number} {tenure} do not count ({reason})",
    ),
    "map.alloc.nothing": ("inget räknas", "nothing counts"),
    "map.alloc.asks_nothing": (
        "har inga {tenure} som målet gäller",
        "has none of the {tenure} that the target is about",
    ),
    "map.alloc.developer": ("Byggaktör: {developer}", "Developer: {developer}"),
    "map.alloc.dnr": ("Diarienummer: {number}", "Reference number: {number}"),
    "map.subgroup.student": ("Studentbostäder", "Student housing"),
    "map.subgroup.senior": ("Seniorbostäder", "Senior housing"),
    "map.subgroup.bmss": (
        "Bostäder med särskild service",
        "Housing with special services",
    ),
    "map.subgroup.kooperativ": ("Kooperativ hyresrätt", "Co-operative rental"),
    "map.subgroup.tillfallig": ("Tillfälliga bostäder", "Temporary housing"),
    "map.col.stage": ("Läge", "Stage"),
    "map.col.dwellings": ("Bostäder", "Dwellings"),
    "map.col.where": ("Var", "Where"),
    # Words that the script puts in
    "map.js.area": ("Område", "Area"),
    "map.js.show": ("Visa {name} på kartan", "Show {name} on the map"),
    "map.js.sort": ("Sortera efter {column}", "Sort by {column}"),
    "map.js.north": ("Norr är uppåt", "North is up"),
    "map.js.zoom_in": ("Zooma in", "Zoom in"),
    "map.js.zoom_out": ("Zooma ut", "Zoom out"),
    "map.js.close": ("Stäng", "Close"),
    "map.js.map": (
        "Karta. Samma uppgifter står i tabellen under kartan.",
        "Map. The table below it holds the same information.",
    ),
}
