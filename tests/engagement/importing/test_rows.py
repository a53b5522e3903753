"""The rows of a file as responses: what is kept of each, and the sentence for everything that is wrong."""

import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from fiftysteps.engagement.importing import rows as reading
from fiftysteps.engagement.importing.cells import CellError, read_day
from fiftysteps.engagement.importing.rows import Outcome
from fiftysteps.engagement.importing.table import say_fault
from fiftysteps.engagement.models import Exercise
from tests.listening import DAY, make_exercise
from tests.returned import QUESTIONS, bring, make_mapping, make_workbook, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise(questions=QUESTIONS)


def say(outcome: Outcome) -> list[str]:
    return [say_fault(fault) for fault in outcome.faults]


def get_values(exercise: Exercise, outcome: Outcome) -> dict[str, object]:
    codes = dict(exercise.questions.values_list("pk", "code"))
    return {codes[each.question]: each.value or each.text for each in outcome.rows[0].filled.given}


def test_every_kind_of_column_is_kept_as_a_form_on_line_keeps_it(exercise: Exercise, tmp_path: Path) -> None:
    told = {
        "q:words": "=Benches",
        "q:home": "no",
        "q:most": '"Food; Streets, parks"',
        "q:well": "4",
        "q:first": "Food|Homes",
        "q:where": "boleyn",
        "w:where": "By the dock",
        "a:age": "35-49",
        "a:religion": "Prefer not to say",
        "capacity": "I live here",
        "email": "ana@example.org",
        "day": f"{timezone.localdate() - DAY:%d/%m/%Y}",
        "reference": "880",
        "channel": "on paper",
        "language": "Urdu",
    }
    table = read(tmp_path, "\n".join((",".join(f"h{at}" for at in range(len(told))), ",".join(told.values()))))
    outcome = bring(exercise, table, tuple(told))
    assert say(outcome) == []
    assert get_values(exercise, outcome) == {
        "words": "=Benches",
        "home": [2],
        "most": [3, 2],
        "well": [4],
        "first": [3, 1],
        "where": "E05013905",
    }
    row = outcome.rows[0]
    assert [given.text for given in row.filled.given if given.value == "E05013905"] == ["By the dock"]
    assert row.filled.about == {"age": "35-49", "religion": "prefer-not"}
    assert (row.filled.capacities, row.filled.is_resident, row.filled.email) == (("lives",), True, "ana@example.org")
    assert (row.day, row.reference, row.channel, row.language) == (timezone.localdate() - DAY, "880", "paper", "ur")


def test_what_no_column_says_is_what_somebody_says_for_all(exercise: Exercise, tmp_path: Path) -> None:
    table = read(tmp_path, "Q\nBenches\n")
    row = bring(exercise, table, ["q:words"], day=timezone.localdate() - DAY, capacity="lives").rows[0]
    assert (row.day, row.channel, row.language, row.filled.is_resident) == (
        timezone.localdate() - DAY,
        "other-tool",
        "en-gb",
        True,
    )
    assert not bring(exercise, table, ["q:words"]).rows[0].filled.is_resident


def test_an_organisation_is_no_resident_and_nobody_is_told_about_its_writer(exercise: Exercise, tmp_path: Path) -> None:
    table = read(tmp_path, "Q,Org,Age\nBenches,A club,35-49\n")
    filled = bring(exercise, table, ["q:words", "organisation", "a:age"], capacity="lives").rows[0].filled
    assert (filled.capacities, filled.is_resident, filled.about) == (("lives", "organisation"), False, {})
    assert filled.organisation == "A club"


def test_an_answer_in_several_columns_is_one(exercise: Exercise, tmp_path: Path) -> None:
    table = read(tmp_path, "Q,Q: Homes,Q: Food\nBenches,Homes,Food\nTrees,,Food\n")
    outcome = bring(exercise, table, ["q:words", "q:most", "q:most"])
    assert [row.filled.given[1].value for row in outcome.rows] == [[1, 3], [3]]


