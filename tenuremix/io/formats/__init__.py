"""Tables as files that other programs open: GeoPackage, XLSX, Parquet, GeoJSON, and PDF.

The products import :class:`~tenuremix.io.formats.layers.Layer` and its writers.
"""
