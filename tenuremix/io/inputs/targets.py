"""Read targets, definitions and dated lists of areas by the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tenuremix.counting.decisions import SUBGROUPS
from tenuremix.counting.placement import SPLITS
from tenuremix.counting.rules import (
    BEFORE_DECISION,
    DEFAULT_LEVEL,
    Definition,
    Edition,
    is_criterion,
)
from tenuremix.counting.targets import OTHER_TENURE, Target, overlapping
from tenuremix.counting.tenure import HUSTYPER, KNOWN
from tenuremix.errors import Fault
from tenuremix.io.files.toml_tables import (
    NUMBER,
    TEXT,
    TEXTS,
    Check,
    Key,
    Keys,
    StatedFile,
    as_toml,
    is_day,
    is_tables,
    needed,
    one_of,
    tables_of,
)
from tenuremix.io.inputs.sidecar import Files


def _some_of(allowed: Sequence[str], least: int, most: int) -> Check:
    """Make the check that a value lists some of the words, each once."""
    return lambda value: (
        isinstance(value, list)
        and least <= len(value) <= most
        and all(isinstance(item, str) and item in allowed for item in value)
        and len(set(value)) == len(value)
    )


def _in_order(words: Sequence[str]) -> Callable[[list[str]], tuple[str, ...]]:
    return lambda value: tuple(word for word in words if word in value)


def _is_criterion(value: object) -> bool:
    # No exponent: the x of 1e-999999999 would be made digit by digit.
    return isinstance(value, str) and "e" not in value.lower()[5:] and is_criterion(value)


def _is_codes(value: object) -> bool:
    words = [*value.values()] if isinstance(value, dict) else value
    return isinstance(words, list) and all(isinstance(word, (str, int)) for word in words)


DEFINITION_KEYS: Keys = {
    "id": needed(TEXT),
    "title": TEXT,
    "level": Key(TEXT.fits, '"regso"'),
    "majority_of": Key(
        _some_of(KNOWN, 1, len(KNOWN) - 1), f"[…] (1–2) {', '.join(KNOWN)}", _in_order(KNOWN)
    ),
    "criterion": Key(_is_criterion, '"majority" / "plurality" / "share >= x" (0 < x <= 1)'),
    "stock": Key(
        _some_of(HUSTYPER, 1, len(HUSTYPER)), f"[…] {', '.join(HUSTYPER)}", _in_order(HUSTYPER)
    ),
    "vintage": Key(lambda v: v == BEFORE_DECISION or is_day(v), '"before_decision" / 2025-12-31'),
    "split": one_of(SPLITS),
    "exclude_subgroups": Key(
        _some_of(SUBGROUPS, 0, len(SUBGROUPS)), f"[…] {', '.join(SUBGROUPS)}", tuple
    ),
    "steady": NUMBER,
    "areas": TEXT,
    "source": TEXT,
}
TARGET_KEYS: Keys = {
    "id": needed(TEXT),
    "title": needed(TEXT),
    "tenure": needed(one_of((*KNOWN, OTHER_TENURE))),
    "minimum": NUMBER,
    "valid_from": needed(Key(is_day, "2025-01-01")),
    "valid_to": Key(is_day, "2026-01-01"),
    "definition": needed(TEXT),
    "source": TEXT,
    "quote": TEXT,
    "assumptions": TEXTS,
    "short": TEXT,
}
EDITION_KEYS: Keys = {
    "from": needed(Key(is_day, "2025-12-01")),
    "codes": needed(Key(_is_codes, '{ "305" = "särskilt utsatt" }')),
    "classes": TEXTS,
    "source": TEXT,
}
_Tables = Mapping[str, list[dict[str, Any]]]
"""The tables of one file, by their name."""


def read_targets(files: Files, levels: Sequence[str] | None) -> list[Target]:
    """Read targets and the definitions they are judged by from one or more TOML files.

    Parameters
    ----------
    files
        TOML files with ``[[definition]]``, ``[[target]]`` and, for each dated list of areas that
        a definition names, ``[[name]]`` with ``from`` and ``codes``.
    levels
        The levels of the areas; None where the areas are at fault themselves.

    Raises
    ------
    DataError
        With every fault of every file: unknown keys, values that do not fit, definitions that
        are missing, editions of a target that overlap.
    """
    read = [(file, _tables(file, content)) for file, content in files.stated("targets")]
    definitions = _definitions(read, levels)
    targets = [target for file, tables in read for target in _targets(file, tables, definitions)]
    files.faults += overlap_faults(targets, ", ".join(map(files.label, files.inputs)))
    files.check()
    return targets


def overlap_faults(targets: Iterable[Target], name: str) -> list[Fault]:
    """Find the editions of a target that overlap; ``name`` tells where they stand."""
    return [
        Fault("overlap", name, None, {"found": a.id, "expected": f"{a.valid_from}, {b.valid_from}"})
        for a, b in overlapping(targets)
    ]


def _tables(file: StatedFile, content: Mapping[str, Any]) -> _Tables:
    """Check what tables a file holds: beside its own, the lists that its definitions name."""
    stated = content.get("definition")
    entries = stated if is_tables(stated) else []
    named = sorted({str(entry["areas"]) for entry in entries if "areas" in entry})
    kinds = dict.fromkeys(("definition", "target", *named))
    found = file.table("", content, {kind: tables_of(kind) for kind in kinds})
    return {kind: found.get(kind, []) for kind in kinds if kind in content}


def _definitions(
    files: Sequence[tuple[StatedFile, _Tables]], levels: Sequence[str] | None
) -> dict[str, Definition | None]:
    """Read every definition; None for one that is stated and has a fault of its own."""
    lists = {key: entries for _, tables in files for key, entries in tables.items()}
    found: dict[str, Definition | None] = {}
    seen: dict[str, str] = {}
    for file, tables in files:
        stated = tables.get("definition", [])
        found = {**dict.fromkeys(str(entry.get("id")) for entry in stated), **found}
        for where, entry in file.entries("definition", stated, DEFINITION_KEYS):
            if file.twice(where, entry["id"], seen):
                continue
            if levels is not None and entry.get("level", DEFAULT_LEVEL) not in levels:
                if "level" in entry:
                    file.fault("unknown_level", found=entry["level"], expected=list(levels))
                else:
                    words = " / ".join(as_toml(level) for level in levels)
                    file.fault("missing_key", found=f"{where}: level", expected=words)
                continue
            editions = _list_of(file, where, entry, lists) if "areas" in entry else ()
            found[entry["id"]] = Definition(**entry, editions=editions)
    return found


def _list_of(
    file: StatedFile, where: str, entry: Mapping[str, Any], lists: _Tables
) -> tuple[Edition, ...]:
    """Read the dated list of areas that a definition names instead of a rule."""
    rule = [key for key in ("majority_of", "criterion", "steady") if key in entry]
    if rule:
        allowed = [key for key in DEFINITION_KEYS if key not in rule]
        file.fault("unknown_key", found=f"{where}: {', '.join(rule)}", expected=allowed)
    name = entry["areas"]
    if name not in lists:
        file.fault("missing_key", found=name, expected=f"[[{name}]] from, codes")
    editions = []
    for _, stated in file.entries(name, lists.get(name, []), EDITION_KEYS):
        codes = stated["codes"]
        if isinstance(codes, list):
            classes = stated.get("classes", [name] * len(codes))
            if len(classes) != len(codes):
                file.wrong(f"{name}: classes", [*classes], f'["…"] × {len(codes)}')
                continue
            codes = dict(zip(codes, classes, strict=True))
        named = {str(code): str(label) for code, label in codes.items()}
        editions.append(Edition(stated["from"], named, stated.get("source", "")))
    return tuple(sorted(editions, key=lambda edition: edition.valid_from))


def _targets(
    file: StatedFile, tables: _Tables, definitions: Mapping[str, Definition | None]
) -> list[Target]:
    found = []
    for where, entry in file.entries("target", tables.get("target", []), TARGET_KEYS):
        named, valid_to = entry["definition"], entry.get("valid_to")
        definition = definitions.get(named)
        if named not in definitions:
            known = sorted(id_ for id_, one in definitions.items() if one is not None)
            file.wrong(f"{where}: definition", named, ", ".join(known))
        elif definition is None:
            continue  # it is there, and its own fault is told
        elif valid_to is not None and valid_to <= entry["valid_from"]:
            expected = f"> valid_from ({entry['valid_from']})"
            file.wrong(f"{where}: valid_to", valid_to, expected)
        else:
            absent = {"minimum": None, "valid_to": None}
            found.append(Target(**{**absent, **entry, "definition": definition}))
    return found
