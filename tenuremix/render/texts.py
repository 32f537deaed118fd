"""Every text that a reader sees, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

from tenuremix.render.texts_beside import BESIDE_TEXTS
from tenuremix.render.texts_database import DATABASE_TEXTS
from tenuremix.render.texts_export import EXPORT_TEXTS
from tenuremix.render.texts_fetch import FETCH_TEXTS
from tenuremix.render.texts_formats import FORMATS_TEXTS
from tenuremix.render.texts_frozen import FROZEN_TEXTS
from tenuremix.render.texts_intake import INTAKE_TEXTS
from tenuremix.render.texts_map import MAP_TEXTS
from tenuremix.render.texts_measures import MEASURES_TEXTS
from tenuremix.render.texts_outlook import OUTLOOK_TEXTS
from tenuremix.render.texts_plan import PLAN_TEXTS
from tenuremix.render.texts_report import REPORT_TEXTS

# key: (Swedish, English).  {name} is filled in; a text never holds markup.
_COMMON: Mapping[str, tuple[str, str]] = {
    # Tenures, and the classes named after them
    "tenure.hyresratt": ("hyresrätt", "rented"),
    "tenure.bostadsratt": ("bostadsrätt", "tenant-owned"),
    "tenure.aganderatt": ("äganderätt", "owner-occupied"),
    "tenure.okand": ("okänd eller övrig", "unknown or other"),
    "tenure.oklar": ("ej beslutad", "undecided"),
    "tenures.hyresratt": ("hyresrätter", "rented dwellings"),
    "tenures.bostadsratt": ("bostadsrätter", "tenant-owned dwellings"),
    "tenures.aganderatt": ("äganderätter", "owner-occupied dwellings"),
    "tenures.oklar": (
        "bostäder med ej beslutad upplåtelseform",
        "dwellings of undecided tenure",
    ),
    "tenures.annan": ("bostäder i annan upplåtelseform", "dwellings of another tenure"),
    "tenures_one.hyresratt": ("hyresrätt", "rented dwelling"),
    "tenures_one.bostadsratt": ("bostadsrätt", "tenant-owned dwelling"),
    "tenures_one.aganderatt": ("äganderätt", "owner-occupied dwelling"),
    "tenures_one.oklar": (
        "bostad med ej beslutad upplåtelseform",
        "dwelling of undecided tenure",
    ),
    "tenures_one.annan": ("bostad i annan upplåtelseform", "dwelling of another tenure"),
    "short.hyresratt": ("HR", "rented"),
    "short.bostadsratt": ("BR", "tenant-owned"),
    "short.aganderatt": ("ÄR", "owned"),
    "short.oklar": ("oklar", "undecided"),
    "class.hyresratt": ("majoritet hyresrätt", "rented majority"),
    "class.bostadsratt": ("majoritet bostadsrätt", "tenant-owned majority"),
    "class.aganderatt": ("majoritet äganderätt", "owner-occupied majority"),
    "class.bostadsratt+aganderatt": (
        "majoritet bostads- och äganderätt",
        "tenant-owned and owner-occupied majority",
    ),
    "class.ingen": ("ingen majoritet", "no majority"),
    "class.none": ("kan inte bedömas", "cannot be assessed"),
    "holds.hyresratt": ("hyresrätt", "rented"),
    "holds.bostadsratt": ("bostadsrätt", "tenant-owned"),
    "holds.aganderatt": ("äganderätt", "owner-occupied"),
    "holds.ingen": ("ingen", "none"),
    # Levels
    "level.basomrade": ("basområde", "basområde"),
    "level.primaromrade": ("primärområde", "primärområde"),
    "level.mellanomrade": ("mellanområde", "mellanområde"),
    "level.stadsomrade": ("stadsområde", "stadsområde"),
    "level.omrade": ("område", "område"),
    "level.deso": ("DeSO", "DeSO"),
    "level.regso": ("RegSO", "RegSO"),
    "level.kommun": ("kommun", "municipality"),
    "levels.basomrade": ("basområden", "basområden"),
    "levels.primaromrade": ("primärområden", "primärområden"),
    "levels.mellanomrade": ("mellanområden", "mellanområden"),
    "levels.stadsomrade": ("stadsområden", "stadsområden"),
    "levels.omrade": ("områden", "områden"),
    "levels.deso": ("DeSO", "DeSO"),
    "levels.regso": ("RegSO", "RegSO"),
    "levels.kommun": ("kommuner", "municipalities"),
    # Events and stages
    "event.planerad": ("planerad", "planned"),
    "event.markreservation": ("markreservation", "land reservation"),
    "event.markanvisning": ("markanvisning", "land allocation"),
    "event.andring": ("ändring", "change"),
    "event.forlangning": ("förlängning", "extension"),
    "event.byggstart": ("byggstart", "construction start"),
    "event.fardigstalld": ("färdigställd", "completed"),
    "event.aterkallad": ("återkallad", "withdrawn"),
    # Verdicts
    "status.met": ("nått", "met"),
    "status.met_so_far": ("nått hittills", "met so far"),
    "status.met_known": (
        "minst {counted} kan styrkas, om inget återkallats",
        "at least {counted} can be shown, unless any were withdrawn",
    ),
    "status.missed": ("inte nått", "missed"),
    "status.open": ("pågår", "open"),
    "status.not_in_force": ("gäller inte än", "not in force"),
    "status.not_assessable": ("kan inte bedömas", "cannot be assessed"),
    "status.uncovered": ("kan inte bedömas", "cannot be assessed"),
    "status.direction": ("pågår", "open"),
    "status.direction_over": (
        "perioden är slut; målet har inget antal",
        "the period has ended; the target has no number",
    ),
    "status.direction_known": (
        "minst {counted} kan styrkas, om inget återkallats",
        "at least {counted} can be shown, unless any were withdrawn",
    ),
    "reason.counted": ("räknas", "counted"),
    "reason.reversed": ("dras av: minskad eller återkallad", "reversed: reduced or withdrawn"),
    "reason.other_area": ("målet gäller inte där", "the target is not about that area"),
    "reason.outside_period": ("utanför perioden", "outside the period"),
    "reason.not_assessable": ("går inte att bedöma", "not assessable"),
    "reason.outside_areas": ("utanför alla områden", "outside all areas"),
    "reason.excluded_subgroup": ("undergruppen räknas inte", "subgroup left out"),
    "reason.excepted": ("undantagen genom beslut", "excepted by decision"),
    # Numbers and small words
    "percent": ("{number}\N{NO-BREAK SPACE}%", "{number}%"),
    "at_least": ("minst {number}", "at least {number}"),
    "and": ("och", "and"),
    "outside": ("utanför områdena", "outside the areas"),
    "yes": ("ja", "yes"),
    "no": ("nej", "no"),
    "none": ("inga", "none"),
    # The calm lines at the top of every product
    "schematic": (
        "Områdenas gränser är schematiska, inte officiella.",
        "The boundaries of the areas are schematic, not official.",
    ),
    "fictional": (
        "Innehåller påhittade exempel (”Exempel …”); siffrorna visar inte stadens resultat.",
        "Holds made-up examples (“Exempel …”); the figures do not show the city's results.",
    ),
    "incomplete": (
        "Registret är inte fullständigt för {periods}. Beslut kan saknas, så inget mål kan sägas "
        "vara missat.",
        "The register is not complete for {periods}. Decisions may be missing, so no target can "
        "be said to be missed.",
    ),
    "incomplete.days": ("{first} till {last}", "{first} to {last}"),
    "as_of": ("Läget den {date}", "As of {date}"),
    # Columns of tables
    "col.area": ("Kod", "Code"),
    "col.area_name": ("Område", "Area"),
    "col.dwellings": ("Bostäder", "Dwellings"),
    "col.class": ("Majoritet", "Majority"),
    "col.missing": ("Saknas mest", "Most lacking"),
    "col.pipeline": ("Beslutat", "Decided"),
    "col.class_projected": ("Med beslutat", "With decided"),
    "col.date": ("Datum", "Date"),
    "col.name": ("Markanvisning", "Allocation"),
    "col.event": ("Beslut", "Decision"),
    "col.change": ("Ändring", "Change"),
    "col.counted": ("Räknas", "Counted"),
    "col.reason": ("Skäl", "Reason"),
    "col.share": ("Andel", "Share"),
    "col.definition": ("Definition", "Definition"),
    "col.status": ("Målet", "Target"),
    "col.level": ("Nivå", "Level"),
    "col.now": ("I dag", "Today"),
    "col.projected": ("Med beslutat", "With decided"),
    "col.with_proposal": ("Med förslaget", "With the proposal"),
    "col.shortfall": ("Brist", "Shortfall"),
    "col.tenure": ("Upplåtelseform", "Tenure"),
    "col.definitions_least": ("Minst", "Least"),
    "col.definitions_most": ("Mest", "Most"),
    "steadiness": ("{label} ({same} av {of} år)", "{label} ({same} of {of} {of:year|years})"),
    # The areas command
    "areas.title": (
        "Upplåtelseformer per {level}, bestånd den {date}",
        "Tenure by {level}, stock of {date}",
    ),
    "areas.reference": (
        "Brist räknas mot {reference}.",
        "Shortfall is measured against {reference}.",
    ),
    "reference.city": ("stadens egen blandning: {mix}", "the city's own mix: {mix}"),
    "reference.published": (
        " (av de siffror som är publicerade)",
        " (of the figures that are published)",
    ),
    "reference.stated": ("arbetsytans egen blandning: {mix}", "the workspace's own mix: {mix}"),
    "reference.none": ("något som inte är känt", "something that is not known"),
    "areas.unplaced": (
        "Beslutat utan känt {level}: {where}, {number} {number:bostad|bostäder}.",
        "Decided, {level} not known: {where}, {number} {number:dwelling|dwellings}.",
    ),
    "areas.unknown": (
        "Markanvisningar utan känt antal bostäder: {number}.",
        "Allocations with an unknown number of dwellings: {number}.",
    ),
    "areas.no_vintage": ("okänt datum", "unknown date"),
    # The progress command
    "progress.sentence.met": (
        "Målet nåddes: {counted} {tenure} av minst {minimum} räknades.",
        "The target was met: {counted} {tenure} of at least {minimum} counted.",
    ),
    "progress.sentence.met_so_far": (
        "Målet är nått hittills: {counted} {tenure} av minst {minimum} är "
        "{counted:räknad|räknade} den {date}.",
        "The target is met so far: {counted} {tenure} of at least {minimum} counted on {date}.",
    ),
    "progress.sentence.met_known": (
        "Minst {counted} {tenure} kan styrkas, om inget återkallats. Målet är minst {minimum}.",
        "At least {counted} {tenure} can be shown, unless any were withdrawn. The target is at "
        "least {minimum}.",
    ),
    "progress.sentence.missed": (
        "Målet nåddes inte: {counted} {tenure} av minst {minimum} räknades, {remaining} saknas.",
        "The target was missed: {counted} {tenure} of at least {minimum} counted, {remaining} short.",
    ),
    "progress.sentence.open": (
        "{counted} {tenure} av minst {minimum} är {counted:räknad|räknade} den {date}; "
        "{remaining} återstår.",
        "{counted} {tenure} of at least {minimum} counted on {date}; {remaining} "
        "{remaining:remains|remain}.",
    ),
    "progress.sentence.not_in_force": (
        "Målet gäller från den {from_date}; läget avser den {date}.",
        "The target is in force from {from_date}; the figures are of {date}.",
    ),
    "progress.sentence.not_assessable": (
        "Målet kan inte bedömas: {counted} {tenure} av minst {minimum} är "
        "{counted:räknad|räknade}, men {unjudged} kan inte bedömas.",
        "The target cannot be assessed: {counted} {tenure} of at least {minimum} counted, "
        "but {unjudged} cannot be judged.",
    ),
    "progress.sentence.uncovered": (
        "Målet kan inte bedömas: {counted} {tenure} av minst {minimum} är "
        "{counted:räknad|räknade}, men registret är inte fullständigt.",
        "The target cannot be assessed: {counted} {tenure} of at least {minimum} counted, but the "
        "register is not complete.",
    ),
    "progress.sentence.direction_over": (
        "{counted} {tenure} räknades. Perioden är slut; målet har inget antal.",
        "{counted} {tenure} counted. The period has ended; the target has no number.",
    ),
    "progress.sentence.direction_known": (
        "Minst {counted} {tenure} kan styrkas, om inget återkallats. Målet har inget antal.",
        "At least {counted} {tenure} can be shown, unless any were withdrawn. The target has no "
        "number.",
    ),
    "progress.sentence.direction": (
        "{counted} {tenure} är {counted:räknad|räknade} den {date}. Målet har inget antal.",
        "{counted} {tenure} counted on {date}. The target has no number.",
    ),
    "progress.range": (
        "Svaret enligt varje rimlig definition ({number}): {low} till {high}.",
        "The answer under every defensible definition ({number}): {low} to {high}.",
    ),
    "progress.range_met": (
        "Målet nås enligt {met} av {number} {number:definition|definitioner}.",
        "The target is met under {met} of {number} {number:definition|definitions}.",
    ),
    "progress.exceptions": (
        "Utan nämndens undantag: {number}.",
        "Without the exceptions decided: {number}.",
    ),
    "progress.unjudged": (
        "Går inte att bedöma: {number} {number:bostad|bostäder} inom perioden.",
        "Cannot be judged: {number} {number:dwelling|dwellings} within the period.",
    ),
    "progress.potential": (
        "Ej beslutad upplåtelseform, räknas inte: {number} {number:bostad|bostäder} "
        "(markanvisningar: {allocations}).",
        "Tenure undecided, not counted: {number} {number:dwelling|dwellings} (allocations: "
        "{allocations}).",
    ),
    "progress.unknown": (
        "Markanvisningar utan känt antal bostäder, räknas inte: {allocations}.",
        "Allocations with an unknown number of dwellings, not counted: {allocations}.",
    ),
    "progress.expired": (
        "Utgången utan beslut, räknas men är osäker: {allocations}.",
        "Run out without a decision, counted but at risk: {allocations}.",
    ),
    "progress.ledger": ("Varje beslut, med skäl", "Every decision, with its reason"),
    "progress.sensitivity": (
        "Svaret enligt varje rimlig definition",
        "The answer under every defensible definition",
    ),
    "progress.deciding": ("Markanvisningar som avgör", "Allocations that decide"),
    # The life of an allocation
    "col.standing": ("Står efter beslutet", "Stands after it"),
    "col.valid_until": ("Gäller till", "Valid until"),
    "col.record": ("Diarienummer", "Record number"),
    "col.source": ("Källa (rad)", "Source (row)"),
    "history.none": (
        "{id} har inget beslut så tidigt.",
        "{id} has no decision that early.",
    ),
    "history.unknown": ("okänt antal", "number not known"),
    "history.target": ("”{target}”: {counted}", "“{target}”: {counted}"),
    "history.entry": (
        "  {date}  {area}: {change} {tenure}, räknas {counted} ({reason})",
        "  {date}  {area}: {change} {tenure}, counts {counted} ({reason})",
    ),
    # Definitions in words
    "definition.line": (
        "{level}: {group} har {criterion}, {stock}",
        "{level}: {group} holds {criterion}, {stock}",
    ),
    "definition.list": (
        "listan som gällde när beslutet fattades, bedömd per {level}",
        "the list in force when the decision was taken, judged by {level}",
    ),
    "definition.edition": (
        "listan från den {date}, bedömd per {level}",
        "the list of {date}, judged by {level}",
    ),
    "criterion.majority": ("mer än hälften av bostäderna", "more than half of the dwellings"),
    "criterion.plurality": ("flest bostäder", "the most dwellings"),
    "criterion.share": ("minst {share} av bostäderna", "at least {share} of the dwellings"),
    "stock.all": ("alla hustyper", "all building types"),
    "stock.flerbostadshus": ("bara flerbostadshus", "multi-dwelling buildings only"),
    "stock.smahus": ("bara småhus", "one- and two-dwelling buildings only"),
    "stock.ovriga": ("bara övriga hus", "other buildings only"),
    "stock.special": ("bara specialbostäder", "special housing only"),
    "definition.steady": (
        ", stadigt i {number} {number:årgång|årgångar}",
        ", steadily in {number} {number:vintage|vintages}",
    ),
    "definition.group_join": (" + ", " + "),
    # The check
    "check.where": ("Var", "Where"),
    "check.lacks": ("Saknas", "Lacking"),
    "check.effect": ("Blandning", "Mix"),
    "check.counts": ("Räknas", "Counts"),
    "check.against": ("Emot", "Against"),
    "check.part": ("{name} ({area}) {share}", "{name} ({area}) {share}"),
    "check.all_in": ("hela i {name} ({area})", "all in {name} ({area})"),
    "check.lacks_line": (
        "{name}: mest {tenure}, {number} {number:bostad|bostäder} till stadens andel {share}",
        "{name}: mostly {tenure}, {number} {number:dwelling|dwellings} short of the city's share "
        "{share}",
    ),
    "check.lacks_nothing": ("{name}: ingen upplåtelseform", "{name}: no tenure"),
    "check.lacks_unknown": ("{name}: statistik saknas", "{name}: no statistics"),
    "check.effect_line": (
        "{name}: {tenure} {now} i dag, {projected} med det beslutade, {after} med förslaget "
        "(av bostäder med känd upplåtelseform)",
        "{name}: {tenure} {now} today, {projected} with what is decided, {after} with the proposal "
        "(of dwellings with known tenure)",
    ),
    "check.effect_unknown": ("{name}: statistik saknas", "{name}: no statistics"),
    "check.counts_line": (
        "{counts} av {of} {tenure} mot ”{target}” ({before} → {after}{minimum}); räknas enligt "
        "{counting} av {definitions} {definitions:definition|definitioner}",
        "{counts} of {of} {tenure} towards “{target}” ({before} → {after}{minimum}); counts "
        "under {counting} of {definitions} {definitions:definition|definitions}",
    ),
    "check.only_today": ("; bara om det beslutas i dag", "; only if it is decided today"),
    "check.counts_none": (
        "inga mot ”{target}”: förslaget har inga {tenure}",
        "none towards “{target}”: the proposal has no {tenure}",
    ),
    "check.minimum": (" av {minimum}", " of {minimum}"),
    "check.no_targets": ("inga mål är angivna", "no targets are stated"),
    "check.against_nothing": (
        "inget i de uppgifter som finns",
        "nothing in the information at hand",
    ),
    "check.undecided": (
        "{number} {number:bostad|bostäder} har ingen beslutad upplåtelseform och räknas inte",
        "{number} {number:dwelling has no decided tenure and does|dwellings have no decided "
        "tenure and do} not count",
    ),
    "check.detail": ("Områdena i siffror", "The areas in figures"),
    "check.plots": ("Var bostäderna hamnar", "Where the dwellings go"),
    "check.notes": ("Att tänka på", "To keep in mind"),
    "check.basis": ("Svaret bygger på", "The answer rests on"),
    "check.holds": (
        "Svaret gäller tills beslut, statistik eller definitioner ändras.",
        "The answer holds until decisions, statistics or definitions change.",
    ),
    "check.holds_today": (
        "Svaret gäller bara om förslaget beslutas i dag, den {date}, då en period slutar.",
        "The answer holds only if the proposal is decided today, {date}, when a period ends.",
    ),
    "check.holds_period": (
        "Svaret gäller tills beslut, statistik eller definitioner ändras, "
        "dock längst till och med den {date}, då en period slutar.",
        "The answer holds until decisions, statistics or definitions change, "
        "and at the latest until {date}, when a period ends.",
    ),
    "check.as_if": (
        "Bedömt som om det beslutades den {date}.",
        "Judged as if decided on {date}.",
    ),
    "check.assessment": ("Planerarens bedömning", "The planner's assessment"),
    "check.proposal": ("Förslaget: {dwellings}", "The proposal: {dwellings}"),
    "check.nothing": ("inga bostäder", "no dwellings"),
    "check.denominator": (
        "Andelar är av bostäder med känd upplåtelseform, bestånd den {date}.",
        "Shares are of dwellings with known tenure, stock of {date}.",
    ),
    # Notes of a check
    "note.split": (
        "Tomten {plot} ligger i {areas} {areas:område|områden}; hela bostäder fördelas efter yta.",
        "The plot {plot} lies in {areas} {areas:area|areas}; whole dwellings are split by land "
        "area.",
    ),
    "note.outside": (
        "{share} av tomten {plot} ligger utanför alla områden; närmast är {name} ({nearest}), "
        "{metres} meter bort.",
        "{share} of the plot {plot} lies outside all areas; the nearest is {name} ({nearest}), "
        "{metres} {metres:metre|metres} away.",
    ),
    "note.near_line": (
        "{name} ({area}) ligger nära gränsen: {share} mot {line}. En ny årgång kan ändra svaret.",
        "{name} ({area}) is near the line: {share} against {line}. New statistics may change the answer.",
    ),
    "note.not_assessable": (
        "{name} ({area}) kan inte bedömas enligt {definition}: statistik saknas eller är dold.",
        "{name} ({area}) cannot be judged by {definition}: statistics are missing or suppressed.",
    ),
    "note.no_statistics": (
        "{name} ({area}) saknar statistik.",
        "{name} ({area}) has no statistics.",
    ),
    "note.suppressed": (
        "{name} ({area}) har dolda siffror; andelar anges som intervall där det märks.",
        "{name} ({area}) has suppressed figures; shares are ranges where it shows.",
    ),
    "note.turns": (
        "Förslaget ändrar majoriteten i {name} ({area}): från {before} till {after}. "
        "Senare beslut kan då räknas annorlunda.",
        "The proposal turns the majority in {name} ({area}): from {before} to {after}. "
        "Later decisions may then count differently.",
    ),
    "note.turned": (
        "Det som redan är beslutat ändrar majoriteten i {name} ({area}): från {before} till {after}.",
        "What is already decided turns the majority in {name} ({area}): from {before} to {after}.",
    ),
    "note.steady": (
        "Majoritet i {name} ({area}): {label}, samma i {same} av {of:den|de} senaste {of} "
        "{of:årgången|årgångarna}.",
        "Majority in {name} ({area}): {label}, the same in {same} of the last {of} "
        "{of:vintage|vintages}.",
    ),
    "note.first_time": (
        "Majoritet i {name} ({area}): {label}, för första gången på {of} {of:årgång|årgångar}.",
        "Majority in {name} ({area}): {label}, for the first time in {of} {of:vintage|vintages}.",
    ),
    "note.more_of_the_same": (
        "{name} ({area}) har redan majoritet {tenure}, och förslaget ger mer av den.",
        "{name} ({area}) already has a majority of {tenure}, and the proposal brings more of it.",
    ),
    "note.last_day": (
        "Förslaget räknas mot ”{target}” bara om det beslutas i dag: perioden slutar.",
        "The proposal counts towards “{target}” only if it is decided today: the period ends.",
    ),
    "note.too_late": (
        "Förslaget kommer för sent för ”{target}”, som gäller från den {from_date} till och med "
        "{to_date}.",
        "The proposal comes too late for “{target}”, which is in force from {from_date} to "
        "{to_date}.",
    ),
    "note.outside_period": (
        "Målet ”{target}” gäller från den {from_date} till och med {to_date}; "
        "den {date} ligger utanför.",
        "The target “{target}” is in force from {from_date} to {to_date}; {date} lies outside.",
    ),
    "note.depends": (
        "Svaret för ”{target}” beror på definitionen: räknas enligt {counting} av {definitions}.",
        "The answer for “{target}” depends on the definition: counts under {counting} of {definitions}.",
    ),
    "note.other_area": (
        "{number} {tenure} räknas inte mot ”{target}”: målet gäller inte där.",
        "{number} {tenure} {number:does|do} not count towards “{target}”: the target is not "
        "about that area.",
    ),
    "note.old_statistics": (
        "Statistiken är gammal: den {date}.",
        "The statistics are old: {date}.",
    ),
    "period.open_end": ("tills vidare", "until further notice"),
    # What changed since an earlier check
    "since.nothing": (
        "Inget har ändrats sedan den tidigare kontrollen.",
        "Nothing has changed since the earlier check.",
    ),
    "since.changed": (
        "Sedan den tidigare kontrollen har {what} ändrats.",
        "Since the earlier check, {what} changed.",
    ),
    "since.proposal": ("förslaget", "the proposal"),
    "since.as_of": ("dagen ({before} → {after})", "the date ({before} → {after})"),
    "since.definition": ("definitionerna", "the definitions"),
    "since.areas": ("områdena", "the areas"),
    "since.stock": ("beståndet", "the stock"),
    "since.register": ("registret", "the register"),
    "since.targets": ("målen", "the targets"),
    "since.result": (
        "”{target}”: {before} räknades då, {after} nu.",
        "“{target}”: {before} counted then, {after} now.",
    ),
    # Sources
    "sources": ("Källor", "Sources"),
    "source.line": ("{title} ({producer}){dates}", "{title} ({producer}){dates}"),
    "source.describes": (", avser den {date}", ", of {date}"),
    "source.published": (", publicerad den {date}", ", published {date}"),
    "source.fetched": (", hämtad den {date}", ", fetched {date}"),
    "source.none": ("{name}: ingen källa angiven", "{name}: no source stated"),
    "source.changed": (
        "Filen har ändrats sedan källuppgiften skrevs.",
        "The file has changed since its source was described.",
    ),
    "source.unknown_producer": ("okänd producent", "unknown producer"),
    # Validate, init, build
    "validate.ok": ("Inga fel.", "No faults."),
    "validate.summary": (
        "Områden: {areas} (nivåer: {levels}). Årgångar av beståndet: {vintages}. "
        "Beslut: {decisions} (markanvisningar: {allocations}). Mål: {targets}.",
        "Areas: {areas} (levels: {levels}). Vintages of the stock: {vintages}. "
        "Decisions: {decisions} (allocations: {allocations}). Targets: {targets}.",
    ),
    "validate.faults": ("Antal fel: {number}", "Faults: {number}"),
    "init.done": (
        "Arbetsytan är klar: {folder}. Gå dit och kör `tenuremix build`.",
        "The workspace is ready: {folder}. Go there and run `tenuremix build`.",
    ),
    "written": ("Skrev {path}", "Wrote {path}"),
    "build.validate": ("Kontrollerar", "Validating"),
    "build.map": ("Ritar kartan", "Drawing the map"),
    "build.report": ("Skriver rapporten", "Writing the report"),
    # Coarse places
    "place.coarse": ("{level} {code} {name}", "{level} {code} {name}"),
}

TEXTS: Mapping[str, tuple[str, str]] = {
    **_COMMON,
    **BESIDE_TEXTS,
    **DATABASE_TEXTS,
    **EXPORT_TEXTS,
    **FETCH_TEXTS,
    **FROZEN_TEXTS,
    **FORMATS_TEXTS,
    **INTAKE_TEXTS,
    **MAP_TEXTS,
    **OUTLOOK_TEXTS,
    **MEASURES_TEXTS,
    **PLAN_TEXTS,
    **REPORT_TEXTS,
}
