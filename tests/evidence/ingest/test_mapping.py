import pytest

from fiftysteps.evidence.ingest import is_for, parse_mapping, read_mapping
from tests.evidence.ingest.tables import PLAIN, get_error


def test_a_mapping_is_read_from_its_file(tmp_path):
    (tmp_path / "m.yaml").write_text(PLAIN + "files: ['*.CSV', a*]\nsymbols: {'-': zero}\n", "utf-8")
    mapping = read_mapping(tmp_path / "m.yaml")
    assert (mapping.id, mapping.columns["area"], mapping.symbols) == ("plain", ("area",), {"-": "zero"})
    assert is_for(mapping, "B.csv")
    assert not is_for(mapping, "b.xls")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("wrong: 1", 'm.yaml, line 6: "wrong" is not a key that can stand here'),
        ("years: lunar", 'm.yaml, line 6: "years" must be empty, or one of calendar, financial, academic, rolling'),
        ("symbols: {x: what}", "whose meaning must be one of missing, suppressed, not-applicable, low, zero, left-out"),
        ("words: {sexx: {a: b}}", "which is no role (did you mean \"sex\"?)"),
        ("words: [a]", "\"words\" must be a group of keys, each with \": \" and its value"),
        ("keep: {a: }", '"keep" must be texts: put quotes round each of them'),
        ("sheet_is: value", '"sheet_is" must be empty, or one of area'),
        ("unpivot: {columns: a, into: nonsense}", '"into" has "nonsense", which is no role of words'),
        ("unpivot: {columns: a, into: values}", 'say under "roles" what the words of the heading mean'),
        ("unpivot: {columns: a, into: values, roles: {x: wrong}}", "which is no role"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_mapping_is_said_with_its_line(change, fault):
    assert fault in get_error(parse_mapping, "m.yaml", PLAIN + change)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- a", "m.yaml, line 1: a mapping is written as keys, each with its value"),
        ("id: a\ntable: counts", 'nothing says where the "count" is: name its column, or "unpivot" columns into it'),
        ("id: a\ntable: counts", 'nothing says the "period": name its column, or give it under "constants"'),
        ("id: a\ntable: counts", 'nothing says the "measure": name its column, or give it under "constants"'),
        ("id: a\ntable: counts", 'nothing says the "area": name its column, or give its code under "constants"'),
        ("id: a\ntable: observations\ncount_rows: true", '"count_rows" makes counts: the "table" must be counts'),
        ("id: a\ntable: observations\ncolumns:\n", 'nothing says the "indicator"'),
        ("id: a\ntable: observations\nconstants: {value: much}", '"value" must be a number such as 12.5'),
    ],
)
def test_a_mapping_that_cannot_make_a_table_is_refused(text, fault):
    assert fault in get_error(parse_mapping, "m.yaml", text)
