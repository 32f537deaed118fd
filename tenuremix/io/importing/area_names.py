"""Find the code of an area by what planners write: its code, its name, or both."""

from __future__ import annotations

from tenuremix.counting.areas import Areas
from tenuremix.io.importing.dialect import folded


class AreaNames:
    """The codes and names of all areas."""

    def __init__(self, areas: Areas) -> None:
        self._codes: set[str] = set()
        self._by_name: dict[str, set[str]] = {}
        for level in reversed(areas.levels):
            names: dict[str, set[str]] = {}
            for code, area in areas.at(level).items():
                self._codes.add(code)
                names.setdefault(folded(area.name), set()).add(code)
            self._by_name.update(names)  # the finest level that has the name
        self._lengths = sorted({len(code) for code in self._codes})
        self.some = [*list(areas.at(areas.finest))[:6], "…"]

    def code(self, value: object) -> str:
        """Give the code of an area; a zero that a sheet has dropped is put back.

        Raises
        ------
        ValueError
            Where there is no such area, or several.
        """
        number = isinstance(value, float) and value.is_integer()
        text = str(int(value)) if number else str(value)  # type: ignore[call-overload]
        if text in self._codes:
            return text
        first, _, rest = text.partition(" ")
        if first in self._codes and first in self._by_name.get(folded(rest), ()):
            return first
        named = self._by_name.get(folded(text), set())
        padded = {text.zfill(length) for length in self._lengths} & self._codes
        found = named or (padded if text.isdecimal() else set())
        if len(found) != 1:
            raise ValueError(value)
        return next(iter(found))
