"""Where the tests find their files, and those that only some machines have."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parents[1]
GOOD, BAD, CASES, GOLDENS = (TESTS / name for name in ("good", "bad", "cases", "goldens"))
ROOT = TESTS.parent
PACKAGE, DATA = ROOT / "tenuremix", ROOT / "data"
REGISTERS = [f"markanvisningar/{name}.csv" for name in ("goteborg_publika", "exempel_fiktiva")]
"""The registers that come with the project, from its data: public, and invented."""
SHARED = ROOT.parent / "shared" / "data"
REAL = SHARED / "goteborg_omraden_2021.gpkg"
"""Göteborg's own boundaries, where they lie beside the project."""
