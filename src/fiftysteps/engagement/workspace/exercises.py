"""Listening exercises and consultations, with their questions, options, targets and texts in other languages."""

from typing import Annotated

from django.conf import settings

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.organisations import ORGANISATIONS
from fiftysteps.accounts.workspace.provenance import SourcedShape, check_source, fill_provenance
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.errors import PersonError
from fiftysteps.core.shapes import Flag, Many, MaybeDay, MaybeWords, Shape, Slug, Whole, Words, between, one_of
from fiftysteps.core.workspace import Item, Section, Workspace
from fiftysteps.engagement.asking.steps import RESERVED
from fiftysteps.engagement.models import (
    Exercise,
    ExerciseKind,
    ExerciseOption,
    ExerciseState,
    Question,
    QuestionKind,
    ReachTarget,
    Wording,
)
from fiftysteps.engagement.workspace.communities import COMMUNITIES
from fiftysteps.evidence.workspace.areas import AREAS

MOST_MINUTES = 120
MOST_CHOSEN = 50
MOST_PEOPLE = 10_000_000
TOLD = "people have been told what it asks: it can be changed only in draft"


class QuestionShape(Shape):
    code: Annotated[Slug, fits(Question, "code")]
    kind: Annotated[str, one_of(QuestionKind.values)]
    text: Annotated[Words, fits(Question, "text")]
    hint: Annotated[MaybeWords, fits(Question, "hint")] = ""
    choices: Many[Words] = ()
    most: Annotated[Whole, between(1, MOST_CHOSEN)] | None = None
    low: Annotated[MaybeWords, fits(Question, "low")] = ""
    high: Annotated[MaybeWords, fits(Question, "high")] = ""
    is_required: Flag = False
    depends_on: MaybeWords = ""
    depends_answers: Many[Whole] = ()


class OptionShape(Shape):
    title: Annotated[Words, fits(ExerciseOption, "title")]
    description: MaybeWords = ""
    rejected: MaybeWords = ""


class TargetShape(Shape):
    community: Words
    people: Annotated[Whole, between(1, MOST_PEOPLE)]


class WordingShape(Shape):
    language: Annotated[str, one_of([code for code, _ in settings.LANGUAGES][1:])]
    part: Annotated[Words, fits(Wording, "part")]
    text: Words


class ExerciseShape(SourcedShape):
    id: Annotated[Slug, fits(Exercise, "slug")]
    title: Annotated[Words, fits(Exercise, "title")]
    kind: Annotated[str, one_of(ExerciseKind.values)]
    place: Words
    owner: Words
    minutes: Annotated[Whole, between(1, MOST_MINUTES)] = 3
    purpose: MaybeWords = ""
    opens: MaybeDay = None
    closes: MaybeDay = None
    erase_on: MaybeDay = None
    privacy_notice: MaybeWords = ""
    dpia_screening: MaybeWords = ""
    dpia: MaybeWords = ""
    dpia_covers_opinions: Flag = False
    help_lines: Many[Words] = ()
    asks_contact: Flag = True
    for_children: Flag = False
    child_privacy_notice: MaybeWords = ""
    child_consent: MaybeWords = ""
    can_change: MaybeWords = ""
    cannot_change: MaybeWords = ""
    why_shorter: MaybeWords = ""
    questions: Many[QuestionShape] = ()
    options: Many[OptionShape] = ()
    targets: Many[TargetShape] = ()
    texts: Many[WordingShape] = ()


EXERCISES = Section("exercise", ("listening/*.yaml",), ExerciseShape, "exercises")


def check_exercises(workspace: Workspace) -> None:
    for item in workspace.get(EXERCISES):
        value = item.value
        check_source(workspace, item)
        workspace.check_name(item, value.place, "an area", [AREAS], "place")
        workspace.check_name(item, value.owner, "an organisation", [ORGANISATIONS], "owner")
        for at, target in enumerate(value.targets):
            workspace.check_name(item, target.community, "a community", [COMMUNITIES], "targets", at, "community")
        if value.opens and value.closes and value.closes < value.opens:
            workspace.note(item.get_fault('"closes" is before "opens"', "closes", got=str(value.closes)))
        _check_questions(workspace, item)


def _check_questions(workspace: Workspace, item: Item[ExerciseShape]) -> None:
    seen: set[str] = set()
    for at, question in enumerate(item.value.questions):
        if question.code in seen:
            workspace.note(item.get_fault("two questions have this code", "questions", at, "code", got=question.code))
        if question.code in RESERVED:
            workspace.note(
                item.get_fault("this code is that of another page", "questions", at, "code", got=question.code)
            )
        if question.depends_on and question.depends_on not in seen:
            rule = '"depends_on" must be the code of an earlier question'
            workspace.note(item.get_fault(rule, "questions", at, "depends_on", got=question.depends_on))
        seen.add(question.code)


def _fill(loading: Loading, obj: Exercise, value: ExerciseShape) -> None:
    if obj.state != ExerciseState.DRAFT:
        raise PersonError(f"The exercise “{obj}” was changed in its file, but {TOLD}.")
    fill_provenance(obj, value, loading.sources)
    plain = (
        *("title", "kind", "minutes", "purpose", "opens", "closes", "erase_on", "privacy_notice", "dpia_screening"),
        *(
            "dpia",
            "dpia_covers_opinions",
            "asks_contact",
            "for_children",
            "child_privacy_notice",
            "child_consent",
            "can_change",
        ),
        *("cannot_change", "why_shorter"),
    )
    for name in plain:
        setattr(obj, name, getattr(value, name))
    obj.slug, obj.help_lines = value.id, "\n".join(value.help_lines)
    obj.area, obj.owner = loading.get("areas", value.place), loading.get("organisations", value.owner)
    obj.questions = [  # type: ignore[misc]
        _make_question(each, at) for at, each in enumerate(value.questions)
    ]
    obj.options = [  # type: ignore[misc]
        ExerciseOption(
            title=each.title,
            description=each.description,
            is_rejected=bool(each.rejected),
            reason=each.rejected,
            sort_order=at,
        )
        for at, each in enumerate(value.options)
    ]
    obj.targets = [  # type: ignore[misc]
        ReachTarget(community=loading.get("communities", each.community), people=each.people) for each in value.targets
    ]


def _make_question(value: QuestionShape, order: int) -> Question:
    return Question(
        code=value.code,
        kind=value.kind,
        text=value.text,
        hint=value.hint,
        choices="\n".join(value.choices),
        most=value.most,
        low=value.low,
        high=value.high,
        is_required=value.is_required,
        depends_on=value.depends_on,
        depends_answers=", ".join(map(str, value.depends_answers)),
        sort_order=order,
    )


def _retire(loading: Loading, obj: Exercise) -> None:
    # What people were asked stays: only one that never opened can go.
    if obj.state == ExerciseState.DRAFT:
        obj.delete()


EXERCISE_KIND = Kind(
    "exercises",
    Exercise,
    lambda item: item.value.id,
    lambda obj: obj.slug,
    _fill,
    _retire,
    # What moves an exercise on is no edit of what it says.
    unwatched=frozenset(
        {"state", "decision", "decided_on", "changed", "opens", "closes", "erase_on", "safeguarding_id"}
    ),
)


def write_exercises(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, EXERCISE_KIND, workspace.get(EXERCISES))
    for item in workspace.get(EXERCISES):
        for each in item.value.texts:
            # What a translator has changed on the site stays.
            Wording.objects.get_or_create(
                exercise=loading.get("exercises", item.value.id),
                language=each.language,
                part=each.part,
                defaults={"text": each.text},
            )
