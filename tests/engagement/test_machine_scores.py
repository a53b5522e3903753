"""How often the machine is right is counted on responses that it had not learned from, as by hand."""

import pytest

from fiftysteps.accounts.models import User
from fiftysteps.engagement.actions.code_response import Chosen, code_response
from fiftysteps.engagement.models import Code, CodeSuggestion, Exercise, MachineRun
from fiftysteps.engagement.queries.machine_scores import get_scores
from fiftysteps.stats import proportion
from tests.listening import make_exercise, make_officer, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return make_officer()


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise(slug="well")


def test_before_it_has_learned_and_before_anything_is_coded_since_there_is_no_score(exercise, officer) -> None:
    assert get_scores(exercise) is None
    MachineRun.objects.create(exercise=exercise, method="m", learned_from=40, looked_at=1)
    send(exercise, text="Benches")
    assert get_scores(exercise) is None


def test_precision_recall_and_f1_are_those_of_a_count_by_hand(exercise, officer) -> None:
    benches, buses, trees = (
        Code.objects.create(exercise=exercise, name=name) for name in ("Benches", "Buses", "Trees")
    )
    known = send(exercise, text="Known before")
    code_response(officer, known, [Chosen(benches.pk)])
    run = MachineRun.objects.create(exercise=exercise, method="m", learned_from=1, looked_at=4)
    one, two, three, four = (send(exercise, text=text) for text in ("one", "two", "three", "four"))
    for response, code in ((one, benches), (two, benches), (two, buses), (three, buses), (four, benches)):
        CodeSuggestion.objects.create(run=run, response=response, code=code, probability=0.9)
    code_response(officer, one, [Chosen(benches.pk)])
    code_response(officer, two, [Chosen(benches.pk), Chosen(trees.pk)])
    code_response(officer, three, [])
    # It had learned from this one, and the fourth still waits.
    code_response(officer, known, [Chosen(trees.pk)])
    scores = get_scores(exercise)
    assert scores.responses == 3
    # Suggested: one benches, two benches, two buses, three buses. Said: one benches, two benches, two trees.
    assert (scores.micro.precision.part, scores.micro.precision.whole) == (2, 4)
    assert (scores.micro.recall.part, scores.micro.recall.whole) == (2, 3)
    assert scores.micro.f1 == pytest.approx(4 / 7)
    assert scores.micro.precision.lower == pytest.approx(float(proportion(2, 4).intervals[0.95].lower))
    assert {each.name: each.f1 for each in scores.codes} == {"Benches": 1.0, "Buses": 0.0, "Trees": 0.0}
    buses_score = next(each for each in scores.codes if each.name == "Buses")
    assert buses_score.recall.value is None
