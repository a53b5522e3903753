"""The tables in the documentation against the files themselves, and the words of mappings against their documentation."""

import re
from pathlib import Path

import pytest

from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.ingest import MappingShape, UnknownLayout, is_for, read_file, read_mapping
from fiftysteps.evidence.ingest.boundaries import is_boundary_file, read_boundaries
from fiftysteps.evidence.ingest.known import get_layouts
from fiftysteps.evidence.ingest.mapping import MEANINGS, SPANS, YEARS, UnpivotShape
from fiftysteps.evidence.ingest.roles import ROLES

DOCS = Path(__file__).resolve().parents[3] / "docs"
MAPPINGS = {path.stem: read_mapping(path) for path in sorted(Path(__file__).with_name("mappings").glob("*.yaml"))}
ROW = re.compile(r"\| `(?P<file>[^`]+)` \| (?P<answer>.+?) \| (?:`(?P<mapping>[^`]+)`)? ?\|")


def list_rows() -> list[tuple[str, str, str]]:
    text = (DOCS / "methods" / "files-taken-in.md").read_text("utf-8")
    return [(row["file"], row["answer"], row["mapping"] or "") for row in ROW.finditer(text)]


def answer(path: Path, mapping: str) -> str:
    if is_boundary_file(path):
        outlines = read_boundaries(path)
        assert outlines.faults == ()
        return f"Taken in: {len(outlines.geometries):,} boundaries"
    try:
        intake = read_file(path, MAPPINGS.get(mapping))
    except UnknownLayout:
        return "Asks for a mapping"
    except PersonError as error:
        return f"Refused: {error}"
    assert intake.faults == ()
    assert not mapping or intake.layout == mapping
    return f"Taken in: {intake.rows.num_rows:,} {intake.table}"


@pytest.mark.parametrize(
    ("file", "answered", "mapping"),
    [pytest.param(*row, id="-".join(row[::2])) for row in list_rows()],
)  # fmt: skip
def test_each_file_is_answered_as_the_documentation_says(shared_data, file, answered, mapping):
    assert answer(shared_data / file, mapping) == answered


def test_every_file_is_in_the_documentation(shared_data):
    files = {path.relative_to(shared_data).as_posix() for path in shared_data.rglob("*") if path.is_file()}
    tables = {file for file in files if not file.endswith((".md", ".yaml"))}
    assert {file for file, _, _ in list_rows()} == tables


def test_every_mapping_is_used_and_named_as_its_file():
    used = {mapping for _, _, mapping in list_rows() if mapping}
    assert used == set(MAPPINGS) | {layout.id for layout in get_layouts()}
    assert all(mapping.id == name and mapping.files for name, mapping in MAPPINGS.items())


def test_every_mapping_is_for_the_files_that_it_is_used_with():
    for file, _, mapping in list_rows():
        if mapping in MAPPINGS:
            assert is_for(MAPPINGS[mapping], Path(file).name)


def test_every_word_of_a_mapping_is_documented():
    text = (DOCS / "guides" / "mapping-a-file.md").read_text("utf-8")
    words = {*MappingShape.model_fields, *UnpivotShape.model_fields, *ROLES, *MEANINGS, *YEARS, *SPANS} - {""}
    assert {word for word in words if f"`{word}`" not in text} == set()


def test_the_mapping_in_the_documentation_is_one():
    from fiftysteps.evidence.ingest import parse_mapping

    text = (DOCS / "guides" / "mapping-a-file.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert parse_mapping("m.yaml", example).unpivot is not None
