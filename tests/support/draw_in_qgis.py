"""Open a GeoPackage in QGIS, draw each layer in each of its styles, and tell what came.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 tests/support/draw_in_qgis.py goteborg.gpkg pictures/

Runs in the Python that QGIS is made for, not in that of tenuremix: it imports nothing of ours.
"""

import json
import sys
from pathlib import Path

from osgeo import ogr
from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

SIZE = QSize(1200, 1000)


def draw(layer: QgsVectorLayer, path: Path) -> int:
    """Draw a layer to its extent; give how many colours the picture has."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setBackgroundColor(QColor("white"))
    settings.setOutputSize(SIZE)
    extent = layer.extent()
    extent.scale(1.05)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    picture = job.renderedImage()
    picture.save(str(path))
    pixels = range(0, SIZE.width(), 3), range(0, SIZE.height(), 3)
    return len({picture.pixel(x, y) for x in pixels[0] for y in pixels[1]})


def legend(layer: QgsVectorLayer) -> list[str]:
    """Give the words of the legend."""
    return [item.label() for item in layer.renderer().legendSymbolItems()]


def tell(file: Path, name: str, folder: Path) -> dict[str, object]:
    """Load one layer as a user does, and then each style that comes with it."""
    layer = QgsVectorLayer(f"{file}|layername={name}", name, "ogr")
    found: dict[str, object] = {
        "valid": layer.isValid(),
        "features": layer.featureCount(),
        "crs": layer.crs().authid(),
        "headings": [layer.attributeDisplayName(at) for at in range(layer.fields().count())],
    }
    if not layer.isSpatial():
        return found
    found["opens_with"] = legend(layer)
    found["colours"] = draw(layer, folder / f"{name}.png")
    related, ids, names, _, error = layer.listStylesInDatabase()
    found["error"] = error
    styles = {}
    for id_, style in zip(ids[:related], names[:related], strict=True):
        qml, error = layer.getStyleFromDatabase(id_)
        document = QDomDocument()
        document.setContent(qml)
        loaded, message = layer.importNamedStyle(document)
        picture = folder / f"{name} {style}.png"
        styles[style] = {
            "loaded": loaded,
            "message": error + message,
            "legend": legend(layer),
            "labels": layer.labelsEnabled(),
            "colours": draw(layer, picture),
        }
    found["styles"] = styles
    return found


def main() -> None:
    """Print what came of each layer as JSON."""
    file, folder = Path(sys.argv[1]), Path(sys.argv[2])
    application = QgsApplication([], GUIenabled=False)
    application.initQgis()
    source = ogr.Open(str(file))
    names = [source.GetLayer(at).GetName() for at in range(source.GetLayerCount())]
    layers = {name: tell(file, name, folder) for name in names if name != "layer_styles"}
    print(json.dumps(layers, ensure_ascii=False, indent=1))  # noqa: T201
    sys.stdout.flush()


main()
