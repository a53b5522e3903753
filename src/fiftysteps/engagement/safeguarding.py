"""Words that somebody in danger may write. They raise a flag for a person to look at; they decide nothing.

Too many flags are better than one too few, so the patterns are wide. They know English only: what is written in another
language is read by somebody who speaks it, and the help lines stand on the form for everyone.
"""

import re
from collections.abc import Iterable
from typing import Final

from fiftysteps.engagement.models import Alarm

_SELF: Final = r"(my ?self|my (own )?life)"
_PATTERNS: Final = {
    Alarm.SELF_HARM: (
        rf"\b(kill(ing)?|hurt(ing)?|harm(ing)?|cut(ting)?|end(ing)?|take|taking) {_SELF}\b",
        r"\bsuicid\w*", r"\bself[- ]?harm\w*", r"\b(want|wish|going|ready|rather) (to )?(die|be dead)\b",
        r"\bdon'?t want to (live|be here|be alive)\b", r"\bno (reason|point) (to|in) (live|living|going on)\b",
        r"\boverdos\w*",
    ),
    Alarm.ABUSE: (
        r"\b(he|she|they|husband|wife|partner|boyfriend|girlfriend|father|mother|dad|mum|brother|uncle|son|carer)"
        r"( \w+){0,3} (hits?|beats?|punche[ds]|slaps?|kicks?|strangle[sd]?|chokes?|rape[sd]?|threatens?|abuse[sd]?)"
        r" (me|us|her|him)\b",
        r"\b(being|been|was|am|get|getting) (\w+ )?(abused|raped|beaten|trafficked|assaulted|stalked)\b",
        r"\b(domestic|sexual|physical) (abuse|violence|assault)\b", r"\bforced marriage\b",
        r"\bhonou?r (killing|violence)\b",
        r"\b(scared|afraid|frightened) (of|to go) (my (husband|wife|partner|father|dad|mother|family)|home)\b",
        r"\bfgm\b", r"\bgenital (cutting|mutilation)\b",
    ),
    Alarm.CHILD: (
        r"\b(child|children|kid|kids|baby|girl|boy|son|daughter|niece|nephew)( \w+){0,4} "
        r"(abused|beaten|neglected|hit|hurt|touched|starving|in danger|not safe|unsafe|alone at night)\b",
        r"\b(touches|touched|grooming|grooms|groomed) (a |the |my )?(child|children|girl|boy|daughter|son|me)\b",
        r"\bchild (abuse|neglect|protection)\b",
    ),
    Alarm.DANGER: (
        r"\b(going|want|threaten\w*|will|gonna) to (kill|stab|shoot|hurt) (him|her|them|me|someone|somebody|people)\b",
        r"\b(will|gonna|going to) kill (me|him|her|them|someone|somebody)\b",
        r"\bin (immediate )?danger\b",
        r"\b(has|have|carr(y|ies)|with) a (gun|knife|bomb)\b",
    ),
}  # fmt: skip
_COMPILED: Final = {
    alarm: re.compile("|".join(f"(?:{each})" for each in patterns), re.IGNORECASE)
    for alarm, patterns in _PATTERNS.items()
}
_QUOTES: Final = str.maketrans({"’": "'", "‘": "'"})


def find_alarms(texts: Iterable[str]) -> list[Alarm]:
    """Return for what a flag is raised by these texts, in the order of `Alarm`."""
    joined = "\n".join(" ".join(text.translate(_QUOTES).split()) for text in texts)
    return [alarm for alarm, pattern in _COMPILED.items() if pattern.search(joined)]
