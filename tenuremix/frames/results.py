"""What an analyst is given: an answer as a frame and as JSON, and a report to save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

    from tenuremix.report.build import Reports

_SHOWN = 60  # rows in a notebook, as of any frame


@dataclass(frozen=True, repr=False)
class Result:
    """An answer: as the core gives it, as a frame, and as the JSON of the command.

    Its attributes are those of ``core``: ``counted`` and ``status`` of a target's progress, and so
    on.
    """

    core: Any
    record: Callable[[], Any]
    frame: Callable[[Any], DataFrame]

    def to_dict(self) -> Any:  # noqa: ANN401 - any JSON
        """Give what the command of its name prints as JSON."""
        return self.record()

    def to_frame(self) -> DataFrame:
        """Give its table; what the rows and columns are, the method that gave it tells."""
        return self.frame(self)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Give what the core's answer has of that name."""
        if name.startswith("__"):  # what copy asks for, before there is a core
            raise AttributeError(name)
        return getattr(self.core, name)

    def __repr__(self) -> str:
        """Show its table."""
        return repr(self.to_frame())

    def _repr_html_(self) -> str | None:
        return self.to_frame().to_html(max_rows=_SHOWN)


@dataclass(frozen=True)
class YearlyReport:
    """The report of a year, ready to be saved."""

    core: Reports = field(repr=False)

    def to_html(self) -> str:
        """Give it as one HTML page."""
        from tenuremix.report.build import render_html

        return render_html(self.core.report)

    def save(self, path: str | Path) -> Path:
        """Write it as HTML, PDF or a workbook, as the suffix of the path says; its annex beside it.

        Raises
        ------
        UsageError
            Where the suffix is none of ``.html``, ``.pdf`` and ``.xlsx``.
        DataError
            Where the file cannot be written.
        """
        from tenuremix.io.files.write import write_together
        from tenuremix.report.build import render_files

        where = Path(path)
        write_together(render_files(self.core, [where]))
        return where
