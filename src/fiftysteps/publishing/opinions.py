"""The map of opinions as a page says it: sentences and tables first, then a picture."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fiftysteps.publishing.opinion_picture import Drawing, draw_picture, quote, say_directions

EVERYBODY: Final = "Everybody"
FEW: Final = "too few to show"
ALL: Final = ("agree", "disagree")

type Shown = Mapping[str, Any]


@dataclass(frozen=True)
class Bar:
    """What some people say to a statement: in words, and as parts of a bar that is 100 wide."""

    label: str
    said: str
    agree: float
    passed: float
    disagree: float

    @property
    def is_known(self) -> bool:
        return self.agree + self.passed + self.disagree > 0

    @property
    def passed_from(self) -> float:
        return self.agree

    @property
    def disagree_from(self) -> float:
        return self.agree + self.passed


@dataclass(frozen=True)
class Said:
    """A statement with what everybody or each group says to it, and the weighted shares in words."""

    text: str
    bars: tuple[Bar, ...]
    weighted: str = ""


@dataclass(frozen=True)
class GroupView:
    """What a group stands for: what it agrees with more than the others do, and what it disagrees with more."""

    letter: str
    people: int
    agree: tuple[str, ...]
    disagree: tuple[str, ...]


@dataclass(frozen=True)
class TableRow:
    """A statement in the table: counts of everybody, the weighted share, and the share of each group who agree."""

    text: str
    is_added: bool
    counts: tuple[str, ...]
    weighted: str
    groups: tuple[str, ...]


def build_view(shown: Shown) -> dict[str, Any]:
    """Return the context of one question's map."""
    by_pk = {each["pk"]: each for each in shown["statements"]}
    letters = [group["letter"] for group in shown["groups"]]
    return {
        "shown": shown,
        "letters": letters,
        "summary": say_summary(shown),
        "all_agree": [_say_all(by_pk[pk]) for pk in shown["all_agree"]],
        "all_disagree": [_say_all(by_pk[pk]) for pk in shown["all_disagree"]],
        "dividing": [_say_each(by_pk[pk], letters) for pk in shown["dividing"]],
        "groups": [_make_group(group, at, by_pk) for at, group in enumerate(shown["groups"])],
        "divisions": [_make_division(each) for each in shown["divisions"]],
        "rows": [_make_row(each) for each in shown["statements"]],
        "without": say_without(shown["without"], len(letters)),
        "picture": draw_picture(shown["picture"]) if shown["picture"] else Drawing(),
        "directions": say_directions(shown["placing"], {pk: each["text"] for pk, each in by_pk.items()}, letters),
    }


def say_summary(shown: Shown) -> str:
    """Return of whom the map is."""
    people, grouped, least = shown["people"], shown["grouped"], shown["minimum_votes"]
    voted = f"{people:,} people cast {shown['votes']:,} votes on {len(shown['statements'])} statements."
    if not shown["groups"]:
        return f"{voted} There are no groups: {shown['reason'][0].lower()}{shown['reason'][1:]}"
    who = "All of them" if grouped == people else f"{grouped:,} of them"
    apart = f"{who} voted on {least} or more, and fall into {len(shown['groups'])} groups."
    return f"{voted} {apart}"


def say_without(without: Mapping[str, Any] | None, groups: int) -> str:
    """Return how far the map would be another without what one hand seems to have sent."""
    if without is None:
        return "Nothing in it looks as if one hand had sent it many times."
    people = FEW if without["people"] is None else f"{without['people']:,}"
    moved = "a few" if without["moved"] is None else "none" if without["moved"] == 0 else f"{without['moved']:,}"
    same = "as many groups" if without["groups"] == groups else f"{without['groups']} groups"
    return (
        f"Responses that look as if one hand had sent them ({people}) are in it. Without them there would be {same}; "
        f"of the {without['of']:,} others, {moved} would be in another group; and no share of agreement would differ "
        f"by more than {100 * without['change']:.1f} in a hundred."
    )


def make_bar(label: str, tally: Mapping[str, Any], leaning: str = "") -> Bar:
    """Return a bar; where counts are too small to show, one without parts that says what is known all the same."""
    people = tally["people"]
    counts = [tally[name] for name in ("agree", "passed", "disagree")]
    if not people or None in counts:
        few = f"most {leaning}; some counts are {FEW}" if leaning else FEW
        return Bar(label, "nobody voted on it" if people == 0 else few, 0.0, 0.0, 0.0)
    agree, passed, disagree = (100 * count / people for count in counts)
    said = f"{agree:.0f}% agree, {disagree:.0f}% disagree, {passed:.0f}% pass; {people:,} people voted on it"
    return Bar(label, said, round(agree, 2), round(passed, 2), round(disagree, 2))


