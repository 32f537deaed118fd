"""A shared database that holds what no reader can take: named and set aside, and all else answered.

What gets in is held to the same rules by the tables themselves.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from commanded import app
from databases import NEEDS_SERVER, asked, rows_in, session, slip_in
from typer.testing import CliRunner, Result

from tenuremix.counting.decisions import Event
from tenuremix.errors import DataError
from tenuremix.io.database.connection import append_rows
from tenuremix.io.inputs.areas import read_areas
from tenuremix.io.inputs.new_workspace import make_workspace
from tenuremix.io.inputs.register import read_register
from tenuremix.io.inputs.sidecar import Files

pytestmark = NEEDS_SERVER


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, result.output
    return result


def data(*arguments: str, code: int = 0) -> Any:
    return json.loads(run(*arguments, "--format", "json", code=code).stdout)


@pytest.fixture
def shared(filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Stand in a workspace of which areas, stock and register are in a database."""
    make_workspace(tmp_path / "stad", lambda _: b"", exempel=True, publika=True)
    monkeypatch.chdir(tmp_path / "stad")
    file = Path("tenuremix.toml")
    settings = file.read_text(encoding="utf-8")
    for kind in ("areas", "stock", "register"):
        settings = re.sub(rf"(?ms)^{kind} = (\[.*?\]|\".*?\")$", f'{kind} = "{filled}"', settings)
    settings = re.sub(r"(?m)^import_to = .*$", f'import_to = "{filled}"', settings)
    file.write_text(settings, encoding="utf-8")
    return filled


FIRST = {"id": "Q-9", "namn": "x", "datum": "2025-02-05", "handelse": "markanvisning"}
THERE = {"omrade": "109", "hyresratt": 50}
BAD: dict[str, list[dict[str, object]]] = {
    "no_place": [{**FIRST, "hyresratt": 50}],
    "before_first": [{**FIRST, **THERE, "handelse": "andring"}],
    "after_withdrawal": [
        {**FIRST, **THERE},
        {**FIRST, "datum": "2025-02-06", "handelse": "aterkallad"},
        {**FIRST, "datum": "2025-02-07", "handelse": "byggstart"},
    ],
    "begun_more": [
        {**FIRST, **THERE},
        {**FIRST, "datum": "2025-02-06", "handelse": "byggstart", "varav_hyresratt": 51},
    ],
    "change_blank": [
        {**FIRST, **THERE},
        {**FIRST, "datum": "2025-02-06", "handelse": "andring", "bostadsratt": 3},
    ],
    "swapped": [{**FIRST, "hyresratt": 50, "geom": "SRID=3007;POINT (6397520 147000)"}],
    "wrong_crs": [{**FIRST, "hyresratt": 50, "geom": "SRID=3007;POINT (11.97 57.7)"}],
    "far_away": [{**FIRST, "hyresratt": 50, "geom": "SRID=3007;POINT (900000 7400000)"}],
    "null_island": [{**FIRST, "hyresratt": 50, "geom": "SRID=3007;POINT (0 0)"}],
    "correction_unknown": [{**FIRST, "atgard": "stryk", "orsak": "fel"}],
    "unknown_code": [{**FIRST, "omrade": "finns inte"}],
    "letters_lost": [{**FIRST, **THERE, "namn": "Kvarteret \N{REPLACEMENT CHARACTER}kern"}],
    "same_as_none": [{**FIRST, **THERE, "samma_som": "finns inte"}],
}


@pytest.mark.parametrize("key", BAD)
def test_one_row_keeps_nobody_out(shared: str, key: str, tmp_path: Path) -> None:
    *sound, bad = BAD[key]
    for row in sound:
        slip_in(shared, "register", **row)
    point = ("check", "--point", "147000,6397520", "--hyresratt", "80")
    before = data("progress"), data(*point)
    slip_in(shared, "register", **bad)
    after = data("progress"), data(*point)
    for one, other in zip((*before[0], before[1]), (*after[0], after[1]), strict=True):
        (aside,) = other.pop("set_aside")
        assert one.pop("set_aside") == []
        assert (aside["allocation"], aside["date"]) == (bad["id"], bad["datum"])
        assert aside["dwellings"].get("hyresratt") == bad.get("hyresratt")
        one.pop("sources", None)
        other.pop("sources", None)
        assert one == other
    line = next(line for line in run("progress").stdout.splitlines() if "åt sidan" in line)
    assert "Q-9" in line
    assert ("50 hyresrätter" in line) is (bad.get("hyresratt") == 50)
    told = run("validate", code=1)
    assert "Q-9" in told.stderr
    (found,) = (each for each in data("validate", code=1) if each["level"] == "fault")
    assert found["fault"] == key
    assert found["remedy"] in told.stderr.replace("\n", " ")
    # What is said to take it away does.
    with session(shared) as connection:
        connection.execute(found["remedy"])
    assert [each for each in data("validate") if each["level"] == "fault"] == []
    run("report", "--year", "2025", "--output", str(tmp_path / "r.html"))


