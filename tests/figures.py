"""Observations and counts for tests, stored as a release like any other."""

from typing import Any

from fiftysteps.evidence.models import Dataset, Release
from fiftysteps.evidence.observations import (
    Observation,
    PopulationCount,
    make_observation_table,
    make_population_table,
)
from fiftysteps.evidence.store import StoredTable, TableName, write_table


def make_observation(**fields: Any) -> Observation:
    plain: dict[str, Any] = {
        "indicator": "damp",
        "area": "E09000025",
        "period": "2021",
        "group_type": "",
        "group": "",
        "value": 12.5,
        "lower_95": None,
        "upper_95": None,
        "count": None,
        "denominator": None,
        "marker": "",
        "note": "",
        "nature": "illustrative",
        "source_title": "A survey",
        "source_url": "",
        "confidence": "high",
        "dataset": "survey",
    }
    return Observation(**(plain | fields))


def make_count(**fields: Any) -> PopulationCount:
    plain: dict[str, Any] = {
        "area": "E09000025",
        "dimension": "sex",
        "group": "Female",
        "sort": 1,
        "count": 100,
        "period": "2021",
        "source_title": "A census",
        "source_url": "",
        "confidence": "high",
        "note": "",
        "nature": "illustrative",
    }
    return PopulationCount(**(plain | fields))


def store_observations(*rows: Observation) -> Release:
    return _store("observations", write_table("observations", make_observation_table(rows)))


def store_counts(*rows: PopulationCount) -> Release:
    return _store("populations", write_table("populations", make_population_table(rows)))


def _store(table: TableName, stored: StoredTable) -> Release:
    dataset = Dataset.objects.create(slug=f"{table}-{stored.sha256[:8]}", title="A dataset", nature="illustrative")
    return Release.objects.create(dataset=dataset, table=table, sha256=stored.sha256, rows=stored.rows)