def test_a_question_is_kept_though_it_would_not_have_been_asked_here(tmp_path: Path) -> None:
    questions = (
        {"code": "home", "kind": "one", "choices": ("Yes", "No")},
        {"code": "damp", "depends_on": "home", "depends_answers": "1"},
    )
    exercise = make_exercise(questions=questions)
    assert get_values(exercise, bring(exercise, read(tmp_path, "D\nMould\n"), ["q:damp"])) == {"damp": "Mould"}


def test_rows_without_any_answer_are_left_out_and_counted(exercise: Exercise, tmp_path: Path) -> None:
    table = read(tmp_path, "Q,Age\nBenches,35-49\n,35-49\n,\nTrees,\n")
    outcome = bring(exercise, table, ["q:words", "a:age"])
    assert ([row.line for row in outcome.rows], outcome.empty) == ([2, 5], 1)


def test_a_value_that_is_left_out_is_no_fault(exercise: Exercise, tmp_path: Path) -> None:
    table = read(tmp_path, "Q,Age\nBenches,N/A\n")
    outcome = bring(exercise, table, ["q:words", "a:age"], answers={(1, "N/A"): "-"})
    assert (outcome.faults, outcome.rows[0].filled.about) == ((), {})


def test_a_long_submission_is_not_cut(exercise: Exercise, tmp_path: Path) -> None:
    words = "word " * 10_000
    assert bring(exercise, read(tmp_path, f"Q\n{words}\n"), ["q:words"]).rows[0].filled.given[0].text == words.strip()


def test_all_faults_are_said_at_once_with_their_row_and_column(exercise: Exercise, tmp_path: Path) -> None:
    tomorrow = timezone.localdate() + DAY
    early = timezone.localdate() - 10 * DAY
    rows = [
        ["What?", "Age", "E-mail", "Day", "No.", "What matters?", "Org"],
        ["Benches", "forty", "ana@", "soon", "1", "Homes;Food;Streets, parks", "x" * 201],
        ["Trees", "35-49", "", tomorrow, "1", "Rivers", ""],
        ["Trees", "", "", early, "x" * 41, "", ""],
    ]
    table = read(tmp_path, make_workbook({"Data": rows}), "back.xlsx")
    codes = ["q:words", "a:age", "email", "day", "reference", "q:most", "organisation"]
    outcome = bring(exercise, table, codes)
    first = exercise.opens
    assert first
    assert say(outcome) == [
        'row 2, "Age": “forty” is none of the answers',
        'row 2, "E-mail": “ana@” is no e-mail address',
        'row 2, "Day": “soon” is no day: write it like 14/03/2026 or 2026-03-14',
        'row 2, "What matters?": at most 2 can be chosen; there are 3',
        'row 2, "Org": “Name of the organisation” has at most 200 characters; there are 201',
        'row 3, "What matters?": “Rivers” is none of the answers',
        'row 3, "No.": “1” is the number of row 2 too',
        f'row 3, "Day": {tomorrow:%-d %B %Y} is still to come',
        'row 4, "No.": “Number of the response” has at most 40 characters; there are 41',
        f'row 4, "Day": {early:%-d %B %Y} is before the first day, {first:%-d %B %Y}',
    ]
    assert outcome.count == 10


def test_the_day_for_all_can_be_wrong_too(exercise: Exercise, tmp_path: Path) -> None:
    outcome = bring(exercise, read(tmp_path, "Q\nA\n"), ["q:words"], day=timezone.localdate() + DAY)
    assert say(outcome)[0].startswith("line 2: ")


def test_columns_together_hold_no_more_answers_than_can_be_chosen(exercise: Exercise, tmp_path: Path) -> None:
    outcome = bring(exercise, read(tmp_path, 'A,B\nHomes;Food,"Streets, parks"\n'), ["q:most", "q:most"])
    assert say(outcome) == ['line 2, "B": at most 2 can be chosen; there are 3']


