"""What a number does to the words around it."""

from __future__ import annotations

import os
import re
import string
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from mapped import small_workspace
from places import PACKAGE
from texts import TEXTS
from visits import Visit

import tenuremix
from tenuremix.counting.tenure import Count, Tenure
from tenuremix.document.notes import note_text
from tenuremix.document.words import dwellings_text
from tenuremix.errors import Note
from tenuremix.locale import catalogue as module
from tenuremix.locale.catalogue import Language, catalogue
from tenuremix.locale.locale import Locale, Numeral

TOOLS = Path(tenuremix.__file__).parent / "document" / "assets" / "elements.js"
WITH_FORMS = sorted(key for key, pair in TEXTS.items() if any("|" in words for words in pair))

NOUNS = (
    *("bostäder", "bostäderna", "hyresrätter", "bostadsrätter", "äganderätter"),
    *("markanvisningar", "områden", "tolkningar", "tolkningarna", "årgångar", "årgångarna"),
    *("tomter", "tomterna", "platser", "kronor", "procentenheter", "månader", "sekunder"),
    *("sekunders", "dagar", "rader", "poster", "siffror", "ändringar", "begränsningar"),
    *("dwellings", "allocations", "areas", "readings", "vintages", "plots", "years", "months"),
    *("seconds", "days", "metres", "rows", "entries", "figures", "limits", "cases"),
    *("decisions", "withdrawals", "percentage points"),
)
UNCHOSEN = re.compile(
    rf"\{{(?!tenure|folder|parts|area)\w+\}} (?:(?!av |of |i |in )[\w-]+ )?(?:{'|'.join(NOUNS)})\b"
)
"""A number, perhaps an adjective, and a plural."""

SHARES = {"plan.rule.least_share"}
"""Texts whose value is a share, which no number of dwellings agrees with."""


def without_forms(words: str) -> str:
    """Leave a text without the words that are chosen by a number."""
    return "".join(
        literal + (f"{{{name}}}" if name and "|" not in (spec or "") else "")
        for literal, name, spec, _ in string.Formatter().parse(words)
    )


def forms_of(words: str) -> list[tuple[str, str]]:
    """List the numbers of a text that choose words, with the words."""
    found = string.Formatter().parse(words)
    return [(str(name), spec) for _, name, spec, _ in found if spec and "|" in spec]


def in_dwellings(language: Language, number: int) -> dict[str, Numeral]:
    every = {name for key in WITH_FORMS for words in TEXTS[key] for name, _ in forms_of(words)}
    return dict.fromkeys(every, Locale(language).number(number))


def test_one_dwelling_is_named_in_the_singular() -> None:
    two = {Tenure.HYRESRATT: 1, Tenure.BOSTADSRATT: 2}
    assert dwellings_text(two, Locale("sv")) == "1 hyresrätt och 2 bostadsrätter"
    assert dwellings_text(two, Locale("en")) == "1 rented dwelling and 2 tenant-owned dwellings"


@pytest.mark.parametrize("number", [0, 2, 11, 21, 101])
def test_any_other_number_takes_the_plural(number: int) -> None:
    assert Locale("sv").tenures("hyresratt", number) == "hyresrätter"
    assert Locale("en").tenures("hyresratt", -number) == "rented dwellings"


def test_every_tenure_has_both_forms() -> None:
    many = {key.partition(".")[2] for key in TEXTS if key.startswith("tenures.")}
    assert many == {key.partition(".")[2] for key in TEXTS if key.startswith("tenures_one.")}


# ---- The catalogues

CATALOGUES = PACKAGE / "locale"


