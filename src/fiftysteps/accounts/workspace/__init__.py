"""This room's part of a workspace's files: sources' shape, organisations, people; and how any room writes its own."""

from typing import Final

from fiftysteps.accounts.workspace.organisations import ORGANISATIONS, check_organisations, write_organisations
from fiftysteps.accounts.workspace.people import PEOPLE, check_people, write_people
from fiftysteps.accounts.workspace.provenance import SOURCES
from fiftysteps.accounts.workspace.room import Room

ROOM: Final = Room(
    sections=(SOURCES, ORGANISATIONS, PEOPLE),
    checks=(check_organisations, check_people),
    writes=(write_organisations, write_people),
)
