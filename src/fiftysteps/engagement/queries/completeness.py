"""What of an exercise still waits: to be considered by a person, and to be answered."""

from django.db.models import Q

from fiftysteps.engagement.models import Considered, Exercise, Insight, Response, Standing


def count_waiting(exercise: Exercise) -> int:
    """Return how many responses no person has considered yet; those that were erased say nothing any more."""
    waiting = Response.objects.filter(exercise=exercise, considered=Considered.WAITING)
    return waiting.exclude(standing=Standing.ERASED).count()


def count_unanswered(exercise: Exercise) -> int:
    """Return how many themes, and submissions of organisations, have no reply."""
    themes = Insight.objects.filter(held_in=exercise, archived=False, reply__isnull=True).count()
    submissions = Response.objects.filter(exercise=exercise, replies__isnull=True).filter(~Q(organisation=""))
    return themes + submissions.exclude(standing=Standing.ERASED).count()