def test_the_mapping_itself_can_be_wrong(exercise: Exercise, tmp_path: Path) -> None:
    table = read(tmp_path, "Q,R,Age\nBenches,Trees,1\n")
    assert say(bring(exercise, table, ["q:words", "q:words"])) == [
        '"R": “Q” is “What would help you?” already: only one column can be'
    ]
    assert say(bring(exercise, table, ["", "", "a:age"])) == [
        "back.csv: no column is an answer to a question yet: say which one is"
    ]
    table = read(tmp_path, "Q,Age\n" + "".join(f"Benches,{at}\n" for at in range(61)))
    assert say(bring(exercise, table, ["q:words", "a:age"])) == [
        '"Age": “Age” has fixed answers, and a column of them at most 60 different values; got 61'
    ]
    many = [",".join(f"{at}-{column}" for column in range(11)) for at in range(60)]
    table = read(tmp_path, "\n".join((",".join(f"h{at}" for at in range(12)), *(f"Benches,{row}" for row in many))))
    assert say(bring(exercise, table, ["q:words", *["capacity"] * 11])) == [
        "back.csv: at most 600 values can be matched with answers at once: leave some columns out; got 660"
    ]


def test_a_file_that_is_wrong_everywhere_takes_no_memory_without_end(
    exercise: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_MOST_HELD", 5)
    table = read(tmp_path, "Q,Age\n" + "Benches,x\n" * 20)
    outcome = bring(exercise, table, ["q:words", "a:age"])
    assert (len(outcome.faults), outcome.count) == (5, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-14", (2026, 3, 14)),
        ("2026-03-14T23:59:00", (2026, 3, 14)),
        ("2026-03-14 09:30:11", (2026, 3, 14)),
        ("14/03/2026", (2026, 3, 14)),
        ("1/2/2026", (2026, 2, 1)),
        ("14.03.2026 10:00", (2026, 3, 14)),
        ("46095", (2026, 3, 14)),
        ("46095.75", (2026, 3, 14)),
    ],
)
def test_a_day_is_read_as_people_here_and_spreadsheets_write_it(text: str, day: tuple[int, int, int]) -> None:
    assert read_day(text) == datetime.date(*day)


@pytest.mark.parametrize("text", ["31/02/2026", "03/14/2026", "2026", "99999", "yesterday", "14/03/26", "2026-13-01"])
def test_what_is_no_day_is_said(text: str) -> None:
    with pytest.raises(CellError, match=f"“{text}” is no day: write it like 14/03/2026 or 2026-03-14"):
        read_day(text)


def test_a_day_of_a_workbook_is_read(exercise: Exercise, tmp_path: Path) -> None:
    today = timezone.localdate()
    book = make_workbook({"A": [["Q", "Day"], ["Benches", datetime.datetime.combine(today, datetime.time(10))]]})
    assert bring(exercise, read(tmp_path, book, "a.xlsx"), ["q:words", "day"]).rows[0].day == today


def test_the_answers_of_real_tools_come_in(shared_data: Path, exercise: Exercise) -> None:
    from fiftysteps.engagement.importing.table import read_table

    table = read_table(shared_data / "engagement" / "themes" / "synthetic_responses_with_topics.csv")
    outcome = bring(exercise, table)
    assert (len(outcome.rows), outcome.faults) == (1_000, ())
    assert outcome.rows[0].reference == "880"
    table = read_table(shared_data / "engagement" / "themes" / "responses_lgr_format.csv")
    mapping = make_mapping(exercise, table, ["capacity", "w:where", "", "", "", "q:words"])
    assert mapping.answers[0, "Organisation"] == "organisation"
    outcome = bring(
        exercise,
        table,
        ["capacity", "w:where", "", "", "", "q:words"],
        answers={**mapping.answers, (0, "Individual"): "-"},
    )
    assert (len(outcome.rows), outcome.faults) == (5, ())
