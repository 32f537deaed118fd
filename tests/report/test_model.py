"""The report as a model: complete, typed, the same in every language, and safe to set anywhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from reports import AS_OF, Page, annex_of

from tenuremix.counting.progress import assess_progress
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import Count, Share
from tenuremix.document.model import Block, Chart, Report
from tenuremix.document.tables import (
    NUMBER,
    Cell,
    Figure,
    Kind,
    Table,
    counted,
    day,
    decimal,
    percent,
    portion,
    signed,
    whole,
)
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import UNKNOWN, Locale
from tenuremix.report.build import (
    PAGES,
    SECTIONS,
    build_report,
    build_reports,
    render_annex,
    render_html,
    render_report,
)

PAGES_IN_ORDER = ["answer", "changes", "sure", "uncounted", "where", "unknown"]
ORDER = [
    *("missing", "ledger", "changes", "listed", "losses", "limits", "pace", "where", "sure"),
    *("completed", "expired", "exceptions", "unsaid", "basis", "method", "glossary", "files"),
]
ANCHORS = {
    *("answer", "pace", "where", "sure", "ledger", "changes", "listed", "missing", "segregation"),
    *("plan", "completed", "losses", "expired", "exceptions", "limits", "unsaid", "basis"),
    *("method", "glossary"),
}
"""By which a report has been linked to since it had one document."""


def parts(report: Report) -> Iterator[Block]:
    for section in report.sections:
        yield from section.walk()


def charts(report: Report) -> Iterator[Chart]:
    for part in parts(report):
        yield from part.charts


def tables(report: Report) -> Iterator[Table]:
    for part in parts(report):
        yield from part.tables
        yield from (chart.data for chart in part.charts if chart.data)


def cells(table: Table) -> Iterator[tuple[str, Cell]]:
    for row in (*table.rows, *([table.foot] if table.foot else [])):
        for column, cell in zip(table.columns, row, strict=True):
            yield column.kind, cell


@pytest.fixture(scope="module")
def annex(workspace: Workspace) -> Report:
    return annex_of(workspace, 2025, AS_OF)


@pytest.fixture(scope="module", params=["report", "annex"])
def report(workspace: Workspace, request: pytest.FixtureRequest) -> Report:
    made: Report = getattr(build_reports(workspace, 2025, as_of=AS_OF), request.param)
    return made


# Figures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "words", "value"),
    [
        (whole(1234, Locale()), "1\xa0234", 1234),
        (whole(None, Locale()), "–", None),
        (signed(3, Locale()), "+3", 3),
        (signed(-3, Locale()), "−3", -3),
        (counted(Count(0, 4), Locale()), "0–4", None),
        (counted(Count(7, 7), Locale()), "7", 7),
        (counted(Count(3, None), Locale()), "minst 3", None),
        (counted(None, Locale()), "–", None),
        (portion(Share(0.5, 0.5), Locale()), "50,0\xa0%", 0.5),
        (portion(Share(0.51, 0.52), Locale("en")), "51.0–52.0%", None),
        (percent(0.25, Locale("en"), 0), "25%", 0.25),
        (decimal(1.25, Locale()), "1,2", 1.25),
        (day(date(2025, 12, 31)), "2025-12-31", date(2025, 12, 31)),
        (day(None), "–", None),
    ],
)
def test_a_figure_has_its_text_and_its_value(figure: Figure, words: str, value: object) -> None:
    assert str(figure) == words
    assert figure.value == value


def test_every_figure_of_the_report_says_what_it_holds(report: Report) -> None:
    text = Locale()
    seen = set()
    for table in tables(report):
        for kind, cell in cells(table):
            if not isinstance(cell, Figure):
                # A column of numbers holds figures; an empty cell of the sum says nothing.
                assert kind != NUMBER or cell == ""
                continue
            seen.add(cell.kind)
            value = cell.value
            if value is None:
                assert cell.low != cell.high or UNKNOWN in cell.text or "dolda" in cell.text
            elif cell.kind is Kind.DATE:
                assert cell.text == str(value)
            elif cell.kind is Kind.SHARE:
                assert cell.text == text.percent(float(str(value)), cell.digits)
            else:
                whole_number = text.number(int(str(value)))
                assert cell.text in (whole_number, f"+{whole_number}")
    assert seen >= {Kind.WHOLE, Kind.SIGNED, Kind.SHARE} | (
        {Kind.DATE} if report.contents else set()
    )


def test_the_languages_hold_the_same_figures(report: Report, workspace: Workspace) -> None:
    made = build_reports(workspace, 2025, as_of=AS_OF, language="en")
    english = made.annex if report.contents else made.report
    for swedish_table, english_table in zip(tables(report), tables(english), strict=True):
        here = [c.value for _, c in cells(swedish_table) if isinstance(c, Figure)]
        there = [c.value for _, c in cells(english_table) if isinstance(c, Figure)]
        assert here == there


# The order and the shape ------------------------------------------------------------------------


def test_the_sections_stand_in_the_order_that_was_asked_for(workspace: Workspace) -> None:
    made = build_reports(workspace, 2025, as_of=AS_OF)
    for document, order, most in (
        (made.report, PAGES_IN_ORDER, PAGES),
        (made.annex, ORDER, SECTIONS),
    ):
        names = [section.name for section in document.sections]
        assert [name for name in names if name in order] == order
        assert len(set(names)) == len(names) <= len(most)
    assert made.report.section("answer") is made.report.sections[0]
    assert made.report.section("nothing") is None


def test_every_place_that_could_be_linked_to_still_can(workspace: Workspace) -> None:
    made = build_reports(workspace, 2025, as_of=AS_OF)
    moved = {link.anchor for link in made.report.links if link.anchor}
    assert made.report.anchors | moved >= ANCHORS
    assert moved == {section.name for section in made.annex.sections}
    page, beside = (Page(render_html(each)) for each in (made.report, made.annex))
    ids = Counter(at["id"] for _, at, _ in page.tags if "id" in at)
    assert set(ids) >= ANCHORS
    assert not [name for name, number in ids.items() if number > 1]
    there = {at["id"] for _, at, _ in beside.tags if "id" in at}
    for tag, at, _ in page.tags:
        href = at.get("href") or ""
        if tag == "a" and href.startswith("bilaga-2025.html#"):
            assert href.partition("#")[2] in there


def test_no_place_has_the_name_of_another(workspace: Workspace) -> None:
    listed = workspace.targets[1]
    twice = [*workspace.targets, replace(listed, id="listed-too", title="En till")]
    made = build_report(replace(workspace, targets=twice), 2025, as_of=AS_OF)
    ids = [at["id"] for _, at, _ in Page(render_html(made)).tags if "id" in at]
    assert ids.count("listed") == 1
    assert len(ids) == len(set(ids))


def test_a_year_without_targets_leaves_out_what_follows_targets(workspace: Workspace) -> None:
    made = build_reports(workspace, 2019, as_of=AS_OF)
    gone = {"pace", "where", "sure", "ledger", "listed", "losses", "exceptions"}
    assert not gone & {section.name for section in made.annex.sections}
    assert {section.name for section in made.annex.sections} >= set(ORDER) - gone
    assert [section.name for section in made.report.sections] == ["answer", "unknown"]
    assert "Inget mål gäller under 2019" in " ".join(made.report.sections[0].parts[0].lines)


@pytest.mark.parametrize("as_of", [date(2024, 6, 1), date(2025, 1, 1), date(2025, 7, 1)])
def test_every_row_of_every_table_is_whole(workspace: Workspace, as_of: date) -> None:
    for changed in (workspace, replace(workspace, register=Register([]))):
        both = build_reports(changed, 2025, as_of=as_of)
        for made in (both.report, both.annex):
            for table in tables(made):
                assert all(len(row) == len(table.columns) for row in table.rows)
                assert not table.foot or len(table.foot) == len(table.columns)
            Page(render_html(made))


def test_every_table_of_the_model_stands_on_the_page(report: Report) -> None:
    page = Page(render_html(report))
    assert [t["caption"] for t in page.tables] == [t.caption for t in tables_in_page_order(report)]


def tables_in_page_order(report: Report) -> Iterator[Table]:
    for part in parts(report):
        yield from (chart.data for chart in part.charts if chart.data)
        yield from part.tables


def test_html_is_set_from_the_model_alone(report: Report, workspace: Workspace) -> None:
    render = render_annex if report.contents else render_report
    assert render_html(report) == render(workspace, 2025, as_of=AS_OF)


# What the sections say --------------------------------------------------------------------------


def test_the_areas_that_counted_sum_to_the_answer(annex: Report, workspace: Workspace) -> None:
    books = workspace.books_on(AS_OF)
    where = annex.section("where")
    assert where is not None
    for part, target in zip(where.parts, workspace.targets, strict=True):
        table = part.parts[0].tables[0]
        progress = assess_progress(books, target, sensitivity=False)
        nets = [row[3].value for row in table.rows if isinstance(row[3], Figure)]
        assert sum(int(str(net)) for net in nets) == progress.counted
        assert nets == sorted(nets, key=lambda net: -int(str(net)))
        shares = [row[4].value for row in table.rows if isinstance(row[4], Figure)]
        assert sum(float(str(part)) for part in shares) == pytest.approx(1)


def test_the_pace_is_told_while_days_are_left(workspace: Workspace) -> None:
    made = annex_of(workspace, 2025, date(2025, 7, 1))
    pace = made.section("pace")
    assert pace is not None
    lines = [line.replace("\xa0", " ") for line in pace.parts[0].parts[0].lines]
    assert lines == [
        "I jämn takt hade summan varit 249 den 1 juli 2025. Den är 466, alltså 217 högre.",
        "34 bostäder återstår och 183 dagar är kvar. Det kräver i snitt 6 i månaden, eller "
        "17 i kvartalet.",
    ]
    assert "Perioden är slut. 41 bostäder saknas." in [
        line for part in parts(annex_of(workspace, 2025, AS_OF)) for line in part.lines
    ]


# Charts -----------------------------------------------------------------------------------------


def test_a_chart_is_complete_in_itself(report: Report) -> None:
    names = [chart.name for chart in charts(report)]
    assert len(names) == len(set(names)) > 2
    for chart in charts(report):
        root = ET.fromstring(chart.svg)  # noqa: S314 - our own
        tags = {element.tag.partition("}")[2] for element in root.iter()}
        assert tags <= {
            "svg",
            "g",
            "title",
            "defs",
            "tspan",
            "pattern",
            "path",
            "rect",
            "circle",
            "text",
        }
        ids = {element.get("id") for element in root.iter()} - {None}
        assert all(str(id_).startswith(f"{chart.name}-") for id_ in ids)
        assert set(re.findall(r"url\(#(.*?)\)", chart.svg)) <= ids
        assert "style" not in {name for element in root.iter() for name in element.attrib}
        assert "http" not in chart.svg.replace("http://www.w3.org/2000/svg", "")
        words = {e.tag.partition("}")[2]: e.text for e in root if e.text}
        assert words["title"] == chart.title
        assert chart.description
        assert chart.data is None or chart.data.rows
        assert not chart.title.endswith(".")


def test_a_chart_of_hostile_names_is_still_one_chart(hostile: Workspace) -> None:
    both = build_reports(hostile, 2025, as_of=AS_OF)
    for made in (both.report, both.annex):
        for chart in charts(made):
            root = ET.fromstring(chart.svg)  # noqa: S314 - our own
            assert "script" not in {element.tag.partition("}")[2] for element in root.iter()}
        Page(render_html(made))


def test_the_chart_of_a_target_holds_its_path(workspace: Workspace) -> None:
    made = annex_of(workspace, 2025, date(2025, 7, 1))
    chart = next(chart for chart in charts(made) if chart.name == "target-1-pace")
    rows = [[str(cell) for cell in row] for row in chart.data.rows]
    assert rows[0][0] == "2025-01-01"
    assert rows[-1] == ["2025-12-31", "–", "500"]
    assert ["2025-07-01", "466", "249"] in rows
    assert chart.title == "Summan är 466 av minst 500 den 1 juli 2025, 217 högre än i jämn takt"
    running = build_report(workspace, 2025, as_of=date(2025, 6, 30)).section("answer")
    assert running is not None
    known = 45 + 30  # the plans whose day and number are known
    assert f">{466 + known}<" in running.parts[0].charts[0].svg
    whole_year = build_report(workspace, 2025, as_of=AS_OF).section("answer")
    assert whole_year is not None
    (chart,) = whole_year.parts[0].charts
    for words in ("22 september: 554", "25 augusti: 514", "−60 Lindholmen", "−25 Eriksberg"):
        assert f">{words}<" in chart.svg
    assert chart.title == "Summan passerade 500 i augusti och föll under igen i oktober"


def test_a_chart_of_every_kind_of_period_is_drawn(workspace: Workspace) -> None:
    target = workspace.targets[0]
    for changed in (
        replace(target, valid_from=date(2010, 1, 1), valid_to=date(2040, 1, 1), minimum=9000),
        replace(target, valid_from=date(2024, 5, 5), valid_to=None),
        replace(target, minimum=1),
        replace(target, minimum=None),
        replace(target, valid_from=date(2025, 5, 31), valid_to=date(2025, 6, 1)),
    ):
        made = build_reports(replace(workspace, targets=[changed]), 2025, as_of=AS_OF)
        for chart in (*charts(made.report), *charts(made.annex)):
            assert not re.search(r"nan|inf\b", chart.svg)
            ET.fromstring(chart.svg)  # noqa: S314 - our own


def test_a_pdf_can_embed_every_chart(report: Report, tmp_path: Path) -> None:
    typst = pytest.importorskip("typst")
    lines = []
    for chart in charts(report):
        (tmp_path / f"{chart.name}.svg").write_text(chart.svg, encoding="utf-8")
        lines.append(f'#image("{chart.name}.svg", width: 120mm)')
    source = tmp_path / "charts.typ"
    source.write_text("\n\n".join(lines), encoding="utf-8")
    assert typst.compile(str(source)).startswith(b"%PDF")
