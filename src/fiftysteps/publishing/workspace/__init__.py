"""This room's part of a workspace's files: its pages of words, its settings, and the topics of the needs assessment."""

from typing import Final

from fiftysteps.accounts.workspace.room import Room
from fiftysteps.publishing.workspace.page_shapes import PAGES, check_pages
from fiftysteps.publishing.workspace.pages import write_pages
from fiftysteps.publishing.workspace.site import SITE, check_site, write_site
from fiftysteps.publishing.workspace.topic_checks import check_topics
from fiftysteps.publishing.workspace.topic_shapes import TOPICS
from fiftysteps.publishing.workspace.topics import write_topics

ROOM: Final = Room(
    sections=(PAGES, SITE, TOPICS),
    checks=(check_pages, check_site, check_topics),
    writes=(write_pages, write_site, write_topics),
)
