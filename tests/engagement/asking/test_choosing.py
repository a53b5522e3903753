"""Which statements somebody is shown: new ones are seen, what is known is asked less, and a page shows the same again."""

from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from fiftysteps.engagement.actions.count_statements import EVERY, count_statements
from fiftysteps.engagement.actions.fill_form import begin_form, get_drawn
from fiftysteps.engagement.actions.refresh_opinions import refresh_opinions
from fiftysteps.engagement.asking.choosing import (
    FOR_ADDED,
    MOST_STATEMENTS,
    NEW,
    choose_statements,
    get_priority,
    list_statements,
)
from fiftysteps.engagement.asking.sheets import Asked, get_sheet
from fiftysteps.engagement.entry_forms import EntryForm
from fiftysteps.engagement.models import HalfFilled, Question, Standing, Statement, Wording
from tests.opinions import LINES, cast, draw_votes, get_line, make_asked

pytestmark = pytest.mark.django_db
MANY = tuple(f"Line {number}." for number in range(1, 16))


def get_asked(question: Question, language: str = "en-gb") -> Asked:
    asked = get_sheet(question.exercise, language).find("say")
    assert asked is not None
    return asked


def add(question: Question, *texts: str, **fields: object) -> list[int]:
    fields = {"state": Statement.State.SHOWN} | fields
    return [Statement.objects.create(question=question, text=text, **fields).pk for text in texts]


def make_many(*, lines: int = 15) -> Question:
    question = make_asked()
    question.choices = "\n".join(MANY[:lines])
    question.save()
    question.exercise.save()
    Statement.objects.filter(question=question).delete()
    for number, text in enumerate(MANY[:lines], start=1):
        add(question, text, line=number)
    return question


def test_what_is_known_less_comes_first_and_what_nobody_has_a_view_on_last() -> None:
    assert get_priority(0, 0, 0) == NEW
    assert NEW > get_priority(5, 5, 0) > get_priority(50, 50, 0) > get_priority(5_000, 5_000, 0)
    # Where opinion is divided, one more vote tells more than where nearly all agree.
    assert get_priority(50, 50, 0) > get_priority(98, 2, 0)
    assert get_priority(20, 20, 0) > get_priority(20, 20, 60)
    assert get_priority(20, 20, 0, tells=2.0) == pytest.approx(1.5 * get_priority(20, 20, 0, tells=1.0))
    # By hand: half agree of ten with a view; the standard deviation is the root of 1/4 over 13; twelve of 15 have a view.
    assert get_priority(5, 5, 2) == pytest.approx((0.25 / 13) ** 0.5 * 12 / 15 * 2)


def test_few_statements_are_all_shown_the_lines_first() -> None:
    question = make_asked()
    added = add(question, "A bench.")
    chosen = choose_statements(get_asked(question), "key")
    assert [text for _, text in list_statements(get_asked(question), chosen)] == [*LINES, "A bench."]
    assert chosen[-1:] == added


def test_of_many_so_many_are_drawn_and_a_third_are_of_residents() -> None:
    question = make_many()
    added = set(add(question, *(f"Added {number}." for number in range(9))))
    chosen = choose_statements(get_asked(question), "key")
    assert len(chosen) == len(set(chosen)) == MOST_STATEMENTS
    assert len(added & set(chosen)) == FOR_ADDED


def test_one_form_shows_the_same_each_time_and_others_show_others() -> None:
    question = make_many()
    asked = get_asked(question)
    draws = [tuple(choose_statements(asked, f"form {number}")) for number in range(40)]
    assert draws == [tuple(choose_statements(asked, f"form {number}")) for number in range(40)]
    assert len(set(draws)) > 30
    assert len(set().union(*draws)) == 15


def test_a_new_statement_is_seen_by_most_and_an_old_one_still_by_some() -> None:
    question = make_asked()
    old = add(question, *(f"Old {number}." for number in range(20)))
    Statement.objects.filter(pk__in=old).update(priority=get_priority(200, 200, 50))
    (new,) = add(question, "New.")
    asked = get_asked(question)
    seen = Counter(pk for number in range(300) for pk in choose_statements(asked, f"form {number}"))
    assert seen[new] > 200
    assert min(seen[pk] for pk in old) > 20


