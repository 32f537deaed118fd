"""What a reader asks for, in the reader's own words: areas, levels, targets and allocations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from tenuremix.counting.areas import Area, Areas
from tenuremix.counting.targets import Target
from tenuremix.document.words import level_name
from tenuremix.errors import DataError, Fault, UsageError
from tenuremix.inputs import Workspace
from tenuremix.io.importing.dialect import folded
from tenuremix.locale.locale import Locale

_LIKE = 3
"""The most names that are offered in place of one that is not known."""


def find_level(areas: Areas, said: str, text: Locale) -> str:
    """Find a level by its code or its name, in one or in many.

    Raises
    ------
    UsageError
        Where no such level is loaded.
    """
    level = same_level(areas.levels, said, text)
    if level not in areas.levels:
        raise UsageError("level", level=said, expected=areas.levels)
    return level


def same_level(levels: Collection[str], said: str, text: Locale) -> str:
    """Give the code of a level that is named in some other way; what is no level stands."""
    for level in () if said in levels else levels:
        names = (level, level_name(level, text), level_name(level, text, plural=True))
        if folded(said) in map(folded, names):
            return level
    return said


def choose_level(workspace: Workspace, said: str | None, text: Locale) -> str:
    """Choose the level to show: the one asked for, else that of the first target."""
    if said is not None:
        return find_level(workspace.areas, said, text)
    first = [target.definition.level for target in workspace.targets]
    return first[0] if first else (workspace.books.judged_levels or workspace.areas.levels)[0]


def choose_targets(workspace: Workspace, id_: str | None) -> list[Target]:
    """Choose the targets to show: the one asked for, in all its editions, else all."""
    ids = list(dict.fromkeys(target.id for target in workspace.targets))
    wanted = None if id_ is None else same_id(id_, ids)
    found = [target for target in workspace.targets if wanted in (None, target.id)]
    if wanted is not None and not found:
        raise UsageError("target", id=id_, expected=ids)
    return found


def same_id(said: str, ids: Collection[str]) -> str:
    """Give an id as it is written, where what was said differs from it in capitals alone."""
    alike = [id_ for id_ in ids if id_.casefold() == said.strip().casefold()]
    return alike[0] if said not in ids and len(alike) == 1 else said


def find_areas(areas: Areas, said: str, text: Locale, level: str | None = None) -> list[Area]:
    """Find an area by its code, its name or both; at several levels where several have the name.

    Parameters
    ----------
    areas, text
        All areas, and the reader's language.
    said
        What was asked for.
    level
        The level to look at, where one was asked for.

    Raises
    ------
    DataError
        Where there is none: with the names that are most like it.
    """
    levels = areas.levels if level is None else [level]
    every = [area for each in levels for area in areas.at(each).values()]
    wanted, code = folded(said), said.strip().casefold()
    coded = [area for area in every if code == area.code.casefold()]
    named = [
        area for area in every if wanted in (folded(area.name), folded(f"{area.code} {area.name}"))
    ]
    if found := coded or named:
        return found
    like = _alike(wanted, {_named(area): (folded(area.name),) for area in every})
    expected = _either(like, text) or areas.some_codes
    values = {"found": said, "column": "omrade", "expected": expected}
    raise DataError([Fault("area_like" if like else "unknown_code", "--area", None, values)])


def whole_name(areas: Areas, said: Sequence[str]) -> Sequence[str]:
    """Take several words as one where they are the name of an area: Södra Kortedala."""
    name = folded(" ".join(said))
    names = (folded(area.name) for level in areas.levels for area in areas.at(level).values())
    return [name] if name in names else said


def find_area(areas: Areas, said: str, text: Locale) -> str:
    """Find the code of the one area that is asked for.

    Raises
    ------
    DataError
        Where there is none, or several that only their codes tell apart.
    """
    found = find_areas(areas, said, text)
    if len({area.code for area in found}) > 1:
        each = [f"{_named(area)} ({level_name(area.level, text)})" for area in found]
        values = {"found": said, "expected": _either(each, text)}
        raise DataError([Fault("area_several", "--area", None, values)])
    return found[0].code


def find_allocations(workspace: Workspace, said: str, text: Locale) -> list[str]:
    """Find allocations by id, else by the beginning of a word of the id or the name.

    Raises
    ------
    UsageError
        Where there is none: with those that are most like it.
    """
    register = workspace.register
    names = {id_: rows[-1].name for id_, rows in register.decisions.items()}
    names |= {id_: "" for id_ in register.corrections if id_ not in names}
    if (same := same_id(said, names)) in names:
        return [same]
    wanted = folded(said)
    words = {f"{id_} {name}".strip(): (folded(id_), folded(name)) for id_, name in names.items()}
    found = [
        id_
        for id_, (_, folds) in zip(names, words.items(), strict=True)
        if wanted and any(f" {wanted}" in f" {fold}" for fold in folds)
    ]
    if found:
        return found
    like = _alike(wanted, words)
    values = {"allocation": said, "expected": _either(like, text)}
    raise UsageError("no_allocation_like" if like else "no_allocation", **values)


def _named(area: Area) -> str:
    return f"{area.code} {area.name}"


def _either(words: Sequence[str], text: Locale) -> str:
    return f" {text('or')} ".join(words)


def _alike(wanted: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    """Find what is most like a word: what is spelled like it, then what holds it."""
    every = [name for each in names.values() for name in each if name]
    close = get_close_matches(wanted, every, _LIKE)
    found = [word for name in close for word, each in names.items() if name in each]
    found += [word for word, each in names.items() if any(f" {wanted}" in f" {n}" for n in each)]
    return list(dict.fromkeys(found))[:_LIKE] if wanted else []
