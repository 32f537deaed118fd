"""tenuremix: which tenure is missing where, and how far a city has come in mending it."""

from __future__ import annotations

__version__ = "0.1.0"
