"""Read and keep what was asked about and is right as it stands: ``[[accepted]]``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from tenuremix.inputs import Accepted
from tenuremix.io.files.toml_tables import DAY, TEXT, Keys, StatedFile, needed

_LIST = re.compile(r"^accepted\s*=\s*\[", re.MULTILINE)
ACCEPTED_KEYS: Keys = {
    "code": needed(TEXT),
    "id": needed(TEXT),
    "reason": needed(TEXT),
    "date": DAY,
}


def read_accepted(file: StatedFile, entries: Sequence[object]) -> tuple[Accepted, ...]:
    """Read what a workspace has accepted; what stands twice is a fault."""
    seen: dict[tuple[str, str], str] = {}
    return tuple(
        Accepted(**stated)
        for where, stated in file.entries("accepted", entries, ACCEPTED_KEYS, named=("code", "id"))
        if not file.twice(where, (stated["code"], stated["id"]), seen)
    )


def keep_accepted(settings: Path, accepted: Iterable[Accepted]) -> None:
    """Add what was accepted to ``tenuremix.toml``; the rest of it stays as it is.

    It comes first in the list ``accepted = [`` where there is one, else last in the file.

    Raises
    ------
    DataError
        Where the file cannot be read or written.
    """
    import tomli_w

    from tenuremix.io.files.write import told, write_text

    stated = [{key: v for key, v in asdict(each).items() if v} for each in accepted]
    if not stated:
        return
    with told(settings):
        before = settings.read_bytes().decode()
    if listed := _LIST.search(before):
        tables = [
            ", ".join(tomli_w.dumps({key: v}).rstrip() for key, v in each.items())
            for each in stated
        ]
        added = "".join(f"\n  {{ {table} }}," for table in tables)
        text = f"{before[: listed.end()]}{added}{before[listed.end() :]}"
    else:
        end = "" if before.endswith("\n") else "\n"
        added = "".join(f"\n[[accepted]]\n{tomli_w.dumps(each)}" for each in stated)
        text = f"{before}{end}{added}"
    write_text(settings, text)
