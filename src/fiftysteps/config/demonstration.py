"""Invented residents for the demonstration: who answers, what they say, and what is planted among them.

What they say and what is planted stands in a file of its own, which nothing of the product imports. One seed gives the
same residents each time. Everything that is written here belongs to exercises that are marked as illustrative.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from django.db import transaction
from django.utils import timezone

from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.about_you import CHILDREN, PREFER_NOT, VARIABLES
from fiftysteps.engagement.models import (
    AboutYou,
    Answer,
    Arrival,
    Capacity,
    Channel,
    Considered,
    Exercise,
    Insight,
    Question,
    QuestionKind,
    Response,
    Statement,
    StatementVote,
    Vote,
)
from fiftysteps.engagement.queries.margins import get_margin
from fiftysteps.engagement.receipts import get_key

BATCH: Final = 2_000
# Of whom the product itself sees nothing but the digest.
NETWORK: Final = "planted-network"
FORMS: Final = ("paper", "face", "telephone", "interpreter", "bsl")


@dataclass
class Invented:
    """One invented response."""

    channel: str
    about: dict[str, str] = field(default_factory=dict)
    capacities: list[str] = field(default_factory=lambda: [Capacity.LIVES.value])
    organisation: str = ""
    language: str = "en-gb"
    text: str = ""
    themes: tuple[str, ...] = ()
    votes: tuple[int, ...] = ()
    choices: dict[str, Any] = field(default_factory=dict)
    minute: float = 0.0
    is_stuffed: bool = False
    # Which of the two planted leanings somebody votes by, from 1; 0 where they do not vote.
    leaning: int = 0


def read_planted(file: Path) -> dict[str, Any]:
    """Return what is planted.

    Raises
    ------
    PersonError
        The file is not there.
    """
    if not file.is_file():
        raise PersonError(f"{file} is not there: without it the demonstration has nobody who answers.")
    planted: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return planted


def invent(exercise: Exercise, planted: Mapping[str, Any], seed: int | None = None) -> list[Invented]:
    """Return the invented responses to an exercise: the same for the same seed."""
    random = np.random.default_rng(planted["seed"] if seed is None else seed)
    special = planted["campaign"]["responses"] + planted["stuffing"]["responses"] + planted["duplicates"]
    plain = planted["responses"] - special - planted["organisations"]
    people = _invent_people(exercise, planted, random, plain)
    _add_words(people, planted, random)
    _add_votes(people, planted, random)
    _add_choices(exercise, people, random)
    everyone = [*people, *_invent_organisations(planted, random), *_invent_campaign(exercise, planted, random)]
    everyone += [*_invent_stuffing(exercise, planted, random), *_repeat(people, planted, random)]
    return everyone


def _invent_people(
    exercise: Exercise, planted: Mapping[str, Any], random: np.random.Generator, number: int
) -> list[Invented]:
    channels = [name for name, count in planted["channels"].items() for _ in range(count)]
    languages = [name for name, count in planted["languages"].items() for _ in range(count)]
    about = invent_about(exercise, planted, random, number)
    random.shuffle(channels)
    people = [Invented(channel=channels[at % len(channels)], about=about[at]) for at in range(number)]
    for person, language in zip(people, languages, strict=False):
        person.language = language
        person.about["english"] = "not-well"
    for person in people[-planted["elsewhere"] :]:
        person.capacities = [Capacity.WORKS.value]
    order = random.permutation(number)
    return [people[at] for at in order]


def invent_about(
    exercise: Exercise, planted: Mapping[str, Any], random: np.random.Generator, number: int
) -> list[dict[str, str]]:
    """Return who invented people are: as the census counts, but for those who are planted as missing."""
    told: list[dict[str, str]] = [{} for _ in range(number)]
    times = {(each["variable"], each["category"]): each["times"] for each in planted.get("missing", ())}
    for variable in VARIABLES:
        margin = get_margin(exercise.area, variable.name)
        codes = list(margin.counts)
        if not codes:
            continue
        weights = np.array([margin.counts[code] * times.get((variable.name, code), 1.0) for code in codes])
        chosen = random.choice(len(codes), size=number, p=weights / weights.sum())
        fate = random.uniform(0, 100, number)
        for at in range(number):
            if fate[at] < planted["left_out"]:
                continue
            is_refused = fate[at] < planted["left_out"] + planted["refused"]
            told[at][variable.name] = PREFER_NOT if is_refused else codes[chosen[at]]
    for person in told:
        if person.get("age") == CHILDREN:
            person.pop("orientation", None)
    return told


def _add_words(people: Sequence[Invented], planted: Mapping[str, Any], random: np.random.Generator) -> None:
    """Let each theme be said by as many as its insight counts, and more by those who are planted to say it more."""
    wanted = planted["mentioned"]
    odds = {each["theme"]: each for each in planted["by_group"]}
    said: list[list[str]] = [[] for _ in people]
    for theme, count in wanted.items():
        rule = odds.get(theme)
        weights = np.array(
            [
                rule["odds"] if rule and person.about.get(rule["variable"]) == rule["category"] else 1.0
                for person in people
            ]
        )
        for at in random.choice(len(people), size=min(count, len(people)), replace=False, p=weights / weights.sum()):
            said[at].append(theme)
    for person, themes in zip(people, said, strict=True):
        sentences = [
            str(random.choice(planted["sentences"].get(theme) or [planted["titles"][theme]])) for theme in themes
        ]
        person.text = " ".join(sentences) or str(random.choice(planted["sentences"]["other"]))
        person.themes = tuple(themes)


def _weigh(person: Invented, rule: Mapping[str, Any] | None) -> float:
    is_meant = rule is not None and person.about.get(rule["variable"]) == rule["category"]
    return float(rule["odds"]) if rule is not None and is_meant else 1.0


def _add_votes(people: Sequence[Invented], planted: Mapping[str, Any], random: np.random.Generator) -> None:
    opinion = planted["opinion"]
    for person in people:
        if person.channel not in {"online", "paper"} or random.uniform() > opinion["answered"]:
            continue
        person.leaning = 1 if random.uniform() < opinion["share_of_first"] else 2
        leaning = opinion["first"] if person.leaning == 1 else opinion["second"]
        person.votes = tuple(_vote(each, opinion["noise"], random) for each in leaning)


def _vote(leaning: int, noise: float, random: np.random.Generator) -> int:
    if leaning == 0 or random.uniform() < noise:
        return int(random.choice([1, 0, -1]))
    return leaning


def _add_choices(exercise: Exercise, people: Sequence[Invented], random: np.random.Generator) -> None:
    """Answer the questions that are not words or statements, with nothing planted in them."""
    wards = list(get_margin(exercise.area, "ward").counts)
    for question in exercise.questions.all():
        count = len(question.list_choices())
        for person in people:
            if random.uniform() < 0.25:
                continue
            if question.kind == QuestionKind.SCALE:
                person.choices[question.code] = [int(random.choice([1, 2, 3, 4, 5], p=[0.08, 0.17, 0.3, 0.3, 0.15]))]
            elif question.kind == QuestionKind.PLACE and wards and random.uniform() < 0.3:
                person.choices[question.code] = str(random.choice(wards))
            elif count and question.kind != QuestionKind.STATEMENTS:
                most = 1 if question.kind == QuestionKind.ONE else (question.most or 3)
                chosen = random.choice(count, size=min(most, count), replace=False) + 1
                person.choices[question.code] = [int(number) for number in chosen]


def _invent_organisations(planted: Mapping[str, Any], random: np.random.Generator) -> Iterator[Invented]:
    for number in range(1, planted["organisations"] + 1):
        text = " ".join(str(each) for each in random.choice(planted["sentences"]["other"], size=4))
        yield Invented(
            channel="letter",
            capacities=[Capacity.ORGANISATION.value],
            organisation=f"Invented organisation {number}",
            text=f"As an organisation we see this every day. {text}",
        )


def _invent_campaign(exercise: Exercise, planted: Mapping[str, Any], random: np.random.Generator) -> Iterator[Invented]:
    campaign = planted["campaign"]
    about = invent_about(exercise, planted, random, campaign["responses"])
    for person in about:
        change = str(random.choice(campaign["changes"]))
        yield Invented(channel=campaign["channel"], about=person, text=f"{campaign['text'].strip()} {change}.")


def _invent_stuffing(exercise: Exercise, planted: Mapping[str, Any], random: np.random.Generator) -> Iterator[Invented]:
    stuffing = planted["stuffing"]
    about = invent_about(exercise, {**planted, "missing": ()}, random, stuffing["responses"])
    for at, person in enumerate(about):
        yield Invented(
            channel="online",
            about=person,
            text=str(random.choice(stuffing["texts"])),
            minute=stuffing["minutes"] * at / stuffing["responses"],
            is_stuffed=True,
        )


def _repeat(people: Sequence[Invented], planted: Mapping[str, Any], random: np.random.Generator) -> Iterator[Invented]:
    paper = [person for person in people if person.channel == "paper" and len(person.text) > 40]
    for at in random.choice(len(paper), size=planted["duplicates"], replace=False):
        yield replace(paper[at], channel="online", themes=())


def write_responses(
    exercise: Exercise,
    invented: Sequence[Invented],
    *,
    seed: int,
    by: User | None,
    last_day: datetime.date,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Write invented responses, considered by `by` where somebody is given; in batches, and all of them or none."""
    questions = {question.code: question for question in exercise.questions.all()}
    words = next((each for each in questions.values() if each.kind == QuestionKind.TEXT), None)
    statements = list(Statement.objects.filter(question__exercise=exercise, line__isnull=False).order_by("line"))
    insights = {each.slug: each.pk for each in Insight.objects.filter(held_in=exercise)}
    with transaction.atomic():
        for start in range(0, len(invented), BATCH):
            part = invented[start : start + BATCH]
            rows = [_make_response(exercise, each, seed, start + at, by, last_day) for at, each in enumerate(part)]
            Response.objects.bulk_create(rows)
            pairs = list(zip(rows, part, strict=True))
            Answer.objects.bulk_create(
                answer for row, each in pairs for answer in _make_answers(row, each, words, questions)
            )
            AboutYou.objects.bulk_create(AboutYou(response=row, **each.about) for row, each in pairs if each.about)
            StatementVote.objects.bulk_create(
                vote for row, each in pairs for vote in _make_votes(row, each, statements)
            )
            Arrival.objects.bulk_create(
                Arrival(exercise=exercise, response=row, network=NETWORK) for row, each in pairs if each.is_stuffed
            )
            Response.themes.through.objects.bulk_create(
                Response.themes.through(response_id=row.pk, insight_id=insights[slug])
                for row, each in pairs
                for slug in each.themes
                if slug in insights
            )
            tick(start + len(part), len(invented))


