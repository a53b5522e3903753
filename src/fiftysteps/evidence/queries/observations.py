"""Reading observations and population counts of the current releases.

Nothing leaves this module but through `_protect`, which hides what an indicator's rule hides.

Files are immutable and named by their content, so what was read from a set of them stays true for as long as that set
is current: the process keeps it, and asks the database only which releases are current.
"""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping

from asgiref.local import Local
from django.core.signals import request_finished, request_started
from django.dispatch import receiver

from fiftysteps.evidence.disclosing import protect
from fiftysteps.evidence.models import Finding, Release
from fiftysteps.evidence.observations import Observation, PopulationCount, sort_observations
from fiftysteps.evidence.places import SMALL, is_small
from fiftysteps.evidence.queries.protection import Ruled, get_decision, get_ruled
from fiftysteps.evidence.store import TableName, count_rows, read_rows

type Rows = tuple[Mapping[str, object], ...]
type Key = tuple[tuple[str, ...], str, str]

# An indicator has some tens to some hundreds of rows, so this many take tens of megabytes at the most.
KEPT = 1000

_request = Local()


class _Kept[T]:
    """The rows most lately asked for, by the files they are from, the column and its value."""

    def __init__(self, table: TableName, make: Callable[[list[dict[str, object]]], tuple[T, ...]]) -> None:
        self._table, self._make = table, make
        self._rows: OrderedDict[Key, tuple[T, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, column: str, values: Iterable[str]) -> dict[str, tuple[T, ...]]:
        """Return the rows for each of `values`; those not kept are read together, in one query."""
        files, wanted = get_current_files(self._table), tuple(dict.fromkeys(values))
        found = self._look_up(files, column, wanted)
        unknown = [value for value in wanted if value not in found]
        if unknown:
            read: dict[str, list[dict[str, object]]] = defaultdict(list)
            # Of an indicator, small neighbourhoods are left out: tens of thousands of rows, which no page shows.
            left_out = SMALL if column == "indicator" else ()
            for row in read_rows(self._table, files, without_areas=left_out, **{column: unknown}):
                read[str(row[column])].append(row)
            found |= self._keep(files, column, {value: self._make(read[value]) for value in unknown})
        return {value: found[value] for value in wanted}

    def _look_up(self, files: tuple[str, ...], column: str, values: tuple[str, ...]) -> dict[str, tuple[T, ...]]:
        with self._lock:
            kept = [value for value in values if (files, column, value) in self._rows]
            for value in kept:
                self._rows.move_to_end((files, column, value))
            return {value: self._rows[files, column, value] for value in kept}

    def _keep(self, files: tuple[str, ...], column: str, rows: dict[str, tuple[T, ...]]) -> dict[str, tuple[T, ...]]:
        with self._lock:
            self._rows |= {(files, column, value): found for value, found in rows.items()}
            while len(self._rows) > KEPT:
                self._rows.popitem(last=False)
        return rows


def _make_observations(rows: list[dict[str, object]]) -> tuple[Observation, ...]:
    return sort_observations(Observation(**row) for row in rows)  # type: ignore[arg-type]


def _make_counts(rows: list[dict[str, object]]) -> tuple[PopulationCount, ...]:
    counts = [PopulationCount(**row) for row in rows]  # type: ignore[arg-type]
    return tuple(sorted(counts, key=lambda count: (count.dimension, count.period, count.sort, count.group)))


_observations = _Kept("observations", _make_observations)
_populations = _Kept("populations", _make_counts)


@receiver(request_started)
def _begin_request(**_: object) -> None:
    _request.files, _request.ruled = {}, None


@receiver(request_finished)
def _end_request(**_: object) -> None:
    _request.files = _request.ruled = None


def get_current_files(table: TableName) -> tuple[str, ...]:
    """Return the names of the files of the current releases: one query, and within a request only the first time."""
    kept: dict[str, tuple[str, ...]] | None = getattr(_request, "files", None)
    if kept is not None and table in kept:
        return kept[table]
    releases = Release.objects.filter(table=table, replaced_by__isnull=True).order_by("sha256")
    files = tuple(release.file_name for release in releases.only("table", "sha256"))
    if kept is not None:
        kept[table] = files
    return files


def _get_ruled() -> dict[str, Ruled]:
    """Return the indicators that have a rule: one query, and within a request only the first time."""
    kept: dict[str, Ruled] | None = getattr(_request, "ruled", None)
    if kept is None:
        kept = get_ruled()
        if getattr(_request, "files", None) is not None:
            _request.ruled = kept
    return kept


def _protect(rows: tuple[Observation, ...], ruled: Mapping[str, Ruled]) -> tuple[Observation, ...]:
    """Return rows of any indicators as they may leave, in their order."""
    if not any(row.indicator in ruled for row in rows):
        return rows
    files, concerned = get_current_files("observations"), {row.indicator for row in rows} & set(ruled)
    decisions = {slug: get_decision(ruled[slug], files) for slug in concerned}
    return tuple(
        protect(row, decisions[row.indicator], ruled[row.indicator].rule, ruled[row.indicator].method)
        if row.indicator in concerned
        else row
        for row in rows
    )


def get_observations(indicator: str) -> tuple[Observation, ...]:
    """Return the observations of the indicator with this slug, oldest period first, without small neighbourhoods."""
    return get_many((indicator,))[indicator]


def get_many(indicators: Iterable[str]) -> dict[str, tuple[Observation, ...]]:
    """Return the observations of several indicators by slug, as `get_observations` does, in one reading."""
    ruled = _get_ruled()
    return {slug: _protect(rows, ruled) for slug, rows in _observations.get("indicator", indicators).items()}


def get_every_observation(indicator: str) -> tuple[Observation, ...]:
    """Return the observations of an indicator with those of small neighbourhoods, which may be tens of thousands."""
    files = get_current_files("observations")
    return _protect(_make_observations(read_rows("observations", files, indicator=indicator)), _get_ruled())


def get_observations_of(indicator: str, areas: Iterable[str]) -> tuple[Observation, ...]:
    """Return the observations of an indicator in these areas, small neighbourhoods too, oldest period first."""
    wanted = list(areas)
    if not wanted:
        return ()
    files = get_current_files("observations")
    return _protect(
        _make_observations(read_rows("observations", files, indicator=indicator, area=wanted)), _get_ruled()
    )


def count_observations(indicator: str) -> int:
    """Return how many observations `get_every_observation` would return."""
    return count_rows("observations", get_current_files("observations"), indicator=indicator)


def get_finding_rows(findings: Iterable[Finding]) -> dict[str, tuple[Observation, ...]]:
    """Return what findings are read from, by the slug of their indicator: also the small areas that they are about."""
    findings = tuple(findings)
    rows = get_many(finding.indicator.slug for finding in findings)
    for code in sorted({finding.area.code for finding in findings if is_small(finding.area.code)}):
        for row in get_area_observations(code):
            if row.indicator in rows:
                rows[row.indicator] = (*rows[row.indicator], row)
    return rows


def get_area_observations(area: str) -> tuple[Observation, ...]:
    """Return all observations of the area with this code, of every indicator, oldest period first."""
    return _protect(_observations.get("area", (area,))[area], _get_ruled())


def get_population(area: str, dimension: str) -> tuple[PopulationCount, ...]:
    """Return the counts of one dimension of an area, by period and then in the dimension's own order."""
    return tuple(count for count in _populations.get("area", (area,))[area] if count.dimension == dimension)


def get_population_dimensions(area: str) -> tuple[str, ...]:
    """Return the dimensions that are held for an area, in order of their names."""
    return tuple(sorted({count.dimension for count in _populations.get("area", (area,))[area]}))
