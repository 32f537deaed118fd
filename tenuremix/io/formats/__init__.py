"""Files that other programs open: GeoPackage, XLSX, Parquet, GeoJSON, PDF and Word.

The products import :class:`~tenuremix.io.formats.layers.Layer` and its writers.
"""
