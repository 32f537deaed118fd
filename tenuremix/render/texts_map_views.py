"""Texts of the map's views, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

# key: (Swedish, English)
VIEW_TEXTS: Mapping[str, tuple[str, str]] = {
    # Letters on the map
    "map.letter.hyresratt": ("H", "R"),
    "map.letter.bostadsratt": ("B", "T"),
    "map.letter.aganderatt": ("Ä", "O"),
    "map.letter.oklar": ("E", "U"),
    "map.letter.ingen": ("I", "N"),
    "map.letter.counts": ("R", "C"),
    "map.letter.some": ("D", "S"),
    "map.letter.others": ("(R)", "(C)"),
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
    "map.view.missing": ("Upplåtelseform som saknas mest", "Tenure most lacking"),
    "map.view.change": (
        "Skillnad när det beslutade är byggt",
        "Difference when what is decided is built",
    ),
    "map.view.pipeline": ("Beslutat men inte byggt", "Decided but not built"),
    "map.view.target": ("Här gäller målet: {title}", "Where the target applies: {title}"),
    "map.per_level": ("{view}, per {level}", "{view}, by {level}"),
    "map.unit.missing": ("Saknas mest", "Most lacking"),
    "map.unit.change": ("Skillnad", "Difference"),
    "map.unit.pipeline": ("Beslutade bostäder", "Dwellings decided"),
    "map.unit.share": ("Andel", "Share"),
    "map.unit.shortfall": ("Bostäder som saknas", "Dwellings lacking"),
    "map.unit.class": ("Majoritet", "Majority"),
    "map.view.plan": (
        "Förslag: vad de öppna tomterna bör bli",
        "Proposal: what the open plots should become",
    ),
    "map.plan.gist": (
        "Förslaget för {plots} {plots:öppen tomt|öppna tomter} är {dwellings}.",
        "The proposal for {plots} open {plots:plot|plots} is {dwellings}.",
    ),
    "map.plan.nothing": (
        "Förslaget ger inga bostäder på {plots:den öppna tomten|de {plots} öppna tomterna}.",
        "The proposal has no dwellings on the {plots:open plot|{plots} open plots}.",
    ),
    "map.plan.value": (
        "{verdict}; förslaget ger {dwellings}, och det blir {mix}",
        "{verdict}; the proposal brings {dwellings}, which makes {mix}",
    ),
    "map.plan.brings": (
        "{verdict}; förslaget ger {dwellings}",
        "{verdict}; the proposal brings {dwellings}",
    ),
    "map.plan.short": ("{letter} +{number}", "{letter} +{number}"),
    "map.plan.where": (
        "Läge: {where}. Räknas som beslutad den {date}.",
        "Place: {where}. Taken as decided on {date}.",
    ),
    "map.plan.counts": ("Räknas", "Counts"),
    "map.plan.counts_none": ("Räknas inte mot något mål.", "Counts towards no target."),
    "map.unit.plan": ("Majoritet med förslaget", "Majority with the proposal"),
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
    "map.counts_here": ("räknas", "counts"),
    "map.counts": (
        "räknas, men inte enligt alla definitioner",
        "counts, though not by every definition",
    ),
    "map.counts_always": (
        "räknas enligt {number:den enda definitionen|alla {number} definitioner}",
        "counts by {number:the only definition|all {number} definitions}",
    ),
    "map.counts_others": (
        "räknas inte, men skulle räknas enligt någon annan definition",
        "does not count, but would by some other definition",
    ),
    "map.counts_never": (
        "räknas inte enligt {number:den enda definitionen|någon av {number} definitioner}",
        "does not count by {number:the only definition|any of {number} definitions}",
    ),
    "map.under.same": (
        "; {yes} av {number} {number:definition|definitioner}",
        "; {yes} of {number} {number:definition|definitions}",
    ),
    "map.under.some": (
        "; {yes} av {number} {number:definition|definitioner} ({numbers})",
        "; {yes} of {number} {number:definition|definitions} ({numbers})",
    ),
    "map.under.not_known": (
        "; {yes} av {number} {number:definition|definitioner}, {unknown} kan inte bedömas",
        "; {yes} of {number} {number:definition|definitions}, {unknown} cannot be assessed",
    ),
    "map.so_far": ("; hittills räknat: {number} {tenure}", "; counted so far: {number} {tenure}"),
    "map.counts_not": ("räknas inte", "does not count"),
    "map.listed": ("på listan: {label}", "on the list: {label}"),
    "map.listed_not": ("inte på listan", "not on the list"),
    "map.with_share": ("{verdict} ({share} {tenure})", "{verdict} ({share} {tenure})"),
    "map.part.all": ("alla {levels} i området", "all {levels} in the area"),
    "map.part.some": ("en del {levels}", "some {levels}"),
    "map.part.none": ("inga {levels}", "no {levels}"),
    "map.part.value": (
        "{yes} av {all} {all:{level}|{levels}}",
        "{yes} of {all} {all:{level}|{levels}}",
    ),
    "map.part.unknown": (
        "{yes} av {all} {all:{level}|{levels}}, {unknown} kan inte bedömas",
        "{yes} of {all} {all:{level}|{levels}}, {unknown} cannot be assessed",
    ),
    "map.missing.value": (
        "{tenure}: {share} mot {reference}, {number} saknas",
        "{tenure}: {share} against {reference}, {number} lacking",
    ),
    "map.missing.none": ("ingen saknas", "none is lacking"),
    "map.more.hyresratt": ("mer hyresrätt", "more rented"),
    "map.more.bostadsratt": ("mer bostadsrätt", "more tenant-owned"),
    "map.more.aganderatt": ("mer äganderätt", "more owner-occupied"),
    "map.change.small": (
        "ingen andel ökar med en procentenhet",
        "no share grows by a percentage point",
    ),
    "map.change.none": ("ingen ändring", "no change"),
    "map.change.part": ("{tenure} {change}", "{tenure} {change}"),
    "map.change.between": (" till ", " to "),
    "map.change.value": ("{parts} procentenheter", "{parts} percentage points"),
    "map.pipeline.value": ("{number}: {dwellings}", "{number}: {dwellings}"),
    "map.pipeline.planned": (
        "; dessutom planerat eller reserverat: {dwellings}",
        "; besides, planned or reserved: {dwellings}",
    ),
    # Explanations of a view
    "map.about.missing": (
        "Den upplåtelseform vars andel den {date} ligger längst under stadens.",
        "The tenure whose share on {date} lies furthest below the city's.",
    ),
    "map.about.missing_stated": (
        "Den upplåtelseform vars andel den {date} ligger längst under jämförelsens.",
        "The tenure whose share on {date} lies furthest below the one compared with.",
    ),
    "map.about.shortfall": (
        "Så många fler {tenures} som området behövde den {date} för att nå stadens andel.",
        "How many more {tenures} the area needed on {date} to reach the city's share.",
    ),
    "map.about.shortfall_stated": (
        "Så många fler {tenures} som området behövde den {date} för att nå jämförelsens andel.",
        "How many more {tenures} the area needed on {date} to reach the share compared with.",
    ),
    "map.about.comparison": ("Jämförelsen är {reference}.", "The comparison is {reference}."),
    "map.about.change": (
        "Den upplåtelseform vars andel ökar mest från den {date} tills det beslutade är byggt, i "
        "procentenheter.",
        "The tenure whose share grows most from {date} until what is decided is built, in "
        "percentage points.",
    ),
    "map.about.pipeline": (
        "Bostäder som var beslutade men inte färdigställda den {date}. Det som bara är planerat "
        "eller reserverat står i tabellen men räknas inte in.",
        "Dwellings that were decided and not completed on {date}. What is only planned or "
        "reserved stands in the table and is not included.",
    ),
    "map.about.twice": (
        "{number} {number:bostad|bostäder} som var {number:beslutad|beslutade} då har blivit "
        "{number:färdig|färdiga} sedan dess. {number:Den|De} finns redan i statistiken och "
        "räknas därför dubbelt i den här vyn.",
        "{number} {number:dwelling that was decided then has|dwellings that were decided then "
        "have} been completed since. {number:It is|They are} in the statistics already and so "
        "{number:is|are} counted twice in this view.",
    ),
    "map.about.definitions": (
        "Definitioner som jämförs på {level}:",
        "Definitions compared at {level}:",
    ),
    "map.about.numbered": ("{number}. {definition}", "{number}. {definition}"),
    "map.about.chosen": (" (vald)", " (chosen)"),
    "map.about.outside": (
        "{number} {number:beslutad bostad|beslutade bostäder} ligger utanför områdena och är "
        "inte med.",
        "{number} decided {number:dwelling lies|dwellings lie} outside the areas and "
        "{number:is|are} left out.",
    ),
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
        "{number} {number:beslutad bostad|beslutade bostäder} är inte med: man vet inte i vilket "
        "{level} {number:den|de} ligger.",
        "{number} decided {number:dwelling is|dwellings are} left out: it is not known in which "
        "{level} {number:it lies|they lie}.",
    ),
    "map.about.share": (
        "Andel av bostäderna med känd upplåtelseform den {date}.",
        "Share of the dwellings with known tenure on {date}.",
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
    "map.about.closed": (
        "Perioden är slut: det som beslutas efter den {date} räknas inte.",
        "The period has ended: what is decided after {date} does not count.",
    ),
    "map.about.plan": (
        "Förslaget är det som kommandot plan ger den {date}. Tomterna tas som beslutade den dagen, "
        "eller på det senare datum som är angivet.",
        "The proposal is the one that the command plan gives on {date}. The plots are taken as "
        "decided on that day, or on the later date that is stated.",
    ),
    "map.about.plan_colours": (
        "Färgen visar vilken upplåtelseform som får majoritet när både det beslutade och förslaget "
        "är byggt. Talet efter plustecknet är de föreslagna bostäderna.",
        "The colour shows which tenure has the majority when both what is decided and the proposal "
        "are built. The number after the plus sign is the dwellings proposed.",
    ),
    "map.about.plan_unplaced": (
        "{number} {number:föreslagen bostad|föreslagna bostäder} är inte med i färgerna: man vet "
        "inte i vilket {level} {number:den|de} ligger.",
        "{number} proposed {number:dwelling is|dwellings are} left out of the colours: it is not "
        "known in which {level} {number:it lies|they lie}.",
    ),
    "map.about.plan_undrawn": (
        "Tomter vars plats inte är känd står bara i tabellen: {plots}.",
        "Plots whose place is not known stand in the table alone: {plots}.",
    ),
    "map.about.source": ("Målets källa: {source}", "Source of the target: {source}"),
    # The sentences of the presentation
    "map.slide.class": (
        "Av {all} {all:{level}|{levels}} har {parts}.",
        "Of {all} {all:{level}|{levels}}, {parts}.",
    ),
    "map.slide.class_part": (
        "{number} majoritet {tenure}",
        "{number} {number:has|have} a {tenure} majority",
    ),
    "map.slide.class_none": (
        "I {number} har ingen upplåtelseform majoritet.",
        "In {number} no tenure has the majority.",
    ),
    "map.slide.class_unknown": (
        "{number} kan inte bedömas.",
        "{number} cannot be assessed.",
    ),
    "map.slide.shortfall": (
        "Flest {tenures} saknas i {areas}.",
        "Most {tenures} are lacking in {areas}.",
    ),
    "map.slide.area_number": ("{area} ({number})", "{area} ({number})"),
    "map.slide.ends": (
        "Andelen {tenure} är störst i {most} ({high}) och minst i {least} ({low}).",
        "The share of {tenure} is largest in {most} ({high}) and smallest in {least} ({low}).",
    ),
    "map.slide.pipeline": (
        "{number} {number:bostad är beslutad men inte byggd|bostäder är beslutade men inte "
        "byggda}: {dwellings}.",
        "{number} {number:dwelling is|dwellings are} decided and not built: {dwellings}.",
    ),
    "map.slide.no_pipeline": (
        "Inga bostäder är beslutade men inte byggda.",
        "No dwellings are decided and not built.",
    ),
    "map.slide.planned": (
        "Ytterligare {number} är {number:planerad eller reserverad|planerade eller reserverade}.",
        "Another {number} {number:is|are} planned or reserved.",
    ),
    "map.slide.turns": (
        "När det beslutade är byggt byter {number} {number:{level}|{levels}} majoritet: {areas}.",
        "When what is decided is built the majority changes in {number} "
        "{number:{level}|{levels}}: {areas}.",
    ),
    "map.slide.none_turns": (
        "Inga {levels} byter majoritet när det beslutade är byggt.",
        "The majority changes in no {levels} when what is decided is built.",
    ),
}
