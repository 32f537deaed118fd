"""What is written as TOML reads back: any text, as a key and as a value."""

from __future__ import annotations

import tomllib
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenuremix.io.fetching.said import plain_text
from tenuremix.io.fetching.vintages import sidecar_text
from tenuremix.io.fetching.workspace import settings_text
from tenuremix.io.importing.bring_in import remember, remembered

TEXTS = st.text() | st.sampled_from(["\x7f", "Antal\x7f", "\x00\x1f", '"""', "'''", "\u2028", "="])
ANY = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@ANY
@given(columns=st.dictionaries(TEXTS, st.sampled_from(["id", "namn", ""])))
def test_an_import_remembers_any_heading(tmp_path: Path, columns: dict[str, str]) -> None:
    settled = {"columns": columns, "constants": {"handelse": "markanvisning"}}
    remember(tmp_path, settled)
    assert remembered(tmp_path) == settled


@ANY
@given(TEXTS, st.lists(TEXTS))
def test_a_sidecar_keeps_any_text(words: str, notes: list[str]) -> None:
    stated = {"notes": notes, "title": words, "licence": None, "schematic": True}
    found = tomllib.loads(sidecar_text(stated))
    kept = {"notes": [*map(plain_text, notes)], "title": plain_text(words)}
    assert found == {**stated, **kept, "licence": ""}
    assert list(found) == ["title", "licence", "notes", "schematic"]


@ANY
@given(TEXTS, st.lists(TEXTS, min_size=1))
def test_a_new_workspace_states_any_name(name: str, files: list[str]) -> None:
    found = tomllib.loads(settings_text(name, files, files))
    assert found["title"].startswith(name)
    assert found["areas"] == found["stock"] == sorted(files)
