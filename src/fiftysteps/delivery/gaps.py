"""What delivery must have: a value for every KPI of a cycle that has ended."""

from collections.abc import Iterator

from fiftysteps.evidence.queries.observations import get_many
from fiftysteps.strategy.gaps import Gap, Scope, rule
from fiftysteps.strategy.models import MeasureKind


@rule("kpi-never-reported", "Every KPI of a closed cycle has at least one value.")
def find_kpis_never_reported(scope: Scope) -> Iterator[Gap]:
    measures = [
        (step, measure)
        for step in scope.closed_steps
        for measure in step.measures.all()
        if measure.kind == MeasureKind.OUTPUT_KPI
    ]
    series = get_many(tuple(measure.indicator.slug for _, measure in measures))
    for step, measure in measures:
        if all(observation.value is None for observation in series[measure.indicator.slug]):
            owner = measure.owner.name if measure.owner else ""
            sentence = f"The cycle has ended and we hold no value of “{measure.indicator}”."
            yield Gap(f"{step.key}/{measure.indicator.slug}", str(step), step.get_absolute_url(), sentence, owner)
