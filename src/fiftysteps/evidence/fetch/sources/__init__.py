"""The sources that can be fetched from, by name."""

from typing import Final

from fiftysteps.core.errors import PersonError
from fiftysteps.core.text import quote, suggest
from fiftysteps.evidence.fetch.source import Source
from fiftysteps.evidence.fetch.sources.deprivation import DEPRIVATION
from fiftysteps.evidence.fetch.sources.doi import DOI
from fiftysteps.evidence.fetch.sources.fingertips import FINGERTIPS, FINGERTIPS_METADATA
from fiftysteps.evidence.fetch.sources.geography import GEOGRAPHY
from fiftysteps.evidence.fetch.sources.nomis import NOMIS
from fiftysteps.evidence.fetch.sources.ons import ONS

SOURCES: Final = {
    source.name: source for source in (FINGERTIPS, FINGERTIPS_METADATA, NOMIS, ONS, GEOGRAPHY, DEPRIVATION, DOI)
}


def get_source(name: str) -> Source:
    """Return the source of this name.

    Raises
    ------
    PersonError
        There is none; with the names that there are.
    """
    try:
        return SOURCES[name]
    except KeyError:
        raise PersonError(f"There is no source {quote(name)}{suggest(name, SOURCES)}.") from None
