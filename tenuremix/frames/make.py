"""Frames out: what the products hand on as frames, each column by the kind of its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from tenuremix.counting.tenure import Tenure
from tenuremix.io.formats.layers import BOOLEAN, DATE, INTEGER, NUMBER, SHARE, TEXT, Layer

if TYPE_CHECKING:
    from pandas import DataFrame, Series

_DTYPES: Mapping[str, Any] = {
    INTEGER: "Int64",
    SHARE: "float64",
    NUMBER: "float64",
    BOOLEAN: "boolean",
    DATE: "datetime64[ns]",
}
_SUFFIXES = {"_lagst": "_low", "_hogst": "_high"}

_Getter = Callable[[Mapping[str, Any]], object]
_Columns = Mapping[str, tuple[str, _Getter]]


def plain(kind: str, *names: str) -> _Columns:
    """Make columns of one kind, each with the key of its name."""
    return {name: (kind, itemgetter(name)) for name in names}


def ends(name: str, kind: str) -> _Columns:
    """Make the two columns of a figure that may be open."""

    def end(at: int) -> _Getter:
        return lambda record: (record[f"{name}_range"] or (None, None))[at]

    return {f"{name}_low": (kind, end(0)), f"{name}_high": (kind, end(1))}


def by_tenure(name: str, tenures: Sequence[Tenure], *, both: bool = False) -> _Columns:
    """Make a column for each tenure, or two where the figures may be open."""

    def one(tenure: str) -> _Getter:
        return lambda record: (record[name] or {}).get(tenure)

    def end(tenure: str, at: int) -> _Getter:
        def value(record: Mapping[str, Any]) -> object:
            exact = (record[name] or {}).get(tenure)
            return ((record[f"{name}_range"] or {}).get(tenure) or (exact, exact))[at]

        return value

    if not both:
        return {f"{name}_{tenure}": (INTEGER, one(tenure)) for tenure in tenures}
    return {
        f"{name}_{tenure}_{word}": (INTEGER, end(tenure, at))
        for tenure in tenures
        for at, word in enumerate(("low", "high"))
    }


def poles(*names: str) -> _Columns:
    """Make for each missing pole its name, and the two ends of its dwellings."""

    def one(name: str) -> _Getter:
        return lambda record: record[name]["pole"]

    def end(name: str, at: int) -> _Getter:
        return lambda record: (record[name]["dwellings_range"] or (None, None))[at]

    found: dict[str, tuple[str, _Getter]] = {}
    for name in names:
        found[name] = TEXT, one(name)
        found |= {
            f"{name}_dwellings_{word}": (INTEGER, end(name, at))
            for at, word in enumerate(("low", "high"))
        }
    return found


def frame_of_records(records: Sequence[Mapping[str, Any]], columns: _Columns) -> DataFrame:
    """Make a frame of records of JSON."""
    import pandas as pd

    return pd.DataFrame(
        {name: _series([get(r) for r in records], kind) for name, (kind, get) in columns.items()}
    )


def frame_of_layer(layer: Layer) -> Any:  # noqa: ANN401 - with a geometry, or without
    """Make a frame of a table that is handed on: with its geometry and CRS, where it has any."""
    import geopandas as gpd
    import pandas as pd

    columns = {}
    for at, field in enumerate(layer.columns):
        ended = field.name[-len("_lagst") :]
        name = (
            field.name.removesuffix(ended) + _SUFFIXES[ended] if ended in _SUFFIXES else field.name
        )
        columns[name] = _series([row[at] for row in layer.rows], field.kind)
    if layer.geometries is None:
        return pd.DataFrame(columns)
    return gpd.GeoDataFrame(columns, geometry=list(layer.geometries), crs=layer.crs)


def _series(values: Sequence[object], kind: str) -> Series[Any]:
    import pandas as pd

    if kind == SHARE:
        values = [None if value is None else float(str(value)) for value in values]
    return pd.Series(list(values), dtype=_DTYPES.get(kind, "string"))