def _make_response(
    exercise: Exercise, each: Invented, seed: int, number: int, by: User | None, last_day: datetime.date
) -> Response:
    is_considered = by is not None
    return Response(
        exercise=exercise,
        key=get_key(f"{exercise.slug} {seed} {number}"),
        channel=Channel(each.channel),
        language=each.language,
        capacities=each.capacities,
        is_resident=Capacity.LIVES in each.capacities and not each.organisation,
        organisation=each.organisation,
        day=last_day - datetime.timedelta(days=number % 60),
        entered_by=by if each.channel in FORMS else None,
        considered=(Considered.CODED if each.themes else Considered.READ) if is_considered else Considered.WAITING,
        considered_by=by,
        considered_at=timezone.now() if is_considered else None,
    )


def _make_answers(
    row: Response, each: Invented, words: Question | None, questions: Mapping[str, Question]
) -> Iterator[Answer]:
    if words is not None and each.text:
        yield Answer(response=row, question=words, text=each.text)
    for code, value in each.choices.items():
        yield Answer(response=row, question=questions[code], value=value)


def _make_votes(row: Response, each: Invented, statements: Sequence[Statement]) -> Iterator[StatementVote]:
    names = {1: Vote.AGREE, 0: Vote.PASS, -1: Vote.DISAGREE}
    for statement, vote in zip(statements, each.votes, strict=False):
        yield StatementVote(response=row, statement=statement, vote=names[vote])
