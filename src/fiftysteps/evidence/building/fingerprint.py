"""What a build depends on, as one digest: while it stays the same, nothing is computed again."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from fiftysteps.evidence.building.inputs import Input
from fiftysteps.evidence.models import Indicator

# One more each time that the same counts would give other figures: then everything is computed again.
METHOD_VERSION: Final = 1


def find_inputs(recipe: Mapping[str, Any], inputs: Mapping[tuple[str, str], Input]) -> tuple[Input, ...]:
    """Return the releases that a recipe, as it is held, is computed from; those that are not there are left out."""
    return tuple(inputs[key] for key in dict.fromkeys(_list_datasets(recipe)) if key in inputs)


def _list_datasets(recipe: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for part, table in (("numerator", "counts"), ("denominator", "counts"), ("deprivation", "observations")):
        if part in recipe:
            yield recipe[part]["dataset"], table


def make_fingerprint(indicator: Indicator, inputs: Sequence[Input], lookups: Sequence[str]) -> str:
    """Return the digest of an indicator's definition, of what it is computed from, and of how."""
    benchmark = indicator.benchmark.code if indicator.benchmark else ""
    definition = [indicator.recipe, indicator.method, indicator.unit, indicator.decimals]
    depends = {
        "version": METHOD_VERSION,
        "definition": [*definition, indicator.standard_population, benchmark],
        # What is said of the inputs stands in every row, so a new licence or title is a new release too.
        "inputs": [vars(each) for each in inputs],
        "lookups": list(lookups),
    }
    return hashlib.sha256(json.dumps(depends, sort_keys=True).encode()).hexdigest()
