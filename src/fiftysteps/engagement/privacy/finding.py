"""Everything in texts that points at a person, and in which language they are."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from fiftysteps.engagement.privacy.kinds import Found, merge
from fiftysteps.engagement.privacy.names import find_names
from fiftysteps.engagement.privacy.patterns import find_by_form

# In fewer words a language cannot be told.
FEWEST_LETTERS: Final = 12
# What is spoken in the borough's homes, as its census counts them.
LANGUAGES: Final = (
    *("en", "bn", "ur", "ro", "pl", "gu", "pa", "hi", "ta", "lt", "bg"),
    *("pt", "es", "fr", "it", "ar", "tr", "zh", "ru", "uk", "fa"),
)


def find_personal(texts: Sequence[str]) -> list[tuple[Found, ...]]:
    """Return what points at a person in each text: names by a model, all else by its form.

    The first call loads the model, which takes some seconds: it is for the background, and not for a page.
    """
    return [merge([*names, *find_by_form(text)]) for text, names in zip(texts, find_names(texts), strict=True)]


def identify_language(text: str) -> str:
    """Return the code of the language of a text, or nothing where it is too short to say."""
    if sum(letter.isalpha() for letter in text) < FEWEST_LETTERS:
        return ""
    return str(_get_identifier().classify(text)[0])


@cache
def _get_identifier() -> Any:
    """Return what tells languages, from the model inside its package, for those that are spoken here."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    made = LanguageIdentifier.from_model_file(MODEL_FILE)
    made.set_languages(list(LANGUAGES))
    return made
