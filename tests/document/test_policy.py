"""Every page says what a browser may do with it, and does nothing else in a real one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from mapped import bundled_page
from visits import complete

PAGES = ("map", "report", "annex", "note", "compare")
EVIL = """
window.done = [];
const at = document.body;
const image = document.createElement('img');
image.setAttribute('onerror', 'window.done.push("onerror")');
image.src = 'data:,x';
at.append(image);
const script = document.createElement('script');
script.textContent = 'window.done.push("script")';
at.append(script);
at.insertAdjacentHTML('beforeend', '<p id="styled" style="color: rgb(1, 2, 3)">x</p>');
"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_does_what_it_was_made_with_and_nothing_else(
    browser: Any, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.html"
    text = bundled_page(name, "sv")
    file.write_text(text, encoding="utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    markup = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert not re.search(r"<[^>]+\s(?:on\w+|style)=", markup)
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    complete(page)
    assert said == []
    page.evaluate(EVIL)
    page.wait_for_function("document.querySelector('#styled') !== null")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert page.evaluate("window.done") == []
    assert page.evaluate("getComputedStyle(styled).color") != "rgb(1, 2, 3)"
    page.close()
