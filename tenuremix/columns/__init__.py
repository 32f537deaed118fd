"""Placement: the geometry of plots and areas, as columns, without their meaning."""
