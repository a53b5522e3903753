"""Codes that a linear classifier learned from people: one logistic regression for each code, over words and letters.

Source: Cox, "The regression analysis of binary sequences", Journal of the Royal Statistical Society B 20 (1958),
215-242, as scikit-learn fits it; which to show next after Lewis and Gale, "A sequential algorithm for training text
classifiers", SIGIR (1994), 3-12.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from fiftysteps.engagement.reading.cleaning import clean_texts

METHOD: Final = "linear classifier over words and letters, version 1"
# With fewer coded responses, or fewer of a code, what it learned would be chance.
FEWEST_CODED: Final = 30
FEWEST_OF_A_CODE: Final = 5
FOLDS: Final = 5
# The thresholds that are tried for each code; the first is for a code about which nothing can be tried.
PLAIN: Final = 0.5
THRESHOLDS: Final = tuple(round(0.1 + 0.05 * step, 2) for step in range(15))
# How strongly the classifier leans on few codings; chosen once on the consultation answers of the benchmark.
STRENGTH: Final = 10.0
# Of those shown next, so many are drawn by chance: what the machine is sure of has to be looked at too.
BY_CHANCE: Final = 0.2
TOO_FEW: Final = f"Code {FEWEST_CODED} responses first: from fewer it would learn chance."
NO_CODE: Final = f"No code has {FEWEST_OF_A_CODE} responses yet, so there is nothing to learn."

type Floats = NDArray[np.float64]
type Progress = Callable[[str, int, int], None]


class Embedder(Protocol):
    """Whatever turns texts into numbers besides their words: a static embedding, or a model at an address."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return an array of shape (texts, dimensions)."""
        ...


@dataclass(frozen=True, eq=False)
class Guesses:
    """What the machine thinks of texts.

    Attributes
    ----------
    codes : tuple of int
        The codes it learned.
    too_few : tuple of int
        Codes with too few responses to learn from.
    probability : ndarray of float, shape (texts, codes)
        How likely each text says each code.
    thresholds : ndarray of float, shape (codes,)
        From which probability on a code is suggested: where F1 is best on codings that were held out.
    method, reason : str
        How it learned, and why it did not; empty where it did.
    """

    codes: tuple[int, ...]
    too_few: tuple[int, ...]
    probability: Floats
    thresholds: Floats
    method: str
    reason: str = ""

    def suggest(self, at: int) -> dict[int, float]:
        """Return the codes that are suggested for a text, with how sure the machine is."""
        row = self.probability[at]
        return {code: float(row[k]) for k, code in enumerate(self.codes) if row[k] >= self.thresholds[k]}


def learn_and_guess(
    texts: Sequence[str],
    codings: Mapping[int, Collection[int]],
    *,
    question: str = "",
    embedder: Embedder | None = None,
    progress: Progress = lambda doing, done, whole: None,
) -> Guesses:
    """Learn from the texts that people coded, and return what the machine thinks of all.

    Parameters
    ----------
    texts : sequence of str
        What was written, a text for each response.
    codings : mapping of int to collection of int
        By the place of a text, the codes that people gave it; none is a coding too.
    question : str
        What was asked: its own words are taken out.
    embedder : Embedder, optional
        What is learned from besides words.
    progress : callable
        Called with what is being done, and how far; it may raise to interrupt.
    """
    counts: dict[int, int] = {}
    for codes in codings.values():
        for code in codes:
            counts[code] = counts.get(code, 0) + 1
    learned = tuple(sorted(code for code, count in counts.items() if count >= FEWEST_OF_A_CODE))
    too_few = tuple(sorted(set(counts) - set(learned)))
    method = METHOD if embedder is None else f"{METHOD}, with {embedder.name}"
    reason = TOO_FEW if len(codings) < FEWEST_CODED else "" if learned else NO_CODE
    if reason:
        return Guesses((), too_few, np.zeros((len(texts), 0)), np.zeros(0), method, reason)
    progress("Reading words", 0, len(learned))
    table = _make_table(texts, question, embedder)
    rows = np.array(sorted(codings))
    known = table[rows]
    probability, thresholds = np.zeros((len(texts), len(learned))), np.zeros(len(learned))
    for k, code in enumerate(learned):
        said = np.array([code in codings[int(at)] for at in rows])
        probability[:, k], thresholds[k] = _learn(known, said, table)
        progress("Learning codes", k + 1, len(learned))
    return Guesses(learned, too_few, probability, thresholds, method)


