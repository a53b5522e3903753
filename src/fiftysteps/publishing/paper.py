"""An exercise's form on paper: what stands on it, in one language and in the order in which it is filled in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fiftysteps.engagement.about_you import FIRST, PREFER_NOT_LABEL, PRIVATE, Category, Variable
from fiftysteps.engagement.asking.choosing import list_statements
from fiftysteps.engagement.asking.sheets import ENGLISH, POINTS, Asked, Sheet
from fiftysteps.engagement.forms import ORDINALS, RANKED
from fiftysteps.engagement.models import Capacity, Exercise, QuestionKind, Vote
from fiftysteps.engagement.models.response import get_capacity_label
from fiftysteps.engagement.queries.wards import list_ward_choices

# Lines of handwriting: about sixty words, as most people write on line.
_WORDS_LINES: Final = 6
# Names of wards help to recall one's own; of more, a list would be longer than the form.
_MOST_WARDS: Final = 40
# Fewer boxes gain nothing from columns; half a line holds about as many letters.
_COLUMNS_FROM: Final = 5
_NARROW: Final = 30


@dataclass(frozen=True)
class Option:
    """A box to tick. Its number is what is typed when the paper is entered; 0 has none."""

    number: int
    text: str


@dataclass(frozen=True)
class Group:
    """Boxes that stand together, under a heading where they have one."""

    options: tuple[Option, ...]
    heading: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether they are many and short, so that they stand in two columns."""
        return len(self.options) >= _COLUMNS_FROM and all(len(each.text) <= _NARROW for each in self.options)


@dataclass(frozen=True)
class Blank:
    """Room to write, with what to write there."""

    label: str = ""
    lines: int = 1

    @property
    def ruled(self) -> range:
        return range(self.lines)


