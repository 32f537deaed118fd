"""Texts of what areas turn at, and of the measures of segregation; Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

# key: (Swedish, English).  {name} is filled in; a text never holds markup.
MEASURES_TEXTS: Mapping[str, tuple[str, str]] = {
    # Areas that turn
    "turn.majority": ("majoritet {group}", "a majority of {group}"),
    "turn.plurality": (
        "{group} som största upplåtelseform",
        "{group} as its largest tenure",
    ),
    "turn.share": ("minst {share} {group}", "at least {share} {group}"),
    "turn.seen": (
        "Det syns först i den statistik som kommer när bostäderna är byggda. Till dess räknas beslut "
        "där som förut.",
        "It is seen only in the statistics that come once the dwellings are built. Until then, "
        "decisions there count as before.",
    ),
    "turn.seen_fixed": (
        "Målet bedöms efter statistiken den {date}. Först när det bedöms efter en senare årgång, där "
        "bostäderna är byggda, ändras vad som räknas.",
        "The target is judged by the statistics of {date}. What counts changes only when it is judged "
        "by later ones, in which the dwellings are built.",
    ),
    "note.turn_near": (
        "Efter {left} {tenure} till, utöver det beslutade och förslaget, har {name} ({area}) inte "
        "längre {state}. Senare beslut där räknas då inte mot ”{target}”. {seen}",
        "After {left} more {tenure}, on top of what is decided and the proposal, {name} ({area}) no "
        "longer has {state}. Later decisions there then do not count towards “{target}”. {seen}",
    ),
    "note.turn_reached": (
        "Med förslaget har {name} ({area}) inte längre {state}. Senare beslut där räknas då inte mot "
        "”{target}”. {seen}",
        "With the proposal, {name} ({area}) no longer has {state}. Later decisions there then do not "
        "count towards “{target}”. {seen}",
    ),
    "note.turn_decided": (
        "När det som redan är beslutat är byggt har {name} ({area}) inte längre {state}. Senare beslut "
        "där räknas då inte mot ”{target}”. {seen}",
        "Once what is already decided is built, {name} ({area}) no longer has {state}. Later decisions "
        "there then do not count towards “{target}”. {seen}",
    ),
    "col.turns": ("Vänder efter", "Turns after"),
    "areas.turns": (
        "Vänder efter: så många {tenure} till, utöver det beslutade, tills området inte längre har "
        "{state} och senare beslut där inte räknas mot ”{target}”. {seen}",
        "Turns after: so many more {tenure}, on top of what is decided, until the area no longer has "
        "{state} and later decisions there do not count towards “{target}”. {seen}",
    ),
    "map.turns_after": (
        "; vänder efter {number} {tenure} till utöver det beslutade",
        "; turns after {number} more {tenure} on top of what is decided",
    ),
    "map.turned": (
        "; vänder när det beslutade är byggt",
        "; turns once what is decided is built",
    ),
    "map.about.turns": (
        "Ett område vänder när det inte längre har {state}. Senare beslut där räknas då inte. {seen}",
        "An area turns when it no longer has {state}. Later decisions there then do not count. {seen}",
    ),
    # The measures of segregation
    "segregation.title": (
        "Hur uppdelad staden är efter upplåtelseform, mätt mellan {levels}. Bestånd den {date}.",
        "How the city is divided by tenure, measured between {levels}. Stock of {date}.",
    ),
    "segregation.basis": (
        "Måtten jämför {levels} med varandra. Beståndet är från den {date}.",
        "The measures compare {levels}. The stock is of {date}.",
    ),
    "segregation.section": ("Hur uppdelad staden är", "How divided the city is"),
    "segregation.caption": (
        "Måtten i dag och med det beslutade",
        "The measures today and with what is decided",
    ),
    "segregation.chart_finding": (
        "Staden blir mindre uppdelad enligt {less} och mer enligt {more} av {number} mått när det "
        "beslutade är byggt",
        "The city becomes less divided by {less} and more by {more} of {number} "
        "{number:measure|measures} once what is decided is built",
    ),
    "segregation.chart_less": (
        "Staden blir mindre uppdelad enligt {number:måttet|alla {number} mått} när det beslutade "
        "är byggt",
        "The city becomes less divided by {number:the measure|all {number} measures} once what is "
        "decided is built",
    ),
    "segregation.chart_more": (
        "Staden blir mer uppdelad enligt {number:måttet|alla {number} mått} när det beslutade är "
        "byggt",
        "The city becomes more divided by {number:the measure|all {number} measures} once what is "
        "decided is built",
    ),
    "segregation.chart_unchanged": (
        "Staden blir varken mer eller mindre uppdelad när det beslutade är byggt",
        "The city becomes neither more nor less divided once what is decided is built",
    ),
    "segregation.chart_desc": (
        "En rad för varje mått: en ring visar i dag och en fylld prick visar när det beslutade är "
        "byggt. Vid noll har alla områden samma blandning; ju längre åt höger, desto mer uppdelad "
        "är staden.",
        "A row for each measure: a ring shows today, and a filled dot shows when what is decided "
        "is built. At zero every area has the same mix; the further to the right, the more divided "
        "the city.",
    ),
    "segregation.chart_from": ("{before} → {after}", "{before} → {after}"),
    "segregation.chart_data": ("Måtten i diagrammet", "The measures of the chart"),
    "segregation.where": ("Var uppdelningen finns", "Where the division lies"),
    "segregation.each": ("Vad varje markanvisning gör", "What each allocation does"),
    "segregation.points_report": (
        "Ändring anges i procentenheter. ”Med beslutat” är när allt som är beslutat är byggt.",
        "Changes are in percentage points. “With decided” is when everything decided is built.",
    ),
    "segregation.measure": ("Mått", "Measure"),
    "segregation.change": ("Ändring", "Change"),
    "segregation.points": (
        "Ändring anges i procentenheter: med det beslutade mot i dag, med ett förslag mot det beslutade.",
        "Changes are in percentage points: with what is decided against today, with a proposal against "
        "what is decided.",
    ),
    "segregation.to": ("{low} till {high}", "{low} to {high}"),
    "segregation.displaced": ("Bostäder som skulle behöva byta område", "Dwellings to change area"),
    "segregation.dissimilarity": ("Olikhet, alla former (D)", "Dissimilarity, all tenures (D)"),
    "segregation.information": (
        "Uppdelning, alla former (Theils H)",
        "Information theory index (H)",
    ),
    "segregation.of.dissimilarity": ("Olikhet, {group} (D)", "Dissimilarity, {group} (D)"),
    "segregation.of.isolation": (
        "Andel {group} där {group} ligger (xPx)",
        "Isolation, {group} (xPx)",
    ),
    "segregation.of.exposure": (
        "Andel {other} där {group} ligger (xPy)",
        "Exposure, {group} to {other} (xPy)",
    ),
    "segregation.short.displaced": ("Byta område", "Change area"),
    "segregation.short.dissimilarity": ("Olikhet (D)", "Dissimilarity (D)"),
    "segregation.short.information": ("Uppdelning (H)", "Information (H)"),
    "segregation.read.displaced": (
        "{now} av bostäderna skulle behöva byta område för att alla områden skulle ha stadens "
        "blandning. När det beslutade är byggt är det {projected}.",
        "{now} of the dwellings would have to change area for every area to have the city's mix. Once "
        "what is decided is built it is {projected}.",
    ),
    "segregation.read.dissimilarity": (
        "Olikheten är {now} av vad den vore om varje område bara hade en upplåtelseform. När det "
        "beslutade är byggt är den {projected}.",
        "The dissimilarity is {now} of what it would be if every area had one tenure alone. Once what "
        "is decided is built it is {projected}.",
    ),
    "segregation.read.information": (
        "Områdena är i genomsnitt {now} mindre blandade än staden som helhet. När det beslutade är "
        "byggt är det {projected}.",
        "The areas are on average {now} less mixed than the city as a whole. Once what is decided is "
        "built it is {projected}.",
    ),
    "segregation.read.tenure": (
        "{now} av alla {words} skulle behöva ligga i ett annat område för att andelen {word} skulle vara "
        "lika stor överallt. När det beslutade är byggt är det {projected}. I dag ligger de i genomsnitt i "
        "ett område där {own} av bostäderna är {words}; i hela staden är det {city}.",
        "{now} of all {words} would have to stand in another area for the share of {word} to be the same "
        "everywhere. Once what is decided is built it is {projected}. Today they stand, on average, in an "
        "area where {own} of the dwellings are {words}; in the whole city it is {city}.",
    ),
    "segregation.read.parts": (
        "{between} av uppdelningen mellan {level} är skillnader mellan {levels}. Resten, {within}, är "
        "skillnader inom dem.",
        "{between} of the division between {level} are differences between {levels}. The rest, {within}, "
        "are differences within them.",
    ),
    "segregation.parts_title": (
        "Var uppdelningen finns: delarna summerar till hela måttet",
        "Where the division lies: the parts sum to the whole measure",
    ),
    "segregation.part": ("Del", "Part"),
    "segregation.between": ("mellan {levels}", "between {levels}"),
    "segregation.within": ("inom {name}", "within {name}"),
    "segregation.no_parent": ("områden utan större område", "areas without a larger area"),
    "segregation.areas_title": ("Hur blandat varje område är", "How mixed each area is"),
    "segregation.entropy": ("Blandning, {state}", "Diversity, {state}"),
    "segregation.interaction": ("Olika, {state}", "Different, {state}"),
    "segregation.city": ("Hela staden", "The whole city"),
    "segregation.areas_read": (
        "Blandning är 0 % där det finns en enda upplåtelseform och 100 % där de tre är lika många. Olika är "
        "chansen att två bostäder som väljs slumpvis har olika upplåtelseform.",
        "Diversity is 0% where there is one tenure alone and 100% where all three are equally many. "
        "Different is the chance that two dwellings drawn at random are of different tenures.",
    ),
    "segregation.effects_title": (
        "Vad varje markanvisning gör, i procentenheter: den som delar upp mest står först",
        "What each allocation does, in percentage points: the one that divides most stands first",
    ),
    "segregation.effects_read": (
        "Varje markanvisning jämförs med samma stad utan just den. Minus betyder mindre uppdelat. Måtten "
        "väger olika och kan gå åt olika håll. Effekterna kan inte summeras.",
        "Each allocation is compared with the same city without it alone. A minus means less divided. The "
        "measures weigh differently and may point in different directions. The effects cannot be summed.",
    ),
    "segregation.without_effect": (
        "{number} {number:markanvisning|markanvisningar} saknas i listan: upplåtelseform, antal "
        "eller område är inte känt.",
        "{number} {number:allocation is|allocations are} not in the list: tenure, number or area "
        "is not known.",
    ),
    "segregation.left.no_statistics": (
        "{name} ({area}) är inte med: statistik saknas.",
        "{name} ({area}) is left out: there are no statistics.",
    ),
    "segregation.left.unbounded": (
        "{name} ({area}) är inte med: en dold siffra kan vara hur stor som helst ({number} "
        "{number:bostad är publicerad|bostäder är publicerade}).",
        "{name} ({area}) is left out: a suppressed figure may be of any size ({number} "
        "{number:dwelling is|dwellings are} published).",
    ),
    "segregation.suppressed": (
        "Några siffror är dolda. Det rätta värdet ligger säkert inom de intervall som visas.",
        "Some figures are suppressed. The true value surely lies within the ranges shown.",
    ),
    "segregation.unplaced": (
        "Av förslaget räknas inte bostäder utanför de områden som mäts: {dwellings}.",
        "Of the proposal, dwellings outside the areas measured are left out: {dwellings}.",
    ),
}
