"""Texts of the report and of the note of a check, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

from tenuremix.render.texts_method import METHOD_TEXTS
from tenuremix.render.texts_note import NOTE_TEXTS
from tenuremix.render.texts_pace import PACE_TEXTS

# key: (Swedish, English)
_TEXTS: Mapping[str, tuple[str, str]] = {
    # The head of the page
    "report.title": ("Uppföljning {year}: {target}", "Follow-up {year}: {target}"),
    "report.title_none": ("Uppföljning {year}: inget mål", "Follow-up {year}: no target"),
    "report.also": ("Rapporten följer även: {targets}.", "The report also follows: {targets}."),
    "report.as_of": ("Läget den {date}", "As of {date}"),
    "report.skip": ("Hoppa till svaret", "Skip to the answer"),
    "report.contents": ("Innehåll", "Contents"),
    "report.no_targets": (
        "Inget mål gäller under {year}. Rapporten visar bara områdena och registret.",
        "No target is in force in {year}. The report shows the areas and the register only.",
    ),
    "report.none": ("Inga.", "None."),
    "report.sum": ("Summa", "Sum"),
    "report.scroll": ("{caption} (går att rulla i sidled)", "{caption} (scrolls sideways)"),
    # The answer
    "report.answer": ("Svaret", "The answer"),
    "report.figure": ("{counted} av {minimum}", "{counted} of {minimum}"),
    "report.figure_direction": (
        "{counted} {counted:bostad|bostäder}",
        "{counted} {counted:dwelling|dwellings}",
    ),
    "report.period": (
        "Målet gäller från och med den {first} till och med den {last}.",
        "The target is in force from {first} to {last}, both included.",
    ),
    "report.period_open": (
        "Målet gäller från och med den {first} och tills vidare.",
        "The target is in force from {first} until further notice.",
    ),
    "report.chosen_rule": (
        "Vald definition, ett antagande: {definition}.",
        "Chosen definition, an assumption: {definition}.",
    ),
    "report.stated_rule": ("Vald definition: {definition}.", "Chosen definition: {definition}."),
    "report.no_entries": (
        "Registret har inget beslut som rör målets upplåtelseform.",
        "The register has no decision on the tenure of the target.",
    ),
    "report.years": ("{target}: antal per år", "{target}: count by year"),
    "report.years_plus": ("Räknade", "Counted"),
    "report.years_minus": ("Avdragna", "Deducted"),
    "report.years_net": ("Netto", "Net"),
    "report.years_running": ("Summa hittills", "Running sum"),
    "report.year": ("År", "Year"),
    "report.chart_minimum": ("minst {number}", "at least {number}"),
    # How sure
    "report.sure": ("Hur säkert är svaret?", "How sure is the answer?"),
    "report.sure_lead": (
        "Svaret beror på vad målen menar med ”område” och ”majoritet”. Därför redovisas det både "
        "enligt den valda definitionen och enligt andra rimliga.",
        "The answer depends on what the targets mean by “area” and “majority”. It is therefore "
        "given both under the chosen definition and under other reasonable ones.",
    ),
    "report.range": (
        "Svaret enligt {number} {number:definition|definitioner}",
        "The answer under {number} {number:definition|definitions}",
    ),
    "report.range_finding": (
        "Mellan {low} och {high} {high:bostad|bostäder}, beroende på definition",
        "Between {low} and {high} {high:dwelling|dwellings}, depending on the definition",
    ),
    "report.range_same": (
        "{low} {low:bostad|bostäder} enligt {number:den enda definitionen|alla {number} "
        "definitioner}",
        "{low} {low:dwelling|dwellings} under {number:the only definition|all {number} "
        "definitions}",
    ),
    "report.range_met": (
        "; målet nås enligt {met} av {number}",
        "; the target is met under {met} of {number}",
    ),
    "report.range_desc": (
        "En rad för varje nivå och en prick för varje definition. Prickens läge visar antalet "
        "bostäder. Den svarta pricken är den valda definitionen. Samma tal står i tabellen.",
        "One row for each level and a dot for each definition. The place of a dot shows the number "
        "of dwellings. The black dot is the chosen definition. The same numbers are in the table.",
    ),
    "report.range_data": (
        "{target}: antal definitioner som ger varje tal",
        "{target}: number of definitions that give each number",
    ),
    "report.col_definitions": ("Antal definitioner", "Definitions"),
    "report.chosen": ("vald definition", "chosen definition"),
    "report.chosen_mark": ("{definition} (vald)", "{definition} (chosen)"),
    "report.deciding": ("Markanvisningar som avgör", "Allocations that decide"),
    "report.deciding_lead": (
        "Antalet för {number:denna markanvisning|dessa {number} markanvisningar} skiljer sig "
        "mellan definitionerna.",
        "The count of {number:this allocation|these {number} allocations} differs between the "
        "definitions.",
    ),
    "report.deciding_none": (
        "Ingen markanvisning räknas olika enligt olika definitioner.",
        "No allocation counts differently under different definitions.",
    ),
    "report.col_chosen": ("Vald definition", "Chosen definition"),
    "report.near": ("Områden nära gränsen", "Areas near the line"),
    "report.near_lead": (
        "I dessa områden ligger andelen {group} högst {points} "
        "{points:procentenhet|procentenheter} från gränsen {line}. Ny statistik kan ändra "
        "svaret. {counted} av {total} {total:räknad bostad|räknade bostäder} ligger här.",
        "In these areas the share {group} is within {points} percentage {points:point|points} of "
        "the line {line}. New statistics may change the answer. {counted} of {total} counted "
        "{total:dwelling|dwellings} {counted:lies|lie} here.",
    ),
    "report.near_none": (
        "Inget prövat område ligger inom {points} {points:procentenhet|procentenheter} från "
        "gränsen {line}.",
        "No area tested lies within {points} percentage {points:point|points} of the line {line}.",
    ),
    "report.near_no_line": (
        "Definitionen har ingen fast gräns, så inget område ligger nära den.",
        "The definition has no fixed line, so no area is near it.",
    ),
    "report.statistics_date": ("Statistik", "Statistics"),
    "report.record": ("Diarienummer", "Record number"),
    "report.tested": ("Prövade bostäder", "Dwellings tested"),
    "report.statistics": ("Statistikens ålder och dolda tal", "Age and gaps of the statistics"),
    "report.statistics_none": (
        "Ingen räknad bostad vilar på statistik.",
        "No dwelling counted rests on statistics.",
    ),
    "report.statistics_fresh": (
        "Ingen räknad bostad bedöms efter statistik eller en lista som var äldre än {months} "
        "{months:månad|månader} vid beslutet.",
        "No dwelling counted is judged by statistics or a list older than {months} "
        "{months:month|months} at the decision.",
    ),
    "report.statistics_old": (
        "{number} {number:räknad bostad|räknade bostäder} bedöms efter statistik eller en lista "
        "som var äldre än {months} {months:månad|månader} vid beslutet.",
        "{number} {number:dwelling counted is|dwellings counted are} judged by statistics or a "
        "list older than {months} {months:month|months} at the decision.",
    ),
    "report.statistics_later": (
        "{number} {number:räknad bostad|räknade bostäder} bedöms efter statistik från en senare "
        "dag än beslutets.",
        "{number} {number:dwelling counted is|dwellings counted are} judged by statistics of a "
        "later day than the decision.",
    ),
    "report.suppressed": (
        "Utgivaren döljer små tal. Därför är andelen i dessa områden ett intervall, men klassen är "
        "densamma i hela intervallet: {areas}.",
        "The publisher suppresses small counts. The share in these areas is therefore an interval, "
        "but the class is the same all through it: {areas}.",
    ),
    "report.suppressed_none": (
        "Inga dolda tal påverkar de områden där bostäder räknas.",
        "No suppressed count matters in the areas where dwellings are counted.",
    ),
    "report.col_decisions": ("Beslut", "Decisions"),
    "report.col_oldest": ("Ålder vid beslutet, månader", "Age at the decision, months"),
    "report.exceptions": ("Undantag som nämnden har beslutat", "Exceptions decided by the board"),
    "report.exceptions_lead": (
        "Med undantagen: {counted}. Utan undantagen: {without}.",
        "With the exceptions: {counted}. Without the exceptions: {without}.",
    ),
    "report.exceptions_none": (
        "Inga beslutade undantag påverkar antalet.",
        "No exceptions decided affect the count.",
    ),
    "report.exception": ("Undantag", "Exception"),
    "report.exception.raknas": ("räknas ändå", "counts all the same"),
    "report.exception.raknas_ej": ("räknas inte", "does not count"),
    "report.without": ("Utan undantag", "Without"),
    "report.unjudged": ("Det som inte går att bedöma", "What cannot be judged"),
    "report.unjudged_lead": (
        "Dessa poster inom perioden går inte att bedöma och räknas inte: {dwellings} "
        "{dwellings:bostad|bostäder} netto.",
        "These entries within the period cannot be judged and do not count: {dwellings} "
        "{dwellings:dwelling|dwellings} net.",
    ),
    "report.unjudged_none": (
        "Alla poster inom perioden går att bedöma.",
        "Every entry within the period can be judged.",
    ),
    # The ledger
    "report.ledger": ("Beslut för beslut", "Decision by decision"),
    "report.ledger_in": ("Räknas", "Counted"),
    "report.ledger_out": ("Räknas inte", "Not counted"),
    "report.ledger_counted": ("{target}: räknas", "{target}: counted"),
    "report.ledger_others": ("{target}: räknas inte, {year}", "{target}: not counted, {year}"),
    "report.ledger_sum": (
        "Summan av tabellen är {sum}, samma tal som i svaret.",
        "The sum of the table is {sum}, the same number as in the answer.",
    ),
    "report.ledger_left_out": (
        "Tabellen visar beslut under {year}. Utanför den ligger {older} äldre "
        "{older:post|poster} ({older_sum} {older_sum:bostad|bostäder} netto) och {later} senare "
        "({later_sum} {later_sum:bostad|bostäder} netto). Inget av det räknas; allt finns i "
        "”tenuremix progress --format csv”.",
        "The table shows decisions of {year}. Left out are {older} older {older:entry|entries} "
        "({older_sum} {older_sum:dwelling|dwellings} net) and {later} later {later:one|ones} "
        "({later_sum} {later_sum:dwelling|dwellings} net). None of it counts; all of it is in "
        "“tenuremix progress --format csv”.",
    ),
    "report.allocation": ("Markanvisning", "Allocation"),
    "report.group_share": ("Andel {group} i området", "Share {group} in the area"),
    "report.list_class": ("Områdets klass", "Class of the area"),
    "report.reason_same": (
        "samma upplåtelseform som redan har majoritet i området",
        "the tenure that already holds the majority in the area",
    ),
    "report.reason_not_listed": ("området står inte på listan", "the area is not on the list"),
    "report.reason_no_majority": (
        "{group} har inte majoritet i området",
        "no {group} majority in the area",
    ),
    "report.list_date": ("Listan från", "List of"),
    "report.reason_coarse": (
        "går inte att bedöma: platsen är bara känd som {level}",
        "not assessable: the place is known only as a {level}",
    ),
    "report.reason_no_statistics": (
        "går inte att bedöma: statistik eller lista saknas, eller är dold",
        "not assessable: statistics or list missing, or suppressed",
    ),
    "report.reason_excepted_in": ("räknas genom beslutat undantag", "counts by decided exception"),
    "report.reason_reversed_before": (
        "inget att dra av: det som minskar anvisades före perioden",
        "nothing to reverse: what is reduced was allocated before the period",
    ),
    # What is missing where
    "report.missing": ("Vad saknas var?", "What is missing where?"),
    "report.missing_classes": (
        "Av {number} {number:{level}|{levels}} har {classes}.",
        "Of {number} {number:{level}|{levels}}, {classes}.",
    ),
    "report.missing_class": ("{number} {class_name}", "{number} {number:has|have} {class_name}"),
    "report.missing_unknown": (
        "Områden som inte går att bedöma: {number}.",
        "Areas that cannot be assessed: {number}.",
    ),
    "report.missing_turns": (
        "Om allt beslutat byggs får {number} av dem en annan majoritet: {names}.",
        "If all that is decided is built, the majority changes in {number} of them: {names}.",
    ),
    "report.missing_turns_none": (
        "Även om allt beslutat byggs får inget av dem en annan majoritet.",
        "Even if all that is decided is built, the majority changes in none of them.",
    ),
    "report.missing_most": (
        "Upplåtelseform som saknas mest, efter antal områden: {counts}.",
        "The tenure most lacking, by number of areas: {counts}.",
    ),
    "report.shares_of": (
        "Andelarna gäller bostäder med känd upplåtelseform i beståndet den {date}. "
        "HR är hyresrätt, BR bostadsrätt och ÄR äganderätt.",
        "Shares are of dwellings with known tenure in the stock of {date}.",
    ),
    "report.no_stock": (
        "Statistik över beståndet saknas.",
        "There are no statistics of the stock.",
    ),
    "report.old_pipeline": (
        "{dwellings} av de beslutade bostäderna anvisades mer än {years} år före statistikens "
        "dag, och inget färdigställande är registrerat. {dwellings:Den|En del av dem} kan redan "
        "finnas i statistiken.",
        "{dwellings} of the decided dwellings {dwellings:was|were} allocated more than {years} "
        "{years:year|years} before the date of the statistics, with no completion on record. "
        "{dwellings:It|Some} may already be in the statistics.",
    ),
    "report.unplaced": (
        "Beslutade bostäder som inte hör till ett bestämt {level} ingår inte i områdenas siffror: "
        "{where}.",
        "Decided dwellings that belong to no single {level} are not in the figures of the areas: "
        "{where}.",
    ),
    "report.unplaced_one": ("{dwellings} i {where}", "{dwellings} in {where}"),
    "report.unplaced_outside": ("{dwellings} utanför områdena", "{dwellings} outside the areas"),
    "report.mix_finding": (
        "Andelen {tenure} i {area} ändras mest: från {now} till {then} när allt beslutat är byggt",
        "The share {tenure} in {area} changes most: from {now} to {then} when all that is decided "
        "is built",
    ),
    "report.mix_unchanged": (
        "Det som är beslutat ändrar inte andelarna",
        "What is decided does not change the shares",
    ),
    "report.mix_desc": (
        "Två staplar för varje område: i dag, och när allt beslutat är byggt. Varje stapel är "
        "delad efter upplåtelseform. Samma tal står i tabellen.",
        "Two bars for each area: today, and when all that is decided is built. Each bar is split "
        "by tenure. The same numbers are in the table.",
    ),
    "report.mix_now": ("i dag", "today"),
    "report.mix_then": ("sedan", "then"),
    "report.mix_data": (
        "Andelar i {levels}, i dag och sedan",
        "Shares in {levels}, today and then",
    ),
    "report.map_data": ("Majoritet i {levels}", "Majority in {levels}"),
    "report.map_finding": (
        "Majoritet efter antal {levels}: {classes}",
        "Majority by number of {levels}: {classes}",
    ),
    "report.map_desc": (
        "Karta över områdena. Färg, mönster och bokstäver visar vilken upplåtelseform som har "
        "majoritet. Klassen för varje område står i tabellen över {levels}.",
        "Map of the areas. Colour, pattern and letters show which tenure holds the majority. The "
        "class of each area is in the table of {levels}.",
    ),
    "report.map_code.hyresratt": ("HR", "R"),
    "report.map_code.bostadsratt": ("BR", "T"),
    "report.map_code.aganderatt": ("ÄR", "O"),
    "report.map_code.ingen": ("–", "–"),
    "report.map_code.none": ("?", "?"),
    "report.areas_of": (
        "{number:1 {level}|Alla {number} {levels}}",
        "{number:1 {level}|All {number} {levels}}",
    ),
    "report.col_known": ("Bostäder, känd upplåtelseform", "Dwellings of known tenure"),
    "report.col_share": ("{tenure} i dag", "{tenure} today"),
    "report.col_share_then": ("{tenure} sedan", "{tenure} then"),
    "report.col_shortfall": ("Brist {tenure}", "Shortfall {tenure}"),
    "report.col_decided": ("Beslutat, inte i statistiken", "Decided, not in the statistics"),
    "report.col_class_then": ("Majoritet sedan", "Majority then"),
    "report.short_number": ("{tenure} {number}", "{tenure} {number}"),
    # Vulnerable areas
    "report.listed": ("Utsatta områden", "Vulnerable areas"),
    "report.listed_lead": (
        "Områdena är de {level} som står på listan under {year}. Antalen till höger beslutades "
        "under året.",
        "The areas are the {level} on the list during {year}. The counts on the right were "
        "decided in the year.",
    ),
    "report.listed_caption": ("{target}: områden på listan", "{target}: areas on the list"),
    "report.listed_edition": ("Klass från {date}", "Class from {date}"),
    "report.listed_decided": ("Beslutat {year}", "Decided {year}"),
    "report.listed_finding": (
        "Under {year} beslutades netto {dwellings} i dessa områden.",
        "In {year}, decisions in these areas came to a net {dwellings}.",
    ),
    "report.listed_no_edition": (
        "Ingen utgåva av listan gäller under {year}.",
        "No edition of the list is in force in {year}.",
    ),
    "report.not_listed": ("inte på listan", "not on the list"),
    # Changes
    "report.changes": ("Ändrat under året", "Changed in the year"),
    "report.changes_lead": (
        "Avsnittet gäller hela registret, alltså även markanvisningar som inte rör målen.",
        "The section is about the whole register, also allocations that no target is about.",
    ),
    "report.withdrawn": ("Återkallat {year}", "Withdrawn in {year}"),
    "report.withdrawn_lead": (
        "{number} beslut om återkallelse: {dwellings}.",
        "{number} {number:withdrawal|withdrawals}: {dwellings}.",
    ),
    "report.reduced": ("Minskat {year}", "Reduced in {year}"),
    "report.reduced_lead": (
        "{number} beslut om färre bostäder.",
        "{number} {number:decision|decisions} on fewer dwellings.",
    ),
    "report.drift": ("Ändrad upplåtelseform {year}", "Changed tenure in {year}"),
    "report.drift_lead": (
        "{number} beslut flyttade bostäder mellan upplåtelseformer. Färre: {fewer}. Fler: {more}.",
        "{number} {number:decision|decisions} moved dwellings between tenures. Fewer: {fewer}. "
        "More: {more}.",
    ),
    "report.settled": ("Upplåtelseformen bestämd {year}", "Tenure settled in {year}"),
    "report.settled_lead": (
        "{number} beslut bestämde upplåtelseform för bostäder som tidigare saknade den.",
        "{number} {number:decision|decisions} settled the tenure of dwellings that had none "
        "before.",
    ),
    "report.unsettled": ("Inte avgjort", "Not settled"),
    "report.potential": ("Ej beslutad upplåtelseform", "Tenure undecided"),
    "report.potential_lead": (
        "{dwellings} {dwellings:bostad|bostäder} i {number} "
        "{number:markanvisning|markanvisningar} som står kvar har ingen beslutad upplåtelseform. "
        "{dwellings:Den|De} räknas aldrig. Därav anvisade under {year}: {in_year}.",
        "{dwellings} {dwellings:dwelling|dwellings} in {number} standing "
        "{number:allocation|allocations} {dwellings:has|have} no decided tenure. "
        "{dwellings:It is|They are} never counted. Of these, allocated in {year}: {in_year}.",
    ),
    "report.unknown": ("Okänt antal bostäder", "Unknown number of dwellings"),
    "report.unknown_lead": (
        "För {number} {number:markanvisning|markanvisningar} är antalet bostäder inte känt. "
        "{number:Den|De} räknas inte.",
        "For {number} {number:allocation|allocations} the number of dwellings is not known. "
        "{number:It does|They do} not count.",
    ),
    "report.expired": ("Utgånget utan beslut", "Run out without a decision"),
    "report.expired_lead": (
        "{number} {number:markanvisning|markanvisningar} har löpt ut utan nytt beslut. "
        "{number:Den räknas men är osäker|De räknas men är osäkra}.",
        "{number} {number:allocation has|allocations have} run out without a new decision. "
        "{number:It counts but is|They count but are} at risk.",
    ),
    "report.col_before": ("Före", "Before"),
    "report.col_after": ("Efter", "After"),
    "report.col_stage": ("Var dessförinnan", "Was before"),
    "report.col_place": ("Plats", "Place"),
    "report.col_state": ("Läge", "State"),
    "report.unknown_number": ("okänt antal", "unknown number"),
    "report.col_until": ("Gällde till", "Valid until"),
    "report.col_allocated": ("Anvisad", "Allocated"),
    "report.split_over": ("{number} {number:område|områden}", "{number} {number:area|areas}"),
}

REPORT_TEXTS: Mapping[str, tuple[str, str]] = {
    **_TEXTS,
    **METHOD_TEXTS,
    **NOTE_TEXTS,
    **PACE_TEXTS,
}
