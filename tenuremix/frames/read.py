"""Frames in: a frame becomes the table that a file of the same columns would be.

It is then read by the same rules and with the same faults; where a fault of a file names the number
of a row, that of a frame names its label.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenuremix.errors import DataError, Fault, UsageError
from tenuremix.io.files.rows import RawTable
from tenuremix.io.files.toml_tables import StatedFile
from tenuremix.io.files.vectors import table_of_frame
from tenuremix.io.inputs.sidecar import KEYS, check_cover

if TYPE_CHECKING:
    from pandas import DataFrame

    Given = str | Path | DataFrame | Sequence[str | Path | DataFrame]
About = Mapping[str, Mapping[str, object]]
"""By input what a sidecar would state of a file."""


def sort_out(
    inputs: Mapping[str, Any], about: About
) -> tuple[dict[str, Any], dict[str, list[RawTable]]]:
    """Tell the paths of each input from its frames, which become tables.

    Raises
    ------
    UsageError
        Where something is neither, or ``about`` names what has no frame.
    DataError
        With every fault that keeps a frame from being a table.
    """
    paths: dict[str, Any] = {}
    framed: dict[str, list[DataFrame]] = {}
    for kind, given in inputs.items():
        listed = given if isinstance(given, list | tuple) else [given]
        paths[kind] = tuple(str(each) for each in listed if isinstance(each, str | Path))
        framed[kind] = [each for each in listed if hasattr(each, "columns")]
        if len(paths[kind]) + len(framed[kind]) < len(listed):
            raise UsageError("given", name=kind, expected="str, Path, DataFrame, GeoDataFrame")
    known = [kind for kind in framed if framed[kind]]
    unknown = [kind for kind in about if kind not in known]
    if unknown:
        raise UsageError("about", found=unknown, expected=known)
    tables: dict[str, list[RawTable]] = {kind: [] for kind in framed}
    faults: list[Fault] = []
    for kind in known:
        for number, frame in enumerate(framed[kind], start=1):
            name = kind if len(framed[kind]) == 1 else f"{kind} {number}"
            try:
                tables[kind].append(read_frame(frame, name, about.get(kind, {})))
            except DataError as error:
                faults += error.faults
    if faults:
        raise DataError(faults)
    return paths, tables


def read_frame(frame: DataFrame, name: str, stated: Mapping[str, object]) -> RawTable:
    """Make a table of a frame, with what is stated of it and the checksum of its cells."""
    from pandas.api.types import is_integer_dtype

    if frame.columns.nlevels > 1:
        detail = "MultiIndex"
        raise DataError([Fault("unreadable", name, None, {"kind": "DataFrame", "detail": detail})])
    whole = is_integer_dtype(frame.index.dtype) and not frame.index.hasnans
    labels = [int(label) if whole else str(label) for label in frame.index]
    file = StatedFile(name, [])
    check_cover(file, "", file.table("", dict(stated), KEYS))
    if file.faults:
        raise DataError(file.faults)
    table = table_of_frame(frame, name, numbers=labels)
    cells = {column: list(map(str, values)) for column, values in table.data.items()}
    shapes = [None if shape is None else shape.wkb_hex for shape in table.shapes or ()]
    held = json.dumps([cells, shapes, table.crs], ensure_ascii=False, sort_keys=True)
    sha256 = hashlib.sha256(held.encode("utf-8", "surrogatepass")).hexdigest()
    return replace(table, sidecars=((dict(stated), sha256),))
