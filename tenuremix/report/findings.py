"""What every section of the report is made from: the inputs, the year and the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tenuremix.answers.planned import plan_page
from tenuremix.counting.losses import assess_losses
from tenuremix.counting.period import year_of
from tenuremix.counting.progress import assess_progress
from tenuremix.counting.tenure import KNOWN
from tenuremix.document.model import Block, Section
from tenuremix.document.names import area_label, plain
from tenuremix.document.tables import NUMBER, Cell, Table, TableColumn, day, headings, whole
from tenuremix.document.words import area_name, level_name
from tenuremix.outlook.assess import assess_outlook

if TYPE_CHECKING:
    from tenuremix.answers.planned import Against, Planned
    from tenuremix.counting.books import Books
    from tenuremix.counting.losses import Lost
    from tenuremix.counting.progress import Progress
    from tenuremix.inputs import Workspace
    from tenuremix.locale.locale import Locale
    from tenuremix.outlook.assess import TargetOutlook

CURVE_POINTS = 11
"""The points of a curve of the plan in the report; the command gives more."""
Value = Cell | int | date
"""What stands in a table before it is written."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One target of the year: its name in the report, its progress, and what was lost beside it.

    ``lost`` is None where the workspace states no losses.
    """

    name: str
    progress: Progress
    lost: Lost | None

    @property
    def title(self) -> str:
        """The title of the target, safe in a sentence."""
        return plain(self.progress.target.title)

    @property
    def called(self) -> str:
        """What the target is called for short, safe in a sentence."""
        return plain(self.progress.target.called)

    @property
    def heading(self) -> str:
        """What the target is called, as a heading or a sentence begins."""
        return self.called[:1].upper() + self.called[1:]


@dataclass(frozen=True)
class Findings:
    """What a section is made from.

    Parameters
    ----------
    workspace, books
        The inputs, and the books on the date of the figures.
    year
        The year that is followed up.
    text
        The reader's language.
    answers
        The targets whose period has a day in the year, in the order of the workspace.
    """

    workspace: Workspace
    books: Books
    year: int
    text: Locale
    answers: Sequence[Answer]

    @cached_property
    def planned(self) -> Planned | Against | None:
        """What the open plots could become; None where there are none, or too many.

        Names are made safe in a sentence here; nothing that is said of them needs more.
        """
        if not self.workspace.plots:
            return None
        return plan_page(self.workspace, plain, curve=CURVE_POINTS)

    @cached_property
    def outlooks(self) -> Mapping[str, TargetOutlook]:
        """The outlook on each target whose period is not over, by the name of its answer."""
        assumptions = self.workspace.settings.assumptions
        return {
            answer.name: assess_outlook(self.books, answer.progress.target, assumptions)
            for answer in self.answers
            if not answer.progress.target.period.is_over(self.books.as_of)
        }

    def by_target(
        self, name: str, key: str, make: Callable[[Answer], Sequence[Block]]
    ) -> Section | None:
        """Make a section with the same parts below each target; None where no target has any.

        Parameters
        ----------
        name, key
            Of the section; the key is that of its title.
        make
            Makes the parts of one target.
        """
        made = [(answer, make(answer)) for answer in self.answers]
        parts = [Block(answer.heading, parts=parts) for answer, parts in made if parts]
        return Section(name, self.text(key), parts) if parts else None


class Writer:
    """What the parts of a section are written from: a section's own writer has a method a part."""

    def __init__(self, found: Findings) -> None:
        self.workspace, self.books = found.workspace, found.books
        self.year, self.text = found.year, found.text

    def table(
        self,
        caption: str,
        columns: str | Sequence[TableColumn],
        rows: Iterable[Sequence[Value]],
        foot: Sequence[Value] = (),
        **options: Any,  # noqa: ANN401
    ) -> Table:
        """Make a table; its columns may be keys, and a number or a date stand in it as it is."""
        heads = headings(self.text, columns) if isinstance(columns, str) else columns
        cells = [[self._cell(value) for value in row] for row in (*rows, foot)]
        return Table(caption, heads, cells[:-1], cells[-1], **options)

    def _cell(self, value: Value) -> Cell:
        if isinstance(value, date):
            return day(value)
        return whole(value, self.text) if isinstance(value, int) else value

    def by_tenure(self, key: str) -> list[TableColumn]:
        """Make a column of numbers for each tenure, headed by the text of a key."""
        heads = [self.text(key, tenure=self.text(f"short.{tenure}")) for tenure in KNOWN]
        return [TableColumn(head, NUMBER) for head in heads]

    def unplaced(self, key: str, level: str, dwellings: Mapping[str | None, int]) -> list[str]:
        """Say where dwellings lie that belong to no single area of a level."""
        words = [
            self.text(
                "report.unplaced_outside" if code is None else "report.unplaced_one",
                dwellings=dwellings[code],
                where=self.area(code),
            )
            for code in sorted(dwellings, key=lambda code: (code is None, code or ""))
            if dwellings[code]
        ]
        named = level_name(level, self.text)
        return [self.text(key, level=named, where=self.text.join(words))] if words else []

    def area(self, code: str | None, level: str = "") -> str:
        """Name an area, as a cell does."""
        return area_label(self.books.areas, code, self.text, level)


class TargetWriter(Writer):
    """What is written of one target of a section."""

    def __init__(self, found: Findings, answer: Answer) -> None:
        super().__init__(found)
        self.found = found
        self.answer, self.progress, self.target = answer, answer.progress, answer.progress.target

    def place(self, code: str | None) -> str:
        """Name an area of the target's level, without its code, as a sentence does."""
        return plain(area_name(self.books.areas, code, self.text, self.target.definition.level))


def gather(workspace: Workspace, year: int, as_of: date, text: Locale) -> Findings:
    """Assess the targets of a year on a date."""
    books = workspace.books_on(as_of)
    followed = [target for target in workspace.targets if target.period.meets(year_of(year))]
    answers = [
        Answer(
            f"target-{place}",
            assess_progress(books, target),
            None if workspace.losses is None else assess_losses(books, workspace.losses, target),
        )
        for place, target in enumerate(followed, start=1)
    ]
    return Findings(workspace, books, year, text, answers)
