"""The map: one HTML page on Leaflet, of what an area has, lacks and will have, day by day.

Others import ``render_map`` of ``page``.
"""
