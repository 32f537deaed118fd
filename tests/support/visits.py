"""Visits to a page in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def complete(page: Any) -> None:
    """Wait until a map has the table that comes last; any other page is complete."""
    if page.locator("#map-data").count():
        page.locator("#values tbody tr").first.wait_for(state="attached")


SETTLE = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const moves = () => document.querySelector('.leaflet-zoom-anim, .leaflet-pan-anim')
    || document.getAnimations().some((each) => each.playState === 'running');
  do { await frame(); await frame(); } while (moves());
}"""


def settle(page: Any) -> None:
    """Wait until nothing on a page moves or fades any longer."""
    page.evaluate(SETTLE)


CUT = """() => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement: around } = texts.currentNode;
    if (!around.checkVisibility() || around.closest('script, svg')) continue;
    if (around.getBoundingClientRect().width <= 1) continue;  // read aloud alone
    for (const { 0: word, index } of data.matchAll(/(?<=^|[\\s(])\\p{L}{2,}(?=$|[\\s.,:;)])/gu)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      const lines = [...range.getClientRects()].filter(({ width }) => width > 1);
      if (new Set(lines.map(({ top }) => Math.round(top))).size > 1) found.push(word);
    }
  }
  return found;
}"""


def cut_words(page: Any) -> list[str]:
    """Give the words, but no part of a path, that the end of a line cuts in two."""
    found: list[str] = page.evaluate(CUT)
    return found


class Visit:
    """A page that keeps what it asked for and what went wrong."""

    def __init__(self, browser: Any, file: Path, html: str, width: int, **context: Any) -> None:
        file.write_text(html, encoding="utf-8")
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.page = browser.new_page(viewport={"width": width, "height": 900}, **context)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(file.as_uri())
        complete(self.page)
        self.file = file

    def leave(self) -> None:
        assert self.faults == []
        assert self.asked == [self.file.as_uri()]
        self.page.close()
