"""Files that somebody has, into rows that are checked and can be stored, without the database or the network."""

from fiftysteps.evidence.ingest.areas import KnownAreas
from fiftysteps.evidence.ingest.intake import Intake, UnknownLayout
from fiftysteps.evidence.ingest.mapping import MappingShape, is_for, parse_mapping, read_mapping
from fiftysteps.evidence.ingest.reading import read_file

__all__ = [
    "Intake",
    "KnownAreas",
    "MappingShape",
    "UnknownLayout",
    "is_for",
    "parse_mapping",
    "read_file",
    "read_mapping",
]
