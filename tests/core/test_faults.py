from fiftysteps.core.errors import PersonError
from fiftysteps.core.faults import Fault, Faults


def test_fault_says_file_line_rule_and_what_was_got():
    fault = Fault("areas.csv", 3, '"name" is empty', "nothing")
    assert str(fault) == 'areas.csv, line 3: "name" is empty; got nothing'


def test_fault_without_a_line_or_a_value_says_neither():
    assert str(Fault("areas.csv", None, "the file cannot be read")) == "areas.csv: the file cannot be read"


def test_faults_are_sorted_by_file_and_line_and_said_once():
    late, early, other = Fault("b.csv", 10, "late"), Fault("b.csv", 9, "early"), Fault("a.csv", 99, "other")
    faults = Faults([late, early, other, late])
    assert faults.faults == (other, early, late)
    assert str(faults) == "a.csv, line 99: other\nb.csv, line 9: early\nb.csv, line 10: late"


def test_faults_are_errors_that_a_person_can_put_right():
    assert issubclass(Faults, PersonError)


def test_text_from_a_file_cannot_move_the_cursor_or_add_a_line():
    fault = Fault("a\n.csv", 1, "a rule", "\x1b[31mred\nb.csv, line 1: all is well\u202e")
    assert str(fault) == r"a\n.csv, line 1: a rule; got \x1b[31mred\nb.csv, line 1: all is well\u202e"


def test_long_text_from_a_file_is_cut():
    assert str(Fault("a.csv", 1, "a rule", "x" * 1_000_000)) == f"a.csv, line 1: a rule; got {'x' * 80}…"
