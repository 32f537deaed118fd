"""What an English page quotes in Swedish says so, for those who hear it read (WCAG 3.1.2)."""

from __future__ import annotations

import re

import pytest
from mapped import bundled, bundled_page, data_of

from tenuremix.document.html import mark_language
from tenuremix.locale.catalogue import Language

QUOTED = re.compile(r'<span lang="sv">(.*?)</span>')
LEFT = re.compile(r"<(style|script|title|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)


@pytest.mark.parametrize("name", ["report", "note", "compare"])
def test_what_is_quoted_is_marked_in_english_alone(name: str) -> None:
    page = bundled_page(name, "en")
    title = bundled().targets[0].title
    assert title in QUOTED.findall(page)
    assert title not in LEFT.sub("", QUOTED.sub("", page))
    assert not QUOTED.search(bundled_page(name, "sv"))


def test_the_map_marks_what_it_quotes_as_it_writes_it() -> None:
    title = bundled().targets[1].title
    assert title in QUOTED.findall(bundled_page("map", "en"))
    assert not QUOTED.search(bundled_page("map", "sv"))
    assert title in data_of(bundled_page("map", "en"))["quoted"]
    assert data_of(bundled_page("map", "sv"))["quoted"] == []


def test_tags_drawings_and_scripts_are_left_alone() -> None:
    page = (
        '<title>En titel</title><svg><title>En titel</title></svg><p class="En titel">En titel, '
        "A &amp; B</p><script>En titel</script>"
    )
    marked = mark_language(page, ["En titel", "En titel, A & B"], Language.EN)
    assert QUOTED.findall(marked) == ["En titel, A &amp; B"]
    assert QUOTED.sub(r"\1", marked) == page
    assert mark_language(page, [], Language.EN) == page