def test_a_stryk_is_imported_though_what_it_strikes_is_at_fault(shared: str) -> None:
    slip_in(shared, "register", **BAD["no_place"][0])
    slip_in(shared, "register", **{**BAD["swapped"][0], "id": "Q-10"})
    head = "id;namn;datum;handelse;hyresratt;omrade;atgard;orsak"
    file = Path("s.csv")
    file.write_text(f"{head}\nQ-9;x;2025-02-05;markanvisning;50;109;;\n", encoding="utf-8")
    assert "ställt åt sidan" in run("import", "s.csv", code=1).stderr
    rows = "Q-9;;2025-02-05;markanvisning;;;stryk;fel\nQ-9;x;2025-02-05;markanvisning;50;109;;\n"
    file.write_text(f"{head}\n{rows}", encoding="utf-8")
    assert [r["outcome"] for r in data("import", "s.csv")["rows"]] == ["new", "struck"]
    (left,) = (each for each in data("validate", code=1) if each["level"] == "fault")
    assert "Q-10" in left["remedy"]
    assert data("history", "Q-9")["decisions"][0]["dwellings"]["hyresratt"] == 50


def test_a_row_that_lacks_only_its_place_is_put_right_by_a_correction(shared: str) -> None:
    slip_in(shared, "register", **BAD["no_place"][0])
    text = "id;namn;datum;handelse;hyresratt;omrade;atgard;orsak\n"
    text += "Q-9;;2025-02-05;markanvisning;;109;ratta;platsen saknades\n"
    Path("s.csv").write_text(text, encoding="utf-8")
    assert [r["outcome"] for r in data("import", "s.csv")["rows"]] == ["corrected"]
    assert [each for each in data("validate") if each["level"] == "fault"] == []


def test_two_rows_of_one_allocation_are_struck_one_by_one(shared: str) -> None:
    for number, event in enumerate(("andring", "byggstart"), start=1):
        slip_in(shared, "register", **{**FIRST, "datum": f"2025-03-0{number}", "handelse": event})
    remedies = [each["remedy"] for each in data("validate", code=1) if each["level"] == "fault"]
    assert len(remedies) == 2
    for remedy in remedies:
        asked(shared, remedy)
    run("validate")


def test_hostile_ids_are_struck_by_what_is_told(shared: str) -> None:
    for id_ in ("O'Brien'; DROP TABLE x; --", "a\nb", "a\\b\x1b[2J"):
        slip_in(shared, "register", **{**FIRST, "id": id_})
    told = run("validate", code=1).stderr
    assert "\x1b" not in told
    for each in data("validate", code=1):
        if each["level"] == "fault":
            asked(shared, each["remedy"])
    run("validate")


