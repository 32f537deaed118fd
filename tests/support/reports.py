"""A report as the tests read it, and a workspace with hostile words in every text."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from tenuremix.counting.areas import Area, Areas
from tenuremix.counting.decisions import Decision, Event, Place
from tenuremix.counting.register import Register
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import Tenure
from tenuremix.document.model import Report
from tenuremix.inputs import Workspace
from tenuremix.report.build import build_reports

AS_OF = date(2026, 1, 1)
VOID = {"meta", "br", "hr", "img", "link", "input", "rect", "circle"}
HOSTILE = '<script>alert("x")</script> & \'"`{{ 7*7 }} \u202eomvänt\u2069 \x00'


class Page(HTMLParser):
    """Read a page into what the tests ask about, and fail on tags that do not match."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None], str]] = []
        self.tables: list[dict[str, object]] = []
        self.words: list[tuple[str, str]] = []
        self.feed(re.sub(r'<span lang="sv">(.*?)</span>', r"\1", html))  # what is quoted
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs), "/".join(self.open)))
        if tag == "table":
            self.tables.append({"caption": "", "rows": [], "foot": []})
        if tag == "tr":
            place = "foot" if "tfoot" in self.open else "rows"
            self.tables[-1][place].append([])
        if tag in ("td", "th"):
            place = "foot" if "tfoot" in self.open else "rows"
            self.tables[-1][place][-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs), "/".join(self.open)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open:
            return
        self.words.append((self.open[-1], data))
        if self.open[-1] == "caption":
            self.tables[-1]["caption"] += data
        if self.open[-1] in ("td", "th"):
            place = "foot" if "tfoot" in self.open else "rows"
            self.tables[-1][place][-1][-1] += data

    def table(self, caption: str) -> dict[str, object]:
        return next(table for table in self.tables if table["caption"] == caption)

    def text(self, tag: str) -> list[str]:
        return [words for name, words in self.words if name == tag and words.strip()]


def annex_of(workspace: Workspace, year: int, as_of: date, language: str = "sv") -> Report:
    """Make the annex to a report alone."""
    return build_reports(workspace, year, as_of=as_of, language=language).annex


def heading(target: Target) -> str:
    """Give the heading of a target in a report."""
    return target.called[:1].upper() + target.called[1:]


def whole(number: str) -> int:
    """Read a number as the page writes it."""
    return int(number.replace("\N{MINUS SIGN}", "-").replace("\xa0", "").replace("+", ""))


def made_hostile(workspace: Workspace) -> Workspace:
    """Put hostile and endless words into every text of the data."""
    long = HOSTILE + "å" * 10_000
    areas = Areas(
        [
            Area(a.code, long if a.code == "105" else HOSTILE, a.level, a.parent, a.geometry)
            for level in workspace.areas.levels
            for a in workspace.areas.at(level).values()
        ],
        crs=workspace.areas.crs,
        edition=HOSTILE,
    )
    rows = [
        d._replace(name=long if d.id == "E-01" else HOSTILE, diarienummer=HOSTILE)
        for decisions in workspace.register.decisions.values()
        for d in decisions
    ]
    rows.append(
        Decision(HOSTILE, HOSTILE, date(2025, 3, 3), Event.MARKANVISNING,
                 {Tenure.HYRESRATT: 3}, Place(area="105"))
    )  # fmt: skip
    targets = [
        replace(t, title=HOSTILE, quote=long, source=HOSTILE, assumptions=(HOSTILE,))
        for t in workspace.targets
    ]
    sources = [
        replace(s, title=HOSTILE, producer=HOSTILE, licence=long, link="javascript:alert(1)",
                notes=(HOSTILE, long))
        for s in workspace.sources
    ]  # fmt: skip
    stock = copy(workspace.stock)
    stock.edition = HOSTILE
    return replace(
        workspace,
        settings=replace(workspace.settings, title=HOSTILE),
        areas=areas,
        stock=stock,
        register=Register(rows),
        targets=targets,
        sources=sources,
    )
