"""Texts of what the report rests on, its method and its glossary, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

# key: (Swedish, English); the numbers give the order.
METHOD_TEXTS: Mapping[str, tuple[str, str]] = {
    # What the report rests on
    "report.basis": ("Underlag", "What it rests on"),
    "report.targets": ("Mål och definitioner", "Targets and definitions"),
    "report.quote": ("Beslutets ord: ”{quote}”", "The words of the decision: “{quote}”"),
    "report.from": ("Källa: {source}", "Source: {source}"),
    "report.definition": ("Definition: {definition}.", "Definition: {definition}."),
    "report.vintage_fixed": (
        "Alla beslut bedöms efter beståndet den {date}.",
        "Every decision is judged by the stock of {date}.",
    ),
    "report.vintage_before": (
        "Varje beslut bedöms efter den senaste statistiken före beslutet.",
        "Each decision is judged by the latest statistics before it.",
    ),
    "report.split.area": (
        "En tomt i flera områden delas efter yta.",
        "A plot in several areas is split by land area.",
    ),
    "report.split.largest": (
        "En tomt i flera områden hör till det område där det mesta ligger.",
        "A plot in several areas belongs to the area that holds most of it.",
    ),
    "report.split.point": (
        "En tomt i flera områden hör till området vid en punkt i tomten.",
        "A plot in several areas belongs to the area at a point within the plot.",
    ),
    "report.excluded": (
        "Dessa undergrupper räknas inte: {groups}.",
        "These subgroups do not count: {groups}.",
    ),
    "report.assumption": ("Antagande: {words}", "Assumption: {words}"),
    "report.vintages": ("Årgångar av beståndet: {dates}.", "Vintages of the stock: {dates}."),
    "report.edition": ("Områdesindelning: {edition}.", "Edition of the areas: {edition}."),
    "report.licence": ("Licens: {licence}", "Licence: {licence}"),
    "report.licence_none": ("Licens: inte angiven", "Licence: not stated"),
    "report.file": ("Fil: {name}", "File: {name}"),
    "report.link": ("Länk: {link}", "Link: {link}"),
    "report.checksum": ("Kontrollsumma (sha256): {sha256}", "Checksum (sha256): {sha256}"),
    # The method and the glossary
    "report.method": ("Så räknas det", "How it is counted"),
    "report.method.1": (
        "Räkningen utgår från besluten i registret. En markanvisnings läge en viss dag är det "
        "senaste beslutet till och med den dagen.",
        "The count starts from the decisions in the register. The state of an allocation on a day "
        "is its last decision up to and including that day.",
    ),
    "report.method.2": (
        "En ändring bokförs som skillnaden mellan det nya antalet och det gamla, på dagen för "
        "ändringen. En återkallelse drar av just det som har räknats, inte mer.",
        "A change is booked as the difference between the new number and the old, on the day of "
        "the change. A withdrawal deducts exactly what was counted, no more.",
    ),
    "report.method.3": (
        "En tomt med känd gräns eller punkt placeras på kartan. Hela bostäder fördelas en gång, på "
        "den finaste nivån, och summeras sedan uppåt. Inget försvinner: det som hamnar utanför "
        "områdena redovisas för sig.",
        "A plot with a known boundary or point is placed on the map. Whole dwellings are split "
        "once, at the finest level, and then added upwards. Nothing is lost: what falls outside "
        "the areas is reported apart.",
    ),
    "report.method.4": (
        "Är bara ett område angivet hör alla bostäder dit. Är det området större än den nivå som "
        "målet bedöms på, går posten inte att bedöma.",
        "Where only an area is stated, all dwellings belong there. Where that area is coarser than "
        "the level of the target, the entry cannot be judged.",
    ),
    "report.method.5": (
        "Majoritet betyder mer än hälften av bostäderna med känd upplåtelseform, om inte "
        "definitionen säger annat. Bostäder med okänd upplåtelseform är inte med i nämnaren.",
        "Majority means more than half of the dwellings with known tenure, unless the definition "
        "says otherwise. Dwellings of unknown tenure are outside the denominator.",
    ),
    "report.method.6": (
        "För varje markanvisning bestäms ett områdes klass vid den första posten där. Ett senare "
        "avdrag bedöms efter samma klass.",
        "For each allocation, the class of an area is settled at the first entry there. A later "
        "deduction is judged by the same class.",
    ),
    "report.method.7": (
        "Utgivaren döljer små antal i statistiken. Ett dolt antal behandlas som ett intervall. Ett "
        "område får en klass bara om klassen är densamma för alla värden i intervallet.",
        "The publisher suppresses small counts. A suppressed count is treated as an interval. An "
        "area has a class only if the class is the same at every value in the interval.",
    ),
    "report.method.8": (
        "Saknas statistik går området inte att bedöma. Saknade uppgifter blir aldrig noll.",
        "Without statistics the area cannot be judged. What is missing never becomes zero.",
    ),
    "report.method.9": (
        "Bostäder utan beslutad upplåtelseform räknas aldrig. Planerad mark och markreservationer "
        "räknas inte heller.",
        "Dwellings of undecided tenure are never counted. Nor are planned land and land "
        "reservations.",
    ),
    "report.method.10": (
        "Brist är det minsta antal bostäder av en upplåtelseform som behöver tillkomma för att "
        "området ska nå jämförelsens andel.",
        "The shortfall is the fewest dwellings of a tenure that must be added for the area to "
        "reach the reference share.",
    ),
    "report.glossary": ("Ordlista", "Glossary"),
    "report.word.1": ("Upplåtelseform", "Tenure"),
    "report.meaning.1": (
        "Hur en bostad innehas: hyresrätt, bostadsrätt eller äganderätt.",
        "How a dwelling is held: rented, tenant-owned or owner-occupied.",
    ),
    "report.word.2": ("Markanvisning", "Land allocation"),
    "report.meaning.2": (
        "En byggaktörs ensamrätt att under en viss tid och på vissa villkor förhandla med kommunen "
        "om att bygga på kommunens mark.",
        "A developer's sole right to negotiate, for a time and on terms, with the municipality "
        "about building on its land.",
    ),
    "report.word.3": ("Markreservation", "Land reservation"),
    "report.meaning.3": (
        "Ett steg före markanvisning. Den räknas inte mot målen.",
        "A step before an allocation. It does not count towards the targets.",
    ),
    "report.word.4": ("Bestånd", "Stock"),
    "report.meaning.4": (
        "De bostäder som finns, efter hustyp och upplåtelseform, på en viss dag.",
        "The dwellings that exist, by building type and tenure, on a certain day.",
    ),
    "report.word.5": ("Nivå", "Level"),
    "report.meaning.5": (
        "Statistiska områden av ett slag. Här: {levels}.",
        "Statistical areas of one kind. Here: {levels}.",
    ),
    "report.levels_join": (", som bildar ", ", which make up "),
    "report.word.6": ("Definition", "Definition"),
    "report.meaning.6": (
        "Regeln som avgör i vilka områden bostäder räknas mot ett mål.",
        "The rule that decides in which areas dwellings count towards a target.",
    ),
    "report.word.7": ("Utsatt område", "Vulnerable area"),
    "report.meaning.7": (
        "Ett område på polisens lista. Listan är daterad och dess klasser har ändrats.",
        "An area on the list of the police. The list is dated and its classes have changed.",
    ),
    "report.word.8": ("Undantag", "Exception"),
    "report.meaning.8": (
        "Ett beslut av nämnden att en markanvisning ska räknas, eller inte räknas, oavsett regeln.",
        "A decision by the board that an allocation counts, or does not, whatever the rule says.",
    ),
}
