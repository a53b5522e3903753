"""Find the same letter sent by many, what one hand seems to have sent many times, and what one person sent twice."""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from django.db import transaction

from fiftysteps.engagement.about_you import VARIABLES
from fiftysteps.engagement.integrity.likeness import LIKENESS, SHINGLE, find_alike, squeeze
from fiftysteps.engagement.models import AboutYou, Answer, Arrival, Exercise, Group, Standing

LEAST_WORDS: Final = 20
LEAST_LETTERS: Final = 5
# One network, within an hour, and the same few words again and again: all three, since each alone is a library.
LEAST_SUSPECT: Final = 30
SUSPECT_WINDOW: Final = datetime.timedelta(hours=1)
LARGEST_VARIETY: Final = 0.25
# So long that two people do not write it by chance.
LEAST_REPEATED: Final = 40
LETTER_METHOD: Final = (
    f"Texts of {LEAST_WORDS} words or more that share {LIKENESS:.0%} of their phrases of {SHINGLE} words, at least "
    f"{LEAST_LETTERS} of them"
)
SUSPECT_METHOD: Final = (
    f"At least {LEAST_SUSPECT} from one network within an hour, with at most {LARGEST_VARIETY:.0%} different texts"
)
REPEAT_METHOD: Final = f"The same text of {LEAST_REPEATED} letters or more, and the same answers about who answers"


def look_for_groups(exercise: Exercise) -> dict[str, int]:
    """Look again, and replace what was found before; nothing that was sent is changed.

    Returns
    -------
    dict of str to int
        For each kind, how many groups there are.
    """
    texts = _read_texts(exercise)
    letters = find_alike(texts, least_words=LEAST_WORDS, least=LEAST_LETTERS)
    found = {
        Group.Kind.LETTER: (LETTER_METHOD, letters),
        Group.Kind.SUSPECT: (SUSPECT_METHOD, list(_find_suspect(exercise, texts))),
        Group.Kind.REPEAT: (REPEAT_METHOD, list(_find_repeated(exercise, texts, set().union(*letters)))),
    }
    with transaction.atomic():
        Group.objects.filter(exercise=exercise).delete()
        for kind, (method, groups) in found.items():
            for keys in groups:
                _write(exercise, kind, method, keys)
    return {kind.value: len(groups) for kind, (_, groups) in found.items()}


def _read_texts(exercise: Exercise) -> dict[int, str]:
    """Return all that each response says in free text; what an organisation says stands for itself."""
    texts: dict[int, str] = defaultdict(str)
    answers = Answer.objects.filter(response__exercise=exercise, response__organisation="").exclude(text="")
    answers = answers.exclude(response__standing=Standing.ERASED)
    for pk, text in answers.values_list("response_id", "text").iterator():
        texts[pk] += f" {text}"
    return texts


def _write(exercise: Exercise, kind: Group.Kind, method: str, keys: Iterable[int]) -> None:
    members = sorted(keys)
    digest = hashlib.sha256(",".join(map(str, members)).encode()).hexdigest()
    group = Group.objects.create(exercise=exercise, kind=kind, key=digest, method=method)
    group.responses.set(members)


def _find_suspect(exercise: Exercise, texts: dict[int, str]) -> Iterator[set[int]]:
    arrivals: dict[str, list[tuple[datetime.datetime, int]]] = defaultdict(list)
    rows = Arrival.objects.filter(exercise=exercise, response__isnull=False).order_by("at", "pk")
    for network, at, pk in rows.values_list("network", "at", "response_id"):
        arrivals[network].append((at, pk))
    for came in arrivals.values():
        for run in _split_runs(came):
            different = {squeeze(texts.get(pk, "")) for pk in run}
            if len(run) >= LEAST_SUSPECT and len(different) <= LARGEST_VARIETY * len(run):
                yield set(run)


def _split_runs(came: list[tuple[datetime.datetime, int]]) -> Iterator[list[int]]:
    """Yield what came without an hour's break."""
    run = [came[0][1]]
    for (before, _), (at, pk) in pairwise(came):
        if at - before > SUSPECT_WINDOW:
            yield run
            run = []
        run.append(pk)
    yield run


def _find_repeated(exercise: Exercise, texts: dict[int, str], letters: set[int]) -> Iterator[set[int]]:
    about = {row.response_id: row for row in AboutYou.objects.filter(response__exercise=exercise)}
    same: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for pk, text in texts.items():
        told = about.get(pk)
        # Of whom nothing is known, nobody can say that they are one.
        if pk in letters or told is None or len(text.strip()) < LEAST_REPEATED:
            continue
        same[(squeeze(text), *(getattr(told, each.name) for each in VARIABLES))].add(pk)
    yield from (keys for keys in same.values() if len(keys) > 1)
