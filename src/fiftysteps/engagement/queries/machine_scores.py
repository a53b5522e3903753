"""How often the machine is right: what it thought of responses, against what people said of them afterwards."""

from dataclasses import dataclass

from fiftysteps.engagement.models import CodeSuggestion, Coding, CodingAct, Considered, Exercise
from fiftysteps.stats import proportion


@dataclass(frozen=True)
class Share:
    """A part of a whole with its 95% interval after Wilson; none where there is no whole."""

    part: int
    whole: int
    value: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Score:
    """Of what it suggested, how much people kept (precision); of what they said, how much it had suggested (recall)."""

    name: str
    precision: Share
    recall: Share

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both, None where nothing was suggested and nothing said."""
        whole = self.precision.whole + self.recall.whole
        return 2 * self.precision.part / whole if whole else None


@dataclass(frozen=True)
class Scores:
    """The score over all codes together, and that of each code; of so many responses that it had not learned from."""

    responses: int
    micro: Score
    codes: tuple[Score, ...]


def get_scores(exercise: Exercise) -> Scores | None:
    """Return how often the machine was right on responses that people coded after it had looked at them.

    None before it has learned, or before somebody coded anything since.
    """
    first = exercise.machine_runs.order_by("pk").first()
    if first is None:
        return None
    read = exercise.responses.filter(considered__in=(Considered.CODED, Considered.READ), considered_at__gt=first.at)
    # What was coded before and again since, the machine had learned from.
    known = CodingAct.objects.filter(response__exercise=exercise, at__lt=first.at).values("response")
    pks = set(read.exclude(pk__in=known).values_list("pk", flat=True))
    if not pks:
        return None
    suggested = set(CodeSuggestion.objects.filter(response__in=pks).values_list("response_id", "code_id"))
    said = set(Coding.objects.filter(response__in=pks, is_second=False).values_list("response_id", "code_id"))
    names = dict(exercise.codes.filter(state="in-use").values_list("pk", "name"))
    codes = [_score(name, _only(suggested, code), _only(said, code)) for code, name in names.items()]
    return Scores(len(pks), _score("", suggested, said), tuple(each for each in codes if each.f1 is not None))


def _only(pairs: set[tuple[int, int]], code: int) -> set[tuple[int, int]]:
    return {pair for pair in pairs if pair[1] == code}


def _score(name: str, suggested: set[tuple[int, int]], said: set[tuple[int, int]]) -> Score:
    right = len(suggested & said)
    return Score(name, _share(right, len(suggested)), _share(right, len(said)))


def _share(part: int, whole: int) -> Share:
    if not whole:
        return Share(part, whole, None, None, None)
    found = proportion(part, whole)
    bounds = found.intervals[0.95]
    return Share(part, whole, float(found.value), float(bounds.lower), float(bounds.upper))
