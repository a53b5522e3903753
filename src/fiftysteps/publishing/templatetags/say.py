"""What the screens of a form say about themselves."""

import unicodedata

from django import template
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from fiftysteps.engagement.asking.sheets import ENGLISH
from fiftysteps.engagement.asking.steps import ABOUT, CAPACITY, CONTACT, ORGANISATION, PRIVATE, Step

register = template.Library()


@register.simple_tag
def step_title(step: Step) -> str:
    """Return what a screen is called."""
    if step.question is not None:
        return step.question.text
    titles = {
        CAPACITY: _("Which of these are you?"),
        ORGANISATION: _("Which organisation do you answer for?"),
        ABOUT: _("About you"),
        PRIVATE: _("About you: private"),
        CONTACT: _("Do you want to hear what comes of it?"),
    }
    return titles[step.slug]


@register.filter
def language_name(code: str) -> str:
    """Return what a language is called by those who speak it."""
    if code == ENGLISH:
        return "English"
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


@register.filter
def direction(text: str) -> str:
    """Return `ltr` or `rtl`, as the first letter of a text runs: what makes the PDF knows no `auto`."""
    runs = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((run for run in runs if run in {"L", "R", "AL"}), "L") != "L" else "ltr"
