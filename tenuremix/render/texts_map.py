"""Texts of the map, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

# key: (Swedish, English)
MAP_TEXTS: Mapping[str, tuple[str, str]] = {}
