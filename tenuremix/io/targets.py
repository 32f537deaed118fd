"""Read targets, definitions and dated lists of areas by the contract."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from tenuremix.errors import DataError, Fault
from tenuremix.io.sidecar import as_toml, read_source, read_toml
from tenuremix.io.stated import Check, Keys, StatedFile, is_day, is_text, is_whole
from tenuremix.placement import SPLITS
from tenuremix.register import SUBGROUPS
from tenuremix.rules import (
    BEFORE_DECISION,
    DEFAULT_LEVEL,
    OTHER_TENURE,
    Definition,
    Edition,
    Target,
    overlapping,
    parse_least_share,
)
from tenuremix.tenure import HUSTYPER, KNOWN
from tenuremix.workspace import Source


def _some_of(allowed: Sequence[str], *, empty: bool = False) -> Check:
    def check(value: object) -> bool:
        return (
            isinstance(value, list)
            and (empty or bool(value))
            and all(isinstance(item, str) and item in allowed for item in value)
            and len(set(value)) == len(value)
        )

    return check


def _is_group(value: object) -> bool:
    return _some_of([*KNOWN])(value) and len(value) < len(KNOWN)  # type: ignore[arg-type]


def _is_criterion(value: object) -> bool:
    try:
        # No exponent: the x of 1e-999999999 would be made digit by digit.
        text = value if isinstance(value, str) and "e" not in value.lower()[5:] else ""
        parse_least_share(text)
    except (ValueError, ZeroDivisionError):
        return False
    return True


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_codes(value: object) -> bool:
    words = [*value.values()] if isinstance(value, dict) else value
    return isinstance(words, list) and all(isinstance(word, (str, int)) for word in words)


# key: (check, what is expected); the keys without which an entry cannot stand are listed below.
DEFINITION_KEYS: Keys = {
    "id": (is_text, '"…"'),
    "title": (is_text, '"…"'),
    "level": (is_text, '"regso"'),
    "majority_of": (_is_group, f"[…] (1–2) {', '.join(KNOWN)}"),
    "criterion": (_is_criterion, '"majority" / "plurality" / "share >= x" (0 < x <= 1)'),
    "stock": (_some_of(HUSTYPER), f"[…] {', '.join(HUSTYPER)}"),
    "vintage": (lambda v: v == BEFORE_DECISION or is_day(v), '"before_decision" / 2025-12-31'),
    "split": (lambda v: v in SPLITS, " / ".join(SPLITS)),
    "exclude_subgroups": (_some_of(SUBGROUPS, empty=True), f"[…] {', '.join(SUBGROUPS)}"),
    "steady": (is_whole, "1, 2, 3 …"),
    "areas": (is_text, '"…"'),
    "source": (is_text, '"…"'),
}
TARGET_KEYS: Keys = {
    "id": (is_text, '"…"'),
    "title": (is_text, '"…"'),
    "tenure": (lambda v: v in (*KNOWN, OTHER_TENURE), " / ".join((*KNOWN, OTHER_TENURE))),
    "minimum": (is_whole, "1, 2, 3 …"),
    "valid_from": (is_day, "2025-01-01"),
    "valid_to": (is_day, "2026-01-01"),
    "definition": (is_text, '"…"'),
    "source": (is_text, '"…"'),
    "quote": (is_text, '"…"'),
    "assumptions": (_is_texts, '["…", "…"]'),
}
EDITION_KEYS: Keys = {
    "from": (is_day, "2025-12-01"),
    "codes": (_is_codes, '{ "305" = "särskilt utsatt" }'),
    "classes": (_is_texts, '["…", "…"]'),
    "source": (is_text, '"…"'),
}
_REQUIRED = {
    "definition": ("id",),
    "target": ("id", "title", "tenure", "valid_from", "definition"),
}


class _File(StatedFile):
    """One TOML file of targets, and the faults found in it."""

    def __init__(self, name: str, content: Mapping[str, Any]) -> None:
        super().__init__(name)
        self.definitions = self.tables(content, "definition")
        self.targets = self.tables(content, "target")
        listed = {str(entry["areas"]) for entry in self.definitions if "areas" in entry}
        self.lists = {key: self.tables(content, key) for key in sorted(listed & content.keys())}
        for key in content:
            if key not in ("definition", "target") and key not in listed:
                allowed = ["definition", "target", *sorted(listed)]
                self.fault("unknown_key", found=key, expected=allowed)

    def check_entry(self, kind: str, entry: Mapping[str, Any], keys: Keys) -> bool:
        """Check one table of a kind against its keys."""
        where = f"{kind} {entry.get('id', '')}".strip()
        return self.check(where, entry, keys, _REQUIRED.get(kind, ("from", "codes")))


def read_targets(
    sources: Sequence[str], labels: Sequence[str], levels: Sequence[str] | None
) -> tuple[list[Target], list[Source]]:
    """Read targets and the definitions they are judged by from one or more TOML files.

    Parameters
    ----------
    sources
        TOML files with ``[[definition]]``, ``[[target]]`` and, for each dated list of areas that
        a definition names, ``[[name]]`` with ``from`` and ``codes``.
    labels
        How each is named to the reader.
    levels
        The levels of the areas; None where the areas are at fault themselves.

    Returns
    -------
    tuple
        The targets, as they stand in the files, and where each file comes from.

    Raises
    ------
    DataError
        With every fault of every file: unknown keys, values that do not fit, definitions that
        are missing, editions of a target that overlap.
    """
    faults: list[Fault] = []
    described: list[Source] = []
    files: list[_File] = []
    for source, label in zip(sources, labels, strict=True):
        try:
            content = read_toml(Path(source), label)
            if not content:
                faults.append(Fault("empty_file", label))
            files.append(_File(label, content))
            described.append(read_source("targets", source, label))
        except DataError as error:
            faults += error.faults
    lists = {key: entries for file in files for key, entries in file.lists.items()}
    definitions: dict[str, Definition] = {}
    for file in files:
        _read_definitions(file, lists, levels, definitions)
    stated = {str(entry.get("id")) for file in files for entry in file.definitions}
    targets: list[Target] = []
    for file in files:
        targets += _read_targets(file, definitions, stated - definitions.keys())
        faults += file.faults
    for earlier, later in overlapping(targets):
        values = {"found": earlier.id, "expected": f"{earlier.valid_from}, {later.valid_from}"}
        faults.append(Fault("overlap", ", ".join(labels), None, values))
    if faults:
        raise DataError(faults)
    return targets, described


def _read_definitions(
    file: _File,
    lists: Mapping[str, list[dict[str, Any]]],
    levels: Sequence[str] | None,
    definitions: dict[str, Definition],
) -> None:
    for entry in file.definitions:
        if not file.check_entry("definition", entry, DEFINITION_KEYS):
            continue
        if entry["id"] in definitions:
            words = f"definition {entry['id']}"
            file.fault("duplicate", found=words, first=file.name, expected=words)
            continue
        if levels is not None and entry.get("level", DEFAULT_LEVEL) not in levels:
            if "level" in entry:
                file.fault("unknown_level", found=entry["level"], expected=list(levels))
            else:
                words = " / ".join(as_toml(level) for level in levels)
                found = f"definition {entry['id']}: level"
                file.fault("missing_key", found=found, expected=words)
            continue
        editions: tuple[Edition, ...] = ()
        if "areas" in entry:
            rule = [key for key in ("majority_of", "criterion", "steady") if key in entry]
            if rule:
                allowed = [key for key in DEFINITION_KEYS if key not in rule]
                found = f"definition {entry['id']}: {', '.join(rule)}"
                file.fault("unknown_key", found=found, expected=allowed)
            if entry["areas"] not in lists:
                found = entry["areas"]
                file.fault("missing_key", found=found, expected=f"[[{found}]] from, codes")
            editions = _editions(file, entry["areas"], lists.get(entry["areas"], []))
        definitions[entry["id"]] = _definition(entry, editions)


def _definition(entry: Mapping[str, Any], editions: tuple[Edition, ...]) -> Definition:
    """Make a definition of a table whose keys have been checked."""
    stated: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    for key, order in (("majority_of", KNOWN), ("stock", HUSTYPER)):
        if key in stated:
            stated[key] = tuple(word for word in order if word in stated[key])
    return Definition(**stated, editions=editions)


def _editions(file: _File, name: str, entries: Sequence[Mapping[str, Any]]) -> tuple[Edition, ...]:
    found = []
    for entry in entries:
        if not file.check_entry(name, entry, EDITION_KEYS):
            continue
        codes = entry["codes"]
        if isinstance(codes, list):
            labels = entry.get("classes", [name] * len(codes))
            if len(labels) != len(codes):
                expected = f'["…"] × {len(codes)}'
                given = as_toml(labels)
                file.fault("wrong_key", key=f"{name}: classes", found=given, expected=expected)
                continue
            codes = dict(zip(codes, labels, strict=True))
        found.append(
            Edition(
                entry["from"],
                {str(code): str(label) for code, label in codes.items()},
                entry.get("source", ""),
            )
        )
    return tuple(sorted(found, key=lambda edition: edition.valid_from))


def _read_targets(
    file: _File, definitions: Mapping[str, Definition], faulty: Collection[str]
) -> list[Target]:
    found = []
    for entry in file.targets:
        if not file.check_entry("target", entry, TARGET_KEYS):
            continue
        where = f"target {entry['id']}"
        if entry["definition"] in faulty:
            continue  # the definition is there, and its own fault is told
        if entry["definition"] not in definitions:
            found_id = as_toml(entry["definition"])
            expected = ", ".join(sorted(definitions))
            key = f"{where}: definition"
            file.fault("wrong_key", key=key, found=found_id, expected=expected)
            continue
        valid_to = entry.get("valid_to")
        if valid_to is not None and valid_to <= entry["valid_from"]:
            expected = f"> valid_from ({entry['valid_from']})"
            file.fault("wrong_key", key=f"{where}: valid_to", found=valid_to, expected=expected)
            continue
        found.append(
            Target(
                id=entry["id"],
                title=entry["title"],
                tenure=entry["tenure"],
                minimum=entry.get("minimum"),
                valid_from=entry["valid_from"],
                valid_to=valid_to,
                definition=definitions[entry["definition"]],
                source=entry.get("source", ""),
                quote=entry.get("quote", ""),
                assumptions=tuple(entry.get("assumptions", ())),
            )
        )
    return found
