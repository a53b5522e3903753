import datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.core import yaml_file
from fiftysteps.core.faults import Faults
from fiftysteps.core.yaml_file import DEEPEST, read_yaml


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def loader(request, monkeypatch):
    """Run every test on both parsers: which one is there depends on how the library was built."""
    monkeypatch.setattr(yaml_file, "LOADER", getattr(yaml, request.param))


def read(text):
    file, faults = read_yaml("a.yaml", text)
    assert faults == []
    return file


def get_faults(text):
    try:
        _, faults = read_yaml("a.yaml", text)
    except Faults as error:
        faults = error.faults
    return [str(fault) for fault in faults]


def test_texts_numbers_dates_and_nothing_are_told_apart():
    file = read("a: text\nb: 3\nc: -1.5\nd: 2025-06-30\ne: true\nf: null\ng:\nh: '3'\ni: 1e3\n")
    assert file.data == {
        "a": "text",
        "b": 3,
        "c": -1.5,
        "d": datetime.date(2025, 6, 30),
        "e": True,
        "f": None,
        "g": None,
        "h": "3",
        "i": "1e3",
    }


@pytest.mark.parametrize("word", ["010", "1:30", "1_000", ".inf", "0x1F", "12e400", "2018-20", "+1_0.5", "=", "<<"])
def test_words_that_only_an_old_yaml_takes_for_numbers_stay_texts(word):
    assert read(f"a: {word}\n").data == {"a": word}


def test_keys_are_texts_whatever_they_look_like():
    assert read("on: 1\n2021: 2\nno: 3\n").data == {"on": 1, "2021": 2, "no": 3}


def test_every_key_and_item_keeps_its_line():
    file = read("# a remark\na:\n  - x\n  - b: >\n      long\n      text\n    c: 1\nd: [1,\n  2]\n")
    places = {
        ("a",): 2,
        ("a", 0): 3,
        ("a", 1): 4,
        ("a", 1, "b"): 4,
        ("a", 1, "c"): 7,
        ("d",): 8,
        ("d", 0): 8,
        ("d", 1): 9,
    }
    assert {place: file.get_line(place) for place in places} == places


def test_what_is_not_there_has_the_line_of_what_is_round_it():
    file = read("a:\n  - b: 1\n")
    assert (file.get_line(("a", 0, "missing")), file.get_line(("missing",))) == (2, 1)


def test_scalars_are_kept_as_they_were_written():
    assert read("a: 1.50\nb: [yes]\n").written == {("a",): "1.50", ("b", 0): "yes"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: 1\nb: 2\na: 3\n", 'a.yaml, line 3: the key "a" stands here twice'),
        ("x:\n  - a: 1\n    a: 2\n", 'a.yaml, line 3: the key "a" stands here twice'),
        ("a: 2025-02-30\n", "a.yaml, line 1: the calendar has no such day; got 2025-02-30"),
        ("a:\n\t- b\n", "a.yaml, line 2: this is not YAML: a tab stands at the start of the line: use spaces"),
        ("a: @b\n", "a.yaml, line 1: this is not YAML: put quotes round a text that starts with @"),
        (
            "ok: 1\na: b: c\n",
            'a.yaml, line 2: this is not YAML: a colon stands where none can: put quotes round a text that holds ": "',
        ),
        ("x: 1\na: 'b\nc: 2\n", "a.yaml, line 2: this is not YAML: a quotation mark opens here and does not close"),
        ("x: 1\na: [1, 2\nb: 3\n", "a.yaml, line 2: this is not YAML: a bracket opens here and does not close"),
        ("a: {b: 1\n", "a.yaml, line 1: this is not YAML: a bracket opens here and does not close"),
        (
            "a:\n  - b\n c: d\n",
            "a.yaml, line 3: this is not YAML: the line does not fit those before it: look at its spaces at the start "
            "and its quotes",
        ),
        ('a: "\\q"\n', "a.yaml, line 1: this is not YAML: in double quotes a backslash must stand twice"),
        ("a: |x\n  y\n", 'a.yaml, line 1: this is not YAML: the text after "|" or ">" starts on the next line'),
        (
            "a: - b\n",
            'a.yaml, line 1: this is not YAML: a list starts on the line of its key: put each "- " on a line of its own',
        ),
        ("a: 1\n---\nb: 2\n", 'a.yaml, line 2: a file holds one document: take the line "---" out'),
        ("a: 1\nb: *c\n", "a.yaml, line 2: an alias (a word after *) is not used here: write the value out"),
        (
            "a: &b 1\n",
            "a.yaml, line 1: an anchor (a word after &) is not used here: put quotes round a text that starts so",
        ),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            "a.yaml, line 1: a tag (a word after !) is not used here: put quotes round a text that starts so",
        ),
        ("? [a, b]\n: c\n", "a.yaml, line 1: a key must be a word, not a list or a group of keys"),
        ('a: "b\\0"\n', r"a.yaml, line 1: a text holds a control character, which no page can show; got b\x00"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(text, fault):
    assert get_faults(text) == [fault]


def test_aliases_cannot_multiply_a_small_file_into_a_large_one():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    assert get_faults(bomb) == [
        "a.yaml, line 1: an anchor (a word after &) is not used here: put quotes round a text that starts so"
    ]


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000])
def test_deep_nesting_is_a_fault_and_no_crash(text):
    assert get_faults(text) == [f"a.yaml, line 1: there are more than {DEEPEST} levels, one inside another"]


def test_a_number_of_many_digits_is_no_number():
    assert read(f"a: {'9' * 5000}\n").data == {"a": "9" * 5000}


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_sentences(text):
    try:
        read_yaml("a.yaml", text)
    except Faults as error:
        assert str(error)
