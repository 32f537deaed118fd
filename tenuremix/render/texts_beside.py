"""Texts of what stands beside the figures: losses, and promised against built; sv and en."""

from __future__ import annotations

from collections.abc import Mapping

# key: (Swedish, English).  {name} is filled in; a text never holds markup.
BESIDE_TEXTS: Mapping[str, tuple[str, str]] = {
    # Losses
    "loss.ombildning": ("ombildning", "conversion"),
    "loss.rivning": ("rivning", "demolition"),
    "loss.forsaljning": ("försäljning", "sale"),
    "report.losses": ("Bortfall vid sidan av målen", "Losses, beside the targets"),
    "losses.title": ("Nettolinje, vid sidan av målet", "Net line, beside the target"),
    "losses.line": (
        "Under perioden har {lost} {tenure} försvunnit ur de områden som målet gäller "
        "({events}). Netto: {counted} {counted:räknad|räknade} minus {lost} är {net}.",
        "In the period, {lost} {tenure} left the areas that the target is about ({events}). "
        "Net: {counted} counted less {lost} is {net}.",
    ),
    "losses.none": (
        "Enligt arbetsytans filer har inga {tenure} försvunnit under perioden ur de områden som "
        "målet gäller.",
        "According to the files of the workspace, no {tenure} left the areas that the target is "
        "about in the period.",
    ),
    "losses.event": ("{event} {number}", "{event} {number}"),
    "losses.rule": (
        "Bortfallet ändrar varken antalet som räknas eller bedömningen av målet.",
        "What was lost changes neither the number counted nor the verdict on the target.",
    ),
    "losses.unjudged": (
        "{number} {number:bostad|bostäder} försvann under perioden i områden som inte går att "
        "bedöma. {number:Den|De} dras inte av.",
        "{number} {number:dwelling was|dwellings were} lost in the period in areas that cannot "
        "be judged. {number:It is|They are} not deducted.",
    ),
    "losses.entries": ("Bortfall, post för post", "What was lost, entry by entry"),
    "losses.caption": ("{target}: bortfall som dras av", "{target}: lost, deducted"),
    "losses.others": (
        "{target}: bortfall som inte dras av",
        "{target}: lost, not deducted",
    ),
    "losses.col_event": ("Händelse", "Event"),
    "losses.col_lost": ("Dras av i nettot", "Deducted in the net"),
    "losses.col_dwellings": ("Bostäder", "Dwellings"),
    "losses.col_basis": ("Källa", "Source"),
    "losses.reason_counted": (
        "försvann ur målets områden",
        "left the areas of the target",
    ),
    "validate.losses": (
        "Bortfall: {number} {number:rad|rader}.",
        "Losses: {number} {number:row|rows}.",
    ),
    # Promised against built
    "validate.completed": (
        "Färdigställda bostäder: {years}.",
        "Completed dwellings: {years}.",
    ),
    "short.okand": ("okänd", "unknown"),
    "tenures.okand": ("bostäder med okänd upplåtelseform", "dwellings of unknown tenure"),
    "tenures_one.okand": ("bostad med okänd upplåtelseform", "dwelling of unknown tenure"),
    "completed.title": (
        "Utlovat och byggt per {level}. Registret till och med den {date}, statistiken {years}.",
        "Promised and built by {level}. The register to {date}, the statistics {years}.",
    ),
    "completed.no_years": ("saknas", "missing"),
    "completed.col_promised": ("Utlovat", "Promised"),
    "completed.col_begun": ("därav påbörjat", "of it begun"),
    "completed.col_completed": ("därav färdigt", "of it completed"),
    "completed.col_built": ("Byggt enligt statistiken", "Built, statistics"),
    "completed.city": ("Hela staden", "The whole city"),
    "completed.hidden": ("{number} och dolda tal", "{number} and suppressed figures"),
    "completed.left_out": (
        "Områden där inget är utlovat eller byggt visas inte: {number}.",
        "Areas where nothing is promised or built are not shown: {number}.",
    ),
    "completed.uncovered": (
        "{number} av de färdiga bostäderna blev {number:klar|klara} ett år som statistiken inte "
        "omfattar.",
        "{number} of the completed dwellings {number:was|were} completed in a year that the "
        "statistics do not cover.",
    ),
    "completed.unplaced": (
        "Utlovat utan känt {level}: {where}, {number} {number:bostad|bostäder}.",
        "Promised, {level} not known: {where}, {number} {number:dwelling|dwellings}.",
    ),
    "completed.missing": (
        "Statistik saknas för {number} {number:område|områden}.",
        "There are no statistics for {number} {number:area|areas}.",
    ),
    "completed.no_level": (
        "Statistiken finns inte per {level}. Den finns per {levels}.",
        "There are no statistics by {level}. There are by {levels}.",
    ),
    "completed.too_early": (
        "Statistiken börjar {year}. Det året var inte slut den dag som läget avser.",
        "The statistics begin in {year}, a year that had not ended on the date of the figures.",
    ),
    "completed.read.1": (
        "Utlovat är bostäder i markanvisningar som står kvar. Påbörjat och färdigt gäller hela "
        "markanvisningar, även där bara en del av bostäderna är påbörjad.",
        "Promised are dwellings in allocations that stand. Begun and completed are about whole "
        "allocations, also where only some of the dwellings have begun.",
    ),
    "completed.read.2": (
        "Statistiken räknar allt som färdigställs i området, även på mark som kommunen inte äger. "
        "Tal under noll är ombyggnad. Byggt kan därför vara mer än utlovat, och skillnaden är "
        "inte ett mått på brutna löften.",
        "The statistics count all that is completed in the area, also on land that the city does "
        "not own. A number below zero is rebuilding. More can be built than was promised, and the "
        "difference is no measure of broken promises.",
    ),
    "completed.read.3": (
        "Det som nyss är utlovat hinner inte vara byggt. Registret kan också sakna äldre "
        "markanvisningar vars bostäder finns i statistiken.",
        "What was promised lately cannot be built yet. The register may also lack older "
        "allocations whose dwellings are in the statistics.",
    ),
    # The same in the report
    "report.completed": ("Utlovat och byggt", "Promised and built"),
    "report.completed_none": (
        "Arbetsytan har ingen statistik över färdigställda bostäder. ”tenuremix fetch completed” "
        "hämtar den där staden ger ut den.",
        "The workspace has no statistics of completed dwellings. “tenuremix fetch completed” "
        "fetches them where the city publishes them.",
    ),
    "report.completed_lead": (
        "Här jämförs det som registret säger är utlovat med det som statistiken säger är byggt.",
        "What the register says is promised is compared here with what the statistics say was "
        "built.",
    ),
    "report.completed_city": ("Hela staden", "The whole city"),
    "report.completed_city_lead": (
        "Av {promised} {promised:utlovad bostad|utlovade bostäder} är {begun} "
        "{begun:påbörjad|påbörjade}, varav {completed} {completed:färdig|färdiga}. Statistiken "
        "har {built} {built:färdigställd bostad|färdigställda bostäder} {years}.",
        "Of {promised} {promised:dwelling|dwellings} promised, {begun} {begun:is|are} begun, of "
        "which {completed} {completed:is|are} completed. The statistics have {built} completed "
        "{built:dwelling|dwellings} {years}.",
    ),
    "report.completed_areas_lead": (
        "För varje upplåtelseform (HR hyresrätt, BR bostadsrätt, ÄR äganderätt) visas hur många "
        "bostäder som är utlovade, hur många av dem som är färdiga enligt registret och hur många "
        "som är byggda enligt statistiken.",
        "For each tenure: how many dwellings are promised, how many of them are completed "
        "according to the register, and how many were built according to the statistics.",
    ),
    "report.completed_unplaced": (
        "Utlovade bostäder som inte hör till ett bestämt {level} ingår i hela staden men inte i "
        "områdenas siffror: {where}.",
        "Promised dwellings that belong to no single {level} are in the city but not in the "
        "figures of the areas: {where}.",
    ),
    "report.completed_areas": ("Områden: {levels}", "Areas: {levels}"),
    "report.completed_areas_caption": (
        "Utlovat och byggt i {number} {number:{level}|{levels}}",
        "Promised and built in {number} {number:{level}|{levels}}",
    ),
    "report.completed_col": ("{tenure}, {what}", "{tenure}, {what}"),
    "report.completed_promised": ("utlovat", "promised"),
    "report.completed_completed": ("färdigt", "completed"),
    "report.completed_built": ("byggt", "built"),
    "report.completed_built_years": (
        "Byggt enligt statistiken {years}",
        "Built, statistics {years}",
    ),
    "report.completed_share_begun": ("Andel påbörjat", "Share begun"),
    "report.completed_share_completed": ("Andel färdigt", "Share completed"),
    "report.plots": (
        "Löftet i varje påbörjat kvarter",
        "The promise of each plot begun",
    ),
    "report.plots_lead": (
        "I {fewer} av {number} {number:påbörjad markanvisning|påbörjade markanvisningar} som "
        "står kvar är hyresrätterna nu färre än när marken anvisades. Kvarteret med störst "
        "minskning står först.",
        "In {fewer} of {number} standing {number:allocation|allocations} where building has "
        "begun, the rented dwellings are now fewer than when the land was allocated. The largest "
        "decrease stands first.",
    ),
    "report.plots_lead_none": (
        "I ingen påbörjad markanvisning som står kvar är hyresrätterna nu färre än när marken "
        "anvisades. Antal påbörjade: {number}.",
        "In no standing allocation where building has begun are the rented dwellings now fewer "
        "than when the land was allocated. Number begun: {number}.",
    ),
    # The pace within each plot
    "within.title": ("Takten inom varje kvarter", "The pace within each plot"),
    "within.lead": (
        "Kvarter där en mindre andel av hyresrätterna än av de andra bostäderna är påbörjad: {lagging} av {number} jämförda. De som ligger mest efter står först.",
        "Plots where a smaller share of the rented dwellings than of the others has begun: {lagging} of {number} compared. Those that lag most stand first.",
    ),
    "within.lead_none": (
        "Hyresrätterna ligger inte efter de andra bostäderna i något av de jämförda kvarteren. Antal jämförda: {number}.",
        "The rented dwellings lag behind the others in none of the plots compared. Number compared: {number}.",
    ),
    "within.none": (
        "Registret anger inte för något blandat kvarter under byggnad hur många av varje "
        "upplåtelseform som är påbörjade.",
        "For no mixed plot under construction does the register state how many of each tenure "
        "have begun.",
    ),
    "within.not_stated": (
        "Blandade kvarter där det inte är angivet: {number} ({names}).",
        "Mixed plots where it is not stated: {number} ({names}).",
    ),
    "within.alone": (
        "Kvarter under byggnad med bara hyresrätter, eller inga, har inget att jämföra med. Antal: {number}.",
        "Plots under construction where all dwellings are rented, or none, have nothing to compare with. Number: {number}.",
    ),
    "within.rented_promised": ("HR utlovade", "Rented, promised"),
    "within.rented_begun": ("HR påbörjade", "Rented, begun"),
    "within.rented_share": ("Andel HR påbörjad", "Rented, share begun"),
    "within.others_promised": ("BR och ÄR utlovade", "Others, promised"),
    "within.others_begun": ("BR och ÄR påbörjade", "Others, begun"),
    "within.others_share": ("Andel BR och ÄR påbörjad", "Others, share begun"),
    "within.lag": ("HR efter, procentenheter", "Rented behind, percentage points"),
    "report.plots_none": (
        "Ingen markanvisning som står kvar är påbörjad.",
        "Building has begun in no standing allocation.",
    ),
    "report.plots_pace": (
        "I hela registret är {rented} av de utlovade hyresrätterna påbörjade, mot {others} av "
        "bostadsrätterna och äganderätterna.",
        "In the whole register, building has begun for {rented} of the rented dwellings promised, "
        "against {others} of the tenant-owned and owner-occupied.",
    ),
    "report.col_promised_then": ("Utlovat då", "Promised then"),
    "report.col_now": ("Nu", "Now"),
    "report.col_rented_change": ("Ändring hyresrätter", "Change, rented"),
    "report.col_begun": ("Byggstart", "Begun"),
    "report.col_completed": ("Färdigt", "Completed"),
}
