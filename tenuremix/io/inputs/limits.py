"""Read the known limits by the contract: a list that a workspace keeps."""

from __future__ import annotations

from tenuremix.io.files.toml_tables import DAY, NUMBER, TEXT, Keys, needed, one_of, tables_of
from tenuremix.io.inputs.sidecar import Files
from tenuremix.published.limits import STALE_AFTER_MONTHS, Evidence, KnownLimit, LimitStatus

LIMIT_KEYS: Keys = {
    "id": needed(TEXT),
    "text": needed(TEXT),
    "status": needed(one_of([*LimitStatus], LimitStatus)),
    "last_verified": needed(DAY),
    "evidence": needed(one_of([*Evidence], Evidence)),
    "settled_by": TEXT,
    "short": TEXT,
}
FILE_KEYS: Keys = {"stale_after_months": NUMBER, "limit": tables_of("limit")}


def read_limits(files: Files) -> list[KnownLimit]:
    """Read the known limits from one or more TOML files.

    Parameters
    ----------
    files
        TOML files with ``[[limit]]``, and ``stale_after_months`` where another number than
        twelve is wanted; it holds for its own file.

    Raises
    ------
    DataError
        With every fault of every file: unknown keys, values that do not fit, an id twice.
    """
    limits: list[KnownLimit] = []
    seen: dict[str, str] = {}
    for file, content in files.stated("limits"):
        stated = file.table("", content, FILE_KEYS)
        months = stated.get("stale_after_months", STALE_AFTER_MONTHS)
        for where, entry in file.entries("limit", stated.get("limit", []), LIMIT_KEYS):
            if not file.twice(where, entry["id"], seen):
                limits.append(KnownLimit(**entry, stale_after_months=months))
    files.check()
    return limits
