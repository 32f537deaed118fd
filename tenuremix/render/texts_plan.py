"""The texts of the plan for open plots, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

# key: (Swedish, English).  {name} is filled in; a text never holds markup.
PLAN_TEXTS: Mapping[str, tuple[str, str]] = {
    "validate.plots": ("Öppna tomter: {number}.", "Open plots: {number}."),
    "plan.section": ("Vad de öppna tomterna bör bli", "What the open plots should become"),
    "plan.on": (
        "Planen utgår från läget den {date}, och är densamma som kommandot plan ger.",
        "The plan starts from {date}, and is the one that the command plan gives.",
    ),
    "plan.too_many": (
        "Arbetsytan har {number} {number:öppen tomt|öppna tomter}. Kommandot plan visar planen.",
        "The workspace has {number} open {number:plot|plots}. The command plan shows the plan.",
    ),
    "plan.title": (
        "Plan för {plots} {plots:öppen tomt|öppna tomter}, {dwellings} {dwellings:bostad|bostäder}",
        "A plan for {plots} open {plots:plot|plots}, {dwellings} {dwellings:dwelling|dwellings}",
    ),
    "plan.none": ("Det finns inga öppna tomter.", "There are no open plots."),
    "plan.ask": ("Be om", "Ask for"),
    "plan.ask_line": ("Be om {dwellings}.", "Ask for {dwellings}."),
    "plan.ask_nothing": ("Be inte om några bostäder.", "Ask for no dwellings."),
    "plan.plots": ("Vad varje tomt bör bli", "What each plot should become"),
    "plan.areas": ("Vad områdena blir", "What the areas become"),
    "plan.why": ("Varför", "Why"),
    "plan.counts": ("Räknas mot mål", "Counts"),
    "plan.day": ("Beslut", "Decision"),
    "plan.before": ("Utan planen", "Without the plan"),
    "plan.after": ("Med planen", "With the plan"),
    "plan.short_before": ("Brist före", "Short before"),
    "plan.short_after": ("Brist efter", "Short after"),
    # Targets
    "plan.target.reached": (
        "Planen ger {added} {tenure} mot ”{target}”: {counted} räknas redan, och {minimum} nås.",
        "The plan gives {added} {tenure} towards “{target}”: {counted} {counted:counts|count} "
        "already, and {minimum} is reached.",
    ),
    "plan.target.short": (
        "Planen ger {added} {tenure} mot ”{target}”. {counted} räknas redan, och {left} återstår "
        "till {minimum}.",
        "The plan gives {added} {tenure} towards “{target}”. {counted} {counted:counts|count} "
        "already, and {left} {left:is|are} left to {minimum}.",
    ),
    "plan.target.over": (
        "Ingen av tomterna kan räknas mot ”{target}”. {counted} räknas redan av {minimum}.",
        "None of the plots can count towards “{target}”. {counted} of {minimum} "
        "{counted:counts|count} already.",
    ),
    "plan.no_targets": (
        "Inget mål har ett antal att nå.",
        "No target has a number to reach.",
    ),
    # Steps
    "plan.mix": (
        "Områdena saknar {before} {before:bostad|bostäder} utan planen och {after} med den, i "
        "{levels}, mätt mot {reference}.",
        "The areas are short of {before} {before:dwelling|dwellings} without the plan and "
        "{after} with it, in {levels}, measured against {reference}.",
    ),
    "plan.weight": ("{level} (vikt {weight})", "{level} (weight {weight})"),
    "plan.changes": (
        "Planen ändrar {number} {number:bostad|bostäder} jämfört med det som föreslås i dag.",
        "The plan changes {number} {number:dwelling|dwellings} of what is proposed today.",
    ),
    "plan.income": (
        "Väntad intäkt: {income} {income:krona|kronor}, för de bostäder där en intäkt är angiven.",
        "Expected income: {income} {income:krona|kronor}, of the dwellings where an income is "
        "stated.",
    ),
    "plan.robust": (
        "Målen nås enligt {met} av {number} {number:definition|definitioner}. Ingen annan plan "
        "når dem enligt fler.",
        "The targets are reached under {met} of {number} {number:definition|definitions}. No "
        "other plan reaches them under more.",
    ),
    "plan.robust_open": (
        "Målen nås enligt {met} av {number} {number:definition|definitioner}. Tiden räckte inte "
        "för att visa att ingen annan plan når dem enligt fler.",
        "The targets are reached under {met} of {number} {number:definition|definitions}. Time "
        "ran out before it was shown that no other plan reaches them under more.",
    ),
    "plan.proven": (
        "Ingen plan är bättre: först för målen, sedan för blandningen, sedan för antalet "
        "ändringar.",
        "No plan is better: first for the targets, then for the mix, then for the number of "
        "changes.",
    ),
    "plan.open.definitions": (
        "Tiden tog slut vid antalet definitioner.",
        "Time ran out at the number of definitions.",
    ),
    "plan.open.targets": (
        "Tiden tog slut vid målen: {value} {value:bostad|bostäder} återstår, och ingen plan når "
        "under {bound} (gap {gap}).",
        "Time ran out at the targets: {value} {value:dwelling is|dwellings are} left, and no "
        "plan goes below {bound} (gap {gap}).",
    ),
    "plan.open.mix": (
        "Tiden tog slut vid blandningen: {value} {value:bostad|bostäder} saknas, och ingen plan "
        "når under {bound} (gap {gap}).",
        "Time ran out at the mix: {value} {value:dwelling is|dwellings are} missing, and no plan "
        "goes below {bound} (gap {gap}).",
    ),
    "plan.open.changes": (
        "Tiden tog slut vid ändringarna: {value} {value:bostad|bostäder} ändras, och ingen plan "
        "når under {bound} (gap {gap}).",
        "Time ran out at the changes: {value} {value:dwelling changes|dwellings change}, and no "
        "plan goes below {bound} (gap {gap}).",
    ),
    "plan.more_time": (
        "Ge mer tid med --time-limit SEKUNDER.",
        "Allow more time with --time-limit SECONDS.",
    ),
    # Why
    "plan.why.counts": (
        "{number} räknas mot ”{target}”.",
        "{number} {number:counts|count} towards “{target}”.",
    ),
    "plan.why.only": ("Tomten tillåter bara {tenure}.", "The plot allows {tenure} alone."),
    "plan.why.closed": (
        "Här ska det inte bli fler hyresrätter ({list}).",
        "No more rented dwellings may come here ({list}).",
    ),
    "plan.why.group": (
        "Tomten ska ha samma upplåtelseform som {plots}.",
        "The plot is to have the same tenure as {plots}.",
    ),
    "plan.why.nothing": ("Inga bostäder är bäst här.", "No dwellings are best here."),
    "plan.why.nowhere": (
        "Tomten ligger utanför de områden som blandningen mäts i.",
        "The plot lies outside the areas in which the mix is measured.",
    ),
    "plan.why.unknown": (
        "{name} saknar fullständig statistik; bristen där är inte känd.",
        "{name} has no complete statistics; its shortfall is not known.",
    ),
    "plan.why.mends": (
        "{name} saknar {shortfall} {tenures}.",
        "{name} is short of {shortfall} {tenures}.",
    ),
    "plan.why.enough": (
        "{name} har redan stadens andel av det som tomten får; valet är det bästa för helheten.",
        "{name} already has the city's share of what the plot gets; the choice is the best for "
        "the whole.",
    ),
    "plan.why.changed": (
        "Skiljer sig med {number} {number:bostad|bostäder} från dagens förslag.",
        "Differs by {number} {number:dwelling|dwellings} from what is proposed today.",
    ),
    "plan.why.kept": ("Som dagens förslag.", "As proposed today."),
    # Notes
    "plan.note.outside": (
        "{number} {number:bostad|bostäder} ligger utanför alla områden och räknas inte.",
        "{number} {number:dwelling lies outside every area and does|dwellings lie outside every "
        "area and do} not count.",
    ),
    "plan.note.unassessed": (
        "{name} ({level}) saknar fullständig statistik och är inte med i bristen.",
        "{name} ({level}) has no complete statistics and is not part of the shortfall.",
    ),
    "plan.note.hidden": (
        "{name} ({level}) har dolda tal; bristen är mitten mellan det minsta och det största.",
        "{name} ({level}) has suppressed figures; its shortfall is midway between the least and "
        "the greatest.",
    ),
    "plan.note.coarse": (
        "{plot}: {level} är inte känt, bara ett större område. Bostäderna är inte med i bristen "
        "där.",
        "{plot}: its {level} is not known, only a larger area. The dwellings are not part of the "
        "shortfall there.",
    ),
    "plan.note.passed": (
        "{plot}: {date} har passerats. Tomten tas som beslutad den dag läget gäller.",
        "{plot}: {date} has passed. The plot is taken as decided on the date of the figures.",
    ),
    "plan.note.income": (
        "{plots} {plots:tomt|tomter} saknar intäkt för någon upplåtelseform; den tas som 0 kronor.",
        "{plots} {plots:plot lacks|plots lack} an income for some tenure; it is taken as 0 kronor.",
    ),
    # Contradictions
    "plan.against": (
        "Ingen plan går ihop. Detta går inte att förena:",
        "No plan does all that is asked. These cannot be joined:",
    ),
    "plan.against.least": (
        "Utan något av dem går resten att förena.",
        "Without any one of them the rest can be joined.",
    ),
    "plan.against.smallest": (
        "Inget mindre antal krav motsäger varandra.",
        "No fewer demands contradict each other.",
    ),
    "plan.rule.plots": (
        "tomternas egna villkor: antal, tillåtna upplåtelseformer, andelar och delbarhet",
        "the plots' own conditions: numbers, tenures allowed, shares and divisibility",
    ),
    "plan.rule.group": (
        "gruppen ”{which}” ska ha en och samma upplåtelseform: {plots}",
        "the group “{which}” is to have one and the same tenure: {plots}",
    ),
    "plan.rule.closed": (
        "inga fler hyresrätter i {which}; berörda tomter: {plots}",
        "no more rented dwellings in {which}; plots concerned: {plots}",
    ),
    "plan.rule.least_share": (
        "minst {which} hyresrätter av alla bostäder",
        "at least {which} rented of all dwellings",
    ),
    "plan.rule.least_income": (
        "minst {which} {which:krona|kronor} i intäkt",
        "an income of at least {which} {which:krona|kronor}",
    ),
    "plan.rule.limit": ("{range} {what}{where}{when}", "{range} {what}{where}{when}"),
    "plan.limit.least": ("minst {least}", "at least {least}"),
    "plan.limit.most": ("högst {most}", "at most {most}"),
    "plan.limit.both": ("minst {least} och högst {most}", "at least {least} and at most {most}"),
    "plan.limit.what": ("{number:bostad|bostäder}", "{number:dwelling|dwellings}"),
    "plan.limit.where": (" i {name}", " in {name}"),
    "plan.limit.when": (" år {year}", " in {year}"),
    # The exchange curve
    "plan.curve": ("Vad fler räknade bostäder kostar", "What more counted dwellings cost"),
    "plan.curve.note": (
        "För varje antal som minst räknas mot ”{target}” visas den minsta brist och den största "
        "intäkt som går att nå, var för sig och utan hänsyn till övriga mål.",
        "For each least number that counts towards “{target}”: the smallest shortfall and the "
        "greatest income that can be reached, each by itself and whatever the other targets are.",
    ),
    "plan.curve.counted": ("Räknas minst", "Count at least"),
    "plan.curve.shortfall": ("Minsta brist", "Least shortfall"),
    "plan.curve.income": ("Största intäkt, kr", "Greatest income, kr"),
    "plan.curve.proven": ("Bevisat", "Proven"),
    "plan.curve.knee": (
        "Knäet ligger vid {counted}: därefter växer bristen snabbast. Det är den punkt som ligger "
        "längst under den räta linjen mellan kurvans ändar.",
        "The knee is at {counted}: from there the shortfall grows fastest. It is the point "
        "furthest below the straight line between the ends of the curve.",
    ),
    "plan.curve.no_knee": (
        "Kurvan har inget knä: bristen växer jämnt eller inte alls.",
        "The curve has no knee: the shortfall grows evenly, or not at all.",
    ),
    "plan.curve.out_of_time": (
        "Tiden räckte inte till hela kurvan.",
        "Time ran out before the whole curve was found.",
    ),
    "plan.curve.title": (
        "Minst {least} {least:bostad|bostäder} saknas när inget behöver räknas, {most} när "
        "{counted} ska räknas",
        "At least {least} {least:dwelling is|dwellings are} missing when none need count, {most} "
        "when {counted} must",
    ),
    "plan.curve.description": (
        "Vågrätt: antal som räknas. Lodrätt: minsta brist i bostäder; axeln börjar inte vid noll. Tabellen har samma tal.",
        "Across: the number that counts. Up: the least shortfall in dwellings; the axis does not "
        "begin at zero. The table has the same figures.",
    ),
    "plan.curve.knee_label": ("knä vid {counted}", "knee at {counted}"),
    "plan.yes": ("ja", "yes"),
    "plan.no": ("nej", "no"),
    # Layers
    "plan.layer": ("Plan för öppna tomter", "Plan for open plots"),
    "plan.col.id": ("Tomt", "Plot"),
    "plan.col.namn": ("Namn", "Name"),
    "plan.col.datum": ("Väntat beslut", "Expected decision"),
    "plan.col.alla": ("Bostäder", "Dwellings"),
    "plan.col.raknas": ("Räknas mot mål", "Count towards targets"),
    "plan.col.andras": ("Ändras", "Changed"),
    "plan.col.omraden": ("Områden", "Areas"),
    "plan.col.varfor": ("Varför", "Why"),
}
