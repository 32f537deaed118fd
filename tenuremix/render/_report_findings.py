"""What every section of the report is made from: the inputs, the year and the answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tenuremix.losses import assess_losses
from tenuremix.period import year_of
from tenuremix.progress import assess_progress
from tenuremix.render._page import plain
from tenuremix.render.model import Part, Section

if TYPE_CHECKING:
    from tenuremix.books import Books
    from tenuremix.losses import Lost
    from tenuremix.progress import Progress
    from tenuremix.render.locale import Locale
    from tenuremix.rules import Target
    from tenuremix.workspace import Workspace


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


@dataclass(frozen=True, slots=True)
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

    def by_target(
        self, name: str, title: str, make: Callable[[Answer], Sequence[Part]]
    ) -> Section | None:
        """Make a section with the same parts below each target; None where no target has any.

        Parameters
        ----------
        name, title
            Of the section.
        make
            Makes the parts of one target.
        """
        made = [(answer, make(answer)) for answer in self.answers]
        parts = [Part(answer.title, parts=parts) for answer, parts in made if parts]
        return Section(name, title, parts) if parts else None


def gather(workspace: Workspace, year: int, as_of: date, text: Locale) -> Findings:
    """Assess the targets of a year on a date."""
    books = workspace.books_on(as_of)
    followed = [target for target in workspace.targets if touches(target, year)]
    answers = [
        Answer(
            f"target-{place}",
            assess_progress(books, target),
            None if workspace.losses is None else assess_losses(books, workspace.losses, target),
        )
        for place, target in enumerate(followed, start=1)
    ]
    return Findings(workspace, books, year, text, answers)


def touches(target: Target, year: int) -> bool:
    """Tell whether the period of a target has a day in a year."""
    return target.period.meets(year_of(year))
