"""How well paper forms are typed in: in how many fields a second typing is another than the first."""

from dataclasses import dataclass

from django.db.models import Sum

from fiftysteps.engagement.models import Channel, Exercise, SecondEntry
from fiftysteps.stats import proportion


@dataclass(frozen=True)
class DoubleEntry:
    """Forms typed twice of all that were typed; the share of fields that differ, with its interval."""

    typed: int
    twice: int
    fields: int
    different: int
    share: float | None
    lower: float | None
    upper: float | None


def get_double_entry(exercise: Exercise) -> DoubleEntry:
    typed = exercise.responses.filter(channel=Channel.PAPER, entered_by__isnull=False).count()
    entries = SecondEntry.objects.filter(response__exercise=exercise)
    sums = entries.aggregate(fields=Sum("fields"), different=Sum("different"))
    fields, different = sums["fields"] or 0, sums["different"] or 0
    if not fields:
        return DoubleEntry(typed, entries.count(), 0, 0, None, None, None)
    estimate = proportion([different], [fields])
    interval = estimate.intervals[0.95]
    bounds = float(interval.lower[0]), float(interval.upper[0])
    return DoubleEntry(typed, entries.count(), fields, different, different / fields, *bounds)
