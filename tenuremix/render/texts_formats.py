"""Texts of the report as a PDF and as a workbook, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS_TEXTS: Mapping[str, tuple[str, str]] = {
    "pdf.page": ("Sida {page} av {pages}", "Page {page} of {pages}"),
}