def say_weighted(weighted: Mapping[str, Any] | None, stance: str = "agree") -> str:
    """Return the share of residents, weighted to who lives here, and how much it tells."""
    if weighted is None:
        return ""
    share = f"{100 * weighted[stance]:.0f}%"
    return f"{share} {stance}, weighted to who lives here; that tells as much as {weighted['effective']:,.0f} people"


def get_share(tally: Mapping[str, Any], stance: str = "agree") -> float | None:
    """Return the share of those who voted on a statement who agree (or disagree), where both numbers are shown."""
    if tally[stance] is None or not tally["people"]:
        return None
    return float(tally[stance] / tally["people"])


def _say_all(statement: Mapping[str, Any]) -> Said:
    weighted = say_weighted(statement["weighted"], statement["all_say"] or "agree")
    return Said(statement["text"], (make_bar(EVERYBODY, statement["everybody"], statement["all_say"]),), weighted)


def _say_each(statement: Mapping[str, Any], letters: Sequence[str]) -> Said:
    parts = zip(letters, statement["groups"], statement["leanings"], strict=True)
    return Said(statement["text"], tuple(make_bar(f"Group {letter}", tally, lean) for letter, tally, lean in parts))


def _make_group(group: Mapping[str, Any], at: int, by_pk: Mapping[int, Mapping[str, Any]]) -> GroupView:
    said: dict[str, list[str]] = {stance: [] for stance in ALL}
    for each in group["apart"]:
        said[each["stance"]].append(_say_apart(by_pk[each["pk"]], at, each["stance"]))
    return GroupView(group["letter"], group["people"], tuple(said["agree"]), tuple(said["disagree"]))


def _say_apart(statement: Mapping[str, Any], at: int, stance: str) -> str:
    """Return a statement with the share of the group, and of the others where all of them are shown."""
    own = get_share(statement["groups"][at], stance)
    if own is None:
        return f"{quote(statement['text'])}: most of them {stance}"
    others = [tally for place, tally in enumerate(statement["groups"]) if place != at]
    said = f"{quote(statement['text'])}: {100 * own:.0f}% of them {stance}"
    if any(get_share(tally, stance) is None for tally in others):
        return said
    share = sum(tally[stance] for tally in others) / sum(tally["people"] for tally in others)
    return f"{said}, and {100 * share:.0f}% of the others"


def _make_division(division: Mapping[str, Any]) -> dict[str, Any]:
    rows = []
    for row in division["rows"]:
        is_known = row["people"] is not None and None not in row["groups"]
        cells = [_say_part(count, row["people"]) if is_known else FEW for count in row["groups"]]
        rows.append({"label": row["label"], "people": _say_count(row["people"]), "cells": cells})
    known = len(rows) - division["hidden"]
    return {"name": division["name"], "title": division["title"], "rows": rows if known else [], "known": known}


def _say_part(count: int, people: int) -> str:
    return f"{count:,} ({100 * count / people:.0f}%)"


def _say_count(count: int | None) -> str:
    return FEW if count is None else f"{count:,}"


def _make_row(statement: Mapping[str, Any]) -> TableRow:
    everybody = statement["everybody"]
    weighted = statement["weighted"]
    shares = [get_share(tally) for tally in statement["groups"]]
    return TableRow(
        text=statement["text"],
        is_added=statement["line"] is None,
        counts=tuple(_say_count(everybody[name]) for name in ("agree", "disagree", "passed", "people")),
        weighted=f"{100 * weighted['agree']:.0f}%" if weighted else "–",
        groups=tuple(
            (f"most {lean}" if lean else FEW) if share is None else f"{100 * share:.0f}%"
            for share, lean in zip(shares, statement["leanings"], strict=True)
        ),
    )


CSV_COLUMNS: Final = (
    *("question", "statement", "added_by_resident", "who", "agree", "disagree", "pass", "voted", "marker"),
    *("weighted_agree", "weighted_effective_number", "published_on"),
)


def list_csv_rows(shown: Shown, day: str) -> Iterator[tuple[object, ...]]:
    """Yield for each statement a row for everybody and one for each group, marked where its counts are not shown."""
    names = [EVERYBODY, *(f"Group {group['letter']}" for group in shown["groups"])]
    for statement in shown["statements"]:
        for who, tally in zip(names, [statement["everybody"], *statement["groups"]], strict=True):
            counts = [tally[name] for name in ("agree", "disagree", "passed", "people")]
            weighted = statement["weighted"] if who == EVERYBODY else None
            yield (
                shown["question"],
                statement["text"],
                "yes" if statement["line"] is None else "no",
                who,
                *counts,
                "suppressed" if None in counts else "",
                round(weighted["agree"], 4) if weighted else None,
                round(weighted["effective"]) if weighted else None,
                day,
            )
