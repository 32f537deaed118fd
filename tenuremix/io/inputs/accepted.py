"""Read and keep what was asked about and is right as it stands: ``[[accepted]]``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from tenuremix.inputs import Accepted
from tenuremix.io.files.toml_tables import DAY, TEXT, Keys, StatedFile, needed
from tenuremix.io.files.write import told, write_bytes

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
    """Add what was accepted to the end of ``tenuremix.toml``; the rest of it stays as it is.

    Raises
    ------
    DataError
        Where the file cannot be read or written.
    """
    import tomli_w

    stated = [{k: v for k, v in asdict(each).items() if v} for each in accepted]
    if stated:
        with told(settings):
            before = settings.read_bytes()
        line = b"" if before.endswith(b"\n") else b"\n"
        text = "".join(f"\n[[accepted]]\n{tomli_w.dumps(each)}" for each in stated)
        write_bytes(settings, before + line + text.encode())