@dataclass(frozen=True)
class Part:
    """One thing that is asked. What is empty of it is not printed."""

    text: str
    kind: str = ""
    number: int = 0
    hint: str = ""
    condition: str = ""
    groups: tuple[Group, ...] = ()
    statements: tuple[str, ...] = ()
    blanks: tuple[Blank, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A whole form. `square` is the drawing that a phone reads, and leads to `address`."""

    sheet: Sheet
    code: str
    address: str
    square: SafeString
    questions: tuple[Part, ...]
    capacity: tuple[Part, ...]
    about: tuple[Part, ...]
    private: tuple[Part, ...]


def build_paper(exercise: Exercise, sheet: Sheet) -> Paper:
    """Return the form of an exercise; say it within the language of its sheet."""
    wards = tuple(name for _code, name in list_ward_choices(exercise))
    wards = wards if len(wards) <= _MOST_WARDS else ()
    query = "" if sheet.language == ENGLISH else f"?lang={sheet.language}"
    address = f"{settings.ORIGIN}{exercise.get_absolute_url()}{query}"
    asked = tuple(_make_question(each, sheet, wards) for each in sheet.questions)
    capacity = (_make_capacity(), _make_organisation())
    first, private = (tuple(_make_about(each, wards) for each in variables) for variables in (FIRST, PRIVATE))
    parts = iter(_number((*asked, *capacity, *first, *private)))
    return Paper(
        sheet,
        f"{exercise.slug} {sheet.language}".upper(),
        address,
        draw_square(address),
        *(tuple(next(parts) for _each in some) for some in (asked, capacity, first, private)),
    )


def draw_square(address: str) -> SafeString:
    """Return a drawing of `address` that a phone reads; it says in words what it is to who cannot see it."""
    # The second lowest of four levels: a fold or a stain may hide a seventh of it. The white round it is the paper's.
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        scale=4, border=0, title=_("Square that leads to the form on line"), svgclass="square", omitsize=True
    )
    # A size of its own, because what makes the PDF fails on a drawing without one that runs from right to left.
    sized = drawn.replace("<svg ", '<svg role="img" width="120" height="120" ', 1)
    return mark_safe(sized)  # noqa: S308 - segno escapes the title


def _number(parts: Iterable[Part]) -> Iterable[Part]:
    return (replace(part, number=number) for number, part in enumerate(parts, start=1))


def _make_question(asked: Asked, sheet: Sheet, wards: tuple[str, ...]) -> Part:
    part = Part(asked.text, kind=asked.kind, hint=asked.hint, condition=_say_condition(asked, sheet))
    if asked.kind == QuestionKind.PLACE:
        blanks = (Blank(_("Which part?")), Blank(_("What is the place called, or what is near it?")))
        return replace(part, blanks=blanks, names=wards)
    return _MAKERS[QuestionKind(asked.kind)](asked, part)


def _say_condition(asked: Asked, sheet: Sheet) -> str:
    """Return the sentence that stands for what the form on line does by itself."""
    before = sheet.find(asked.depends_on) if asked.depends_on else None
    if before is None:
        return ""
    is_scale = before.kind == QuestionKind.SCALE
    answers = (str(number) if is_scale else before.get_choice(number) for number in asked.depends_answers)
    # Translators: stands between answers that are each in quotation marks.
    ticked = _(" or ").join(_("“%(answer)s”") % {"answer": answer} for answer in answers)
    return _("Only if you ticked %(answers)s above.") % {"answers": ticked}


def _make_words(asked: Asked, part: Part) -> Part:
    return replace(part, blanks=(Blank(lines=_WORDS_LINES),))


def _make_one(asked: Asked, part: Part) -> Part:
    return replace(part, hint=asked.hint or _("Tick one."), groups=(_make_group(asked.choices),))


def _make_many(asked: Asked, part: Part) -> Part:
    most = asked.most
    ticks = ngettext("Tick at most %(most)d.", "Tick at most %(most)d.", most) % {"most": most} if most else ""
    # The hint was written for a screen and may leave out what a screen would refuse.
    hint = " ".join(text for text in (asked.hint, ticks or ("" if asked.hint else _("Tick all that fit."))) if text)
    return replace(part, hint=hint, groups=(_make_group(asked.choices),))


def _make_scale(asked: Asked, part: Part) -> Part:
    ends = {1: asked.low, POINTS: asked.high}
    return replace(
        part,
        hint=asked.hint or _("Tick one."),
        groups=(_make_group(ends.get(point, "") for point in range(1, POINTS + 1)),),
    )


def _make_ranking(asked: Asked, part: Part) -> Part:
    places = min(asked.most or RANKED, len(asked.choices), len(ORDINALS))
    told = _("Write the numbers of what matters most to you into the boxes below, the most important first.")
    return replace(
        part,
        hint=" ".join(text for text in (asked.hint, told) if text),
        groups=(_make_group(asked.choices),),
        blanks=tuple(Blank(str(each)) for each in ORDINALS[:places]),
    )


def _make_statements(asked: Asked, part: Part) -> Part:
    # What residents added is left out: it changes from day to day, is in one language, and paper is printed once.
    shown = {text for _pk, text in list_statements(asked)}
    return replace(
        part,
        hint=asked.hint or _("Tick one for each sentence."),
        statements=tuple(text for text in asked.choices if text in shown),
        blanks=(Blank(_("Is there something else that others should vote on? Write one short sentence."), 2),),
    )


_MAKERS: Final[Mapping[QuestionKind, Callable[[Asked, Part], Part]]] = {
    QuestionKind.TEXT: _make_words,
    QuestionKind.ONE: _make_one,
    QuestionKind.MANY: _make_many,
    QuestionKind.SCALE: _make_scale,
    QuestionKind.RANKING: _make_ranking,
    QuestionKind.STATEMENTS: _make_statements,
}


def list_votes() -> list[tuple[str, str]]:
    """Return what can be ticked of a statement: the letter that is typed for it, and its words."""
    return [(vote.value[0], str(vote.label)) for vote in Vote]


def _make_group(texts: Iterable[str]) -> Group:
    return Group(tuple(Option(number, text) for number, text in enumerate(texts, start=1)))


def _make_capacity() -> Part:
    labels = (str(get_capacity_label(each.value)) for each in Capacity)
    return Part(_("Which of these are you?"), hint=_("Tick all that fit."), groups=(_make_group(labels),))


def _make_organisation() -> Part:
    answer = _("“%(answer)s”") % {"answer": get_capacity_label(Capacity.ORGANISATION.value)}
    return Part(
        _("Which organisation do you answer for?"),
        hint=_("Its name is published with its answer. Leave out the questions that follow."),
        condition=_("Only if you ticked %(answers)s above.") % {"answers": answer},
        blanks=(Blank(),),
    )


def _make_about(variable: Variable, wards: tuple[str, ...]) -> Part:
    """Return a question of the core set, numbered through its headings; the last box refuses to tell."""
    part = Part(str(variable.question), kind=variable.name, hint=str(variable.why))
    refused = str(PREFER_NOT_LABEL)
    if not variable.categories:
        blank = Blank(_("Write the name of your ward, or of what is near you."))
        return replace(part, blanks=(blank,), names=wards, groups=(Group((Option(0, refused),)),))
    groups = _group(variable.categories)
    last = Option(len(variable.categories) + 1, refused)
    if len(groups) == 1:
        return replace(part, groups=(replace(groups[0], options=(*groups[0].options, last)),))
    return replace(part, groups=(*groups, Group((last,))))


def _group(categories: Iterable[Category]) -> tuple[Group, ...]:
    found: dict[str, list[Option]] = {}
    for number, each in enumerate(categories, start=1):
        found.setdefault(str(each.heading), []).append(Option(number, str(each.label)))
    return tuple(Group(tuple(options), heading) for heading, options in found.items())
