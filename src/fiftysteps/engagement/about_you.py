"""The core set: what every channel asks about who answers, in the census's own categories.

Each answer can be left out or refused. `census` names the groups of the population counts that a category stands for;
where there are none, the answer is counted apart. A variable has the people whom the census asks: `least_age` says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PREFER_NOT: Final = "prefer-not"
PREFER_NOT_LABEL: Final = _("Prefer not to say")


@dataclass(frozen=True)
class Category:
    """An answer of the core set: its code, its words, the census's groups that it is, and what it stands under."""

    code: str
    label: str | Promise
    census: tuple[str, ...]
    heading: str | Promise = ""


@dataclass(frozen=True)
class Variable:
    """A question of the core set.

    `dimension` names the population counts; it is empty where they are those of places. `special` answers are of the
    special categories of personal data. `of` says of whom the census counts, where that is not everyone.
    """

    name: str
    question: str | Promise
    short: str
    why: str | Promise
    dimension: str
    categories: tuple[Category, ...]
    least_age: int = 0
    of: str = "people"
    is_special: bool = False

    def get_label(self, code: str) -> str:
        """Return the words of an answer; those of a place are not known here."""
        if code == PREFER_NOT:
            return str(PREFER_NOT_LABEL)
        return next((str(each.label) for each in self.categories if each.code == code), code)


def _make(*pairs: tuple[str, str | Promise, str], heading: str | Promise = "") -> tuple[Category, ...]:
    return tuple(Category(code, label, (census,) if census else (), heading) for code, label, census in pairs)


_AGES = _make(
    ("under-16", _("Under 16"), "Under 16"),
    ("16-24", _("16 to 24"), "16 to 24"),
    ("25-34", _("25 to 34"), "25 to 34"),
    ("35-49", _("35 to 49"), "35 to 49"),
    ("50-64", _("50 to 64"), "50 to 64"),
    ("65-plus", _("65 and over"), "65 and over"),
)
_SEXES = _make(("female", _("Female"), "Female"), ("male", _("Male"), "Male"))

_ASIAN, _BLACK = "Asian, Asian British or Asian Welsh", "Black, Black British, Black Welsh, Caribbean or African"
_MIXED = "Mixed or Multiple ethnic groups"
_ETHNICITIES = (
    *_make(
        ("bangladeshi", _("Bangladeshi"), f"{_ASIAN}: Bangladeshi"),
        ("chinese", _("Chinese"), f"{_ASIAN}: Chinese"),
        ("indian", _("Indian"), f"{_ASIAN}: Indian"),
        ("pakistani", _("Pakistani"), f"{_ASIAN}: Pakistani"),
        ("other-asian", _("Another Asian background"), f"{_ASIAN}: Other Asian"),
        heading=_("Asian or Asian British"),
    ),
    *_make(
        ("african", _("African"), f"{_BLACK}: African"),
        ("caribbean", _("Caribbean"), f"{_BLACK}: Caribbean"),
        ("other-black", _("Another Black background"), f"{_BLACK}: Other Black"),
        heading=_("Black, Black British, Caribbean or African"),
    ),
    *_make(
        ("white-asian", _("White and Asian"), f"{_MIXED}: White and Asian"),
        ("white-african", _("White and Black African"), f"{_MIXED}: White and Black African"),
        ("white-caribbean", _("White and Black Caribbean"), f"{_MIXED}: White and Black Caribbean"),
        ("other-mixed", _("Another mixed background"), f"{_MIXED}: Other Mixed or Multiple ethnic groups"),
        heading=_("Mixed"),
    ),
    *_make(
        ("british", _("English, Welsh, Scottish, Northern Irish or British"),
         "White: English, Welsh, Scottish, Northern Irish or British"),
        ("gypsy-traveller", _("Gypsy or Irish Traveller"), "White: Gypsy or Irish Traveller"),
        ("irish", _("Irish"), "White: Irish"),
        ("roma", _("Roma"), "White: Roma"),
        ("other-white", _("Another White background"), "White: Other White"),
        heading=_("White"),
    ),
    *_make(
        ("arab", _("Arab"), "Other ethnic group: Arab"),
        ("other", _("Any other ethnic group"), "Other ethnic group: Any other ethnic group"),
        heading=_("Another ethnic group"),
    ),
)  # fmt: skip
_RELIGIONS = _make(
    ("none", _("No religion"), "No religion"),
    ("buddhist", _("Buddhist"), "Buddhist"),
    ("christian", _("Christian"), "Christian"),
    ("hindu", _("Hindu"), "Hindu"),
    ("jewish", _("Jewish"), "Jewish"),
    ("muslim", _("Muslim"), "Muslim"),
    ("sikh", _("Sikh"), "Sikh"),
    ("other", _("Another religion"), "Other religion"),
)
_DISABILITIES = _make(
    ("disabled", _("Yes"), "Disabled under the Equality Act"),
    ("not-disabled", _("No"), "Not disabled under the Equality Act"),
)  # fmt: skip
_NOT_MAIN = "Main language not English"
_ENGLISH = _make(
    ("main", _("It is my main language"), "Main language English"),
    ("very-well", _("Very well"), f"{_NOT_MAIN}: speaks English very well"),
    ("well", _("Well"), f"{_NOT_MAIN}: speaks English well"),
    ("not-well", _("Not well"), f"{_NOT_MAIN}: does not speak English well"),
    ("not-at-all", _("Not at all"), f"{_NOT_MAIN}: cannot speak English"),
)
_ORIENTATIONS = _make(
    ("straight", _("Straight or heterosexual"), "Straight or Heterosexual"),
    ("gay-lesbian", _("Gay or lesbian"), "Gay or Lesbian"),
    ("bisexual", _("Bisexual"), "Bisexual"),
    ("other", _("Another sexual orientation"), "All other sexual orientations"),
)
_TENURES = _make(
    ("own", _("Own it, or buying it"), "Owned"),
    ("social", _("Rent from the council or a housing association"), "Social rented"),
    ("private", _("Rent from a private landlord"), "Private rented"),
    ("other", _("Part own, or live rent free"), "Shared ownership or rent free"),
)

