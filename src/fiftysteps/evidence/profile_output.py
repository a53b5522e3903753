"""The profile of an area in sentences, in lines to read, and as rows of a file."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

from fiftysteps.core.safe_cell import get_safe_cell
from fiftysteps.evidence.figures import format_value
from fiftysteps.evidence.intervals import get_interval
from fiftysteps.evidence.queries.area_profile import AreaProfile, ProfileRow

CSV_COLUMNS: Final = (
    "nature",
    "topic",
    "indicator",
    "name",
    "unit",
    "period",
    "area_code",
    "area",
    "value",
    "lower_95",
    "upper_95",
    "comparison",
    "compared_by",
    "benchmark",
    "benchmark_value",
    "above",
    "above_value",
    "areas_held",
    "lowest",
    "lower_quartile",
    "upper_quartile",
    "highest",
    "source",
    "source_address",
)


def say_counts(counts: Mapping[str, int]) -> str:
    """Return how many measures have each outcome, in one sentence: "4 better, 3 similar and 10 worse"."""
    said = [f"{counts[outcome]} {outcome}" for outcome in ("better", "similar", "worse") if outcome in counts]
    sides = [f"{counts[side]} {side}" for side in ("higher", "lower") if side in counts]
    parts = [_join(said), f"{_join(sides)}, where neither is good or bad in itself" if sides else ""]
    if "" in counts:
        parts.append(f"{counts['']} not judged, since no likely range is published")
    return "; ".join(part for part in parts if part)


def say_profile(profile: AreaProfile) -> str:
    """Return what the profile says as a whole, in one sentence."""
    if profile.country is None:
        return f"{profile.area.name} lies in no place that it could be compared with."
    many = len(profile.rows)
    if not many:
        return f"No measure is held for {profile.area.name} and for {profile.country.name} in the same period."
    measures = "1 measure" if many == 1 else f"{many} measures"
    return f"Of {measures} of {profile.area.name} beside {profile.country.name}: {say_counts(profile.count())}."


def get_lines(profile: AreaProfile) -> Iterator[str]:
    """Yield the profile as lines to read: the sentence, then each measure with its value and its country's."""
    yield say_profile(profile)
    for row in profile.rows:
        yield f"{row.own.outcome or 'not judged':<10}  {row.indicator.plain_name}: {_say_values(row, profile)}"


def _say_values(row: ProfileRow, profile: AreaProfile) -> str:
    own, benchmark = (
        format_value(value or 0.0, row.indicator.unit, row.indicator.decimals)
        for value in (row.own.value, row.country.value)
    )
    return f"{own}, {profile.country} {benchmark} ({row.when.plain})"


def get_csv(profile: AreaProfile) -> str:
    """Return the rows of the profile as a file; no cell can start a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows([get_safe_cell(cell) for cell in _get_cells(row, profile)] for row in profile.rows)
    return text.getvalue()


def _get_cells(row: ProfileRow, profile: AreaProfile) -> tuple[object, ...]:
    own, indicator, spread = row.own.observation, row.indicator, row.spread
    known = get_interval(own, indicator) if own else None
    judged_by = "" if not row.own.outcome else "source" if row.own.is_by_source else "95% interval"
    return (
        own.nature if own else "",
        indicator.get_kind_display(),
        indicator.slug,
        indicator.name,
        indicator.unit,
        str(row.when),
        profile.area.code,
        profile.area.name,
        row.own.value,
        known.lower if known else None,
        known.upper if known else None,
        row.own.outcome,
        judged_by,
        profile.country.name if profile.country else "",
        row.country.value,
        profile.above.name if profile.above else "",
        row.above.value if row.above else None,
        row.held,
        *((spread.least, spread.lower, spread.upper, spread.most) if spread else (None,) * 4),
        own.source_title if own else "",
        own.source_url if own else "",
    )


def _join(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
