"""The machine learns codes from people, says how sure it is, and asks about what it is least sure of."""

import numpy as np
import pytest

from fiftysteps.engagement.reading.coder import (
    BY_CHANCE,
    FEWEST_CODED,
    FEWEST_OF_A_CODE,
    METHOD,
    NO_CODE,
    TOO_FEW,
    choose_next,
    learn_and_guess,
)
from tests.engagement.reading.test_themes import TOPICS, make_texts

CODES = {topic: number for number, topic in enumerate(TOPICS, start=10)}


def make_codings(count: int) -> tuple[list[str], list[str], dict[int, set[int]]]:
    texts, topics = make_texts()
    return texts, topics, {at: {CODES[topics[at]]} for at in range(count)}


def get_micro_f1(guesses, topics: list[str], first: int) -> float:
    right = suggested = 0
    for at in range(first, len(topics)):
        own = guesses.suggest(at)
        suggested += len(own)
        right += CODES[topics[at]] in own
    return 2 * right / (suggested + len(topics) - first)


def test_after_some_tens_of_codings_the_rest_is_suggested_right() -> None:
    texts, topics, codings = make_codings(60)
    guesses = learn_and_guess(texts, codings)
    assert guesses.codes == tuple(sorted(CODES.values()))
    assert (guesses.method, guesses.reason) == (METHOD, "")
    assert get_micro_f1(guesses, topics, 60) > 0.95
    assert ((guesses.probability >= 0) & (guesses.probability <= 1)).all()


def test_from_few_codings_nothing_is_learned_and_why_is_said() -> None:
    texts, _, codings = make_codings(FEWEST_CODED - 1)
    assert learn_and_guess(texts, codings).reason == TOO_FEW
    guesses = learn_and_guess(texts, {at: set() for at in range(40)})
    assert (guesses.reason, guesses.codes, guesses.suggest(0)) == (NO_CODE, (), {})


def test_a_code_with_too_few_responses_is_named_and_not_suggested() -> None:
    texts, _, codings = make_codings(60)
    for at in range(FEWEST_OF_A_CODE - 1):
        codings[at].add(99)
    guesses = learn_and_guess(texts, codings)
    assert guesses.too_few == (99,)
    assert 99 not in guesses.codes


def test_a_code_that_all_have_is_suggested_for_all() -> None:
    texts, _, _ = make_codings(0)
    guesses = learn_and_guess(texts, {at: {7} for at in range(40)})
    assert all(7 in guesses.suggest(at) for at in range(len(texts)))


def test_that_a_response_has_no_code_is_learned_too() -> None:
    texts, topics, codings = make_codings(80)
    codings = {at: codes if topics[at] != "buses" else set() for at, codes in codings.items()}
    guesses = learn_and_guess(texts, codings)
    buses = [at for at in range(80, len(texts)) if topics[at] == "buses"]
    assert np.mean([not guesses.suggest(at) for at in buses]) > 0.85


def test_how_sure_it_is_is_about_how_often_it_is_right() -> None:
    texts, topics, codings = make_codings(60)
    guesses = learn_and_guess(texts, codings)
    for column, code in enumerate(guesses.codes):
        said = np.array([CODES[topic] == code for topic in topics[60:]])
        assert guesses.probability[60:, column].mean() == pytest.approx(said.mean(), abs=0.1)


def test_the_same_codings_teach_the_same() -> None:
    texts, _, codings = make_codings(60)
    first, second = learn_and_guess(texts, codings), learn_and_guess(texts, dict(reversed(codings.items())))
    assert (first.probability == second.probability).all()
    assert (first.thresholds == second.thresholds).all()


class Letters:
    name = "a count of letters"

    def embed(self, texts):
        return np.array([[text.count(letter) for letter in "abcdefgh"] for text in texts], dtype=float)


def test_something_else_can_be_learned_from_besides_words() -> None:
    texts, topics, codings = make_codings(60)
    guesses = learn_and_guess(texts, codings, embedder=Letters())
    assert guesses.method == f"{METHOD}, with a count of letters"
    assert get_micro_f1(guesses, topics, 60) > 0.95
    assert (guesses.probability != learn_and_guess(texts, codings).probability).any()


def test_what_it_is_least_sure_of_comes_next_with_a_fifth_by_chance() -> None:
    texts, _, codings = make_codings(60)
    guesses = learn_and_guess(texts, codings)
    waiting = list(range(60, len(texts)))
    order = choose_next(guesses, waiting, most=50, seed=1)
    assert len(order) == len(set(order)) == 50
    assert set(order) <= set(waiting)
    unsure = np.abs(guesses.probability - guesses.thresholds).min(axis=1)
    assert order[0] == min(waiting, key=lambda at: unsure[at])
    by_doubt = sorted(waiting, key=lambda at: unsure[at])[:45]
    assert len(set(order) - set(by_doubt)) <= 50 * BY_CHANCE
    assert order == choose_next(guesses, waiting, most=50, seed=1)


def test_two_that_say_the_same_are_not_asked_one_after_the_other() -> None:
    texts, _, codings = make_codings(60)
    texts += [texts[100]] * 40
    guesses = learn_and_guess(texts, codings)
    waiting = list(range(60, len(texts)))
    order = choose_next(guesses, waiting, most=30, seed=1, same=dict(enumerate(texts)))
    copies = [at for at in order if texts[at] == texts[100]]
    assert len(copies) <= 1 + 30 * BY_CHANCE


def test_before_it_has_learned_the_order_is_by_chance() -> None:
    texts, _, _ = make_codings(0)
    guesses = learn_and_guess(texts, {})
    assert sorted(choose_next(guesses, range(20), most=99, seed=1)) == list(range(20))
    assert choose_next(guesses, [], most=5, seed=1) == []


def test_it_says_how_far_it_is() -> None:
    texts, _, codings = make_codings(60)
    seen: list[tuple[int, int]] = []
    learn_and_guess(texts, codings, progress=lambda doing, done, whole: seen.append((done, whole)))
    assert seen == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