AGE: Final = Variable("age", _("Your age"), "Age", _("Health changes with age."), "age", _AGES)
SEX: Final = Variable(
    "sex", _("Your sex"), "Sex", _("Health differs by sex."), "sex", _SEXES
)  # fmt: skip
WARD: Final = Variable(
    "ward", _("Where you live"), "Ward", _("Places differ."), "", ()
)  # fmt: skip
TENURE: Final = Variable(
    "tenure", _("Your home"), "Home", _("Homes shape health."), "tenure", _TENURES, of="households"
)
ETHNICITY: Final = Variable(
    "ethnicity", _("Your ethnic group"), "Ethnic group", _("Some groups get worse care."), "ethnicity-19",
    _ETHNICITIES, is_special=True,
)  # fmt: skip
RELIGION: Final = Variable(
    "religion", _("Your religion"), "Religion", _("Faith shapes what people need."), "religion", _RELIGIONS,
    is_special=True,
)  # fmt: skip
DISABILITY: Final = Variable(
    "disability", _("Illness or disability that limits you"), "Disability",
    _("Services must work for you."), "disability", _DISABILITIES, is_special=True,
)  # fmt: skip
ENGLISH: Final = Variable(
    "english", _("How well you speak English"), "English", _("Some need interpreters."),
    "english", _ENGLISH, least_age=3, of="people of 3 and over",
)  # fmt: skip
ORIENTATION: Final = Variable(
    "orientation", _("Your sexual orientation"), "Sexual orientation", _("Some are treated unfairly."),
    "sexual-orientation", _ORIENTATIONS, least_age=16, of="people of 16 and over", is_special=True,
)  # fmt: skip

# In the order in which they are asked: what is easy to tell first.
VARIABLES: Final = (AGE, SEX, WARD, TENURE, ENGLISH, DISABILITY, ETHNICITY, RELIGION, ORIENTATION)
BY_NAME: Final[Mapping[str, Variable]] = {variable.name: variable for variable in VARIABLES}
# Two screens of the form: a first, and one that says that its questions are private.
FIRST: Final = (AGE, SEX, WARD, TENURE, ENGLISH)
PRIVATE: Final = (DISABILITY, ETHNICITY, RELIGION, ORIENTATION)
# Ages that a variable asked from 16 on leaves out, and one asked from 3 on does not: nobody younger fills in a form.
CHILDREN: Final = "under-16"


def get_codes(name: str) -> Iterator[str]:
    """Yield the codes that an answer to a variable can have, but for those of places."""
    yield from (each.code for each in BY_NAME[name].categories)
    yield PREFER_NOT
