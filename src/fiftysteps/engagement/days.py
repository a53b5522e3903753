"""On which days something can have been said to an exercise."""

import datetime

from fiftysteps.engagement.models import Exercise


def find_day_fault(exercise: Exercise, day: datetime.date, today: datetime.date) -> str:
    """Return why nothing can have come in on a day, as a clause without its full stop, or an empty text."""
    if day > today:
        return f"{day:%-d %B %Y} is still to come"
    if exercise.opens is not None and day < exercise.opens:
        return f"{day:%-d %B %Y} is before the first day, {exercise.opens:%-d %B %Y}"
    return ""
