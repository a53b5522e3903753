"""What became of each response adds up to all of them."""

import pytest

from fiftysteps.engagement.actions.code_response import Chosen, code_response
from fiftysteps.engagement.actions.erase_response import erase_response
from fiftysteps.engagement.models import Code
from fiftysteps.engagement.queries.answers import count_answers
from tests.listening import make_exercise, make_officer, send

pytestmark = pytest.mark.django_db


def test_the_four_parts_are_the_whole_and_what_was_taken_back_is_no_part_of_it() -> None:
    exercise, officer = make_exercise(slug="well"), make_officer()
    assert count_answers(exercise).ledger == ()
    code = Code.objects.create(exercise=exercise, name="Benches")
    rows = [send(exercise, text=f"Response {at}") for at in range(6)]
    code_response(officer, rows[0], [Chosen(code.pk)])
    code_response(officer, rows[1], [])
    code_response(officer, rows[2], [], unreadable="The ink ran.")
    erase_response(rows[3])
    assert count_answers(exercise).ledger == (
        ("say something that has a code", 1, 0.2),
        ("say nothing that has one", 1, 0.2),
        ("cannot be read", 1, 0.2),
        ("wait for somebody", 2, 0.4),
    )