@pytest.mark.parametrize("language", Language)
def test_the_newer_of_a_catalogue_and_its_compilation_is_read(
    language: Language, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(module, "_FOLDER", tmp_path)
    load = catalogue.__wrapped__
    written, compiled = tmp_path / f"{language}.po", tmp_path / f"{language}.mo"
    texts = (CATALOGUES / written.name).read_text(encoding="utf-8")
    written.write_text(texts, encoding="utf-8")
    known = list(load(language).items())
    with written.open("rb") as source, compiled.open("wb") as target:
        write_mo(target, read_po(source))
    written.write_text(texts.replace('"and"\nmsgstr "', '"and"\nmsgstr "new '), encoding="utf-8")
    os.utime(written, (1, 1))
    assert list(load(language).items()) == known
    os.utime(written)
    os.utime(compiled, (1, 1))
    assert load(language)["and"].startswith("new ")
    written.unlink()
    assert list(load(language).items()) == known


def test_the_catalogues_are_in_one_order() -> None:
    sv, en = (
        re.findall(
            '^msgid "(.+)"', (CATALOGUES / f"{language}.po").read_text("utf-8"), re.MULTILINE
        )
        for language in Language
    )
    assert sv == en
    assert len(sv) == len(set(sv)) > 1000


# ---- Numbers


@given(st.integers(-(10**9), 10**9), st.sampled_from(Language))
def test_a_number_asks_for_one_form_or_the_other(number: int, language: Language) -> None:
    text = Locale(language)
    for written in (text.number(number), text.signed(number), text.count(Count(number, number))):
        assert f"{written:one|many}" == ("one" if abs(number) == 1 else "many")
        assert f"{written}" == str(written)
        assert f"{written:>20}" == str(written).rjust(20)


@pytest.mark.parametrize(
    ("count", "written", "form"),
    [
        (Count(1, 1), "1", "bostad"),
        (Count(0, 1), "0–1", "bostäder"),
        (Count(1, 21), "1–21", "bostäder"),
        (Count(1, None), "minst 1", "bostad"),
        (Count(21, None), "minst 21", "bostäder"),
        (None, "–", "bostäder"),
    ],
)
def test_a_count_that_is_open(count: Count | None, written: str, form: str) -> None:
    number = Locale("sv").count(count)
    assert (number, f"{number:bostad|bostäder}") == (written, form)
    assert Locale("sv").tenures("annan", number).split()[0] == form


def test_only_a_whole_one_is_singular() -> None:
    text = Locale("sv")
    assert [f"{text.decimal(1, digits):en|flera}" for digits in (0, 1)] == ["en", "flera"]


# ---- Texts


def test_a_number_before_a_noun_chooses_its_form() -> None:
    unchosen = {
        key: words
        for key, pair in TEXTS.items()
        for words in pair
        if key not in SHARES and UNCHOSEN.search(without_forms(words))
    }
    assert not unchosen


@pytest.mark.parametrize(
    "words",
    [
        "{number} bostäder",
        "{number} beslutade bostäder är",
        "de {total} räknade bostäderna ligger",
        "{number} more plots are",
        "{number} {number:område|områden} och {many} markanvisningar",
    ],
)
def test_a_noun_that_no_number_chooses_is_found(words: str) -> None:
    assert UNCHOSEN.search(without_forms(words))


@pytest.mark.parametrize("language", Language)
def test_a_text_needs_a_number_to_choose_by(language: Language) -> None:
    numbers = in_dwellings(language, 1)
    for key in WITH_FORMS:
        words = TEXTS[key][tuple(Language).index(language)]
        values = {**dict.fromkeys(re.findall(r"\{(\w+)", words), "x"), **numbers}
        words.format(**values)
        for name, spec in forms_of(words):
            assert spec.count("|") == 1, key
            for wrong in (1, "1", 1.0, None):
                with pytest.raises((TypeError, ValueError)):
                    pytest.fail(f"{key}: {words.format(**{**values, name: wrong})}")


@pytest.mark.parametrize("language", Language)
def test_every_text_is_said_of_one_and_of_many(language: Language) -> None:
    numbers = [in_dwellings(language, n) for n in (1, 2)]
    for key in WITH_FORMS:
        words = TEXTS[key][tuple(Language).index(language)]
        others = dict.fromkeys(re.findall(r"\{(\w+)", words), "x")
        others |= {"level": "område", "levels": "områden"}
        said = [words.format(**{**others, **number}) for number in numbers]
        assert all("  " not in each and not set("{}|") & set(each) for each in said), key
        assert (said[0].replace("1", "2") != said[1]) == bool(forms_of(words)), key
        assert not UNCHOSEN.search(said[0].replace("1", "{number}")), (key, said[0])


# ---- Sentences as they are used


@pytest.mark.parametrize(
    ("key", "values", "swedish", "english"),
    [
        (
            "progress.sentence.open",
            {"counted": 1, "minimum": 500, "remaining": 1, "tenure": "x", "date": "y"},
            "1 x av minst 500 är räknad den y; 1 återstår.",
            "1 x of at least 500 counted on y; 1 remains.",
        ),
        (
            "check.undecided",
            {"number": 1},
            "1 bostad har ingen beslutad upplåtelseform och räknas inte",
            "1 dwelling has no decided tenure and does not count",
        ),
        (
            "report.expired_lead",
            {"number": 1},
            "1 markanvisning har löpt ut utan nytt beslut. Den räknas men är osäker.",
            "1 allocation has run out without a new decision. It counts but is at risk.",
        ),
        (
            "limits.stale",
            {"number": 1},
            "1 har inte kontrollerats på så länge att den kan vara inaktuell. "
            "Den är märkt i tabellen.",
            "1 was last verified so long ago that it may be out of date. The table marks it.",
        ),
        (
            "report.deciding_lead",
            {"number": 1},
            "Antalet för denna markanvisning skiljer sig mellan tolkningarna.",
            "The count of this allocation differs between the readings.",
        ),
        (
            "report.deciding_lead",
            {"number": 1200},
            "Antalet för dessa 1\N{NO-BREAK SPACE}200 markanvisningar skiljer sig mellan "
            "tolkningarna.",
            "The count of these 1,200 allocations differs between the readings.",
        ),
    ],
)
def test_sentences(key: str, values: dict[str, Any], swedish: str, english: str) -> None:
    for language, said in zip(Language, (swedish, english), strict=True):
        text = Locale(language)
        numbers = {k: text.number(v) if isinstance(v, int) else v for k, v in values.items()}
        assert text(key, **numbers) == said


def test_the_notes_of_a_check() -> None:
    areas = small_workspace().areas
    note = Note("other_area", {"target": "T", "number": 1, "tenure": "hyresratt"})
    assert note_text(note, areas, Locale("sv")).startswith("1 hyresrätt räknas inte")
    assert note_text(note, areas, Locale("en")).startswith("1 rented dwelling does not count")
    split = Note("split", {"plot": "P", "areas": 2})
    assert "ligger i 2 områden" in note_text(split, areas, Locale("sv"))


# ---- The same in the scripts of the map


@pytest.mark.parametrize("language", Language)
def test_the_map_chooses_the_same_forms(browser: Any, tmp_path: Path, language: Language) -> None:
    text = Locale(language)
    page = (
        f"<!doctype html><html lang={language}><title>t</title>"
        f"<script>{TOOLS.read_text('utf-8')}</script>"
    )
    visit = Visit(browser, tmp_path / "fill.html", page, 400)
    numbers = [0, 1, 2, 11, 21, 1001, 1_000_001]
    written = [text.number(n) for n in numbers] + [text.signed(-1), text.count(Count(1, None))]
    cases = [
        (words, {"number": number, "day": "1 maj"})
        for key, words in text.texts("map.js.").items()
        if key in ("dwellings", "many", "many_plots", "withdrawn", "year", "unknown")
        for number in written
    ]
    assert cases
    filled = visit.page.evaluate("(cases) => cases.map(([t, v]) => fillIn(t, v))", cases)
    assert filled == [words.format(**values) for words, values in cases]
    plain = visit.page.evaluate(
        "(n) => n.map((number) => fillIn('{number:a|b}', { number }))",
        [0, 1, 2, "0–1", "1–2", "1,5"],
    )
    assert "".join(plain) == "babbbb"
    visit.leave()


def test_the_texts_of_the_map_hold_no_form_within_a_form() -> None:
    for key, pair in TEXTS.items():
        if key.startswith("map.js."):
            assert not any("{" in spec for words in pair for _, spec in forms_of(words))
