"""The Office for National Statistics: the CSV file of one version of one of its datasets."""

import re
from typing import Any, Final

from fiftysteps.core.text import quote
from fiftysteps.evidence.fetch.expected import Table
from fiftysteps.evidence.fetch.faults import RefusedError
from fiftysteps.evidence.fetch.gathering import GetJson, gather_one
from fiftysteps.evidence.fetch.network import check_address
from fiftysteps.evidence.fetch.source import OPEN_GOVERNMENT, Parameter, Source, Values

# How the newest version is named, whatever machine the service says it stands on.
_VERSION: Final = re.compile(r"/editions/([A-Za-z0-9_.-]{1,80})/versions/([0-9]{1,5})$", re.ASCII)
_HOST: Final = "ons.gov.uk"


def _build(source: Source, values: Values, get_json: GetJson) -> str:
    dataset = f"{source.base}{values['dataset']}"
    edition, version = values.get("edition"), values.get("version")
    if edition is None or version is None:
        edition, version = _find_newest(get_json(dataset))
    address = _get_link(get_json(f"{dataset}/editions/{edition}/versions/{version}"), "downloads", "csv")
    host = check_address(address).hostname or ""
    if host != _HOST and not host.endswith(f".{_HOST}"):
        raise RefusedError(f"It sends us to {quote(address)} for the file, which is not of {_HOST}.")
    return address


def _find_newest(described: dict[str, Any]) -> tuple[str, str]:
    link = _get_link(described, "links", "latest_version")
    match = _VERSION.search(link)
    if match is None:
        raise RefusedError(f"It names its newest version by {quote(link)}, which is not understood.")
    return match[1], match[2]


def _get_link(described: dict[str, Any], *path: str) -> str:
    found: Any = described
    for key in (*path, "href"):
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, str):
        raise RefusedError(f"It does not say where its {path[-1].replace('_', ' ')} is; there may be none.")
    return found


ONS: Final = Source(
    name="ons",
    title="Office for National Statistics, one version of a dataset",
    licence=OPEN_GOVERNMENT,
    base="https://api.beta.ons.gov.uk/v1/datasets/",
    parameters=(
        Parameter("dataset", "the name of a dataset, such as TS021", r"[A-Za-z0-9_-]{1,100}", needed=True),
        Parameter("edition", "the name of an edition, such as 2021", r"[A-Za-z0-9_.-]{1,80}"),
        Parameter("version", "the number of a version", r"[0-9]{1,5}"),
    ),
    together=("edition", "version"),
    build=_build,
    gather=gather_one,
    expected=Table(),
    example="fetch ons dataset=TS021 edition=2021 version=3",
    accept="text/csv, application/json, */*;q=0.1",
)
