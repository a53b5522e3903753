"""Whatever stands in the files, a load ends in a report or in sentences."""

import shutil

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fiftysteps.config.load import check_workspace, load_workspace
from fiftysteps.core.errors import PersonError
from tests.workspaces import FILES, WorkspaceFolder

# What upsets readers of YAML and CSV, and what upsets databases.
SPLINTERS = st.sampled_from(
    [
        "", " ", "\n", "\t", "\r", ":", ": ", "- ", "-", "#", "&a ", "*a ", "!x ", "|", ">", "'", '"', "{", "}", "[", "]",
        ",", ";", "?", "%", "@", "`", "\\", "---\n", "...", "~", "null", "true", "no", "0", "-1", "1e400", ".nan", ".inf",
        "010", "99999999999999999999", "2025-02-30", "2021/23", "<<: ", "\x00", "\x1b[31m", "\u2028", "\ufeff", "é", "😀",
        "\u202e", "=1+1", "x" * 5000, "<script>", "{sentence}", "id: ", "number: ",
    ]
)  # fmt: skip


@st.composite
def mutations(draw):
    """Return the name of a file and its content with a part cut out, doubled, or replaced."""
    name = draw(st.sampled_from(sorted(FILES)))
    text = FILES[name]
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 30)))
    new = draw(st.one_of(SPLINTERS, st.text(max_size=8), st.just(text[start:end] * 2)))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    return name, (text[:start] + new + text[end:]).encode(encoding, errors="replace")


def break_workspace(folder, broken):
    shutil.rmtree(folder, ignore_errors=True)
    workspace = WorkspaceFolder(folder)
    for name, content in broken:
        workspace.write(name, content)
    return workspace


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(mutations(), min_size=1, max_size=3))
def test_any_mutation_is_read_or_refused_in_sentences(tmp_path, broken):
    workspace = break_workspace(tmp_path / "workspace", broken)
    try:
        check_workspace(workspace.folder)
    except PersonError as error:
        assert str(error).isprintable() or "\n" in str(error)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(mutations(), min_size=1, max_size=1))
def test_any_mutation_is_loaded_or_refused_in_sentences(tmp_path, broken):
    workspace = break_workspace(tmp_path / "workspace", broken)
    with transaction.atomic():
        try:
            load_workspace(workspace.folder)
        except PersonError as error:
            assert str(error)
        transaction.set_rollback(True)
