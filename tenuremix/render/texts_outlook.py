"""Texts of the outlook on a target: will it be reached, and what that hangs on; sv and en."""

from __future__ import annotations

from collections.abc import Mapping

# key: (Swedish, English).  {name} is filled in; a text never holds markup.
OUTLOOK_TEXTS: Mapping[str, tuple[str, str]] = {
    "outlook.under": ("under {number}", "under {number}"),
    "outlook.over": ("över {number}", "over {number}"),
    "outlook.between": ("mellan {low} och {high}", "between {low} and {high}"),
    "outlook.dwellings": ("{number:bostad|bostäder}", "{number:dwelling|dwellings}"),
    # The sentence
    "outlook.sentence": (
        "Sannolikheten att minst {minimum} {tenure} räknas den {date} är {probability}.",
        "The probability that at least {minimum} {tenure} {minimum:counts|count} on {date} is "
        "{probability}.",
    ),
    "outlook.sentence_no_date": (
        "Sannolikheten att minst {minimum} {tenure} räknas är {probability}.",
        "The probability that at least {minimum} {tenure} {minimum:counts|count} is {probability}.",
    ),
    "outlook.direction": (
        "Målet har inget antal att nå. Den {date} väntas {expected} {tenure} räknas.",
        "The target has no number to reach. On {date}, {expected} {tenure} {expected:is|are} "
        "expected to count.",
    ),
    "outlook.direction_no_date": (
        "Målet har inget antal att nå. {expected} {tenure} väntas räknas.",
        "The target has no number to reach. {expected} {tenure} {expected:is|are} expected to "
        "count.",
    ),
    "outlook.uncovered": (
        "Hur det går kan inte sägas, eftersom registret inte är fullständigt. Av det som finns i "
        "registret räknas {counted} {tenure} i dag.",
        "How it will go cannot be said, since the register is not complete. Of what the register "
        "holds, {counted} {tenure} {counted:counts|count} today.",
    ),
    "outlook.span": (
        "Spannet beror på uppgifter som saknas. Det lägre talet gäller om inget av det okända "
        "räknas, det högre om allt gör det.",
        "The range comes from what is not known. The lower figure holds if nothing of it counts, "
        "the higher if all of it does.",
    ),
    "outlook.now": (
        "Den {date} räknas {counted}. Till {minimum} återstår {remaining}.",
        "On {date}, {counted} {counted:counts|count}. {remaining} {remaining:remains|remain} to "
        "{minimum}.",
    ),
    "outlook.now_direction": (
        "Den {date} räknas {counted}.",
        "On {date}, {counted} {counted:counts|count}.",
    ),
    "outlook.closed": (
        "Inget mer kan räknas: perioden är slut.",
        "Nothing more can count: the period has ended.",
    ),
    "outlook.final": (
        "Väntat slutligt antal: {expected}. Mittersta värdet: {middle}. I nio fall av tio blir det "
        "minst {low} och högst {high}.",
        "Expected final count: {expected}. Median: {middle}. In nine cases out of ten it is at "
        "least {low} and at most {high}.",
    ),
    "outlook.short": (
        "Väntat antal som fattas: {number}.",
        "Expected number still missing: {number}.",
    ),
    # The report
    "outlook.title": ("Når vi målet?", "Will the target be reached?"),
    "outlook.goal": ("målet {number}", "the target, {number}"),
    "outlook.chart": (
        "Linjen visar hur sannolikt det är att minst så många räknas. Där den möter den streckade "
        "linjen står svaret. Saknas uppgifter finns också en prickad linje: så sannolikt är det om "
        "allt okänt räknas.",
        "The line shows how probable it is that at least so many count. Where it meets the dashed "
        "line stands the answer. Where something is not known there is a dotted line too: so "
        "probable it is if all that is unknown counts.",
    ),
    "outlook.chart_data": (
        "Sannolikheten att minst så många räknas",
        "The probability that at least so many count",
    ),
    "outlook.col_at_least": ("Minst så många", "At least so many"),
    "outlook.col_low": ("Om inget okänt räknas", "If nothing unknown counts"),
    "outlook.col_high": ("Om allt okänt räknas", "If all that is unknown counts"),
    # Scenarios
    "outlook.scenarios": ("Om marknaden är svag eller stark", "If the market is weak or strong"),
    "outlook.scenarios_rule": (
        "Planerna faller och lyfter tillsammans. I varje scenario ändras alla odds lika mycket, och "
        "scenarierna vägs samman.",
        "Plans fall and rise together. In each scenario every odds changes alike, and the scenarios "
        "are weighed together.",
    ),
    "outlook.scenarios_assumed": (
        "Odds och vikter är antaganden i tenuremix. Egna anges i tenuremix.toml.",
        "Odds and weights are assumptions of tenuremix. Your own are stated in tenuremix.toml.",
    ),
    "outlook.col_scenario": ("Scenario", "Scenario"),
    "outlook.col_odds": ("Odds gånger", "Odds times"),
    "outlook.col_weight": ("Vikt", "Weight"),
    "outlook.col_probability": ("Når målet", "Reaches the target"),
    "outlook.col_expected": ("Väntat antal", "Expected count"),
    "outlook.col_interval": ("Nio fall av tio", "Nine cases of ten"),
    "outlook.weighed": ("sammanvägt", "weighed together"),
    "scenario.normal": ("normal marknad", "normal market"),
    "scenario.svag": ("svag marknad", "weak market"),
    "scenario.stark": ("stark marknad", "strong market"),
    # Plots
    "outlook.plots": ("Det som betyder mest", "What matters most"),
    "outlook.plots_rule": (
        "Sannolikheten att nå målet om platsen säkert räknas vid periodens slut, och om den inte "
        "gör det.",
        "The probability of reaching the target if the plot certainly counts when the period ends, "
        "and if it does not.",
    ),
    "outlook.plots_none": (
        "Ingen plan och ingen markanvisning kan ändra antalet.",
        "No plan and no allocation can change the count.",
    ),
    "outlook.plots_more": (
        "{number} {number:plats|platser} till visas med --format csv eller json.",
        "{number} more {number:plot is|plots are} shown with --format csv or json.",
    ),
    "outlook.plots_rest": (
        "{number} {number:plats|platser} till betyder mindre.",
        "{number} more {number:plot matters|plots matter} less.",
    ),
    "outlook.col_plot": ("Plats", "Plot"),
    "outlook.col_stage": ("Läge", "Stage"),
    "outlook.col_date": ("Väntas", "Expected"),
    "outlook.col_dwellings": ("Räknas", "Counts"),
    "outlook.col_likelihood": ("Sannolikhet", "Probability"),
    "outlook.col_origin": ("Grund", "Basis"),
    "outlook.col_certain": ("Målet om säker", "Target if certain"),
    "outlook.col_lost": ("Målet om förlorad", "Target if lost"),
    "origin.register": ("registret", "the register"),
    "origin.workspace": ("tenuremix.toml", "tenuremix.toml"),
    "origin.history": (
        "{happened} av {cases} tidigare fall, lika {cases:gammalt|gamla}",
        "{happened} of {cases} earlier {cases:case|cases} of the same age",
    ),
    "origin.history_any": (
        "{happened} av {cases} tidigare fall, alla åldrar",
        "{happened} of {cases} earlier {cases:case|cases} of any age",
    ),
    "origin.completed": ("färdigställd", "completed"),
    "origin.none": ("uppgift saknas", "not known"),
    "origin.none_stays": ("antas stå kvar", "taken to stay"),
    # What it takes
    "outlook.needed": ("Vad som krävs", "What it takes"),
    "outlook.needed_rule": (
        "Minsta antal bostäder till som säkert räknas, eller planer att säkra: de sannolikaste "
        "först, försiktigt räknat.",
        "The fewest further dwellings that count for certain, or plans to secure: the likeliest "
        "first, reckoned with caution.",
    ),
    "outlook.col_level": ("Sannolikhet", "Probability"),
    "outlook.col_further": ("Bostäder till", "Further dwellings"),
    "outlook.col_secure": ("Planer att säkra", "Plans to secure"),
    "outlook.secure": (
        "{plots} ({dwellings} {dwellings:bostad|bostäder})",
        "{plots} ({dwellings} {dwellings:dwelling|dwellings})",
    ),
    "outlook.secure_more": ("{plots} och {number} till", "{plots} and {number} more"),
    "outlook.secure_none": ("ingen", "none"),
    "outlook.secure_all": ("alla planer räcker inte", "all plans are not enough"),
    # Definitions
    "outlook.definitions": ("Enligt varje definition", "Under every definition"),
    "outlook.definitions_range": (
        "Enligt {number} {number:definition|definitioner} är sannolikheten mellan {low} och "
        "{high}.",
        "Under {number} {number:definition|definitions} the probability is between {low} and "
        "{high}.",
    ),
    "outlook.col_now": ("Räknas nu", "Counts now"),
    # What is asked for
    "outlook.asked": ("Uppgifter som saknas", "What is not known"),
    "outlook.asked_rule": (
        "De anges i registret eller i tenuremix.toml, och då blir spannet smalare.",
        "State it in the register or in tenuremix.toml, and the range narrows.",
    ),
    "outlook.col_asks": ("Saknas", "Missing"),
    "ask.probability": ("sannolikhet", "probability"),
    "ask.expected": ("väntat datum", "expected date"),
    "ask.undecided": ("andel per upplåtelseform", "share of each tenure"),
    "ask.place": ("plats eller statistik att bedöma efter", "a place or statistics to judge by"),
    "ask.dwellings": ("antal bostäder (ingår inte i talen)", "number of dwellings (in no figure)"),
    "outlook.without_withdrawals": (
        "Talen räknar inte med att något återkallas. Underlag saknas för {number} "
        "{number:markanvisning|markanvisningar}; vad {number:den|var och en} betyder syns i "
        "kolumnen ”Målet om förlorad”. Ange withdrawal i tenuremix.toml.",
        "The figures take no withdrawals into account. There is no basis for {number} "
        "{number:allocation|allocations}; what {number:it|each} means is seen in the column "
        "“Target if lost”. State withdrawal in tenuremix.toml.",
    ),
    "outlook.without_withdrawals_direction": (
        "Talen räknar inte med att något återkallas. Underlag saknas för {number} "
        "{number:markanvisning|markanvisningar}. Ange withdrawal i tenuremix.toml.",
        "The figures take no withdrawals into account. There is no basis for {number} "
        "{number:allocation|allocations}. State withdrawal in tenuremix.toml.",
    ),
    "outlook.potential": (
        "{number} {number:anvisad bostad|anvisade bostäder} i {allocations} "
        "{allocations:markanvisning|markanvisningar} har ingen bestämd upplåtelseform. Talen "
        "räknar inte med {number:den|dem}.",
        "{number} allocated {number:dwelling|dwellings} in {allocations} "
        "{allocations:allocation|allocations} {number:has|have} no decided tenure. The figures "
        "leave {number:it|them} out.",
    ),
}
