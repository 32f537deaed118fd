"""Compile the catalogues of texts as a wheel is built; to parse them takes longer than a check."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):
    """Write a ``.mo`` beside each ``.po``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile every catalogue, to the same bytes each time."""
        for path in sorted(Path(self.root, "tenuremix", "locale").glob("*.po")):
            with path.open("rb") as file:
                catalogue = read_po(file)
            catalogue.creation_date = datetime.fromtimestamp(0, UTC)  # Babel's is the time it is
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)