def test_a_file_register_stays_strict_and_its_row_may_be_struck(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_workspace(tmp_path / "stad", lambda _: b"", exempel=True, publika=True)
    monkeypatch.chdir(tmp_path / "stad")
    head = "id,namn,datum,handelse,hyresratt,bostadsratt,aganderatt,oklar,omrade,wkt\n"
    register = Path("markanvisningar/register.csv")
    register.write_text(
        f"{head}Q-9,x,2025-02-05,markanvisning,50,,,,,\nQ-8,y,2025-02-05,markanvisning,x,,,,109,\n",
        encoding="utf-8",
    )
    assert len(data("validate", code=1)) == 2
    strike = "id;datum;handelse;atgard;orsak\n{};2025-02-05;markanvisning;stryk;fel\n"
    Path("s.csv").write_text(strike.format("Q-9"), encoding="utf-8")
    assert "Q-8" not in run("import", "s.csv", code=1).stdout
    both = strike.format("Q-9") + "Q-8;2025-02-05;markanvisning;stryk;fel\n"
    Path("s.csv").write_text(both, encoding="utf-8")
    assert [r["outcome"] for r in data("import", "s.csv")["rows"]] == ["struck", "struck"]
    assert [each for each in data("validate") if each["level"] == "fault"] == []


def test_a_part_of_a_vintage_is_set_aside(shared: str) -> None:
    before = data("areas")
    cell = {"niva": "primaromrade", "hustyp": "flerbostadshus", "upplatelseform": "hyresratt"}
    slip_in(shared, "bestand", **cell, kod="109", datum="2026-12-31", antal=5)
    slip_in(shared, "bestand", **cell, kod="998", datum="2027-12-31", antal=5)
    for day in ((), ("--as-of", "2028-01-15")):
        after = data("areas", *day)
        assert [a["dwellings"] for a in after] == [a["dwellings"] for a in before]
    faults = [each for each in data("validate", code=1) if each["level"] == "fault"]
    assert [each["fault"] for each in faults] == ["stock_part", "edition_codes"]
    assert ["2026-12-31" in faults[0]["found"], "998" in faults[1]["found"]] == [True, True]
    assert "åt sidan" in run("progress").stdout
    for fault in faults:
        with session(shared) as connection:
            connection.execute(fault["remedy"])
    run("validate")


# What the tables refuse

WORDS = {
    "no_place": "varken geometri eller område",
    "before_first": "kommer före markanvisningen",
    "after_withdrawal": "har återkallats",
    "begun_more": "fler än de bostäder som står",
    "change_blank": "utan nytt antal",
    "swapped": "omkastade",
    "wrong_crs": "longitud och latitud",
    "far_away": "mer än 100 km",
    "null_island": "är ingen plats",
    "correction_unknown": "att rätta eller stryka",
    "unknown_code": "finns inte bland områdena",
    "letters_lost": "förlorat bokstäver",
    "same_as_none": "är ingen annan markanvisning",
}


def add(connection: psycopg.Connection[Any], row: dict[str, object]) -> None:
    from psycopg.sql import SQL, Identifier, Placeholder

    names = SQL(", ").join(map(Identifier, row))
    values = SQL(", ").join([Placeholder()] * len(row))
    statement = SQL("INSERT INTO tenuremix.register ({}) VALUES ({})").format(names, values)
    connection.execute(statement, list(row.values()))


@pytest.mark.parametrize("key", BAD)
def test_the_tables_refuse_it_in_words(filled: str, key: str) -> None:
    *sound, bad = BAD[key]
    with session(filled) as connection:
        for row in sound:
            add(connection, row)
        before = rows_in(filled, "register")
        with pytest.raises(psycopg.IntegrityError, match=WORDS[key]):
            add(connection, bad)
    assert rows_in(filled, "register") == before


def test_rows_of_one_transaction_are_judged_together(filled: str) -> None:
    later = {**FIRST, "datum": "2025-03-01", "handelse": "byggstart"}
    with session(filled) as connection:
        with connection.transaction():
            add(connection, later)
            add(connection, {**FIRST, **THERE})
        # What others follow upon is not struck from under them.
        struck = {**FIRST, "atgard": "stryk", "orsak": "fel"}
        with pytest.raises(psycopg.IntegrityError, match="kommer före markanvisningen"):
            add(connection, struck)
        with connection.transaction():
            add(connection, struck)
            add(connection, {**later, "atgard": "stryk", "orsak": "fel"})


def test_another_isolation_would_not_see_what_others_wrote(filled: str) -> None:
    with session(filled) as connection:
        connection.execute("SET default_transaction_isolation = 'repeatable read'")
        with pytest.raises(psycopg.IntegrityError, match="READ COMMITTED"):
            add(connection, {**FIRST, **THERE})
    # An import says itself how it writes.
    columns, row = ["id", "datum", "handelse", "omrade"], ["Q-1", "2025-05-05", "planerad", "109"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGOPTIONS", "-c default_transaction_isolation=serializable")
        assert append_rows(filled, columns, [row], crs="EPSG:3007") == 1


def _random_rows(draw: random.Random) -> list[dict[str, object]]:
    """Draw decisions of one allocation: most make sense, as most of a register does."""
    rows: list[dict[str, object]] = []
    day = date(2024, 1, 1)
    for _ in range(draw.randint(1, 5)):
        day += timedelta(draw.choice((0, 1, 30)))
        event = draw.choice(list(Event))
        row: dict[str, object] = {"id": "R-1", "datum": day.isoformat(), "handelse": event.value}
        if not rows or draw.random() < 0.2:
            row["omrade"] = draw.choice(("109", "109", None))
        for tenure in ("hyresratt", "bostadsratt", "oklar"):
            row[tenure] = draw.choice((None, None, 0, 5, 10))
        if event is Event.BYGGSTART:
            row["varav_hyresratt"] = draw.choice((None, 0, 5, 10))
        if rows and draw.random() < 0.3:
            past = draw.choice(rows)
            row |= {"datum": past["datum"], "handelse": past["handelse"], "orsak": "fel"}
            row["atgard"] = draw.choice(("ratta", "stryk"))
            if row["handelse"] != "byggstart":
                row.pop("varav_hyresratt", None)
        rows.append({key: value for key, value in row.items() if value is not None})
    return rows


def test_the_tables_and_the_reader_judge_alike(filled: str, empty: str) -> None:
    """Row by row the tables take just what the reader takes with what stood before."""
    areas = read_areas(Files([f"{filled}|layername=omraden"]))
    source = Files([f"{empty}|layername=register"])
    outcomes = {True: 0, False: 0}

    def reader_takes() -> bool:
        return not read_register(Files(source.inputs), areas).set_aside

    with session(empty) as connection:
        for seed in range(100):
            rows = _random_rows(random.Random(seed))  # noqa: S311 - the same each time
            stood: list[dict[str, object]] = []
            for row in rows:
                takes = _taken(connection, row)
                # What would the reader say, had the row come past the tables?
                if not takes:
                    slip_in(empty, "register", **row)
                assert reader_takes() is takes, (seed, stood, row)
                outcomes[takes] += 1
                if not takes:
                    _without_last(connection)
                else:
                    stood.append(row)
            _without_last(connection, "true")
    assert min(outcomes.values()) > 40


def _taken(connection: psycopg.Connection[Any], row: dict[str, object]) -> bool:
    try:
        add(connection, row)
    except psycopg.IntegrityError:
        return False
    return True


def _without_last(
    connection: psycopg.Connection[Any],
    which: str = "rad = (SELECT max(rad) FROM tenuremix.register)",
) -> None:
    connection.execute("SET session_replication_role = replica")
    connection.execute(f"DELETE FROM tenuremix.register WHERE {which}".encode())  # noqa: S608
    connection.execute("SET session_replication_role = origin")


# Several at once, and one sign-in


def test_eight_who_import_at_once_lose_nothing(shared: str) -> None:
    writers, each = 8, 250
    head = "id;namn;datum;handelse;hyresratt;omrade\n"
    for n in range(writers):
        rows = (f"W{n}-{k};x;2025-01-01;markanvisning;1;109\n" for k in range(each))
        Path(f"{n}.csv").write_text(head + "".join(rows), encoding="utf-8")
    before = rows_in(shared, "register")
    command = [sys.executable, "-m", "tenuremix", "import"]
    running = [subprocess.Popen([*command, f"{n}.csv"], stdout=subprocess.DEVNULL)
               for n in range(writers)]  # fmt: skip
    assert [process.wait(timeout=240) for process in running] == [0] * writers
    found = [id_ for (id_,) in asked(shared, "SELECT id FROM tenuremix.register WHERE id ~ '^W'")]
    assert len(found) == len({*found}) == writers * each
    assert rows_in(shared, "register") == before + writers * each
    # A clash is told: the same decision with another number.
    Path("0.csv").write_text(head + "W0-0;x;2025-01-01;markanvisning;2;109\n", encoding="utf-8")
    assert "hyresratt 1 → 2" in run("import", "0.csv", code=1).stderr


@pytest.mark.parametrize(
    "command",
    [
        ("progress",),
        ("validate",),
        ("import", "a.csv"),
        ("check", "--point", "147000,6397520", "--hyresratt", "80"),
    ],
)
def test_a_command_signs_in_once(
    shared: str, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "id;namn;datum;handelse;hyresratt;omrade\nW-1;x;2025-01-01;markanvisning;1;109\n"
    Path("a.csv").write_text(text, encoding="utf-8")
    made: list[str] = []
    connect = psycopg.connect

    def counted(url: str, **options: Any) -> Any:
        made.append(url)
        return connect(url, **options)

    monkeypatch.setattr(psycopg, "connect", counted)
    run(*command)
    assert made == [shared]
    backends = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tenuremix'"
    monkeypatch.undo()
    assert asked(shared, f"{backends} AND datname = current_database()") == [(0,)]


def test_what_the_tables_refuse_an_import_tells(filled: str) -> None:
    columns = ["id", "datum", "handelse"]
    with pytest.raises(DataError) as caught:
        append_rows(filled, columns, [["Q-1", "2025-05-05", "andring"]], crs="EPSG:3007")
    assert caught.value.faults[0].key == "db_refused"
    said = caught.value.text("sv")
    assert "kommer före markanvisningen" in said
    assert "PGUSER" not in said
