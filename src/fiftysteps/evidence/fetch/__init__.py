"""Data fetched from their source into a dated file: no model, no database, no site is needed, and none is imported."""

from fiftysteps.evidence.fetch.fetching import Fetched, State, fetch_source
from fiftysteps.evidence.fetch.network import Network
from fiftysteps.evidence.fetch.source import Source
from fiftysteps.evidence.fetch.sources import SOURCES, get_source

__all__ = ["SOURCES", "Fetched", "Network", "Source", "State", "fetch_source", "get_source"]
