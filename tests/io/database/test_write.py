"""A shared database, written to: what it refuses, and what happens when two write at once."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

import psycopg
import pytest
from databases import NEEDS_SERVER, asked, content_of, rows_in, session
from psycopg.sql import SQL, Identifier, Placeholder

from tenuremix.errors import DataError, Fault
from tenuremix.io.database import connection as database
from tenuremix.io.database.rules import LISTS
from tenuremix.io.inputs.areas import read_areas
from tenuremix.io.inputs.register import read_register
from tenuremix.io.inputs.sidecar import Files
from tenuremix.io.inputs.source import read_table

pytestmark = NEEDS_SERVER

BASE: Mapping[str, object] = {
    "id": "N-1",
    "namn": "Nytt kvarter",
    "datum": "2025-03-31",
    "handelse": "markanvisning",
    "hyresratt": "40",
    "bostadsratt": 20,
    "omrade": "109",
}
STOCK: Mapping[str, object] = {
    "niva": "deso",
    "kod": "1480A0001",
    "datum": "2024-12-31",
    "hustyp": "smahus",
    "upplatelseform": "aganderatt",
    "antal": 7,
}
AREA: Mapping[str, object] = {"kod": "1", "namn": "Ett", "niva": "deso"}
CRS = "EPSG:3007"
W, S, E, N = 146400, 6397500, 146500, 6397600
SQUARE = f"POLYGON (({W} {S}, {E} {S}, {E} {N}, {W} {N}, {W} {S}))"


def append(url: str, *rows: Mapping[str, object], crs: str = CRS) -> int:
    columns = list(rows[0])
    values = [[row[column] for column in columns] for row in rows]
    return database.append_rows(url, columns, values, crs=crs)


def insert(url: str, table: str, row: Mapping[str, object]) -> None:
    """Add a row as another program would."""
    names = SQL(", ").join(Identifier(column) for column in row)
    values = SQL(", ").join([Placeholder()] * len(row))
    into = Identifier("tenuremix", table)
    with session(url) as connection:
        connection.execute(
            SQL("INSERT INTO {} ({}) VALUES ({})").format(into, names, values), list(row.values())
        )


def refused(url: str, *rows: Mapping[str, object], crs: str = CRS) -> Fault:
    before = rows_in(url, "register")
    with pytest.raises(DataError) as caught:
        append(url, *rows, crs=crs)
    assert rows_in(url, "register") == before
    for language in ("sv", "en"):
        assert caught.value.text(language)
    return caught.value.faults[0]


# What the tables refuse: each with the fault that a file would have


REFUSED = [
    ({"handelse": "markanv"}, "unknown_value", "handelse_kand"),
    ({"undergrupp": "barn"}, "unknown_value", "undergrupp_kand"),
    ({"undantag": "kanske", "diarienummer": "1"}, "unknown_value", "undantag_kant"),
    ({"atgard": "andra", "orsak": "fel"}, "unknown_value", "atgard_kand"),
    ({"hyresratt": -1}, "not_a_count", "hyresratt_helt"),
    ({"bostadsratt": -1}, "not_a_count", "bostadsratt_helt"),
    ({"aganderatt": -1}, "not_a_count", "aganderatt_helt"),
    ({"oklar": -1}, "not_a_count", "oklar_helt"),
    ({"handelse": "planerad", "sannolikhet": 1.5}, "not_a_share", "sannolikhet_andel"),
    ({"sannolikhet": 0.5}, "probability_stage", "sannolikhet_skede"),
    ({"forvantad": "2026-01-01"}, "expected_stage", "forvantad_skede"),
    ({"handelse": "planerad", "forvantad": "infinity"}, "year_range", "forvantad_dag"),
    ({"varav_hyresratt": 1}, "begun_stage", "varav_skede"),
    ({"handelse": "byggstart", "varav_hyresratt": -1}, "not_a_count", "varav_hyresratt_helt"),
    ({"handelse": "byggstart", "varav_bostadsratt": -1}, "not_a_count", "varav_bostadsratt_helt"),
    ({"handelse": "byggstart", "varav_aganderatt": -1}, "not_a_count", "varav_aganderatt_helt"),
    ({"undantag": "raknas"}, "exception_source", "undantag_diarienummer"),
    ({"undantag": "raknas", "diarienummer": " "}, "exception_source", "undantag_diarienummer"),
    ({"atgard": "stryk"}, "empty", "atgard_orsak"),
    ({"atgard": "ratta", "orsak": ""}, "empty", "atgard_orsak"),
    ({"id": " "}, "empty", ""),
    ({"id": None}, "empty", ""),
    ({"datum": None}, "empty", ""),
    ({"handelse": ""}, "empty", ""),
    ({"datum": "infinity"}, "year_range", "datum_dag"),
    ({"giltig_till": "-infinity"}, "year_range", "giltig_till_dag"),
    ({"registrerad": "infinity"}, "year_range", "registrerad_dag"),
    ({"datum": "2025-02-30"}, "db_failed", None),
    ({"datum": "mars"}, "db_failed", None),
    ({"hyresratt": "många"}, "db_failed", None),
    ({"hyresratt": 2**31}, "db_failed", None),
    ({"namn": "a\0b"}, "db_failed", None),
    ({"omrade": "finns inte"}, "unknown_code", "omrade_kant"),
    ({"wkt": "LINESTRING (0 0, 1 1)"}, "geometry_type", "geom_slag"),
    ({"wkt": "MULTIPOINT (0 0, 1 1)"}, "geometry_type", "geom_slag"),
    ({"wkt": "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"}, "geometry_invalid", "geom_giltig"),
    ({"wkt": "POLYGON EMPTY"}, "geometry_empty", "geom_tom"),
    ({"wkt": "POLYGON ((0 0"}, "wkt", None),
]


@pytest.mark.parametrize(("change", "key", "constraint"), REFUSED, ids=str)
def test_what_a_file_may_not_hold_the_register_refuses(
    steady: str, change: dict[str, object], key: str, constraint: str | None
) -> None:
    row = {**BASE, **change}
    good = dict.fromkeys(row) | dict(BASE) | {"id": "N-0"}
    fault = refused(steady, good, row)
    assert (fault.key, fault.row, fault.where) == (key, 2, steady)
    if constraint is not None and "wkt" not in change:
        # Nor does the table take it from another program.
        with pytest.raises(psycopg.IntegrityError) as caught:
            insert(steady, "register", row)
        assert (caught.value.diag.constraint_name or "") == constraint


@pytest.mark.parametrize(
    ("table", "row", "constraint"),
    [
        ("bestand", {**STOCK, "hustyp": "slott"}, "hustyp_kand"),
        ("bestand", {**STOCK, "upplatelseform": "oklar"}, "upplatelseform_kand"),
        ("bestand", {**STOCK, "antal": -1}, "antal_helt"),
        ("bestand", {**STOCK, "datum": "infinity"}, "datum_dag"),
        ("bestand", {**STOCK, "kod": " "}, ""),
        ("bestand", {**STOCK, "kalla": 99}, "bestand_kalla_fkey"),
        ("kallor", {"tabell": "annat"}, "tabell_kand"),
        ("kallor", {"tabell": "bestand", "suppressed_max": -1}, "suppressed_max_antal"),
    ],
)
def test_what_the_other_tables_refuse(
    steady: str, table: str, row: dict[str, object], constraint: str
) -> None:
    with pytest.raises(psycopg.IntegrityError) as caught:
        insert(steady, table, row)
    assert (caught.value.diag.constraint_name or "") == constraint


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ({**AREA, "kod": ""}, ""),
        ({**AREA, "niva": None}, ""),
        ({**AREA, "geom": "SRID=3007;POINT (0 0)"}, "geom_slag"),
        ({**AREA, "geom": "SRID=3007;POLYGON EMPTY"}, "geom_tom"),
        ({**AREA, "foralder": "finns inte"}, "foralder_kand"),
    ],
)
def test_what_no_area_may_be(empty: str, row: dict[str, object], constraint: str) -> None:
    with pytest.raises(psycopg.IntegrityError) as caught:
        insert(empty, "omraden", row)
    assert (caught.value.diag.constraint_name or "") == constraint


@pytest.mark.parametrize("geometry", ["SRID=3006;POINT (0 0)", "SRID=3007;POINT Z (0 0 1)"])
def test_another_srid_and_heights_are_refused(steady: str, geometry: str) -> None:
    with pytest.raises(psycopg.DataError):
        insert(steady, "register", {**BASE, "geom": geometry})


def test_the_refusal_says_what_was_found(empty: str) -> None:
    with pytest.raises(DataError) as caught:
        append(empty, BASE | {"handelse": "markanv"})
    assert caught.value.text("sv") == (
        f'{empty}, rad 1: okänd handelse "markanv".\n'
        f"Väntade {', '.join(LISTS['handelse'])}.\n"
        "Försök: rätta det som anges och kör `tenuremix validate`, som listar alla fel på en gång."
    )
    fault = refused(empty, BASE | {"nagot": "x"})
    assert (fault.key, fault.row) == ("db_failed", 1)
    assert "nagot" in str(fault.values["detail"])
    fault = refused(empty, BASE | {"wkt": "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"})
    assert "Self-intersection" in str(fault.values["found"])


def test_a_decision_stands_once_and_is_corrected_by_another_row(empty: str) -> None:
    assert append(empty, BASE) == 1
    fault = refused(empty, BASE | {"id": " N-1 "})
    assert fault.key == "duplicate"
    assert "N-1 2025-03-31 markanvisning" in str(fault.values["found"])
    correction = BASE | {"atgard": "ratta", "orsak": "fel antal", "hyresratt": 41}
    struck = BASE | {"atgard": "stryk", "orsak": "dubbel"}
    assert append(empty, correction, struck) == 2
    # What has been struck may be decided anew, and once.
    assert append(empty, BASE) == 1
    assert refused(empty, BASE).key == "duplicate"
    assert append(empty, BASE | {"id": "N-2", "atgard": "", "orsak": ""}) == 1
    assert refused(empty, BASE | {"id": "N-2"}).key == "duplicate"
    assert refused(empty, struck | {"id": "N-9"}).key == "db_refused"


# Rows are added, never changed


@pytest.mark.parametrize("table", ["kallor", "omraden", "bestand", "register"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET inlagd_av = 'x'",
        "UPDATE {} SET inlagd_av = 'x' WHERE false",
        "DELETE FROM {}",
        "TRUNCATE {} CASCADE",
        "INSERT INTO {} ({key}) VALUES (1) ON CONFLICT ({key}) DO UPDATE SET inlagd_av = 'x'",
        "MERGE INTO {} USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE",
    ],
)
def test_nothing_is_changed_or_taken_away(steady: str, table: str, statement: str) -> None:
    before = content_of(steady, table)
    key = "nr" if table == "kallor" else "rad"
    written = statement.format(f"tenuremix.{table}", key=key)
    with pytest.raises(psycopg.Error) as caught:
        asked(steady, written.replace("VALUES", "OVERRIDING SYSTEM VALUE VALUES"))
    assert re.fullmatch(
        r"Rader i \w+ läggs till, de ändras eller tas aldrig bort \((UPDATE|DELETE|TRUNCATE)\)\.",
        str(caught.value.diag.message_primary),
    )
    assert content_of(steady, table) == before


def test_the_database_says_who_added_a_row_and_when(empty: str) -> None:
    forged = {**BASE, "inlagd_av": "någon annan", "inlagd_nar": "1999-01-01"}
    insert(empty, "register", forged)
    query = """SELECT inlagd_av = session_user, now() - inlagd_nar < interval '1 minute'
        FROM tenuremix.register"""
    assert asked(empty, query) == [(True, True)]


def vintage(url: str, day: str, codes: Sequence[str], level: str = "primaromrade") -> None:
    with session(url) as connection, connection.transaction():
        for code in codes:
            connection.execute(
                "INSERT INTO tenuremix.bestand (niva, kod, datum, hustyp, upplatelseform, antal)"
                " VALUES (%s, %s, %s, 'smahus', 'aganderatt', 1)",
                (level, code, day),
            )


def test_areas_come_together_and_once(filled: str) -> None:
    for level in ("primaromrade", "kvarter"):
        with pytest.raises(psycopg.IntegrityError, match="Områdena finns redan"):
            insert(filled, "omraden", {"kod": "999", "niva": level})


def test_two_levels_without_a_parent_are_refused(empty: str) -> None:
    add = "INSERT INTO tenuremix.omraden (kod, niva) VALUES ('1', 'kvarter'), ('1', 'stadsdel')"
    with pytest.raises(psycopg.IntegrityError, match="flera nivåer saknar förälder"):
        asked(empty, add)
    assert rows_in(empty, "omraden") == 0


def test_a_vintage_comes_whole_and_once(filled: str) -> None:
    found = asked(filled, "SELECT kod FROM tenuremix.omraden WHERE niva = 'primaromrade'")
    codes = [code for (code,) in found]
    late = {**STOCK, "niva": "primaromrade", "kod": codes[0], "datum": "2025-12-31"}
    with pytest.raises(psycopg.IntegrityError, match="Beståndet den 2025-12-31 på nivån primar"):
        insert(filled, "bestand", late)
    for there, words in (
        (codes[:1], "saknar områden: "),
        (codes[1:], rf"saknar områden: {codes[0]}\."),
        ([*codes, "999"], "koder som inte finns på nivån primaromrade: 999"),
    ):
        with pytest.raises(psycopg.IntegrityError, match=words):
            vintage(filled, "2026-12-31", there)
    vintage(filled, "2026-12-31", codes)
    with pytest.raises(psycopg.IntegrityError, match="2026-12-31"):
        insert(filled, "bestand", late | {"datum": "2026-12-31", "hustyp": "special"})
    vintage(filled, "2026-12-31", ["1480A0001"], "deso")
    with pytest.raises(psycopg.IntegrityError, match="Nivån kvarter finns inte"):
        vintage(filled, "2026-12-31", ["1"], "kvarter")


def test_two_who_add_the_same_vintage_at_once_do_not_mix(empty: str) -> None:
    add = """INSERT INTO tenuremix.bestand (niva, kod, datum, hustyp, upplatelseform)
        VALUES ('deso', %s, '2026-12-31', 'smahus', 'aganderatt')"""
    with psycopg.connect(empty) as first, psycopg.connect(empty) as second:
        first.execute(add, ("a",))
        second.execute("SET lock_timeout = '200ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            second.execute(add, ("b",))
        second.rollback()
        first.commit()
        with pytest.raises(psycopg.IntegrityError, match="finns redan"):
            second.execute(add, ("b",))


# Adding rows


def test_what_is_added_reads_back(filled: str) -> None:
    rows = [
        BASE | {"wkt": SQUARE, "namn": " A\u030a ", "omrade": "", "datum_angivet": "2025-03"},
        BASE | {"id": "N-2", "wkt": None, "namn": "", "omrade": "109", "datum_angivet": None},
    ]
    assert append(filled, *rows) == 2
    table = read_table(f"{filled}|layername=register", name="register")
    first, second = table.rows[-2:]
    assert (first.values["id"], first.values["namn"]) == ("N-1", "Å")
    assert first.values["omrade"] is None
    assert first.values["datum_angivet"] == "2025-03"
    assert first.geometry is not None
    assert first.geometry.wkt == SQUARE
    assert second.geometry is None
    areas = read_areas(Files([f"{filled}|layername=omraden"]))
    register = read_register(Files([f"{filled}|layername=register"]), areas)
    assert register.decisions["N-2"][0].place.area == "109"


def test_places_are_brought_to_the_srid_of_the_table(empty: str) -> None:
    append(empty, BASE | {"wkt": "POINT Z (319285 6400158 12)"}, crs="EPSG:3006")
    found = asked(
        empty,
        """SELECT ST_SRID(geom), ST_Distance(geom,
            ST_Transform('SRID=3006;POINT (319285 6400158)'::geometry, 3007)) < 0.001
        FROM tenuremix.register""",
    )
    assert found == [(3007, True)]


def test_rows_are_added_to_the_register_alone(filled: str, plain: str) -> None:
    for url in (plain, f"{filled}|layername=public.spatial_ref_sys"):
        with pytest.raises(DataError) as caught:
            append(url, BASE)
        assert caught.value.faults[0].key == "db_absent"


# Two at once


WRITER = """
import sys
from tenuremix.errors import DataError
from tenuremix.io.database import connection as database
from tenuremix.io.database.connection import append_rows

