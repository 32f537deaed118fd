"""Tables and layers to hand on: GeoPackage with QGIS styles, XLSX, Parquet, GeoJSON, CSV, template.

Others import :func:`~tenuremix.export.build.render_export` and what each file holds.
"""
