"""Words are words in any script; what the question said and what very many say word for word is left out."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.engagement.reading.cleaning import ECHO, FEWEST, PHRASE, clean_texts, get_words


def test_words_are_small_letters_of_any_script_without_numbers() -> None:
    assert get_words("The council’s 24 buses DON'T stop—ever!") == ["the", "council", "buses", "don't", "stop", "ever"]
    assert get_words("পার্কে বেঞ্চ চাই") == ["পার্কে", "বেঞ্চ", "চাই"]
    assert get_words("ہمیں بینچ چاہیے") == ["ہمیں", "بینچ", "چاہیے"]
    assert get_words("Mai multe bănci, vă rog") == ["mai", "multe", "bănci", "vă", "rog"]
    assert get_words(" 12 … !") == []


def test_an_echo_of_the_question_goes_and_words_of_it_stay() -> None:
    question = "What would help you live well here?"
    (words,) = clean_texts(["What would help you live well here? Help with damp."], question=question)
    assert words == ["help", "with", "damp"]


def test_a_stock_phrase_goes_where_very_many_have_it() -> None:
    texts = [f"I am writing to ask for {word}" for word in ("benches", "trees", "buses", "light", "shade")] * 2
    # Five different texts are too few to call a phrase stock.
    assert clean_texts(texts)[0] == ["i", "am", "writing", "to", "ask", "for", "benches"]
    names = [f"{a}{b}" for a in "abcdefghij" for b in "klmno"]
    many = [f"I am writing to ask for {name}" for name in names]
    assert clean_texts(many) == [[name] for name in names]


def test_a_text_that_is_nothing_but_a_stock_phrase_stays_whole() -> None:
    texts = [f"please stop the cars by schools {name}" for name in "abcdefghijkl"] + ["please stop the cars by schools"]
    assert clean_texts(texts)[-1] == ["please", "stop", "the", "cars", "by", "schools"]


@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=8).map(" ".join), max_size=60))
def test_stock_phrases_are_those_that_a_plain_count_finds(texts: list[str]) -> None:
    different = {tuple(text.split()) for text in texts}
    counts: Counter[tuple[str, ...]] = Counter()
    for words in different:
        counts.update({words[at : at + PHRASE] for at in range(len(words) - PHRASE + 1)})
    stock = {run for run, count in counts.items() if count >= FEWEST and count >= len(different) / 20}
    for text, cleaned in zip(texts, clean_texts(texts), strict=True):
        words = text.split()
        gone = {
            at + step
            for at in range(len(words) - PHRASE + 1)
            if tuple(words[at : at + PHRASE]) in stock
            for step in range(PHRASE)
        }
        assert cleaned == ([word for at, word in enumerate(words) if at not in gone] or words)


@given(st.text(), st.text())
def test_nothing_that_anybody_writes_breaks_it(text: str, question: str) -> None:
    (words,) = clean_texts([text], question=question)
    assert set(words) <= set(get_words(text))
    assert ECHO < PHRASE
