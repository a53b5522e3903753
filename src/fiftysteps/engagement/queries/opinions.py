"""The maps of opinions of an exercise, as they were made last and as they are published."""

from collections.abc import Mapping, Sequence
from typing import Any

from fiftysteps.engagement.models import Exercise, OpinionMap, PublishedOpinions, Question, QuestionKind, Statement


def list_asked(exercise: Exercise) -> list[Question]:
    """Return the questions of statements of an exercise."""
    return list(exercise.questions.filter(kind=QuestionKind.STATEMENTS))


def get_maps(exercise: Exercise) -> dict[int, OpinionMap]:
    return {each.question_id: each for each in OpinionMap.objects.filter(exercise=exercise)}


def get_published(exercise: Exercise) -> dict[int, PublishedOpinions]:
    """Return what is published of each question: the newest of each."""
    found: dict[int, PublishedOpinions] = {}
    for each in PublishedOpinions.objects.filter(exercise=exercise).select_related("question"):
        found.setdefault(each.question_id, each)
    return found


def keep_shown(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return a map without statements that were taken down since it was made: they go at once, wherever they stand."""
    pks = [each["pk"] for each in shown["statements"]]
    kept = set(Statement.objects.filter(pk__in=pks, state=Statement.State.SHOWN).values_list("pk", flat=True))
    groups = [{**each, "apart": [one for one in each["apart"] if one["pk"] in kept]} for each in shown["groups"]]
    lists = {name: _keep(shown[name], kept) for name in ("all_agree", "all_disagree", "dividing")}
    statements = [each for each in shown["statements"] if each["pk"] in kept]
    return {**shown, **lists, "groups": groups, "statements": statements}


def _keep(pks: Sequence[int], kept: set[int]) -> list[int]:
    return [pk for pk in pks if pk in kept]
