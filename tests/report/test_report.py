"""The report and the note: one page, one number, safe with any name, readable by anyone."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from reports import AS_OF, HOSTILE, Page, heading, whole
from shapely import Geometry, MultiPolygon, box
from visits import Visit

from tenuremix.answers.contract import progress_json
from tenuremix.answers.note import render_note
from tenuremix.counting.check import check_proposal
from tenuremix.counting.decisions import Place
from tenuremix.counting.period import year_of
from tenuremix.counting.progress import assess_progress
from tenuremix.counting.proposal import Plot
from tenuremix.counting.register import Register
from tenuremix.counting.tenure import Tenure
from tenuremix.document.names import named, plain
from tenuremix.document.svg import Heading
from tenuremix.inputs import Workspace
from tenuremix.io.inputs.workspace import find_settings, load
from tenuremix.locale.locale import Locale
from tenuremix.report.build import (
    build_report,
    build_reports,
    render_annex,
    render_files,
    render_report,
)
from tenuremix.report.charts.areas import MapArea, area_map
from tenuremix.report.charts.readings import Group, ReadingRow, ReadingsKey, readings_chart
from tenuremix.report.findings import gather
from tenuremix.report.sections.sure import Sure
from tenuremix.report.story import judged_later, spells

BESIDE = r"#|(rapport|bilaga|report|annex)-2025\.html(#|$)"
"""A place in the page, or in the document beside it."""


@pytest.fixture(scope="module")
def page(workspace: Workspace) -> Page:
    return Page(render_annex(workspace, 2025, as_of=AS_OF))


def note_of(workspace: Workspace, language: str = "sv", assessment: str = "Bra läge.") -> str:
    plot = Plot(
        HOSTILE,
        Place(box(147200, 6396880, 147340, 6396980)),
        {Tenure.HYRESRATT: 80, Tenure.BOSTADSRATT: 40, Tenure.AGANDERATT: 0, Tenure.OKLAR: 10},
    )
    books = workspace.books_on(date(2025, 11, 20))
    check = check_proposal(books, [plot], workspace.targets)
    return render_note(
        check, workspace, language=language, assessment=assessment, since="Inget nytt."
    )


# One number -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_figure_is_the_same_number_everywhere(workspace: Workspace, language: str) -> None:
    first = Page(render_report(workspace, 2025, as_of=AS_OF, language=language))
    page = Page(render_annex(workspace, 2025, as_of=AS_OF, language=language))
    text = Locale(language)
    books = workspace.books_on(AS_OF)
    figures = [
        words for tag, words in first.words
        if tag == "p" and re.fullmatch(r"\d+( (av|of) \d+| bostäder| dwellings)", words.strip())
    ]  # fmt: skip
    for place, target in enumerate(workspace.targets):
        answer = progress_json(assess_progress(books, target), books.areas)
        counted = answer["counted"]
        assert whole(figures[place].split()[0]) == counted
        table = page.table(text("report.ledger_counted", target=heading(target)))
        assert whole(table["foot"][0][6]) == counted
        assert sum(whole(row[6]) for row in table["rows"][1:]) == counted
        years = page.table(text("report.years", target=heading(target)))
        assert whole(years["rows"][-1][4]) == counted
        quarters = page.table(text("pace.quarters", target=heading(target)))
        assert whole(quarters["rows"][-1][4]) == counted
        where = page.table(text("where.caption", target=heading(target)))
        assert whole(where["foot"][0][3]) == counted
        days = page.table(text("pace.data", target=heading(target)))
        assert whole(days["rows"][-1][1]) == counted
        assert text("report.ledger_sum", sum=text.number(counted)) in page.text("p")


def test_every_entry_stands_in_a_table_or_is_counted_as_left_out(
    workspace: Workspace, page: Page
) -> None:
    text = Locale("sv")
    for place, target in enumerate(workspace.targets):
        entries = assess_progress(workspace.books_on(AS_OF), target).entries
        shown = page.table(text("report.ledger_counted", target=heading(target)))["rows"][1:]
        others = page.table(text("report.ledger_others", target=heading(target), year=2025))
        start = page.html.index(f">{text('report.ledger_out')}</h", page.html.index('id="ledger"'))
        for _ in range(place):
            start = page.html.index(f">{text('report.ledger_out')}</h", start + 1)
        told = page.html[start : page.html.index("<table", start)]
        folded = [int(number) for number in re.findall(r"(\d+) rader har samma skäl", told)]
        numbers = re.findall(r"(\d+) äldre beslut.* och (\d+) senare", told)[0]
        number = len(shown) + len(others["rows"]) - 1 + sum(folded) + sum(map(int, numbers))
        assert number == len(entries)
        assert all(row[0].startswith("2025-") for row in others["rows"][1:])
        assert all(each > 12 for each in folded)


def test_every_definition_stands_with_its_count(workspace: Workspace, page: Page) -> None:
    target = workspace.targets[0]
    progress = assess_progress(workspace.books_on(AS_OF), target)
    table = page.table("Svaret enligt 24 möjliga tolkningar")
    assert [whole(row[1]) for row in table["rows"][1:]] == [
        alternative.counted for alternative in progress.sensitivity
    ]
    assert sum("(vald)" in row[0] for row in table["rows"]) == 1


def test_a_definition_of_ones_own_is_added_to_the_range(workspace: Workspace) -> None:
    target = workspace.targets[0]
    rule = replace(target.definition, criterion="share >= 0.75")
    own = replace(target, definition=rule)
    found = gather(replace(workspace, targets=[own]), 2025, AS_OF, Locale("sv"))
    first = Sure(found, found.answers[0]).parts()[0]
    assert first.title == "Svaret enligt 25 möjliga tolkningar"
    assert "(vald)" in first.tables[0].rows[0][0]


def test_an_edition_of_a_list_is_named_by_its_date(page: Page) -> None:
    assert "primärområden på listan från den 1 december 2023" in page.html
    assert "1 januari 1" not in page.html.replace("1 januari 1990", "")


def test_the_exceptions_are_shown_with_and_without(page: Page) -> None:
    assert "Med undantagen: 459. Utan undantagen: 449." in page.text("p")


def test_areas_near_the_line_are_listed(page: Page) -> None:
    rows = page.table("Områden nära gränsen")["rows"][1:]
    assert [row[0] for row in rows] == ["Gamlestaden (301)", "Kärra (407)"]


def test_an_early_reversal_is_told(page: Page) -> None:
    rows = [row for table in page.tables for row in table["rows"] if "E-09" in "".join(row)]
    told = [row for row in rows if row[0] == "2025-06-16" and len(row) == 10]
    assert [row[6] for row in told[:1]] == ["0"]
    assert told[0][-1] == "inget att dra av: det som minskar anvisades före perioden"


def test_the_areas_of_the_targets_stand_in_a_table_and_the_others_are_told(
    workspace: Workspace, page: Page
) -> None:
    books = workspace.books_on(AS_OF)
    about = {
        f"{area.name} ({code})"
        for code, area in workspace.areas.at("primaromrade").items()
        if any(books.classify(t.definition, code, AS_OF).qualifies for t in workspace.targets)
    }
    rows = page.table(f"{len(about)} primärområden som målen gäller")["rows"][1:]
    assert {row[0] for row in rows} == about
    left = len(workspace.areas.at("primaromrade")) - len(about)
    assert f"Övriga {left} områden står i arbetsboken." in page.text("p")
    rows = page.table("Alla 4 stadsområden")["rows"][1:]
    assert {row[0] for row in rows} == {
        f"{a.name} ({a.code})" for a in workspace.areas.at("stadsomrade").values()
    }


def test_changes_of_the_year(page: Page) -> None:
    withdrawn = page.table("Återkallat 2025")["rows"][1:]
    assert [row[1][-5:-1] for row in withdrawn] == ["E-09", "E-37", "E-38", "E-39"]
    drift = page.table("Ändrad upplåtelseform 2025")["rows"][1:]
    assert [row[1][-5:-1] for row in drift] == ["E-11", "E-12"]
    assert [row[1][-5:-1] for row in page.table("Minskat 2025")["rows"][1:]] == ["E-13"]


def test_what_has_run_out_is_shown(workspace: Workspace) -> None:
    later = Page(render_annex(workspace, 2025, as_of=date(2026, 2, 1)))
    rows = later.table("Utgånget utan beslut")["rows"][1:]
    assert ["E-19" in row[0] for row in rows].count(True) == 1


# Years and targets ------------------------------------------------------------------------------


def test_a_year_without_a_target_says_so(workspace: Workspace) -> None:
    page = Page(render_report(workspace, 2019, as_of=AS_OF))
    assert page.text("h1") == ["Uppföljning 2019: inget mål"]
    assert any(line.startswith("Inget mål gäller under 2019.") for line in page.text("p"))


def test_a_target_without_entries_says_so(workspace: Workspace) -> None:
    empty = replace(workspace, register=Register([]))
    page = Page(render_report(empty, 2025, as_of=AS_OF))
    said = " ".join(page.text("p"))
    assert "Registret har inget beslut som rör målets upplåtelseform." in said


@pytest.mark.parametrize(
    ("start", "end", "year", "expected"),
    [
        (date(2025, 1, 1), date(2026, 1, 1), 2025, True),
        (date(2025, 1, 1), date(2026, 1, 1), 2026, False),
        (date(2025, 12, 31), None, 2025, True),
        (date(2026, 1, 1), None, 2025, False),
        (date(2024, 7, 1), date(2025, 1, 2), 2025, True),
    ],
)
def test_a_target_is_in_the_report_of_a_year_it_has_a_day_in(
    workspace: Workspace, start: date, end: date | None, year: int, expected: object
) -> None:
    target = replace(workspace.targets[0], valid_from=start, valid_to=end)
    assert target.period.meets(year_of(year)) is expected


def test_several_years_are_added_up(workspace: Workspace) -> None:
    target = replace(workspace.targets[0], valid_from=date(2024, 1, 1), valid_to=None)
    longer = replace(workspace, targets=[target])
    page = Page(render_annex(longer, 2025, as_of=date(2026, 5, 31)))
    rows = page.table(f"{heading(target)}: antal per år")["rows"][1:]
    assert [row[0] for row in rows] == ["2024", "2025", "2026"]
    counted = assess_progress(longer.books_on(date(2026, 5, 31)), target).counted
    assert whole(rows[-1][4]) == counted == sum(whole(row[3]) for row in rows)


def test_a_target_that_is_not_in_force_yet(workspace: Workspace) -> None:
    page = Page(render_report(workspace, 2025, as_of=date(2024, 6, 1)))
    assert any(line.startswith("Målet gäller från") for line in page.text("p"))


# The page ---------------------------------------------------------------------------------------


def pages(workspace: Workspace) -> list[str]:
    return [
        render_report(workspace, 2025, as_of=AS_OF),
        render_report(workspace, 2025, as_of=AS_OF, language="en"),
        render_annex(workspace, 2025, as_of=AS_OF),
        render_annex(workspace, 2025, as_of=AS_OF, language="en"),
        note_of(workspace),
        note_of(workspace, "en"),
    ]


def test_the_pages_stand_alone(workspace: Workspace) -> None:
    for html in pages(workspace):
        page = Page(html)
        assert html.startswith("<!doctype html>\n")
        assert not {"script", "link", "iframe", "img", "object"} & {tag for tag, _, _ in page.tags}
        for _, attributes, _ in page.tags:
            assert not {name for name in attributes if name.startswith("on")}
            assert re.match(BESIDE, attributes.get("href") or "#")
            assert "src" not in attributes
        style = "".join(page.text("style"))
        assert "@import" not in style
        ids = {attributes.get("id") for _, attributes, _ in page.tags}
        assert set(re.findall(r"url\((.*?)\)", html)) <= {f"#{id_}" for id_ in ids}


def test_no_folder_of_a_machine_is_printed(workspace: Workspace) -> None:
    bare = [
        replace(s, title="", producer="", name=f"/home/anna/{s.name}") for s in workspace.sources
    ]
    own = replace(workspace, sources=bare)
    assert all("/home" not in html for html in pages(own))
    book = render_files(build_reports(own, 2025, as_of=AS_OF), [Path("r.xlsx")])[Path("r.xlsx")]
    with zipfile.ZipFile(io.BytesIO(book)) as files:
        assert all(b"/home/anna" not in files.read(name) for name in files.namelist())


def test_the_same_inputs_give_the_same_bytes(workspace: Workspace) -> None:
    again = load(find_settings(Path("/nowhere")))
    assert pages(workspace) == pages(again)


def test_the_headings_keep_their_order(workspace: Workspace) -> None:
    for html in pages(workspace):
        levels = [int(tag[1]) for tag, _, _ in Page(html).tags if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_charts_and_links_can_be_read_without_eyes(workspace: Workspace) -> None:
    for html in pages(workspace):
        page = Page(html)
        ids = Counter(str(a["id"]) for _, a, _ in page.tags if "id" in a)
        assert set(ids.values()) <= {1}
        for tag, attributes, inside in page.tags:
            if tag == "th":
                assert attributes.get("scope") in ("col", "row", "rowgroup")
            if tag == "svg" and "aria-hidden" not in attributes:
                assert attributes["role"] == "img"
                assert set((attributes["aria-labelledby"] or "").split()) <= set(ids)
            if tag == "table":
                assert inside.endswith("div")
            href = attributes.get("href") or ""
            if href.startswith("#"):
                assert href[1:] in ids
        assert all(table["caption"] for table in page.tables)
        regions = [a for _, a, _ in page.tags if a.get("role") == "region"]
        alone = [1 for _, a, _ in page.tags if a.get("class") == "whole"]
        assert len(regions) == len(page.tables) + len(alone)
        assert all(a["tabindex"] == "0" and a["aria-label"] for a in regions)


def test_english_pages_hold_no_swedish_sentences(workspace: Workspace) -> None:
    # The known limits are data, in the language of the workspace.
    plain_workspace = replace(workspace, limits=None)
    html = render_annex(plain_workspace, 2025, as_of=AS_OF, language="en")
    html += render_report(plain_workspace, 2025, as_of=AS_OF, language="en")
    assert '<html lang="en">' in html
    for words in ("Svaret", "räknas", "upplåtelseform i området", "återkallad<"):
        assert words not in html.replace("räknas (E-15)", "").replace("räknas (E-16)", "")


def test_hostile_texts_stay_texts(hostile: Workspace) -> None:
    for html in pages(hostile):
        page = Page(html)
        assert "script" not in {tag for tag, _, _ in page.tags}
        assert "{{ 7*7 }}" in html
        assert "\x00" not in html
        assert 'href="javascript' not in html
        for words in page.text("td") + page.text("th") + page.text("p"):
            assert words.count("\u2068") == words.count("\u2069")


def test_endless_names_are_cut_in_charts_only(hostile: Workspace) -> None:
    page = Page(render_annex(hostile, 2025, as_of=AS_OF))
    assert max(len(words) for words in page.text("text")) <= 60
    assert any(len(words) > 10_000 for words in page.text("th"))


def test_names_that_turn_the_direction_are_isolated() -> None:
    assert plain("Masthugget") == "Masthugget"
    assert plain("a\u202eb") == "\u2068a\u202eb\u2069"
    assert plain("a\u2069\u202eb") == "\u2068a\u202eb\u2069"
    assert plain("a\x07") == "a\N{REPLACEMENT CHARACTER}"
    assert named("", "E-01") == "E-01"
    assert named("Exempel", "E-01") == "Exempel (E-01)"


@pytest.mark.parametrize(
    "shapes",
    [
        [box(0, 0, 1000, 1000), box(900, 0, 2000, 1000)],  # they overlap
        [box(0, 0, 1000, 1000), box(1001, 0, 2000, 1000)],  # a gap between them
        [box(0, 0, 1000, 1000), MultiPolygon([box(1000, 0, 2000, 9), box(5000, 0, 5001, 1)])],
        [box(0, 0, 0.001, 0.001), box(0, 0, 90_000, 90_000)],
    ],
)
def test_a_map_of_an_unclean_coverage_is_drawn(shapes: list[Geometry]) -> None:
    areas = [MapArea(shape, "agt-2") for shape in shapes]
    drawn = area_map(Heading("m", "t", "d"), areas, {"agt-2": "x"})
    assert drawn.partition("</defs>")[2].count("<path") == 2 * len(shapes)
    assert not re.search("nan|inf", drawn)


def test_a_reading_without_a_goal_is_drawn() -> None:
    key = ReadingsKey(None, ("", ""), ("a", "b"), "")
    rows = [Group("x", "", [ReadingRow("r", [0, None])])]
    drawn = readings_chart(Heading("r", "t", "d"), rows, key, [(0, "0"), (1, "1")], {0: "0"})
    assert "nan" not in drawn
    assert drawn.count("<circle") == 3  # and the two of the key


# The note ---------------------------------------------------------------------------------------


def test_the_note_holds_the_answer_and_the_planners_words(workspace: Workspace) -> None:
    page = Page(note_of(workspace, assessment="Bra läge.\nMen nära gränsen."))
    assert "Bra läge.\nMen nära gränsen." in page.text("p")
    assert len([tag for tag, _, _ in page.tags if tag == "dt"]) == 7
    row = page.table("Målen")["rows"][1]
    assert [whole(cell) for cell in (*row[2:6], row[7])] == [48, 80, 454, 502, 500]
    placed = page.table("Var bostäderna hamnar")["rows"][1:]
    assert [re.findall(r"HR (\d+)", row[-1]) for row in placed] == [["32"], ["48"]]
    assert any("till och med den 31 december 2025" in line for line in page.text("p"))
    assert "Inget nytt." in page.text("p")


def test_without_words_of_the_planner_there_is_no_empty_frame(workspace: Workspace) -> None:
    assert "Planerarens egen bedömning" not in note_of(workspace, assessment="")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_ask_for_nothing_in_a_browser(
    browser: Any, workspace: Workspace, tmp_path: Path, width: int
) -> None:
    check = check_proposal(
        workspace.books,
        [Plot("Förslaget", Place(area="109"), {Tenure.HYRESRATT: 80})],
        workspace.targets,
    )
    pages = {
        "report": render_report(workspace, 2025, as_of=AS_OF),
        "annex": render_annex(workspace, 2025, as_of=AS_OF),
        "note": render_note(check, workspace),
    }
    for name, html in pages.items():
        visit = Visit(browser, tmp_path / f"{name}.html", html, width)
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert visit.page.evaluate(overflow) <= 0
        visit.leave()


# The story -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sums", "found"),
    [
        ([], []),
        ([(1, 499)], []),
        ([(1, 500)], [(1, None)]),
        ([(1, 500), (3, 499)], [(1, 2)]),
        ([(1, 500), (3, 499), (5, 600)], [(1, 2), (5, None)]),
        ([(1, 500), (3, 700), (5, 0)], [(1, 4)]),
    ],
)
def test_when_a_sum_was_a_number_or_more(
    sums: list[tuple[int, int]], found: list[tuple[int, int | None]]
) -> None:
    def day(number: int | None) -> date | None:
        return None if number is None else date(2025, 5, number)

    given = [(date(2025, 5, number), total) for number, total in sums]
    assert spells(given, 500) == [(day(first), day(last)) for first, last in found]


def test_the_first_page_tells_what_happened(workspace: Workspace) -> None:
    end = date(2025, 12, 31)
    page = Page(render_report(workspace, 2025, as_of=end))
    lines = " ".join(page.text("p")).replace("\xa0", " ")
    assert (
        "Från den 25 augusti 2025 till och med den 5 oktober 2025 var summan minst 500, "
        "och som mest 554."
    ) in lines
    assert "3 beslut i oktober och november drog av 125 hyresrätter." in lines
    assert (
        "429 av de 459 bedöms efter statistik från den 31 december 2025, alltså efter beslutsdagen."
    ) in lines


@pytest.mark.parametrize(
    ("year", "as_of", "notice"),
    [
        (
            2030,
            date(2025, 6, 30),
            "Uppgifterna går till och med den 30 juni 2025. Siffror för 2030",
        ),
        (
            2030,
            date(2030, 12, 31),
            "Uppgifterna går till och med den 29 maj 2026. Siffror för 2030",
        ),
        (2026, date(2026, 1, 1), None),
        (2025, date(2025, 12, 31), None),
    ],
)
def test_a_year_after_what_is_known_is_said_to_have_no_figures(
    workspace: Workspace, year: int, as_of: date, notice: str | None
) -> None:
    made = build_report(workspace, year, as_of=as_of)
    said = [note.replace("\xa0", " ") for note in made.notes]
    assert [note for note in said if "Siffror för" in note] == (
        [f"{notice} saknas."] if notice else []
    )
    if notice:
        assert notice in said[0]
        assert not any("hittills" in line for line in made.lead)


def test_the_report_says_who_sends_it(workspace: Workspace) -> None:
    stated = {"sender": f"Förvaltningen {HOSTILE}", "contact": "x@exempel.se"}
    own = replace(workspace, settings=replace(workspace.settings, **stated))
    page = Page(render_report(own, 2025, as_of=AS_OF))
    assert page.text("dt") == ["Avsändare", "Kontakt"]
    sender, contact = page.text("dd")
    assert "Förvaltningen <script>" in sender
    assert contact == "x@exempel.se"
    assert not [tag for tag, _, _ in page.tags if tag == "script"]
    assert "Avsändare" not in render_report(workspace, 2025, as_of=AS_OF)


def test_what_was_taken_off_is_not_said_to_be_judged_later(workspace: Workspace) -> None:
    target = workspace.targets[0]
    given = assess_progress(workspace.books_on(date(2025, 12, 31)), target)
    assert judged_later(given) == (429, {date(2025, 12, 31)})
    taken = [replace(e, date=date(2026, 3, 1), counted=-e.counted) for e in given.entries]
    nothing = replace(given, entries=[*given.entries, *taken], counted=0)
    assert judged_later(nothing) == (0, set())