def choose_next(
    guesses: Guesses, waiting: Sequence[int], *, most: int, seed: int, same: Mapping[int, object] | None = None
) -> list[int]:
    """Return which texts to show next: where the machine is least sure, and a fifth by chance.

    A text that says the same as one before it, as `same` tells, is left for later.

    Parameters
    ----------
    waiting : sequence of int
        The places of the texts that nobody has coded.
    most : int
        At most so many.
    seed : int
        Of those by chance.
    same : mapping of int to object, optional
        By place, what two texts have in common that say the same.
    """
    random = np.random.default_rng(seed)
    if not guesses.codes or not len(waiting):
        return [int(at) for at in random.permutation(np.asarray(waiting, dtype=np.int64))[:most]]
    places = np.asarray(waiting, dtype=np.int64)
    distance = np.abs(guesses.probability[places] - guesses.thresholds).min(axis=1)
    ranked = [int(at) for at in places[np.argsort(distance, kind="stable")]]
    if same is not None:
        seen: set[object] = set()
        first = [at for at in ranked if not (same[at] in seen or seen.add(same[at]))]  # type: ignore[func-returns-value]
        ranked = first
    drawn = iter(int(at) for at in random.permutation(places))
    order: dict[int, None] = {}
    for step, at in enumerate(ranked):
        if len(order) >= most:
            break
        order[at] = None
        if step % round(1 / BY_CHANCE) == 0:
            order[next(drawn)] = None
    return list(order)[:most]


def _make_table(texts: Sequence[str], question: str, embedder: Embedder | None) -> Any:
    from scipy.sparse import csr_array, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    joined = [" ".join(words) for words in clean_texts(texts, question=question)]
    word = TfidfVectorizer(
        tokenizer=str.split, token_pattern=None, lowercase=False, ngram_range=(1, 2), min_df=2, sublinear_tf=True,
        max_features=30_000,
    )  # fmt: skip
    parts = TfidfVectorizer(
        analyzer="char_wb", lowercase=False, ngram_range=(3, 4), min_df=3, sublinear_tf=True, max_features=30_000
    )
    tables = [word.fit_transform(joined), 0.5 * parts.fit_transform(joined)]
    if embedder is not None:
        tables.append(csr_array(normalize(embedder.embed(texts))))
    return csr_array(hstack(tables))


def _learn(known: Any, said: NDArray[np.bool_], table: Any) -> tuple[Floats, float]:
    """Return how likely each text says one code, and from where on it is suggested."""
    from sklearn.linear_model import LogisticRegression

    if said.all():
        return np.full(table.shape[0], 1 - 1 / (len(said) + 2)), PLAIN
    # Few say any one code, so those who do weigh more while it learns; what they weigh is taken out of its answer.
    model = LogisticRegression(C=STRENGTH, solver="liblinear", class_weight="balanced")
    odds = said.mean() / (1 - said.mean())
    threshold = _find_threshold(model, known, said)
    model.fit(known, said)
    guessed = model.predict_proba(table)[:, 1]
    return _weigh(guessed, odds), float(_weigh(np.array([threshold]), odds)[0])


def _weigh(probability: Floats, odds: float) -> Floats:
    """Return probabilities as they are where a code is as frequent as people found it."""
    return probability * odds / (probability * odds + 1 - probability)


def _find_threshold(model: Any, known: Any, said: NDArray[np.bool_]) -> float:
    """Return where F1 is best, on codings from which the model had not learned."""
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    folds = min(FOLDS, int(said.sum()), int((~said).sum()))
    if folds < 2:
        return PLAIN
    split = StratifiedKFold(folds, shuffle=True, random_state=0)
    held_out = cross_val_predict(model, known, said, cv=split, method="predict_proba")[:, 1]
    best = [_get_f1(held_out >= threshold, said) for threshold in THRESHOLDS]
    # Of thresholds that are as good, the middle one is the least chance.
    tops = [threshold for threshold, f1 in zip(THRESHOLDS, best, strict=True) if f1 >= max(best) - 1e-12]
    return tops[len(tops) // 2]


def _get_f1(guessed: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    right = int((guessed & said).sum())
    return 2 * right / max(int(guessed.sum()) + int(said.sum()), 1)
