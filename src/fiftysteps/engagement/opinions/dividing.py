"""In which groups people of each age, ward, faith or ethnic group are, as far as the numbers can be shown."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from fiftysteps.engagement.about_you import BY_NAME
from fiftysteps.engagement.models import AboutYou, Question
from fiftysteps.engagement.opinions.parts import Division, DivisionRow
from fiftysteps.engagement.queries.margins import WARD, list_wards
from fiftysteps.engagement.totals import RULE
from fiftysteps.stats import OpinionGroups
from fiftysteps.stats.disclosure import Total, suppress_cells

# For everybody; and for staff alone, where the exercise's assessment allows it: published, they would set people apart.
OPEN: Final = ("age", WARD)
PRIVATE: Final = ("religion", "ethnicity")
_REST, _SIZE = "who did not tell", "size"


def divide(question: Question, found: OpinionGroups, names: Sequence[str]) -> tuple[Division, ...]:
    """Return the groups by each of the variables, of residents who told it."""
    if not found.groups:
        return ()
    group = {pk: number for pk, number in zip(found.participants.tolist(), found.group.tolist(), strict=True) if number}
    told = AboutYou.objects.filter(response__exercise=question.exercise_id, response__is_resident=True)
    rows = [row for row in told.values_list("response_id", *names).iterator() if row[0] in group]
    divisions = []
    for at, name in enumerate(names, start=1):
        labels = _list_labels(question, name)
        counts = np.zeros((len(labels), len(found.groups)), dtype=np.int64)
        place = {code: number for number, code in enumerate(labels)}
        for row in rows:
            if row[at] in place:
                counts[place[row[at]], group[row[0]] - 1] += 1
        divisions.append(_make_division(name, list(labels.values()), counts, [each.size for each in found.groups]))
    return tuple(divisions)


def _list_labels(question: Question, name: str) -> Mapping[str, str]:
    if name == WARD:
        return {ward.code: ward.name for ward in list_wards(question.exercise.area)}
    return {each.code: str(each.label) for each in BY_NAME[name].categories}


def _make_division(name: str, labels: Sequence[str], counts: np.ndarray, sizes: Sequence[int]) -> Division:
    shown = _hide(counts, sizes)
    rows = [
        DivisionRow(label, row[-1], tuple(row[:-1])) for label, row in zip(labels, shown, strict=True) if row[-1] != 0
    ]
    return Division(name, BY_NAME[name].short, tuple(rows), sum(not row.is_known for row in rows))


def _hide(counts: np.ndarray, sizes: Sequence[int]) -> list[list[int | None]]:
    """Return the counts of each category with their sum, none where a count is small or would give a small one back.

    The sizes of the groups are shown elsewhere. Who did not tell, or lives elsewhere, is the rest of each.
    """
    number, width = counts.shape
    rest = np.array(sizes) - counts.sum(axis=0)
    rows = np.column_stack([counts, counts.sum(axis=1)])
    cells = [*rows.ravel().tolist(), *rest.tolist(), *sizes]
    first_rest, first_size = rows.size, rows.size + width
    across = [Total(tuple(range(at, at + width)), whole=at + width) for at in range(0, rows.size, width + 1)]
    down = [Total((*range(at, rows.size, width + 1), first_rest + at), whole=first_size + at) for at in range(width)]
    levels = ["row"] * rows.size + [_REST] * width + [_SIZE] * width
    hidden = suppress_cells(
        cells,
        [*across, *down],
        rule=RULE,
        levels=levels,
        unpublished=[level == _REST for level in levels],
        shown_elsewhere=[level == _SIZE for level in levels],
    ).is_hidden
    return [
        [None if hidden[row * (width + 1) + at] else int(rows[row, at]) for at in range(width + 1)]
        for row in range(number)
    ]
