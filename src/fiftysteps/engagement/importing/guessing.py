"""What the columns and values of a file are likely to be. A guess is shown to a person, who decides."""

import difflib
import re
from collections.abc import Iterable
from typing import Final

from fiftysteps.engagement.about_you import PREFER_NOT
from fiftysteps.engagement.importing.table import Column, Table
from fiftysteps.engagement.importing.targets import Target, Use

# Of two texts so alike, one is mostly the other with a word changed.
_LIKE: Final = 0.85
# Longer texts take long to compare, and differ in their first words where they differ.
_COMPARED: Final = 200
_NOISE: Final = re.compile(r"[^\w+]+")
# Alike in letters and the opposite in meaning: such words must stand in both texts or in none.
_OPPOSITES: Final = re.compile(r"\b(no|not|never|non|without|dis\w+|un\w+|in\w+|less\w*|more)\b")
_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+")
_ANSWER: Final = re.compile(r"(the )?(responses?|answers?|comments?|feedback|free text|text)")
_REFUSALS: Final = frozenset({"prefer not to say", "rather not say", "prefer not to answer", "do not wish to say"})
# What headings say, in the order in which they are tried.
_HEADINGS: Final = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        ("email", r"\be ?mail\b"),
        ("organisation", r"\borgani[sz]ation s? ?name\b|\bname of (your |the )?organi[sz]ation\b|^organi[sz]ation$"),
        ("capacity", r"\bresponding as\b|\brespondent type\b|\bon behalf of\b|\bcapacity\b|\bwhich of these are you\b"),
        ("reference", r"^(response|respondent|submission|entry|record|unique|user)? ?(id|number|ref|reference)$"),
        ("day", r"^(date|day)\b|\bdate (submitted|completed|received)\b|\bsubmi(tted|ssion) (on|at|date|time)\b"
                r"|\b(completed|received) (on|at|date|time)\b|\bend date\b|\btimestamp\b"),
        ("language", r"^(response |respondent )?language$"),
        ("channel", r"^(channel|how it came|response type|method)$"),
        ("a:age", r"\bage( (group|band|range))?\b|\bhow old\b"),
        ("a:sex", r"\b(sex|gender)\b"),
        ("a:ward", r"\bward\b"),
        ("a:tenure", r"\btenure\b|\bown or rent\b|\byour home\b"),
        ("a:english", r"\bspeak english\b|\benglish (level|proficiency)\b"),
        ("a:disability", r"\bdisab(led|ility|ilities)\b|\blong term (condition|illness)\b"),
        ("a:ethnicity", r"\bethnic(ity| group| background| origin)\b"),
        ("a:religion", r"\b(religion|faith|belief)\b"),
        ("a:orientation", r"\bsexual(ity| orientation)\b"),
    )
)  # fmt: skip


def squeeze(text: str) -> str:
    """Return a text as it is compared: without case, punctuation and gaps."""
    return " ".join(_NOISE.sub(" ", text.casefold().replace("+", " plus ").replace("_", " ")).split())


def guess_targets(table: Table, targets: tuple[Target, ...]) -> dict[int, Target]:
    """Return what each column seems to be, by its place. What nothing speaks for is left out."""
    found: dict[int, Target] = {}
    for guess in (_find_equal, _find_said, _find_alike, _find_plain):
        for column in table.columns:
            used = {target.code for target in found.values() if not target.joins}
            free = [target for target in targets if target.code not in used]
            if column.place not in found and (target := guess(column, free)):
                found[column.place] = target
    return dict(sorted(found.items()))


def _list_headings(column: Column) -> list[str]:
    """Return what a heading says: whole, in each row, and on each side of a dash, as tools write "Q1 - Question"."""
    halves = [half for part in column.parts for half in part.split(" - ", 1)]
    return [text for text in dict.fromkeys(map(squeeze, (column.heading, *column.parts, *halves))) if text]


def _find_equal(column: Column, targets: list[Target]) -> Target | None:
    said = _list_headings(column)
    for target in targets:
        names = {squeeze(target.label)} | ({squeeze(target.code[2:])} if target.is_answer else set())
        # A heading in words for a place or a letter in a code are the answer of the first.
        if names & set(said) and _fits(column, target):
            return target
    return None


def _find_said(column: Column, targets: list[Target]) -> Target | None:
    said, by_code = _list_headings(column), {target.code: target for target in targets}
    for code, pattern in _HEADINGS:
        target = by_code.get(code)
        if target and any(pattern.search(text) for text in said) and _fits(column, target):
            return target
    return None


def _find_alike(column: Column, targets: list[Target]) -> Target | None:
    labels = {squeeze(target.label): target for target in targets if target.is_answer}
    for text in _list_headings(column):
        if near := _find_near(text, labels):
            return labels[near]
    return None


def _find_plain(column: Column, targets: list[Target]) -> Target | None:
    """A column that is called "Response" is the one question in free text, where there is but one."""
    words = [target for target in targets if target.use == Use.WORDS]
    is_plain = any(_ANSWER.fullmatch(text) for text in _list_headings(column))
    return words[0] if is_plain and len(words) == 1 else None


def _fits(column: Column, target: Target) -> bool:
    """Whether the values can be meant: "May we e-mail you?" is answered with no address."""
    if target.use == Use.EMAIL:
        return not column.distinct or any(_ADDRESS.fullmatch(value) for value in column.distinct)
    return True


def guess_answer(value: str, target: Target) -> str:
    """Return the code of the fixed answer that a value seems to be, or an empty text."""
    said = squeeze(value)
    # A number alone is that of a scale. Of a list it would be the other tool's line, which need not be ours.
    by_code = {squeeze(code): code for code, label in target.choices if not code.isdecimal() or label.startswith(code)}
    names = by_code | {squeeze(label): code for code, label in target.choices}
    if said in names:
        return names[said]
    if said in _REFUSALS and PREFER_NOT in dict(target.choices):
        return PREFER_NOT
    # Two bands of ages are alike in all but a figure, so figures are never guessed.
    if any(sign.isdecimal() for sign in said):
        return ""
    labels = {squeeze(label): code for code, label in target.choices}
    holding = [label for label in labels if said and f" {said} " in f" {label} " and _agree(said, label)]
    near = holding[0] if len(holding) == 1 else _find_near(said, labels)
    return labels[near] if near else ""


def _find_near(text: str, known: Iterable[str]) -> str:
    same = [other for other in known if _agree(text, other)]
    near = difflib.get_close_matches(text[:_COMPARED], same, n=1, cutoff=_LIKE)
    return near[0] if near else ""


def _agree(text: str, other: str) -> bool:
    return sorted(_OPPOSITES.findall(text)) == sorted(_OPPOSITES.findall(other))
