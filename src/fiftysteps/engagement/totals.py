"""What is counted of an exercise, and what the counts are called. Three numbers that never mix."""

from typing import Final

TOTAL: Final = "total"
# Each once, however often they answered; every sending; every head that was counted at an event.
PEOPLE, RESPONSES, CONTACTS = "people", "responses", "contacts"
# Those of the people who live here: only they enter who took part.
RESIDENTS: Final = "residents"
# Who did not say what they are.
UNTOLD: Final = ""
# The rule by which small counts are hidden.
RULE: Final = "default"