def test_a_form_keeps_what_was_drawn_though_priorities_change_and_a_question_is_loaded_again(client: Client) -> None:
    question = make_many()
    add(question, *(f"Added {number}." for number in range(9)))
    client.post("/say/well/")
    half = HalfFilled.objects.get()
    drawn = get_drawn(half, get_asked(question))
    page = client.get("/say/well/say/").content.decode()
    for at, each in enumerate(Statement.objects.filter(question=question)):
        each.priority = 0.001 * (at + 1)
        each.save()
    assert client.get("/say/well/say/").content.decode().count("vote_") == page.count("vote_")
    again = get_drawn(HalfFilled.objects.get(), get_asked(question))
    assert again == drawn
    client.post("/say/well/say/", {f"vote_{pk}": "agree" for pk in drawn})
    assert set(HalfFilled.objects.get().answers["say"]["votes"]) == {str(pk) for pk in drawn}


def test_what_somebody_has_voted_on_stays_and_what_was_taken_down_goes(client: Client) -> None:
    question = make_asked()
    client.post("/say/well/")
    road, trees = get_line(question.exercise, "Close the road."), get_line(question.exercise, "Plant trees.")
    client.post("/say/well/say/", {f"vote_{road.pk}": "agree", f"vote_{trees.pk}": "pass"})
    HalfFilled.objects.update(answers={**HalfFilled.objects.get().answers, ".statements": {"say": []}})
    page = client.get("/say/well/say/").content.decode()
    assert "Close the road." in page
    assert "Slow the cars." not in page
    trees.state, trees.reason = Statement.State.REFUSED, "Named somebody."
    trees.save()
    page = client.get("/say/well/say/").content.decode()
    assert "Close the road." in page
    assert "Plant trees." not in page
    assert "Agree: Close the road." in client.get("/say/well/check/").content.decode()


def test_a_form_that_was_begun_before_draws_when_it_is_read() -> None:
    question = make_asked()
    half = HalfFilled.objects.create(key="k", exercise=question.exercise)
    assert get_drawn(half, get_asked(question)) == choose_statements(get_asked(question), "k")
    assert get_drawn(half, None) == []


def test_to_show_a_form_its_statements_are_read_once_and_no_vote_is(django_assert_num_queries) -> None:
    question = make_many()
    asked = get_asked(question)
    with django_assert_num_queries(1) as queries:
        choose_statements(asked, "key")
    assert "statementvote" not in queries[0]["sql"]
    with django_assert_num_queries(2):
        begin_form(question.exercise, today=timezone.localdate(), language="en-gb")


def test_lines_are_in_the_readers_language() -> None:
    question = make_asked()
    Wording.objects.create(
        exercise=question.exercise, language="ro", part="say.choices", text="\n".join(f"Ro {line}" for line in LINES)
    )
    question.exercise.save()
    asked = get_asked(question, "ro")
    assert list_statements(asked, choose_statements(asked, "key"))[0][1] == "Ro Close the road."


def test_staff_type_in_all_lines_of_the_paper_and_what_was_sent_is_kept() -> None:
    question = make_many()
    added = add(question, *(f"Added {number}." for number in range(3)))
    sheet = get_sheet(question.exercise)
    names = {name for name in EntryForm(sheet).fields if name.startswith("q_say_") and not name.endswith("_own")}
    assert len(names) == 15
    sent = EntryForm(sheet, {f"q_say_{added[0]}": "a"})
    assert f"q_say_{added[0]}" in sent.fields


def test_votes_are_counted_in_batches_of_ten_minutes_and_only_those_that_count() -> None:
    question = make_asked()
    now = timezone.now()
    cast(question, draw_votes(first=6, second=6, noise=0))
    cast(question, [(1,) * 8] * 50, standing=Standing.REPEAT)
    cast(question, [(1,) * 8] * 50, organisation="A club")
    assert count_statements(question, now=now)
    road, trees = get_line(question.exercise, "Close the road."), get_line(question.exercise, "Plant trees.")
    assert road.priority == pytest.approx(get_priority(6, 6, 0))
    assert trees.priority == pytest.approx(get_priority(12, 0, 0))
    cast(question, draw_votes(first=6, second=6, noise=0))
    assert not count_statements(question, now=now + EVERY / 2)
    assert count_statements(question, now=now + EVERY)
    assert not count_statements(question, now=now + 2 * EVERY)
    road.refresh_from_db()
    assert road.priority == pytest.approx(get_priority(12, 12, 0))


def test_after_a_map_what_tells_opinions_apart_is_asked_more() -> None:
    question = make_asked()
    cast(question, draw_votes(first=30, second=30))
    assert refresh_opinions(question)
    count_statements(question)
    road, trees = get_line(question.exercise, "Close the road."), get_line(question.exercise, "Plant trees.")
    assert road.priority is not None
    assert trees.priority is not None
    assert road.priority > get_priority(30, 30, 0)
    assert road.priority > 3 * trees.priority
