"""The data dictionary as a page of Markdown and as a table of CSV."""

import csv
import io
from collections.abc import Iterator, Sequence

from fiftysteps.core.safe_cell import get_safe_cell
from fiftysteps.evidence.queries.dictionary import DictionaryEntry

# The heading of each column, and the field that stands in it.
_COLUMNS = {
    "id": "slug",
    "name": "name",
    "plain name": "plain_name",
    "definition": "definition",
    "numerator": "numerator",
    "denominator": "denominator",
    "method": "method",
    "standard population": "standard_population",
    "polarity": "polarity",
    "unit": "unit",
    "benchmark": "benchmark",
    "groups": "groups",
    "source": "source",
    "address of the source": "source_url",
    "nature": "nature",
    "disclosure rule": "disclosure_rule",
    "caveats": "caveats",
    "periods": "periods",
    "areas": "areas",
    "newest release": "newest_release",
}
_IN_HEADING = {"slug", "plain_name"}


def get_csv(entries: Sequence[DictionaryEntry]) -> str:
    """Return one row for each indicator; several values of one field are parted by semicolons."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for entry in entries:
        writer.writerow([get_safe_cell(_get_text(entry, field)) for field in _COLUMNS.values()])
    return stream.getvalue()


def get_markdown(entries: Sequence[DictionaryEntry]) -> str:
    """Return a section for each indicator, with a line for each field that says something."""
    return "\n".join(["# Data dictionary", *(line for entry in entries for line in _get_section(entry)), ""])


def _get_section(entry: DictionaryEntry) -> Iterator[str]:
    yield ""
    yield f"## {entry.plain_name} (`{entry.slug}`)"
    yield ""
    for heading, field in _COLUMNS.items():
        if field not in _IN_HEADING and (text := _get_text(entry, field)):
            yield f"* **{heading.capitalize()}:** {text}"


def _get_text(entry: DictionaryEntry, field: str) -> str:
    value = getattr(entry, field)
    if value is None:
        return ""
    text = "; ".join(value) if isinstance(value, tuple) else str(value)
    return " ".join(text.split())
