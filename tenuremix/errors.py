"""Faults, errors and notes: what is wrong with an input, in the reader's language.

Every reader of input gathers :class:`Fault` objects and raises them once, as one
:class:`DataError`.  A fault is a key of the catalogues with its values; the words are put
together here, so that a fault always exists in Swedish and in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tenuremix.locale.catalogue import catalogue


class TenuremixError(Exception):
    """The base of every error that tenuremix raises on purpose."""


class UsageError(TenuremixError, ValueError):
    """The command or the call is wrong (exit code 2), not the data.

    Parameters
    ----------
    key
        What is wrong: ``usage.{key}`` is its text.
    values
        What the text names.
    """

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.values = key, values
        super().__init__(self.text("en"))

    def text(self, language: str = "en") -> str:
        """Give the message in one language."""
        values = {name: _plain(value) for name, value in self.values.items()}
        return catalogue(language)[f"usage.{self.key}"].format(**values)


_HINTS = {
    "file": (
        "absent not_written not_read open_elsewhere not_read_from mixed_set empty_file unreadable "
        "layer many_layers no_text letters_of shape_part cut_off file_kind"
    ),
    "areas": "area_like area_several",
    "sheet": "sheet many_sheets",
    "other_file": ("many_geometries crs_link arcgis_geometry shape_rows text_encoding mixed_crs"),
    "crs": "no_crs not_metric unknown_crs swapped wrong_crs beyond_crs far_away import_no_crs",
    "import": (
        "add_differs add_struck add_aside add_no_correction correction_nothing correction_unknown "
        "add_reason add_conflict import_uncertain import_total import_two_ways import_shape "
        "import_locked import_numbers"
    ),
    "export": "import_edited import_export",
    "columns": "import_columns import_twice import_tenure import_cut",
    "edition": "edition_codes edition_names",
    "server": (
        "net_address net_signed net_redirect net_window net_refused net_too_many net_short "
        "net_twice net_property net_elsewhere net_apart wfs_refused wfs_other wfs_large "
        "px_table px_variable px_several px_value px_number"
    ),
    "network": "net_lost net_slow net_busy net_status net_broken",
    "kommun": "net_kommun",
    "year": "px_year",
    "database": "db_library db_password db_address db_frame db_lost db_failed db_encoding",
    "postgis": "db_postgis",
    "docx": (
        "docx_not docx_macro docx_large docx_dtd docx_no_tags docx_unknown docx_outside docx_place "
        "docx_within"
    ),
    "scheduler": "dask_library dask_lost dask_alone dask_versions dask_failed",
    "schema": "db_part db_other db_absent db_filled",
    "frozen": "frozen_format frozen_shape frozen_altered",
    "frozen_kept": "frozen_kept",
    "check_json": "check_shape",
}
"""What to try, and the faults that it may settle; for all others it is to correct what is told."""
_HINT_OF = {key: hint for hint, keys in _HINTS.items() for key in keys.split()}

# What stands before the @ of a database's address, or after password=, is never shown.
_SECRET = re.compile(r"(?i)\b((?:postg|pg)\w*(?:\+\w+)?:)[^\"'|]*@|(password\s*=\s*)\S+")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in one input.

    Parameters
    ----------
    key
        What is wrong: ``fault.{key}.found`` and ``fault.{key}.expected`` are its texts.
    where
        The file, as the user named it.
    row
        The row in the file as a spreadsheet counts it (the heading is row 1), if any; in a frame
        its label.
    values
        What the texts of the key name: ``found``, ``expected`` and so on.
    id
        What ``--accept`` names beside the key, where the fault is asked about: it may be right as
        it stands.
    warning
        Whether it is only something to look at, and stops nothing.
    remedy
        The SQL that takes a row of a shared database away again, where no file can be corrected.
    remedy_of
        Who may run it: ``"writer"`` or ``"owner"``.
    """

    key: str
    where: str
    row: int | str | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    id: str = ""
    warning: bool = False
    remedy: str = ""
    remedy_of: str = "writer"

    def place(self, language: str = "en") -> str:
        """Say where the fault is."""
        where = _plain(self.where)
        if self.row is None:
            return where
        return catalogue(language)["fault.at_row"].format(where=where, row=self.row)

    def lines(self, language: str = "en") -> tuple[str, str, str]:
        """Give the three lines: where and what was found, what was expected, what to try."""
        text = catalogue(language)
        values = {key: _plain(value) for key, value in self.values.items()}
        found, expected = (
            text[f"fault.{self.key}.{part}"].format(**values) for part in ("found", "expected")
        )
        hint = text[f"hint.{_HINT_OF.get(self.key, 'correct')}"]
        if self.id:
            from shlex import quote

            hint = text["hint.accept"].format(accept=quote(_plain(f"{self.key}:{self.id}")))
        if self.remedy:
            hint = text[f"hint.remedy.{self.remedy_of}"].format(sql=_plain(self.remedy))
        return f"{self.place(language)}: {found}", expected, text["fault.try"].format(hint=hint)


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader should know: a key of the texts, and its values."""

    key: str
    values: Mapping[str, object]


_LISTED = 24  # enough for every key of a workspace


def _plain(value: object) -> str:
    """Put one value on one line: control characters out, long text and lists cut."""
    if isinstance(value, (list, tuple, set, frozenset)):
        words = [_plain(item) for item in value]
        more = len(words) - _LISTED
        return ", ".join(words[:_LISTED]) + (f" … (+{more})" if more > 0 else "")
    try:
        text = "".join(c if c.isprintable() else " " for c in str(value))
    except ValueError:  # a whole number with more digits than Python writes out
        text = "…"
    text = _SECRET.sub(r"\1\2…", text)
    return text if len(text) <= 400 else text[:399] + "…"  # noqa: PLR2004


class DataError(TenuremixError, ValueError):
    """The data has faults (exit code 1): all of them, found before anything was written.

    Parameters
    ----------
    faults
        At least one fault, in the order they were found.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.text("en"))

    def text(self, language: str = "en") -> str:
        """Give every fault, two lines each, and the hints that apply, once each."""
        lines: list[str] = []
        hints: dict[str, None] = {}
        for fault in self.faults:
            found, expected, hint = fault.lines(language)
            lines += [found, expected]
            if fault.remedy:
                lines.append(hint)
            else:
                hints[hint] = None
        return "\n".join([*lines, *hints])
