"""Texts of published reports, known limits and the nämnd's assessment, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

# key: (Swedish, English).  {name} is filled in; a text never holds markup.
FROZEN_TEXTS: Mapping[str, tuple[str, str]] = {
    # The answer
    "frozen.done": ("Rapporten är fryst: {path}", "The report is frozen: {path}"),
    "frozen.same": (
        "Rapporten är redan fryst, med samma innehåll: {path}",
        "The report is already frozen, with the same content: {path}",
    ),
    "frozen.head": (
        "Rapporten för {year}, läget den {date}, jämförd med samma dag räknad i dag",
        "The report of {year}, as of {date}, compared with the same day computed today",
    ),
    "frozen.stands": (
        "{checked:Den enda siffran|Alla {checked} siffror} står fast.",
        "{checked:The only figure|All {checked} figures} still {checked:stands|stand}.",
    ),
    "frozen.differs": (
        "Av {checked} {checked:siffra|siffror} har {number} ändrats.",
        "Of {checked} {checked:figure|figures}, {number} {number:has|have} changed.",
    ),
    "frozen.moved_target": (
        "{target}: {old} räknades då, {new} i dag ({change}).",
        "{target}: {old} counted then, {new} today ({change}).",
    ),
    "frozen.same_target": (
        "{target}: {new} räknades då och räknas i dag.",
        "{target}: {new} counted then, and {new:is|are} counted today.",
    ),
    "frozen.by_cause": ("Därav {change} genom {kinds}.", "Of that {change} through {kinds}."),
    "frozen.both_rules": (
        "Rapporten gjordes med tenuremix {old} och räknas nu med {new}. En skillnad i reglerna kan "
        "ha bidragit även där en annan orsak står.",
        "The report was made with tenuremix {old} and is now computed with {new}. A difference in "
        "the rules may have contributed even where another cause is given.",
    ),
    "frozen.without_effect": (
        "Underlaget har ändrats, men ingen siffra har påverkats av det.",
        "What the figures rest on has changed, but no figure was affected.",
    ),
    "frozen.section.target": ("Målen", "The targets"),
    "frozen.section.ledger": ("Beslut för beslut", "Decision by decision"),
    "frozen.section.losses": ("Bortfall", "Losses"),
    "frozen.section.deciding": (
        "Markanvisningar där definitionen avgör",
        "Allocations where the definition decides",
    ),
    "frozen.section.sensitivity": ("Svaret enligt varje definition", "The answer by definition"),
    "frozen.section.area": ("Områdena", "The areas"),
    "frozen.allocations": ("Markanvisning för markanvisning", "Allocation by allocation"),
    "frozen.causes": ("Ändrat i underlaget", "Changed in what the figures rest on"),
    "frozen.by_definition": ("enligt ”{definition}”", "by “{definition}”"),
    "frozen.line": (
        "{where}: {name} {old} → {new}. Orsak: {why}.",
        "{where}: {name} {old} → {new}. Cause: {why}.",
    ),
    "frozen.why_some": (
        "något av det som är ändrat i underlaget",
        "some of what has changed in what the figures rest on",
    ),
    "frozen.col_where": ("Var", "Where"),
    "frozen.col_figure": ("Uppgift", "Figure"),
    "frozen.col_then": ("Då", "Then"),
    "frozen.col_now": ("I dag", "Today"),
    "frozen.col_change": ("Ändring", "Change"),
    "frozen.col_why": ("Orsak", "Cause"),
    "frozen.col_kind": ("Slag", "Kind"),
    "frozen.col_moved": ("Siffror som berörs", "Figures affected"),
    "frozen.none_yet": (
        "Ingen rapport för ett tidigare år är fryst i arbetsytan, så det finns inget att jämföra "
        "med. Med `tenuremix report --year {year} --freeze` sparas årets rapport till nästa år.",
        "No report of an earlier year is frozen in the workspace, so there is nothing to compare "
        "with. `tenuremix report --year {year} --freeze` keeps this year's for the next.",
    ),
    "frozen.title": (
        "Ändrat sedan rapporten för {year}",
        "Changed since the report of {year}",
    ),
    "frozen.title_none": ("Ändrat sedan förra rapporten", "Changed since the last report"),
    # Kinds of cause, in a sentence
    "cause.decision": ("beslut i registret", "decisions in the register"),
    "cause.stock": ("ändrad statistik", "changed statistics"),
    "cause.area": ("ändrade områden", "changed areas"),
    "cause.target": ("ändrat mål", "a changed target"),
    "cause.definition": ("ändrad definition", "a changed definition"),
    "cause.reference": ("ändrat jämförelsetal", "a changed reference"),
    "cause.input": ("ändrad fil", "a changed file"),
    "cause.rules": ("andra regler i tenuremix", "other rules in tenuremix"),
    "cause.unknown": ("okänd orsak", "an unknown cause"),
    "cause.many": (
        "{kind} ({number} {number:ändring|ändringar})",
        "{kind} ({number} {number:change|changes})",
    ),
    # Causes
    "cause.decision.added": (
        "{name}: beslutet {date} ({event}) har kommit till: {new}",
        "{name}: the decision of {date} ({event}) has been added: {new}",
    ),
    "cause.decision.gone": (
        "{name}: beslutet {date} ({event}) finns inte längre i registret: {old}",
        "{name}: the decision of {date} ({event}) is no longer in the register: {old}",
    ),
    "cause.decision.struck": (
        "{name}: beslutet {date} ({event}) är struket: {reason}",
        "{name}: the decision of {date} ({event}) has been struck: {reason}",
    ),
    "cause.decision.corrected": (
        "{name}: beslutet {date} ({event}) är rättat, {field} från {old} till {new}: {reason}",
        "{name}: the decision of {date} ({event}) has been corrected, {field} from {old} to {new}: "
        "{reason}",
    ),
    "cause.decision.changed": (
        "{name}: beslutet {date} ({event}) är ändrat, {field} från {old} till {new}",
        "{name}: the decision of {date} ({event}) has been changed, {field} from {old} to {new}",
    ),
    "cause.stock.added": (
        "beståndet {vintage}{area} har kommit till",
        "the stock of {vintage}{area} has been added",
    ),
    "cause.stock.gone": (
        "beståndet {vintage}{area} finns inte längre",
        "the stock of {vintage}{area} is no longer there",
    ),
    "cause.stock.changed": (
        "beståndet {vintage}{area}, {hustyp}, {tenure}: {old} → {new}",
        "the stock of {vintage}{area}, {hustyp}, {tenure}: {old} → {new}",
    ),
    "cause.in_area": (" i {area}", " in {area}"),
    "cause.area.added": ("området {area} har kommit till", "the area {area} has been added"),
    "cause.area.gone": ("området {area} finns inte längre", "the area {area} is no longer there"),
    "cause.area.changed": (
        "{area}: {field} från {old} till {new}",
        "{area}: {field} from {old} to {new}",
    ),
    "cause.area.geometry": ("{area}: gränsen är ändrad", "{area}: the boundary has changed"),
    "cause.table.added": ("{kind} {id} har kommit till", "{kind} {id} has been added"),
    "cause.table.gone": ("{kind} {id} finns inte längre", "{kind} {id} is no longer there"),
    "cause.table.changed": (
        "{kind} {id}: {field} från {old} till {new}",
        "{kind} {id}: {field} from {old} to {new}",
    ),
    "cause.table.target": ("målet", "the target"),
    "cause.table.definition": ("definitionen", "the definition"),
    "cause.table.input": ("filen", "the file"),
    "cause.input.changed_file": ("filen {id} har ändrats", "the file {id} has changed"),
    "cause.reference.changed": (
        "blandningen som brister mäts mot är en annan",
        "the mix that shortfalls are measured against is another",
    ),
    "cause.rules.changed": (
        "reglerna i tenuremix {new} är inte de i {old}",
        "the rules of tenuremix {new} are not those of {old}",
    ),
    "cause.unknown.changed": (
        "inget i underlaget förklarar skillnaden, och versionen av tenuremix är densamma",
        "nothing that the figures rest on explains it, and the version of tenuremix is the same",
    ),
    "cause.plot_old": ("ett läge", "one place"),
    "cause.plot_new": ("ett annat", "another"),
    "none_stated": ("inget angivet", "none stated"),
    "hustyp.smahus": ("småhus", "houses"),
    "hustyp.flerbostadshus": ("flerbostadshus", "blocks of flats"),
    "hustyp.ovriga": ("övriga hus", "other buildings"),
    "hustyp.special": ("specialbostäder", "special dwellings"),
    "field.level": ("nivå", "level"),
    "field.majority_of": ("upplåtelseformer", "tenures"),
    "field.criterion": ("villkor", "condition"),
    "field.stock": ("hustyper", "building types"),
    "field.name": ("namn", "name"),
    "field.parent": ("överordnat område", "parent"),
    "field.area": ("omrade", "omrade"),
    "field.geometry": ("tomtens läge", "the plot"),
    "field.valid_until": ("giltig_till", "giltig_till"),
    "field.subgroup": ("undergrupp", "undergrupp"),
    "field.exception": ("undantag", "undantag"),
    "field.begun.hyresratt": ("varav_hyresratt", "varav_hyresratt"),
    "field.begun.bostadsratt": ("varav_bostadsratt", "varav_bostadsratt"),
    "field.begun.aganderatt": ("varav_aganderatt", "varav_aganderatt"),
    "field.expected": ("forvantad", "forvantad"),
    "field.complete": ("fullständigt", "complete"),
    "field.complete_from": ("fullständigt från", "complete from"),
    "field.complete_until": ("fullständigt till", "complete until"),
    "field.probability": ("sannolikhet", "sannolikhet"),
    # Figures
    "figure.counted": ("räknade", "counted"),
    "figure.minimum": ("målets antal", "the number of the target"),
    "figure.remaining": ("återstår", "remaining"),
    "figure.status": ("status", "status"),
    "figure.by_year": ("räknade år", "counted in"),
    "figure.range": ("minst och mest enligt definitionerna", "least and most by definition"),
    "figure.without_exceptions": ("räknade utan undantag", "counted without exceptions"),
    "figure.not_assessable": ("kan inte bedömas", "not assessable"),
    "figure.potential": ("ej beslutad upplåtelseform", "undecided tenure"),
    "figure.unknown": ("okänt antal", "unknown number"),
    "figure.expired": ("utgånget utan beslut", "run out without a decision"),
    "figure.lost": ("bortfall", "lost"),
    "figure.net": ("netto", "net"),
    "figure.dwellings": ("bostäder", "dwellings"),
    "figure.dwellings_range": ("bostäder, intervall", "dwellings, range"),
    "figure.reason": ("skäl", "reason"),
    "figure.area_class": ("områdets klass", "class of the area"),
    "figure.area_share": ("andel i området", "share in the area"),
    "figure.area_share_range": ("andel i området, intervall", "share in the area, range"),
    "figure.statistics_date": ("statistik från", "statistics of"),
    "figure.exception": ("undantag", "exception"),
    "figure.subgroup": ("undergrupp", "subgroup"),
    "figure.least": ("minst", "least"),
    "figure.most": ("mest", "most"),
    "figure.known": ("bostäder med känd upplåtelseform", "dwellings of known tenure"),
    "figure.shares": ("andel", "share"),
    "figure.shares_range": ("andel, intervall", "share, range"),
    "figure.class": ("majoritet", "majority"),
    "figure.class_steady": ("årgångar med samma majoritet", "vintages with the same majority"),
    "figure.missing": ("saknas mest", "lacking most"),
    "figure.shortfall": ("brist", "shortfall"),
    "figure.shortfall_range": ("brist, intervall", "shortfall, range"),
    "figure.pipeline": ("på väg", "on its way"),
    "figure.completed": ("färdigt efter statistiken", "completed since the statistics"),
    "figure.planned": ("planerat eller reserverat", "planned or reserved"),
    "figure.mix_projected": ("när det beslutade är byggt", "when what is decided is built"),
    "figure.class_projected": (
        "majoritet när det beslutade är byggt",
        "majority when what is decided is built",
    ),
    "figure.promised": ("utlovat", "promised"),
    "figure.promised_begun": ("utlovat och påbörjat", "promised and begun"),
    "figure.promised_completed": ("utlovat och färdigt", "promised and completed"),
    "figure.promised_completed_in_years": (
        "utlovat och färdigt under statistikens år",
        "promised and completed in the years of the statistics",
    ),
    "figure.built": ("byggt", "built"),
    "figure.built_range": ("byggt, intervall", "built, range"),
    "figure.built_years": ("statistikens år", "years of the statistics"),
    # The nämnd's own assessment
    "assessment.title": ("Nämndens egen bedömning", "The committee's own assessment"),
    "assessment.none": (
        "Nämnden har inte bedömt målet för {year} i arbetsytan.",
        "The workspace holds no assessment by the committee of this target for {year}.",
    ),
    "assessment.says": ("Nämnden bedömer: {status}.", "The committee's assessment: {status}."),
    "assessment.computed": (
        "Räknat ur registret: {status}, {figure}.",
        "Computed from the register: {status}, {figure}.",
    ),
    "assessment.computed_plain": (
        "Räknat ur registret: {figure}. Målet har inget antal, så ingen status räknas fram.",
        "Computed from the register: {figure}. The target has no number, so no status is computed.",
    ),
    "assessment.agrees": ("De två stämmer överens.", "The two agree."),
    "assessment.differs": (
        "Nämndens bedömning och det som räknats fram stämmer inte överens.",
        "The committee's assessment and what is computed do not agree.",
    ),
    "assessment.text": ("Nämndens ord: ”{words}”", "The committee's words: “{words}”"),
    "assessment.source": ("{source}, den {date}.", "{source}, {date}."),
    "assessment.figure": (
        "{counted} {counted:räknad|räknade} av {minimum}",
        "{counted} counted of {minimum}",
    ),
    "assessment.figure_plain": ("{counted} {counted:räknad|räknade}", "{counted} counted"),
    "judgement.uppfyllt": ("uppfyllt", "met"),
    "judgement.delvis": ("delvis uppfyllt", "partly met"),
    "judgement.ej_uppfyllt": ("ej uppfyllt", "not met"),
    "judgement.pagar": ("pågår", "under way"),
    "judgement.ej_bedomt": ("ej bedömt", "not assessed"),
    # Known limits
    "limits.title": ("Kända begränsningar", "Known limits"),
    "limits.lead": (
        "Antal kända begränsningar: {number}. Antal öppna: {open}.",
        "Known limits: {number}. Of these, open: {open}.",
    ),
    "limits.stale": (
        "{number} har inte kontrollerats på så länge att {number:den|de} kan vara "
        "{number:inaktuell. Den är märkt|inaktuella. De är märkta} i tabellen.",
        "{number} {number:was|were} last verified so long ago that {number:it|they} may be out "
        "of date. The table marks {number:it|them}.",
    ),
    "limits.fresh": (
        "Alla är kontrollerade inom den tid som är bestämd.",
        "All have been verified within the time that is set.",
    ),
    "limits.caption": (
        "Begränsningar och vad som skulle lösa dem",
        "Limits, and what would settle them",
    ),
    "limits.col_text": ("Begränsning", "Limit"),
    "limits.col_status": ("Läge", "Status"),
    "limits.col_evidence": ("Hur vi vet", "How we know"),
    "limits.col_verified": ("Kontrollerad", "Verified"),
    "limits.col_fresh": ("Aktuell", "Up to date"),
    "limits.col_settled_by": ("Vad som skulle lösa den", "What would settle it"),
    "limits.is_stale": (
        "inaktuell: äldre än {months} {months:månad|månader}",
        "stale: over {months} {months:month|months} old",
    ),
    "limits.is_fresh": ("ja", "yes"),
    "limits.status.open": ("öppen", "open"),
    "limits.status.accepted": ("godtagen", "accepted"),
    "limits.status.settled": ("löst", "settled"),
    "limits.evidence.measured": ("mätt", "measured"),
    "limits.evidence.read": ("läst", "read"),
    "limits.evidence.inferred": ("slutsats", "inferred"),
    # The summary of what is loaded
    "validate.assessment": ("Bedömningar: {number}.", "Assessments: {number}."),
    "validate.limits": ("Kända begränsningar: {number}.", "Known limits: {number}."),
}
