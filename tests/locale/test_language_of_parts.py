"""What an English page quotes in Swedish says so, for those who hear it read (WCAG 3.1.2)."""

from __future__ import annotations

import re
from datetime import date

import pytest
from mapped import bundled, bundled_map

from tenuremix.answers.note import render_note
from tenuremix.counting.check import check_proposal
from tenuremix.counting.decisions import Place
from tenuremix.counting.proposal import Plot
from tenuremix.counting.tenure import Tenure
from tenuremix.document.html import mark_language
from tenuremix.locale.catalogue import Language
from tenuremix.report.build import render_report

QUOTED = re.compile(r'<span lang="sv">(.*?)</span>')
LEFT = re.compile(r"<(style|script|title|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)


def page_of(name: str, language: str) -> str:
    workspace = bundled()
    if name == "map":
        return bundled_map(language)
    if name == "report":
        return render_report(workspace, 2025, as_of=date(2025, 12, 31), language=language)
    plot = Plot("Planen", Place(area="109"), {Tenure.HYRESRATT: 80})
    check = check_proposal(workspace.books, [plot], workspace.targets)
    return render_note(check, workspace, language=language)


@pytest.mark.parametrize("name", ["report", "note", "map"])
def test_what_is_quoted_is_marked_in_english_alone(name: str) -> None:
    page = page_of(name, "en")
    title = bundled().targets[0].title
    assert title in QUOTED.findall(page)
    assert title not in LEFT.sub("", QUOTED.sub("", page))
    assert not QUOTED.search(page_of(name, "sv"))


def test_tags_drawings_and_scripts_are_left_alone() -> None:
    page = (
        '<title>En titel</title><svg><title>En titel</title></svg><p class="En titel">En titel, '
        "A &amp; B</p><script>En titel</script>"
    )
    marked = mark_language(page, ["En titel", "En titel, A & B"], Language.EN)
    assert QUOTED.findall(marked) == ["En titel, A &amp; B"]
    assert QUOTED.sub(r"\1", marked) == page
    assert mark_language(page, [], Language.EN) == page