database._LOCK_WAIT = "0"  # however long the others take
url, name, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for n in range(times):
    rows = [[f"{name}-{n}-{k}", "2025-01-01", "planerad", "109"] for k in range(3)]
    append_rows(url, ["id", "datum", "handelse", "omrade"], rows, crs="EPSG:3007")
"""


LOCKS = """SELECT count(*) FROM pg_locks
    WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


def start(*arguments: str, code: str = WRITER) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def end(processes: Sequence[subprocess.Popen[str]]) -> list[str]:
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    found = [process.communicate()[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return found


def test_many_writers_lose_nothing(empty: str) -> None:
    writers, times = 4, 6
    end([start(empty, f"W{n}", str(times)) for n in range(writers)])
    ids = [id_ for (id_,) in asked(empty, "SELECT id FROM tenuremix.register ORDER BY rad")]
    assert len(ids) == len(set(ids)) == writers * times * 3
    # The rows of one write stand together: no other came in between.
    for at in range(0, len(ids), 3):
        together = {id_.rpartition("-")[0] for id_ in ids[at : at + 3]}
        assert len(together) == 1


ONCE = """
import sys
from tenuremix.io.database.connection import append_rows, in_turn
from tenuremix.io.inputs.source import read_table

print("ready", flush=True)
sys.stdin.readline()
with in_turn(sys.argv[1]):
    seen = len(read_table(sys.argv[1] + "|layername=register").numbers)
    row = [f"{sys.argv[2]}-{seen}", "2025-01-01", "planerad", "109"]
    append_rows(sys.argv[1], ["id", "datum", "handelse", "omrade"], [row], crs="EPSG:3007")
"""


def test_who_holds_the_register_reads_it_as_it_will_be_added_to(empty: str) -> None:
    end([start(empty, f"W{n}", code=ONCE) for n in range(4)])
    found = asked(empty, "SELECT right(id, 1) FROM tenuremix.register ORDER BY rad")
    assert found == [("0",), ("1",), ("2",), ("3",)]


def test_the_order_of_rows_is_the_order_of_commits(empty: str) -> None:
    """Another program that has a row in hand holds up the next, so none slips in below."""
    with psycopg.connect(empty) as other:
        other.execute(
            "INSERT INTO tenuremix.register (id, datum, handelse, omrade)"
            " VALUES ('A', now(), 'planerad', '109')"
        )
        waiting = start(empty, "B", code=ONCE)
        assert waiting.stdin is not None
        waiting.stdin.write("\n")
        waiting.stdin.flush()
        while asked(empty, f"{LOCKS} AND NOT granted") == [(0,)]:
            assert waiting.poll() is None
            time.sleep(0.02)
        other.commit()
        waiting.communicate()
    found = asked(empty, "SELECT id FROM tenuremix.register ORDER BY rad")
    assert found == [("A",), ("B-1",)]


SLOW = """
import sys, time
from tenuremix.io.database.connection import append_rows

class Slow(list):
    def __iter__(self):
        for n, row in enumerate(super().__iter__()):
            if n:
                print("ready", flush=True)
                time.sleep(60)
            yield row

rows = Slow([f"S-{n}", "2025-01-01", "planerad", "109"] for n in range(2))
append_rows(sys.argv[1], ["id", "datum", "handelse", "omrade"], rows, crs="EPSG:3007")
"""


def test_a_writer_that_is_killed_leaves_nothing(empty: str) -> None:
    process = start(empty, code=SLOW)
    with session(empty) as connection:
        held = connection.execute(f"{LOCKS} AND locktype = 'advisory'")
        assert held.fetchone() == (1,)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert append(empty, BASE) == 1
    assert [id_ for (id_,) in asked(empty, "SELECT id FROM tenuremix.register")] == ["N-1"]


def test_a_server_that_goes_away_is_told(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    turn = database.wait_turn

    def cut(connection: database.Connection, table: database.Own) -> None:
        turn(connection, table)
        with session("postgresql:///postgres") as server:
            server.execute("SELECT pg_terminate_backend(%s)", (connection.info.backend_pid,))

    monkeypatch.setattr(database, "wait_turn", cut)
    fault = refused(empty, BASE)
    assert fault.key == "db_lost"


def test_one_who_waits_too_long_is_told(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_LOCK_WAIT", "200ms")
    with psycopg.connect(empty) as other:
        other.execute(
            "INSERT INTO tenuremix.register (id, datum, handelse, omrade)"
            " VALUES ('A', now(), 'planerad', '109')"
        )
        fault = refused(empty, BASE)
        assert fault.key == "import_locked"
        other.rollback()
