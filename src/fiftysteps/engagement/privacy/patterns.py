"""What has a form of its own: numbers, addresses and dates, by rules for the United Kingdom.

Rules: NHS Data Dictionary for the check digit of an NHS number; HMRC's manual NIM39110 for prefixes of National
Insurance numbers; the postcode's form after Royal Mail's guide; Ofcom's numbering plan for telephones; Luhn for cards.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from fiftysteps.engagement.privacy.kinds import Found, PersonalKind

# One or two letters, a district, and after a gap one figure and two letters, of those that are in use.
POSTCODE: Final = re.compile(
    r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9](?:[0-9]|[ABEHMNPRV-Y])|[0-9][A-HJKPS-UW]) ?"
    r"[0-9][ABD-HJLNP-UW-Z]{2})\b",
    re.IGNORECASE,
)
# Eleven figures that begin with 0 (ten for some old areas), or +44 and ten, however they are broken up.
PHONE: Final = re.compile(
    r"(?<![\d+£.])(?:(?:\+|00)44[\s.()-]*(?:\(?0\)?[\s.-]*)?|\(?0)[1-37-9](?:[\s.()-]{0,2}\d){8,9}(?!\d)"
)
EMAIL: Final = re.compile(
    r"[\w.+%-]+\s?@\s?[\w-]+(?:\.[\w-]+)+"
    r"|\b[\w.+-]+ (?:\(at\)|\[at\]|at) [\w-]+ (?:dot|\.) (?:com|co|org|net|uk)\b(?: (?:dot|\.) uk)?",
    re.IGNORECASE,
)
NHS: Final = re.compile(r"(?<!\d)\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\d)")
INSURANCE: Final = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?[A-D]\b",
    re.IGNORECASE,
)
CARD: Final = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
SORT_CODE: Final = re.compile(r"(?<!\d)\d{2}[- ]\d{2}[- ]\d{2}(?![\d-])(?:\D{1,20}\d{8}(?!\d))?")
ACCOUNT: Final = re.compile(
    r"(?:account|acc|a/c)(?:\s*(?:number|no|num))?\.?\s*(?:is|:)?\s*(\d{8})(?!\d)", re.IGNORECASE
)
WEB: Final = re.compile(r"\b(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)]|(?<![\w@.])@[A-Za-z_][\w.]{2,29}\b")

_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_MONTH: Final = rf"(?:{_MONTHS})[a-z]*"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:(?:19|20)\d{2}|\d{2})"
_DATE: Final = (
    rf"(?:{_DAY}\s*[/.-]\s*(?:0?[1-9]|1[0-2])\s*[/.-]\s*{_YEAR}|(?:19|20)\d{{2}}-\d{{2}}-\d{{2}}"
    rf"|{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}|{_MONTH}\s+{_DAY},?\s+{_YEAR})"
)
# A date is one of birth where the words before or after it say so: a meeting or a letter has a date too.
_BORN: Final = r"\b(?:born|birth\s?day|date of birth|d\.?o\.?b)\b"
BIRTH: Final = re.compile(
    rf"\b(?:born|birth\s?day|birth|née|d\.?\s?o\.?\s?b)\b\.?[^.!?\d]{{0,30}}?(?P<date>{_DATE})"
    rf"|(?P<before>{_DATE})(?=[^.!?\d]{{0,25}}\b(?:is|was)\b[^.!?\d]{{0,15}}{_BORN})",
    re.IGNORECASE,
)
_STREET: Final = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Court|Ct|Crescent|Drive|Gardens|Grove|Place|Square|Terrace|Walk|Way|"
    r"Mews|Hill|Park|Row|Rise|Green|House|Tower|Point|Heights|Buildings|Estate|Mansions|Parade|Broadway)"
)
# The number of a house before the name of a street, or a flat before either.
ADDRESS: Final = re.compile(
    rf"\b(?:(?:Flat|Apartment|Apt|Unit|Room|Floor)\s*\d+\w?,?\s*(?:(?:in|at|of)\s+)?)?"
    rf"(?:No\.?\s*)?\d{{1,4}}[A-Za-z]?(?:\s*[-/]\s*\d{{1,4}})?,?\s+(?:[A-Z][\w'’-]+\s+){{1,3}}{_STREET}\b"
    rf"|\b(?:Flat|Apartment|Apt)\s*\d+\w?,?\s*(?:(?:in|at|of)\s+)?(?:[A-Z][\w'’-]+\s+){{1,3}}{_STREET}\b"
    r"|\b(?:flat|apartment|apt)\s+(?:no\.?\s*|number\s+)?\d+\w?\b"
)


def find_by_form(text: str) -> Iterator[Found]:
    """Yield everything in a text that has a form of its own. It costs well under a millisecond."""
    kinds = PersonalKind
    plain: tuple[tuple[re.Pattern[str], PersonalKind, float, Callable[[str], bool]], ...] = (
        (EMAIL, kinds.EMAIL, 1.0, _is_any),
        (POSTCODE, kinds.POSTCODE, 0.95, _has_gap_or_capitals),
        (INSURANCE, kinds.INSURANCE, 0.95, _is_any),
        (NHS, kinds.NHS, 0.9, is_nhs_number),
        (CARD, kinds.BANK, 0.9, passes_luhn),
        (PHONE, kinds.PHONE, 0.85, _is_any),
        (SORT_CODE, kinds.BANK, 0.8, _is_any),
        (WEB, kinds.WEB, 0.9, _is_any),
        (ADDRESS, kinds.ADDRESS, 0.8, _is_any),
    )
    for pattern, kind, score, is_one in plain:
        for match in pattern.finditer(text):
            if is_one(match[0]):
                yield Found(kind, match.start(), match.end(), score)
    for match in ACCOUNT.finditer(text):
        yield Found(kinds.BANK, *match.span(), 0.9)
    for match in BIRTH.finditer(text):
        yield Found(kinds.BIRTH, *match.span("date" if match["date"] else "before"), 0.9)


def is_nhs_number(text: str) -> bool:
    """Whether ten figures have the check digit of an NHS number: weights 10 to 2, modulo 11."""
    figures = [int(each) for each in text if each.isdigit()]
    if len(figures) != 10 or len(set(figures)) == 1:
        return False
    rest = 11 - sum(weight * figure for weight, figure in zip(range(10, 1, -1), figures, strict=False)) % 11
    return rest % 11 == figures[9] and rest != 10


def passes_luhn(text: str) -> bool:
    """Whether the figures of a card add up as they must."""
    figures = [int(each) for each in reversed(text) if each.isdigit()]
    doubled = (sum(divmod(2 * each, 10)) if at % 2 else each for at, each in enumerate(figures))
    return 13 <= len(figures) <= 19 and sum(doubled) % 10 == 0


def _is_any(text: str) -> bool:
    return True


def _has_gap_or_capitals(text: str) -> bool:
    """Whether a postcode looks like one: in small letters without a gap it may be anything."""
    return " " in text or text.upper() == text
