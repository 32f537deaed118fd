"""Write a GeoPackage with the styles by which QGIS opens it, the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tenuremix.io.formats.layers import BOOLEAN, DATE, INTEGER, NUMBER, SHARE, TEXT, Field, Layer

if TYPE_CHECKING:
    import numpy as np

_MOMENT = "moment"
_DTYPES = {
    INTEGER: "int64",
    SHARE: "float64",
    NUMBER: "float64",
    DATE: "datetime64[D]",
    BOOLEAN: "bool",
    _MOMENT: "datetime64[ms]",
}
_SHAPES = {"MULTIPOLYGON": "MultiPolygon", "POINT": "Point", "GEOMETRY": "Unknown"}
# As QGIS makes it; its key is "id".
_STYLES = [
    *(Field(f"f_{name}", TEXT, "") for name in ("table_catalog", "table_schema", "table_name")),
    *(Field(n, TEXT, "") for n in ("f_geometry_column", "styleName", "styleQML", "styleSLD")),
    Field("useAsDefault", BOOLEAN, ""),
    *(Field(name, TEXT, "") for name in ("description", "owner", "ui")),
    Field("update_time", _MOMENT, ""),
]
_GEOMETRY, _UTC = "geom", 100  # as GDAL counts zones


def gpkg_bytes(layers: Sequence[Layer], *, changed_on: date) -> bytes:
    """Write layers as a GeoPackage.

    Parameters
    ----------
    layers
        Spatial layers and plain tables; those that are spatial in one CRS.
    changed_on
        The day that stands as the last change of every layer.

    References
    ----------
    OGC 12-128r17, *GeoPackage Encoding Standard* 1.3.0.
    """
    with TemporaryDirectory() as folder, _dated(changed_on):
        path = Path(folder) / "layers.gpkg"
        for layer in layers:
            _add(path, layer)
        _add(path, _styles(layers, changed_on), key="id")
        return path.read_bytes()


@contextmanager
def _dated(day: date) -> Iterator[None]:
    """Let GDAL write a day where it would write the time of day."""
    from pyogrio import get_gdal_config_option, set_gdal_config_options

    before = get_gdal_config_option("OGR_CURRENT_DATE")
    set_gdal_config_options({"OGR_CURRENT_DATE": f"{day.isoformat()}T00:00:00.000Z"})
    try:
        yield
    finally:
        set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _add(path: Path, layer: Layer, *, key: str = "fid") -> None:
    import numpy as np
    import pyogrio
    import shapely

    spatial = layer.geometries is not None
    cells = list(zip(*layer.rows, strict=True)) or [()] * len(layer.columns)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(layer.geometries, dtype=object)) if spatial else None,
        [_array(each, column.kind) for each, column in zip(cells, layer.columns, strict=True)],
        [column.name for column in layer.columns],
        [np.array([cell is None for cell in each], dtype=bool) for each in cells],
        layer=layer.name,
        driver="GPKG",
        geometry_type=_SHAPES[layer.shape] if spatial else None,
        crs=layer.crs or None,
        gdal_tz_offsets={"update_time": np.full(len(layer.rows), _UTC)},
        dataset_options={"VERSION": "1.3"},
        layer_options={
            **({"GEOMETRY_NAME": _GEOMETRY} if spatial else {}),
            "FID": key,
            "IDENTIFIER": layer.name,
            "DESCRIPTION": layer.title,
        },
    )


def _array(cells: Sequence[Any], kind: str) -> np.ndarray[Any, Any]:
    """Make the column of GDAL's type; what is masked is anything of that type."""
    import numpy as np

    if kind not in _DTYPES:
        return np.array(cells, dtype=object)
    none = np.zeros(1, _DTYPES[kind])[0]
    return np.array([none if cell is None else cell for cell in cells], dtype=_DTYPES[kind])


def _styles(layers: Sequence[Layer], changed_on: date) -> Layer:
    """Make the table of styles, the first of a layer as its default.

    QGIS lists them by the second of their change, latest first, and each as many times as there
    are styles of that second: so every style has a second of its own.
    """
    styles = [(layer, style) for layer in layers for style in layer.styles]
    midnight = datetime.combine(changed_on, time())
    rows = [
        (
            *("", "", layer.name, _GEOMETRY, style.name, style.qml, ""),
            *(style is layer.styles[0], layer.title, "", None),
            midnight + timedelta(seconds=len(styles) - number),
        )
        for number, (layer, style) in enumerate(styles)
    ]
    return Layer(name="layer_styles", title="", columns=_STYLES, rows=rows)
