"""What is saved to the register: by the importer, as rows that are only ever added."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tenuremix.answers.import_ import intake_json
from tenuremix.counting.decisions import PIPELINE
from tenuremix.errors import DataError
from tenuremix.inputs import IMPORTS, PROPOSES
from tenuremix.io.files import clock
from tenuremix.io.importing.bring_in import Request, bring_in
from tenuremix.io.importing.files import Reading
from tenuremix.locale.locale import Locale
from tenuremix.schema import REGISTER, names
from tenuremix.serve.guard import Visitor
from tenuremix.serve.problems import Problem

COLUMNS = tuple(name for name in names(REGISTER) if name not in ("registrerad", "inlast_ur"))
"""What may be said of a row; when and by whom it was saved is not asked."""
_CORRECTS = ("atgard", "orsak")
_NAME = "rad.csv"
_LONGEST = 2_000
_log = logging.getLogger("tenuremix.serve")


def save(folder: Path, sent: bytes, media: str, client: Visitor, text: Locale) -> dict[str, Any]:
    """Add one row to the register of a workspace.

    Parameters
    ----------
    folder
        Where the workspace is.
    sent
        A JSON object: ``row``, with values by the columns of the register and ``wkt``; ``reason``;
        and, where no proxy says who asks, ``user``.
    media
        The kind of body that it is said to be: nothing but JSON is taken, since no form of
        another page can send it.

    Returns
    -------
    dict
        What ``tenuremix import --format json`` prints.

    Raises
    ------
    Problem
        Where the client may not save this, or it does not say by whom and why.
    DataError
        With what is wrong with the row; then nothing is written.
    """
    if not client.own:
        raise Problem(403, "foreign")
    if media.partition(";")[0].strip().lower() != "application/json":
        raise Problem(415, "media", expected="application/json")
    row, reason, user = _read(sent, client)
    if client.role not in (PROPOSES, IMPORTS):
        raise Problem(403, "role", role=client.role)
    planned = row.get("handelse") in PIPELINE
    if client.role == PROPOSES and not (planned and not any(map(row.get, _CORRECTS))):
        raise Problem(403, "role_planned", role=client.role)
    if any(map(row.get, _CORRECTS)):
        row["orsak"] = f"{row.get('orsak') or reason} ({user})"
    else:
        row["anmarkning"] = " ".join(filter(None, [row.get("anmarkning"), reason, f"({user})"]))
    body = _csv({**dict.fromkeys(COLUMNS, ""), **row})
    with tempfile.TemporaryDirectory(prefix="tenuremix-") as place:
        path = Path(place) / _NAME
        path.write_bytes(body)
        today = clock.today()
        asked = Request([str(path)], Reading(today=today), "", today, named=[f"sidan, {user}"])
        found = bring_in(folder, asked)
    if found.faults:
        raise DataError(found.faults)
    about = {"user": user, "role": client.role, "id": row.get("id"), "written": found.written}
    sha256 = hashlib.sha256(body).hexdigest()
    _log.info("%s", json.dumps({"saved": sha256, **about}, ensure_ascii=True))
    return {**intake_json(found, text), "sha256": sha256}


def _read(sent: bytes, client: Visitor) -> tuple[dict[str, str], str, str]:
    """Take the row, the reason and the user out of what was sent."""
    expected = '{"row": {…}, "reason": "…", "user": "…"}'
    try:
        document = json.loads(sent)
        row: Mapping[str, object] = document["row"]
        reason, user = document["reason"], client.user or document["user"]
        stated = {key: "" if value is None else value for key, value in row.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Problem(400, "body", expected=expected) from None
    known = {*COLUMNS, "wkt"}
    for key, value in stated.items():
        if key not in known or not isinstance(value, str | int) or isinstance(value, bool):
            raise Problem(400, "body", expected=", ".join((*COLUMNS, "wkt")))
    if not all(_is_said(words) for words in (reason, user)):
        raise Problem(400, "reason")
    return {key: str(value) for key, value in stated.items()}, reason.strip(), user.strip()


def _is_said(words: object) -> bool:
    return isinstance(words, str) and bool(words.strip()) and len(words) <= _LONGEST


def _csv(row: Mapping[str, str]) -> bytes:
    """Write the row as a file for the importer."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(row)
    writer.writerow(row.values())
    return lines.getvalue().encode("utf-8", errors="replace")
