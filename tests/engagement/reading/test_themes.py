"""Themes that were planted are found, whatever the order, and nothing is invented of few texts."""

import itertools
import random

import numpy as np
import pytest

from fiftysteps.engagement.reading.themes import FEWEST_TEXTS, MOST, TOO_FEW, suggest_themes

TOPICS = {
    "damp": ["mould on walls", "damp bedroom", "landlord ignores mould", "wet walls", "heating broken", "cold flat"],
    "doctor": ["gp appointment", "waiting weeks", "phone at eight", "surgery closed", "doctor never", "receptionist"],
    "park": ["benches in park", "trees and shade", "playground swings", "dogs off leads", "grass cut", "park gates"],
    "buses": ["bus late", "driver drives past", "timetable wrong", "bus stop shelter", "night buses", "fares dear"],
}


def make_texts(each: int = 40, seed: int = 3) -> tuple[list[str], list[str]]:
    chance = random.Random(seed)
    pairs = []
    for topic, phrases in TOPICS.items():
        for _ in range(each):
            words = chance.sample(phrases, 3)
            pairs.append((f"{', '.join(words)} number {chance.choice('abcdefghij')}", topic))
    chance.shuffle(pairs)
    return [text for text, _ in pairs], [topic for _, topic in pairs]


def get_purity(assigned: np.ndarray, topics: list[str]) -> float:
    kept = 0
    for theme in set(assigned.tolist()) - {-1}:
        own = [topics[at] for at in np.flatnonzero(assigned == theme)]
        kept += max(own.count(topic) for topic in TOPICS)
    return kept / max(1, int((assigned >= 0).sum()))


def test_planted_themes_are_found_and_called_by_their_own_words() -> None:
    texts, topics = make_texts()
    found = suggest_themes(texts)
    assert len(found.themes) <= MOST
    assert (found.assigned >= 0).mean() > 0.95
    assert get_purity(found.assigned, topics) > 0.95
    sizes = [theme.size for theme in found.themes]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes == [int((found.assigned == at).sum()) for at in range(len(sizes))]
    for at, theme in enumerate(found.themes):
        assert theme.label == theme.terms[0]
        said = " ".join(texts[place] for place in np.flatnonzero(found.assigned == at))
        assert all(set(term.split()) <= set(said.replace(",", "").split()) for term in theme.terms)
        assert len({texts[place] for place in theme.typical}) == len(theme.typical) > 0


def test_the_same_texts_in_another_order_give_the_same_themes() -> None:
    texts, _ = make_texts()
    first = suggest_themes(texts)
    order = np.random.default_rng(1).permutation(len(texts))
    second = suggest_themes([texts[at] for at in order])
    assert [(theme.terms, theme.size) for theme in first.themes] == [(t.terms, t.size) for t in second.themes]
    assert (second.assigned == first.assigned[order]).all()


def test_a_letter_of_five_hundred_copies_teaches_once() -> None:
    texts, topics = make_texts()
    letter = "close the streets by our schools to cars at the start and the end of the day"
    found = suggest_themes(texts + [letter] * 500)
    assert get_purity(found.assigned[: len(texts)], topics) > 0.9
    assert all(theme.typical.count(at) <= 1 for theme in found.themes for at in theme.typical)


def test_of_few_texts_nothing_is_invented() -> None:
    for texts in ([], [""] * 50, ["More benches"] * 500, [f"text {word}" for word in "abcdefg"]):
        found = suggest_themes(texts)
        assert (found.themes, found.reason) == ((), TOO_FEW)
        assert found.assigned.tolist() == [-1] * len(texts)
    words = [" ".join(each) for each in itertools.islice(itertools.permutations("abcde", 4), FEWEST_TEXTS)]
    assert suggest_themes(words).assigned.shape == (FEWEST_TEXTS,)


def test_empty_texts_belong_to_no_theme() -> None:
    texts, _ = make_texts()
    found = suggest_themes(["", *texts, " 123 "])
    assert (found.assigned[0], found.assigned[-1]) == (-1, -1)


def test_it_says_how_far_it_is_and_can_be_interrupted() -> None:
    texts, _ = make_texts()
    seen: list[int] = []
    suggest_themes(texts, progress=lambda doing, done, whole: seen.append(done))
    assert seen == [0, 1, 2, 3, 4]

    def stop(doing: str, done: int, whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        suggest_themes(texts, progress=stop)
