"""The sheet on the last published report: which of its figures are other figures today, and why."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from tenuremix.answers.record import frozen_json
from tenuremix.answers.restated_words import FrozenWords
from tenuremix.published.compare import compare
from tenuremix.report.workbook.tables import Row, table

if TYPE_CHECKING:
    from tenuremix.io.formats.layers import Layer
    from tenuremix.published.differences import Difference
    from tenuremix.report.findings import Findings


def restated_tables(found: Findings) -> list[Layer]:
    """Make the tables of what differs from the last published report; none where there is none."""
    text, workspace = found.text, found.workspace
    old = workspace.published
    if not workspace.settings.reports or old is None:
        return []
    as_of = date.fromisoformat(old["as_of"])
    compared = compare(dict(old), frozen_json(workspace, old["year"], as_of))
    words = FrozenWords(compared, text)
    moved = Counter(cause for each in compared.differences for cause in each.causes)
    return [
        table(
            text,
            "restated",
            "target id name then_counted:n now_counted:n change:s why:w",
            (
                [m.target, m.allocation, m.name, m.old, m.new, m.new - m.old, words.why(m.causes)]
                for m in compared.moved
            ),
        ),
        table(
            text,
            "restated.figures",
            "part_of where figure then_number:x now_number:x change:x then_words now_words why:w",
            (_figure(each, words) for each in compared.differences),
        ),
        table(
            text,
            "restated.causes",
            "cause why:w figures:n",
            (
                [text(f"cause.{cause.kind}"), words.cause(cause), moved[cause]]
                for cause in compared.causes
            ),
        ),
    ]


def _figure(each: Difference, words: FrozenWords) -> Row:
    """Give a figure as it was and as it is: a number as a number, what is none in words."""
    pair = (each.old, each.new)
    numbers = [value if _is_number(value) else None for value in pair]
    told = [
        None if value is None or _is_number(value) else words.value(each.name, value)
        for value in pair
    ]
    section = words.text(f"frozen.section.{each.section}")
    why = words.why(each.causes, exact=each.exact)
    return [section, words.where(each), words.name(each), *numbers, each.change, *told, why]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
