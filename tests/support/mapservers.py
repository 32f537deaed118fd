"""MapServer, the real one, on maps of the local servers' areas: a WFS that nobody here wrote."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import geopandas as gpd
import shapely
from servers.wfs import CITY, NATION, Shape, city_layer, national_layer

MAPSERV = Path("/usr/lib/cgi-bin/mapserv")
_MAP = """MAP
 NAME "areas"
 EXTENT 105000 6365000 950000 7700000
 UNITS METERS
 PROJECTION "init=epsg:3006" END
 OUTPUTFORMAT
  NAME "geojson"
  DRIVER "OGR/GEOJSON"
  MIMETYPE "application/json"
  FORMATOPTION "STORAGE=stream"
  FORMATOPTION "FORM=SIMPLE"
 END
 WEB METADATA
  "wfs_title" "areas"
  "wfs_onlineresource" "{address}"
  "wfs_srs" "EPSG:3007 EPSG:3006"
  "wfs_enable_request" "*"
  "wfs_namespace_prefix" "ms"
  "wfs_encoding" "UTF-8"
  "wfs_getfeature_formatlist" "{formats}"
  {most}
 END END
{layers}
END
"""
_LAYER = """ LAYER
  NAME "{name}"
  TYPE POLYGON
  STATUS ON
  CONNECTIONTYPE OGR
  CONNECTION "{file}"
  DATA "{name}"
  METADATA
   "wfs_title" "{name}"
   "wfs_srs" "EPSG:{srid}"
   "wfs_enable_request" "*"
   "gml_include_items" "all"
   "gml_featureid" "{key}"
  END
  PROJECTION "init=epsg:{srid}" END
 END
"""


def _written(folder: Path) -> str:
    """Write the areas as a GeoPackage, and give the layers of the map."""
    found = []

    def add(name: str, shapes: list[Shape], srid: int, key: str) -> None:
        properties = {
            column: [s.properties[column] for s in shapes] for column in (shapes[0].properties)
        }
        boxes = [shapely.box(*shape.box) for shape in shapes]
        file = folder / "areas.gpkg"
        gpd.GeoDataFrame(properties, geometry=boxes, crs=srid).to_file(file, layer=name)
        found.append(_LAYER.format(name=name, file=file, srid=srid, key=key))

    for name in CITY:
        add(name, city_layer(name), 3007, "nr")
    for name in NATION:
        short = name.rpartition(":")[2]
        add(short, national_layer(name, {}), 3006, f"{short.partition('_')[0].lower()}kod")
    return "".join(found)


@contextmanager
def mapserver(folder: Path, *, formats: str, most: int | None = None) -> Iterator[str]:
    """Serve the areas, and give the address of the service.

    Parameters
    ----------
    formats
        The formats that it writes, as MapServer names them, between commas.
    most
        The most features that it gives, and counts, at once.
    """
    map_file, settings = folder / "areas.map", folder / "mapserver.conf"
    settings.write_text("CONFIG\n ENV\n END\n MAPS\n END\nEND\n")

    class Cgi(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing on standard error."""

        def do_GET(self) -> None:
            about = {
                "REQUEST_METHOD": "GET",
                "QUERY_STRING": self.path.partition("?")[2],
                "MS_MAPFILE": str(map_file),
                "MAPSERVER_CONFIG_FILE": str(settings),
            }
            answer = subprocess.run(
                [MAPSERV], env={**os.environ, **about}, capture_output=True, check=False
            ).stdout
            head, _, body = answer.replace(b"\r\n", b"\n", 8).partition(b"\n\n")
            headers = dict(line.split(": ", 1) for line in head.decode().split("\n"))
            self.send_response(int(headers.pop("Status", "200").split()[0]))
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Cgi)
    address = f"http://127.0.0.1:{server.server_port}/wfs"
    limit = f'"wfs_maxfeatures" "{most}"' if most else ""
    layers = _written(folder)
    map_file.write_text(
        _MAP.format(address=address, formats=formats, most=limit, layers=layers), encoding="utf-8"
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
