"""Put results into words: areas, mixes, definitions, notes and sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from unicodedata import combining, normalize

from tenuremix.counting.areas import Areas
from tenuremix.counting.books import Books
from tenuremix.counting.losses import Lost
from tenuremix.counting.missing import Reference
from tenuremix.counting.placement import place_faults
from tenuremix.counting.progress import Alternative, Progress, Reason
from tenuremix.counting.rules import PLURALITY, Definition, parse_least_share
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import ALLOCATION_TENURES, HUSTYPER, KNOWN, Mix, Tenure, share
from tenuremix.document.names import area_label, file_name, plain
from tenuremix.errors import Fault, Note
from tenuremix.inputs import Source, Workspace
from tenuremix.locale.locale import Locale, Numeral
from tenuremix.review.twice import Twins, counted_without

_AREA = "omrade"
"""How the codes of many levels end, as codes have no å: the word has one."""


_LAST_LETTERS = str.maketrans("åäö", "{|}")  # what follows z in ASCII


def level_name(level: str, text: Locale, *, plural: bool = False) -> str:
    """Name a level; one that has no word of its own is named by its code.

    Examples
    --------
    >>> level_name("delomrade", Locale(), plural=True)
    'delområden'
    """
    kind = "levels" if plural else "level"
    if text.has(f"{kind}.{level}"):
        return text(f"{kind}.{level}")
    word = level.replace("_", " ")
    stem = word.removesuffix(_AREA)
    return word if stem == word else stem + text(f"{kind}.{_AREA}")


def numbered(prefix: str, text: Locale) -> list[str]:
    """Give the texts of a prefix in the order of their numbers."""
    found = text.texts(prefix)
    return [found[number] for number in sorted(found, key=int)]


def level_words(level: str, text: Locale) -> dict[str, str]:
    """Name a level in both numbers, as the values ``level`` and ``levels`` of a text."""
    return {"level": level_name(level, text), "levels": level_name(level, text, plural=True)}


def alphabetical(name: str) -> str:
    """Give the key by which a name stands in the Swedish alphabet: å, ä and ö after z.

    Examples
    --------
    >>> sorted(["Örgryte", "Änggården", "Zenit", "Åby", "Édens"], key=alphabetical)
    ['Édens', 'Zenit', 'Åby', 'Änggården', 'Örgryte']
    """
    last = normalize("NFC", name).casefold().translate(_LAST_LETTERS)
    return "".join(letter for letter in normalize("NFD", last) if not combining(letter))


def area_name(areas: Areas, code: str | None, text: Locale, level: str = "") -> str:
    """Name an area; None is outside all areas."""
    if code is None:
        return text("outside")
    at = level if level in areas.levels and code in areas.at(level) else areas.level_of(code)
    return areas.at(at)[code].name if at else code


def holder_name(label: str | None, text: Locale) -> str:
    """Name the tenure in majority in one word, as a column called Majoritet needs it."""
    return text("class.none") if label is None else text(f"holds.{label}")


def class_name(label: str | None, text: Locale) -> str:
    """Name the class of an area: a tenure in majority, none, or a class of a list."""
    if label is None:
        return text("class.none")
    key = f"class.{label}"
    return text(key) if text.has(key) else label


def dwellings_text(
    dwellings: Mapping[Tenure, int], text: Locale, *, undecided: str = Tenure.OKLAR
) -> str:
    """List dwellings by tenure: 80 hyresrätter och 40 bostadsrätter; where any is lost, by sign.

    ``undecided`` names the undecided ones: ``names.OPEN`` where they may be of both kinds.
    """
    number = text.signed if any(n < 0 for n in dwellings.values()) else text.number
    named = {Tenure.OKLAR: undecided}
    words = [
        f"{number(dwellings[tenure])} {text.tenures(named.get(tenure, tenure), dwellings[tenure])}"
        for tenure in ALLOCATION_TENURES
        if dwellings.get(tenure)
    ]
    return text.join(words) or text("check.nothing")


def shares_text(mix: Mix, text: Locale) -> str:
    """List the shares of the known tenures."""
    return ", ".join(
        f"{text(f'tenure.{tenure}')} {text.share(share(mix, {tenure}))}" for tenure in KNOWN
    )


def reference_text(
    books: Books, vintage: date | None, stated: Reference | None, text: Locale
) -> str:
    """Name the mix that shortfalls are measured against: the workspace's own, else the city's."""
    if stated is not None:
        shares = [
            f"{text(f'tenure.{tenure}')} {text.percent(float(stated.low[tenure]))}"
            for tenure in KNOWN
        ]
        return text("reference.stated", mix=", ".join(shares))
    city, complete = (None, False)
    if vintage is not None:
        city, complete = books.stock.city_mix(books.areas, vintage)
    if city is None:
        return text("reference.none")
    words = text("reference.city", mix=shares_text(city, text))
    return words if complete else words + text("reference.published")


def definition_text(definition: Definition, text: Locale, *, brief: bool = False) -> str:
    """Name the areas of a definition: områden där bostadsrätter är vanligast.

    ``brief`` leaves out the level, where all that stand together share it.
    """
    levels = level_name(definition.level, text, plural=True)
    if definition.areas and definition.edition is None:
        return text("definition.list", levels=levels)
    if definition.areas:
        return text("definition.edition", levels=levels, date=definition.edition)
    words = state_text(definition, text)
    if definition.steady > 1:
        words += text("definition.steady", number=definition.steady)
    return words if brief else text("definition.line", levels=levels, state=words)


def state_text(definition: Definition, text: Locale) -> str:
    """Say how the dwellings of an area are held: mer än hälften av bostäderna är bostadsrätter."""
    held = [text(f"definition.held.{tenure}") for tenure in definition.majority_of]
    types = [text(f"hustyp.{hustyp}") for hustyp in definition.stock]
    every = set(definition.stock) == set(HUSTYPER)
    within = "" if every else text("definition.within", types=text.join(types))
    if definition.criterion == PLURALITY:
        group = text.join(held)
        return text("definition.plurality", group=group, number=len(held), within=within)
    least = criterion_text(definition.criterion, text)
    group = f" {text('or')} ".join(held)
    return text("definition.least", least=least, within=within, group=group)


def rule_sentence(target: Target, text: Locale) -> str:
    """Say for which areas a target is in force, and whether that is assumed."""
    key = "definition.assumed" if target.assumptions else "definition.rule"
    return text(key, definition=definition_text(target.definition, text))


def tenures_text(tenures: Iterable[str], text: Locale) -> str:
    """Name the tenures that a definition looks at together: bostadsrätt eller äganderätt."""
    return f" {text('or')} ".join(text(f"tenure.{tenure}") for tenure in tenures)


def criterion_text(criterion: str, text: Locale) -> str:
    """Put the criterion of a definition into words: mer än hälften av bostäderna."""
    least = parse_least_share(criterion)
    if least is None:
        return text(f"criterion.{criterion}")
    return text("criterion.share", share=text.percent(float(least), 0))


def turn_words(definition: Definition, text: Locale) -> dict[str, str]:
    """Say what an area loses when it turns (``state``), and when that is seen (``seen``)."""
    group = tenures_text(definition.majority_of, text)
    least = definition.least_share()
    name = "share" if least is not None else definition.criterion
    state = text(f"turn.{name}", group=group, share=text.percent(float(least or 0), 0))
    fixed = definition.vintage
    if isinstance(fixed, date):
        return {"state": state, "seen": text("turn.seen_fixed", date=fixed)}
    return {"state": state, "seen": text("turn.seen")}


def stock_text(stock: tuple[str, ...], text: Locale) -> str:
    """Name the building types that are counted."""
    if set(stock) == set(HUSTYPER):
        return text("stock.all")
    return ", ".join(text(f"stock.{hustyp}") for hustyp in stock)


def tenure_word(target: Target, text: Locale, number: int | Numeral = 0) -> str:
    """Name what a target counts, in the form that its number asks for; in the plural without."""
    return text.tenures(target.tenure, number)


def verdict_sentence(progress: Progress, text: Locale) -> str:
    """Say how a target stands, in one sentence."""
    target = progress.target
    return text(
        f"progress.sentence.{progress.wording()}",
        counted=progress.counted,
        minimum=target.minimum,
        remaining=progress.remaining,
        unjudged=progress.not_assessable,
        tenure=tenure_word(target, text, progress.counted),
        date=progress.as_of,
        from_date=target.valid_from,
    )


def unjudged_lines(progress: Progress, text: Locale) -> list[str]:
    """Tell of what cannot be assessed within the period, and of what lies outside every area."""
    outside = sum(
        entry.dwellings
        for entry in progress.entries
        if entry.reason is Reason.OUTSIDE_AREAS and progress.target.period.holds(entry.date)
    )
    found = (("unjudged", progress.not_assessable), ("outside", outside))
    return [text(f"progress.{key}", number=number) for key, number in found if number]


def status_words(progress: Progress, text: Locale, under: Alternative | None = None) -> str:
    """Say how a target stands in a few words, or how it does under another definition."""
    status, counted = (under.status, under.counted) if under else (None, progress.counted)
    return text(f"status.{progress.wording(status)}", counted=counted)


def loss_lines(lost: Lost, progress: Progress, text: Locale) -> list[str]:
    """Say what was lost beside a target, and that it decides nothing."""
    tenure = tenure_word(lost.target, text, lost.total)
    events = [
        text("losses.event", event=text(f"loss.{event}"), number=number)
        for event, number in lost.by_event.items()
    ]
    line = text(
        "losses.line" if lost.total else "losses.none",
        lost=lost.total,
        tenure=tenure,
        events=", ".join(events),
        counted=progress.counted,
        net=progress.counted - lost.total,
    )
    lines = [line]
    if lost.not_assessable:
        lines.append(text("losses.unjudged", number=lost.not_assessable))
    return [*lines, text("losses.rule")] if lost.total else lines


def reading_text(note: Note, text: Locale, *, most: int | None = None) -> str:
    """Put what is to be known of how a file was read into a sentence.

    ``most`` is how many of a list are named.
    """
    values = dict(note.values)
    for key, value in values.items():
        if isinstance(value, list):
            words = list(map(str, value[:most]))
            if more := len(value) - len(words):
                words.append(text("import.more_short", number=more))
            values[key] = ", ".join(words)
    return text(f"read.{note.key}", **values)


def also_lines(progress: Progress, books: Books, text: Locale) -> list[str]:
    """Name the plots of a target that lie in two areas, or elsewhere than is stated."""
    level = books.areas.finest
    ids = sorted({entry.allocation for entry in progress.entries})
    places = [(id_, books.states[id_].place, "", None) for id_ in ids]
    faults = place_faults(books.locator, books.areas, places).values()
    lines = [f"{plain(fault.id)}: {fault_sentence(fault, text)}" for fault in faults]
    for at, placed in books.locator.overlapped([place for _, place, _, _ in places]).items():
        areas = text.join([area_label(books.areas, code, text, level) for code in placed.also])
        there = [area_label(books.areas, p.area, text, level) for p in placed.parts]
        lines.append(text("progress.also", id=ids[at], areas=areas, there=text.join(there)))
    return lines


def fault_sentence(fault: Fault, text: Locale) -> str:
    """Say what was found, safe in a sentence."""
    values: dict[str, Any] = dict(fault.values)
    for key, value in values.items():
        if isinstance(value, list):
            values[key] = text.join([plain(str(word)) for word in value])
        elif isinstance(value, str):
            values[key] = plain(value)
    return text(f"fault.{fault.key}.found", **values)


def twin_figures(twins: Twins, progress: Progress, text: Locale) -> list[str]:
    """Say what a target would count without each of some twins; nothing where it makes no odds."""
    without = {id_: counted_without(progress, id_) for id_ in twins.states}
    if set(without.values()) == {progress.counted}:
        return []
    words = [text("twice.without", number=number, id=id_) for id_, number in without.items()]
    target, counted = plain(progress.target.title), progress.counted
    return [text("twice.figure", target=target, counted=counted, without=text.join(words))]


def beside_text(workspace: Workspace, text: Locale) -> str:
    """Name what stands beside the figures, for the summary of what is loaded."""
    words = []
    if workspace.completed is not None:
        years = years_text(workspace.completed.every_year, text)
        words.append(text("validate.completed", years=years))
    if workspace.plots is not None:
        words.append(text("validate.plots", number=len(workspace.plots)))
    if workspace.losses is not None:
        words.append(text("validate.losses", number=len(workspace.losses)))
    if workspace.assessment is not None:
        words.append(text("validate.assessment", number=len(workspace.assessment)))
    if workspace.limits is not None:
        words.append(text("validate.limits", number=len(workspace.limits)))
    return " ".join(words)


def years_text(years: Sequence[int], text: Locale) -> str:
    """Name years as runs: 2005–2025, or 2005–2010, 2012."""
    if not years:
        return text("completed.no_years")
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def source_text(source: Source, text: Locale) -> str:
    """Name a source with its dates."""
    if not source.title:
        words = text("source.none", name=file_name(source.name))
    else:
        dated: list[tuple[str, date | None]] = [
            ("describes", source.describes_on),
            ("published", source.published_on),
            ("fetched", source.fetched_on),
        ]
        words = text(
            "source.line",
            title=source.title,
            producer=source.producer or text("source.unknown_producer"),
            dates="".join(text(f"source.{key}", date=day) for key, day in dated if day),
        )
    return f"{words}. {text('source.changed')}" if source.changed else words
