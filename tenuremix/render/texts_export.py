"""The texts of what is handed on: layers, headings, styles, and the template of the register."""

from __future__ import annotations

from collections.abc import Mapping

EXPORT_TEXTS: Mapping[str, tuple[str, str]] = {
    # Layers and sheets
    "export.layer.allocations": ("Markanvisningar", "Land allocations"),
    "export.layer.plots": ("Markanvisningar, ytor", "Land allocations, plots"),
    "export.layer.points": ("Markanvisningar, punkter", "Land allocations, points"),
    "export.layer.ledger": ("Liggare", "Ledger"),
    "export.layer.about": ("Om", "About"),
    # Headings: areas
    "export.kod": ("Kod", "Code"),
    "export.namn": ("Namn", "Name"),
    "export.niva": ("Nivå", "Level"),
    "export.foralder": ("Ingår i", "Part of"),
    "export.statistik_datum": ("Statistik den", "Statistics of"),
    "export.bostader": ("Bostäder, känd upplåtelseform", "Dwellings of known tenure"),
    "export.now": ("{tenure}, i dag", "{tenure}, today"),
    "export.share": ("{tenure}, andel", "{tenure}, share"),
    "export.shortfall": ("{tenure}, brist", "{tenure}, shortfall"),
    "export.pipeline": ("{tenure}, beslutat", "{tenure}, decided"),
    "export.completed": (
        "{tenure}, färdigt efter statistiken",
        "{tenure}, completed after the statistics",
    ),
    "export.planned": ("{tenure}, planerat eller reserverat", "{tenure}, planned or reserved"),
    "export.projected": ("{tenure}, med det beslutade", "{tenure}, with what is decided"),
    "export.share_projected": (
        "{tenure}, andel med det beslutade",
        "{tenure}, share with what is decided",
    ),
    "export.lagst": ("{what} (lägst)", "{what} (least)"),
    "export.hogst": ("{what} (högst)", "{what} (most)"),
    "export.klass": ("Majoritet, kod", "Majority, code"),
    "export.klass_text": ("Majoritet i dag", "Majority today"),
    "export.klass_ar": ("År med samma majoritet", "Years with the same majority"),
    "export.klass_av_ar": ("Av så många år", "Of so many years"),
    "export.saknas": ("Saknas mest", "Most lacking"),
    "export.klass_framtid": ("Majoritet med det beslutade, kod", "Majority with decided, code"),
    "export.klass_framtid_text": ("Majoritet med det beslutade", "Majority with what is decided"),
    # Headings: allocations
    "export.id": ("Id", "Id"),
    "export.skede": ("Skede, kod", "Stage, code"),
    "export.skede_text": ("Skede", "Stage"),
    "export.skede_sedan": ("Skede sedan", "Stage since"),
    "export.senaste_beslut": ("Senaste beslut", "Latest decision"),
    "export.giltig_till": ("Giltig till", "Valid until"),
    "export.utgangen": ("Utgången utan beslut", "Expired without a decision"),
    "export.star": ("Står som markanvisad", "Stands as allocated"),
    "export.alla": ("Bostäder, alla", "Dwellings, all"),
    "export.storst": ("Vanligaste upplåtelseform", "Commonest tenure"),
    "export.byggaktor": ("Byggaktör", "Developer"),
    "export.diarienummer": ("Diarienummer", "Case number"),
    "export.undergrupp": ("Undergrupp", "Subgroup"),
    "export.undantag": ("Undantag", "Exception"),
    "export.sannolikhet": ("Sannolikhet", "Probability"),
    "export.forvantad": ("Beslut väntas", "Decision expected"),
    "export.varav_hyresratt": ("Varav påbörjade hyresrätter", "Rented, begun"),
    "export.varav_bostadsratt": ("Varav påbörjade bostadsrätter", "Tenant-owned, begun"),
    "export.varav_aganderatt": ("Varav påbörjade äganderätter", "Owner-occupied, begun"),
    "export.plats": ("Plats känd som", "Place known as"),
    "export.omraden": ("Ligger i", "Lies in"),
    # Headings: the ledger
    "export.mal": ("Mål", "Target"),
    "export.mal_titel": ("Målets lydelse", "Wording of the target"),
    "export.markanvisning": ("Markanvisning", "Allocation"),
    "export.datum": ("Datum", "Date"),
    "export.handelse": ("Beslut", "Decision"),
    "export.omrade": ("Områdets kod", "Code of the area"),
    "export.omrade_namn": ("Område", "Area"),
    "export.upplatelseform": ("Upplåtelseform", "Tenure"),
    "export.andrade_bostader": ("Ändring, bostäder", "Change, dwellings"),
    "export.raknas": ("Räknas", "Counted"),
    "export.skal": ("Skäl, kod", "Reason, code"),
    "export.skal_text": ("Skäl", "Reason"),
    "export.omradesklass": ("Områdets klass", "Class of the area"),
    "export.omradesandel": ("Områdets andel", "Share in the area"),
    # About
    "export.rubrik": ("Rubrik", "Heading"),
    "export.text": ("Text", "Text"),
    "export.about.workspace": ("Arbetsyta", "Workspace"),
    "export.about.as_of": ("Läget den", "As of"),
    "export.about.note": ("Observera", "Note"),
    "export.about.statistics": ("Statistik, {level}", "Statistics, {level}"),
    "export.about.left": ("Utöver områdena, {level}", "Beside the areas, {level}"),
    "export.about.suppressed": ("Lägst och högst", "Least and most"),
    "export.about.suppressed_text": (
        "Tal som utgivaren har dolt är tomma. Kolumnerna lägst och högst visar vad de kan vara; "
        "ett tomt högst har ingen känd gräns.",
        "Figures that the publisher suppressed are empty. The columns least and most show what "
        "they may be; an empty most has no known bound.",
    ),
    "export.about.reference": ("Brist räknas mot", "Shortfall is measured against"),
    "export.about.city": ("stadens egen blandning", "the city's own mix"),
    "export.about.stated": ("arbetsytans egen blandning", "a mix that the workspace states"),
    "export.about.target": ("Mål {id}", "Target {id}"),
    "export.about.definition": ("Definition, mål {id}", "Definition, target {id}"),
    "export.about.source": ("Källa, {kind}", "Source, {kind}"),
    "export.kind.areas": ("områden", "areas"),
    "export.kind.stock": ("bestånd", "stock"),
    "export.kind.register": ("register", "register"),
    "export.kind.targets": ("mål", "targets"),
    # Styles
    "export.style.class": ("Majoritet i dag", "Majority today"),
    "export.style.class_projected": ("Majoritet med beslutat", "Majority with decided"),
    "export.style.share": ("Andel {tenure}", "Share {tenure}"),
    "export.style.shortfall": ("Brist {tenure}", "Shortfall {tenure}"),
    "export.style.allocations": ("Vanligaste upplåtelseform", "Commonest tenure"),
    "export.rule.below": ("under {high}", "under {high}"),
    "export.rule.between": ("{low} till {high}", "{low} to {high}"),
    "export.rule.from": ("{low} eller mer", "{low} or more"),
    "export.rule.none": ("ingen brist", "no shortfall"),
    "export.rule.most": ("mest {tenure}", "mostly {tenure}"),
    "export.rule.near": ("{words}, plats känd till område", "{words}, place known to its area"),
    "export.rule.planned": ("planerad eller reserverad", "planned or reserved"),
    "export.rule.withdrawn": ("återkallad", "withdrawn"),
    "export.rule.unknown": ("okänt antal bostäder", "unknown number of dwellings"),
    # The template of the register
    "template.guide": ("kolumner", "columns"),
    "template.column": ("Kolumn", "Column"),
    "template.required": ("Krävs", "Required"),
    "template.form": ("Form", "Form"),
    "template.meaning": ("Vad den betyder", "What it means"),
    "template.always": ("ja", "yes"),
    "template.never": ("nej", "no"),
    "template.place": ("en plats krävs på första raden", "a place is required on the first row"),
    "template.form.text": ("text", "text"),
    "template.form.date": ("datum, t.ex. 2025-03-31", "date, such as 2025-03-31"),
    "template.form.integer": ("heltal, 0 eller mer", "whole number, 0 or more"),
    "template.form.share": ("0 till 1", "0 to 1"),
    "template.form.number": (
        "meter, i områdenas koordinatsystem ({crs})",
        "metres, in the CRS of the areas ({crs})",
    ),
    "template.form.choices": ("ett av: {choices}", "one of: {choices}"),
    "template.example.point": ("Exempel: känd plats", "Example: known place"),
    "template.example.area": ("Exempel: känd till område", "Example: known to its area"),
    "template.example.remark": ("Exempel. Ta bort raden.", "Example. Delete this row."),
    "template.id": (
        "Markanvisningens beteckning; samma på alla dess rader.",
        "The name of the allocation in the register; the same on all its rows.",
    ),
    "template.namn": ("Markanvisningens namn.", "The name of the allocation."),
    "template.datum": ("Beslutets dag.", "The day of the decision."),
    "template.handelse": (
        "Vad beslutet gör. En rad per beslut; rader ändras aldrig i efterhand, nya läggs till. "
        "planerad och markreservation räknas inte mot mål.",
        "What the decision does. One row per decision; rows are never changed afterwards, new ones are added. "
        "planerad and markreservation do not count towards targets.",
    ),
    "template.hyresratt": (
        "Hyresrätter: det nya totala antalet efter beslutet, inte ändringen. Får vara tomt vid "
        "forlangning, byggstart och fardigstalld (oförändrat).",
        "Rented dwellings: the new total after the decision, not the change. May be empty for "
        "forlangning, byggstart and fardigstalld (unchanged).",
    ),
    "template.bostadsratt": (
        "Bostadsrätter, nytt totalt antal.",
        "Tenant-owned dwellings, new total.",
    ),
    "template.aganderatt": (
        "Äganderätter, nytt totalt antal.",
        "Owner-occupied dwellings, new total.",
    ),
    "template.oklar": (
        "Bostäder vars upplåtelseform inte är beslutad, nytt totalt antal; räknas inte.",
        "Dwellings whose tenure is not decided, new total; not counted.",
    ),
    "template.byggaktor": ("Den som får markanvisningen.", "Who is given the allocation."),
    "template.diarienummer": (
        "Ärendets nummer; krävs med undantag.",
        "The number of the case; required with undantag.",
    ),
    "template.metod": ("Hur marken anvisades.", "How the land was allocated."),
    "template.omrade": (
        "Områdets kod, när platsen inte är känd närmare.",
        "The code of the area, where the place is not known more closely.",
    ),
    "template.e": ("Öster: en punkt i marken som anvisas.", "Easting: a point in the plot."),
    "template.n": ("Norr: en punkt i marken som anvisas.", "Northing: a point in the plot."),
    "template.giltig_till": (
        "Dagen då markanvisningen löper ut.",
        "The day on which the allocation runs out.",
    ),
    "template.forvantad": (
        "Dagen då markanvisningen väntas beslutas; bara för planerad och markreservation.",
        "The day a decision to allocate is expected; for planerad and markreservation alone.",
    ),
    "template.varav_hyresratt": (
        "Så många av hyresrätterna som har påbörjats i allt; bara för byggstart. "
        "Tomt i alla tre: alla bostäder är påbörjade.",
        "How many of the rented dwellings have begun in all; for byggstart alone. "
        "Empty in all three: every dwelling has begun.",
    ),
    "template.varav_bostadsratt": (
        "Så många av bostadsrätterna som har påbörjats i allt; bara för byggstart.",
        "How many of the tenant-owned dwellings have begun in all; for byggstart alone.",
    ),
    "template.varav_aganderatt": (
        "Så många av äganderätterna som har påbörjats i allt; bara för byggstart.",
        "How many of the owner-occupied dwellings have begun in all; for byggstart alone.",
    ),
    "template.undergrupp": (
        "För bostäder som en definition kan lämna utanför.",
        "For dwellings that a definition may leave out.",
    ),
    "template.undantag": (
        "Nämndens beslut att räkna, eller inte räkna, trots reglerna.",
        "A decision to count, or not to count, whatever the rules say.",
    ),
    "template.sannolikhet": (
        "Hur troligt det är att den blir av; bara för planerad och markreservation.",
        "How likely it is to happen; for planerad and markreservation alone.",
    ),
    "template.anmarkning": ("Fri text.", "Free text."),
}
