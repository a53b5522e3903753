"""The releases that an indicator is computed from."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from fiftysteps.accounts.models import Confidence, Nature
from fiftysteps.evidence.models import Release

# The prefix of the datasets that are computed here, which no other dataset has.
BUILT = "built-"
_WEAKEST_FIRST = ("", Confidence.LOW.value, Confidence.MEDIUM.value, Confidence.HIGH.value)


@dataclass(frozen=True)
class Input:
    """The current release of a dataset, and what is said of where it comes from."""

    dataset: str
    table: str
    sha256: str
    file_name: str
    title: str
    url: str
    licence: str
    nature: str
    confidence: str


def get_inputs() -> dict[tuple[str, str], Input]:
    """Return the current release of every dataset of counts and of observations, by dataset and table: one query."""
    releases = Release.objects.filter(replaced_by__isnull=True, table__in=("counts", "observations"))
    releases = releases.exclude(dataset__slug__startswith=BUILT).select_related("dataset", "dataset__source")
    return {(each.dataset.slug, each.table): _make(each) for each in releases}


def _make(release: Release) -> Input:
    dataset = release.dataset
    return Input(
        dataset=dataset.slug,
        table=release.table,
        sha256=release.sha256,
        file_name=release.file_name,
        title=dataset.source_title or dataset.title,
        url=dataset.source_url,
        licence=release.licence or (dataset.source.licence if dataset.source else ""),
        nature=dataset.nature,
        confidence=dataset.confidence,
    )


@dataclass(frozen=True)
class Origin:
    """What is said of a figure that is computed: no more than its weakest input can bear."""

    title: str
    url: str
    licence: str
    nature: str
    confidence: str


def describe_origin(inputs: Collection[Input]) -> Origin:
    """Return where a figure comes from that is computed from all of `inputs`."""
    is_real = all(each.nature == Nature.REAL for each in inputs)
    levels = {each.confidence for each in inputs if each.nature == Nature.REAL}
    return Origin(
        title=_join((each.title for each in inputs), "Computed from: ", 500),
        url=next((each.url for each in inputs if each.url), ""),
        licence=_join((each.licence for each in inputs if each.licence), "", 200),
        nature=(Nature.REAL if is_real else Nature.ILLUSTRATIVE).value,
        confidence=next((level for level in _WEAKEST_FIRST if level in levels), "") if is_real else "",
    )


def _join(texts: Iterable[str], before: str, longest: int) -> str:
    said = before + "; ".join(dict.fromkeys(texts))
    return said if len(said) <= longest else f"{said[: longest - 1]}…"
