"""What a reference is, by its DOI: the resolver is asked for CSL-JSON and sends us on to whoever registered it."""

from typing import Final
from urllib.parse import quote

from fiftysteps.evidence.fetch.expected import Document
from fiftysteps.evidence.fetch.gathering import GetJson, gather_one
from fiftysteps.evidence.fetch.source import Parameter, Source, Values

CSL_JSON: Final = "application/vnd.citationstyles.csl+json"


def _build(source: Source, values: Values, get_json: GetJson) -> str:
    # A DOI may hold signs that mean something else in an address, such as < or #.
    return source.base + quote(values["doi"], safe="/:;()")


DOI: Final = Source(
    name="doi",
    title="DOI resolver, the description of a reference",
    licence="Set by the agency that registered the DOI",
    base="https://doi.org/",
    parameters=(
        Parameter(
            "doi",
            'a DOI such as 10.1136/bmj.g1687, without "https://doi.org/" before it',
            r"10\.\d{4,9}/\S{1,400}",
            needed=True,
        ),
    ),
    build=_build,
    gather=gather_one,
    expected=Document(("type", "title"), "the description of a reference (CSL-JSON)"),
    example="fetch doi 10.1136/bmj.g1687",
    extension="json",
    accept=CSL_JSON,
)
