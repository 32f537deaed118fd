"""Texts of the report as a PDF and as a workbook, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS_TEXTS: Mapping[str, tuple[str, str]] = {
    "pdf.page": ("Sida {page} av {pages}", "Page {page} of {pages}"),
    # The sheets of the workbook; a section without a name of its own is named by its title
    "xlsx.summary": ("Sammanfattning", "Summary"),
    "xlsx.charts": ("Diagram", "Charts"),
    "xlsx.sheet.pace": ("Takt", "Pace"),
    "xlsx.sheet.where": ("Var det räknas", "Where it counts"),
    "xlsx.sheet.sure": ("Känslighet", "Sensitivity"),
    "xlsx.sheet.ledger": ("Liggare", "Ledger"),
    "xlsx.sheet.missing": ("Områden", "Areas"),
    "xlsx.sheet.losses": ("Bortfall", "Losses"),
    "xlsx.sheet.exceptions": ("Undantag", "Exceptions"),
    "xlsx.sheet.basis": ("Källor", "Sources"),
    "xlsx.sheet.method": ("Metod", "Method"),
    # Their words
    "xlsx.table": ("Tabell", "Table"),
    "xlsx.sheets": ("Tabeller: {names}.", "Tables: {names}."),
    "xlsx.axis_share": ("Andel", "Share"),
    "xlsx.axis_number": ("Antal", "Number"),
}
