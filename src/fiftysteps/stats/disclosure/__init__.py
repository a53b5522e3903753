"""Disclosure control: what may be published, so that nobody can be found in a number.

A `Rule` says which counts are too small. `suppress_table` hides them with all that would give them back;
`suppress_cells` does so for counts that add up in any other way; `round_table` rounds instead. `attack` works out what
a reader can learn from one or several tables, and `check_safe` refuses them.
"""

from fiftysteps.stats.disclosure.attacking import Attack, Disclosure, attack, check_safe
from fiftysteps.stats.disclosure.cells import SuppressedCells, attack_cells, know_cells, suppress_cells
from fiftysteps.stats.disclosure.knowledge import Knowledge, Total, know, publish_total
from fiftysteps.stats.disclosure.linking import link_tables
from fiftysteps.stats.disclosure.primary import hide_small
from fiftysteps.stats.disclosure.rounding import round_table
from fiftysteps.stats.disclosure.rules import RULES, Rule, get_rule
from fiftysteps.stats.disclosure.suppressing import suppress_table
from fiftysteps.stats.disclosure.tables import PublishedTable

__all__ = [
    "RULES",
    "Attack",
    "Disclosure",
    "Knowledge",
    "PublishedTable",
    "Rule",
    "SuppressedCells",
    "Total",
    "attack",
    "attack_cells",
    "check_safe",
    "get_rule",
    "hide_small",
    "know",
    "know_cells",
    "link_tables",
    "publish_total",
    "round_table",
    "suppress_cells",
    "suppress_table",
]
