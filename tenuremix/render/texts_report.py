"""Texts of the report, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

# key: (Swedish, English)
REPORT_TEXTS: Mapping[str, tuple[str, str]] = {}
