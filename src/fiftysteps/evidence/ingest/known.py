"""Layouts that are known by themselves: mappings that come with the product, told by the columns of their heading."""

from functools import cache
from importlib.resources import files

from fiftysteps.core.tables.sheet import Sheet
from fiftysteps.evidence.ingest.headings import make_key
from fiftysteps.evidence.ingest.mapping import MappingShape, parse_mapping


@cache
def get_layouts() -> tuple[MappingShape, ...]:
    """Return the layouts, those that ask for more columns first: the more there are, the surer it is."""
    folder = files(__package__) / "layouts"
    found = [
        parse_mapping(file.name, file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".yaml")
    ]
    return tuple(sorted(found, key=lambda layout: (-len(layout.has_columns), layout.id)))


def find_layout(sheets: tuple[Sheet, ...]) -> MappingShape | None:
    """Return the layout of a file of one sheet, by the words in its first row, or None."""
    if len(sheets) != 1 or not len(sheets[0]):
        return None
    held = set(map(make_key, sheets[0].get_texts(0)))
    return next((one for one in get_layouts() if set(map(make_key, one.has_columns)) <= held), None)
