"""What kind of evidence a reference is likely to be, from its title and type: a suggestion for a person to look at."""

import re
from typing import Final

from fiftysteps.evidence.citing.records import ReferenceRecord

# The first that fits counts: a systematic review of trials is a review.
_BY_TITLE: Final = (
    ("systematic-review", r"systematic (?:\w+ )?review|meta[- ]?analys[ie]s|umbrella review|scoping review"),
    ("trial", r"randomi[sz]ed|controlled trial|\btrial\b"),
    ("consensus", r"consensus|delphi"),
    ("economic-study", r"cost[- ](?:effective|utility|benefit)|economic (?:evaluation|analysis|model)"),
    ("qualitative-study", r"qualitative|focus groups?|interview study|ethnograph"),
    ("evaluation", r"\bevaluati(?:on|ng)\b"),
    ("observational-study", r"cohort|cross-sectional|case[- ]control|longitudinal|observational|time[- ]series"),
    ("guidance", r"guid(?:ance|eline)s?\b"),
    ("practice-example", r"case stud(?:y|ies)|practice example"),
)
_GREY: Final = frozenset({"report", "thesis", "webpage", "document", "manuscript", "pamphlet", "post-weblog"})
_REVIEWERS: Final = ("cochrane database of systematic reviews",)


def suggest_kind(record: ReferenceRecord) -> str:
    """Return the kind that title, journal and type point to; nothing where they point nowhere."""
    if record.container.casefold() in _REVIEWERS:
        return "systematic-review"
    title = record.title.casefold()
    for kind, pattern in _BY_TITLE:
        if re.search(pattern, title):
            return kind
    return "grey-literature" if record.type in _GREY else ""
