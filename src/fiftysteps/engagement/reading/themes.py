"""Suggested themes: words that stand together in many responses, by non-negative matrix factorisation.

Source: Lee and Seung, "Learning the parts of objects by non-negative matrix factorization", Nature 401 (1999),
788-791, as scikit-learn does it, over TF-IDF.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from fiftysteps.engagement.reading.cleaning import clean_texts

METHOD: Final = "words that stand together (TF-IDF and NMF), version 1"
# A person looks through twenty; more would be read by nobody.
MOST: Final = 20
# Fewer different texts than this hold no theme that chance does not.
FEWEST_TEXTS: Final = 30
# So many different texts for each theme that is looked for: with fewer themes, two that few say would share one.
TEXTS_FOR_A_THEME: Final = 3
# Of very many, as many different texts teach what stands together as all do; all are then assigned.
SAMPLE: Final = 8_000
VOCABULARY: Final = 6_000
TERMS: Final = 4
TYPICAL: Final = 6
TOO_FEW: Final = "Fewer than 30 different responses are written in words: read them, no machine is needed."

type Floats = NDArray[np.float64]
type Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Theme:
    """A suggested theme: what it is called by its most distinctive terms, and who says it.

    Attributes
    ----------
    label : str
        The first of its terms.
    terms : tuple of str
        Words and pairs of words that stand in it more than elsewhere, the most telling first.
    size : int
        How many texts say it more than any other theme.
    typical : tuple of int
        The places of texts that say it most plainly, each different from the others.
    """

    label: str
    terms: tuple[str, ...]
    size: int
    typical: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Themes:
    """The themes, the largest first; and of each text the place of its theme, -1 where it says none of them."""

    themes: tuple[Theme, ...]
    assigned: NDArray[np.int64]
    method: str
    reason: str = ""


def suggest_themes(
    texts: Sequence[str],
    *,
    question: str = "",
    most: int = MOST,
    seed: int = 1999,
    progress: Progress = lambda doing, done, whole: None,
) -> Themes:
    """Return themes to begin a codebook with.

    A text that many sent word for word teaches once. The same texts give the same themes, in whatever order they come.

    Parameters
    ----------
    texts : sequence of str
        What was written, a text for each response; empty ones say nothing.
    question : str
        What was asked: its own words are taken out.
    most : int
        At most so many themes.
    seed : int
        Of the sample that is taken of very many texts.
    progress : callable
        Called with what is being done, and how far; it may raise to interrupt.
    """
    progress("Reading words", 0, 4)
    words = clean_texts(texts, question=question)
    joined = [" ".join(each) for each in words]
    different = sorted({each for each in joined if each})
    number = min(most, len(different) // TEXTS_FOR_A_THEME)
    if len(different) < FEWEST_TEXTS or number < 1:
        return Themes((), np.full(len(texts), -1), METHOD, TOO_FEW)
    progress("Counting words", 1, 4)
    sample = different
    if len(different) > SAMPLE:
        chosen = np.random.default_rng(seed).choice(len(different), SAMPLE, replace=False)
        sample = [different[at] for at in np.sort(chosen)]
    table, names, vectoriser = _count(sample)
    number = min(number, min(table.shape) - 1)
    if number < 1:
        return Themes((), np.full(len(texts), -1), METHOD, TOO_FEW)
    progress("Looking for what stands together", 2, 4)
    model, _ = _factorise(table, number)
    progress("Looking at every response", 3, 4)
    strengths = model.transform(vectoriser.transform(joined))
    found = _describe(model.components_, strengths, names, joined)
    progress("Done", 4, 4)
    return found


def _count(texts: Sequence[str]) -> tuple[Any, NDArray[np.str_], Any]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

    vectoriser = TfidfVectorizer(
        tokenizer=str.split,
        token_pattern=None,
        lowercase=False,
        preprocessor=None,
        ngram_range=(1, 2),
        # What nearly everybody says tells nobody apart, and what two say is no theme.
        min_df=min(5, max(2, len(texts) // 200)),
        max_df=0.4,
        max_features=VOCABULARY,
        sublinear_tf=True,
        stop_words=sorted(ENGLISH_STOP_WORDS | {word.replace("'", "") for word in ENGLISH_STOP_WORDS}),
    )
    table = vectoriser.fit_transform(texts)
    return table, vectoriser.get_feature_names_out(), vectoriser


def _factorise(table: Any, number: int) -> tuple[Any, Floats]:
    from sklearn.decomposition import NMF

    # A start from the singular vectors is the same for the same texts, and needs no seed.
    model = NMF(n_components=number, init="nndsvda", max_iter=300, tol=1e-3, random_state=0)
    return model, model.fit_transform(table)


def _describe(components: Floats, strengths: Floats, names: NDArray[np.str_], texts: Sequence[str]) -> Themes:
    scaled = strengths * np.linalg.norm(components, axis=1)
    assigned = np.where(scaled.max(axis=1) > 0, scaled.argmax(axis=1), -1)
    shares = components / np.maximum(components.sum(axis=1, keepdims=True), 1e-12)
    order = np.argsort(-np.bincount(assigned[assigned >= 0], minlength=len(components)), kind="stable")
    places = {int(old): new for new, old in enumerate(order)}
    themes = []
    for at in order:
        terms = _get_terms(shares, int(at), names)
        typical = _get_typical(scaled, int(at), texts)
        themes.append(Theme(terms[0] if terms else "", terms, int((assigned == at).sum()), typical))
    renumbered = np.array([places.get(int(at), -1) for at in assigned], dtype=np.int64)
    kept = [theme for theme in themes if theme.size and theme.terms]
    # Those without a text stand last, so that the places of the others hold.
    return Themes(tuple(kept), np.where(renumbered < len(kept), renumbered, -1), METHOD)


def _get_terms(shares: Floats, at: int, names: NDArray[np.str_]) -> tuple[str, ...]:
    """Return the terms of a theme: those that stand in it often, and elsewhere seldom."""
    own = shares[at]
    telling = own * np.log((own + 1e-9) / (shares.mean(axis=0) + 1e-9))
    kept: list[str] = []
    for place in np.argsort(-telling, kind="stable")[: 6 * TERMS]:
        term = str(names[place])
        parts = set(term.split())
        if own[place] <= 0 or any(parts <= set(each.split()) for each in kept):
            continue
        # A pair of words says more than its first alone.
        kept = [each for each in kept if not set(each.split()) < parts]
        kept.append(term)
    return tuple(kept[:TERMS])


def _get_typical(scaled: Floats, at: int, texts: Sequence[str]) -> tuple[int, ...]:
    """Return texts that say a theme strongly and little else, each once."""
    own = scaled[:, at]
    plain = own * own / np.maximum(scaled.sum(axis=1), 1e-12)
    seen: set[str] = set()
    typical: list[int] = []
    for place in np.argsort(-plain, kind="stable")[: 50 * TYPICAL]:
        if own[place] <= 0 or len(typical) == TYPICAL:
            break
        if texts[place] not in seen:
            seen.add(texts[place])
            typical.append(int(place))
    return tuple(typical)
