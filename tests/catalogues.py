"""What residents' pages say and what the catalogues say for it, read as `makemessages` and `compilemessages` read them."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(settings.LOCALE_PATHS[0]).parents[1]
# All that a resident's page can be made of. Nothing else in the site is translated.
MARKED = (
    "engagement/about_you.py",
    "engagement/forms.py",
    "engagement/policies.py",
    "engagement/actions/*.py",
    "engagement/models/*.py",
    "publishing/paper.py",
    "publishing/templatetags/say.py",
    "publishing/views/say/*.py",
    "publishing/templates/say/*.html",
    "publishing/templates/publishing/base.html",
    "publishing/templates/publishing/parts/page_languages.html",
    "publishing/templates/publishing/parts/form_field.html",
    "publishing/templates/publishing/parts/form_hint.html",
    "publishing/templates/publishing/parts/error_summary.html",
)
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
# A sign of per cent that names nothing counts too: it would break the page.
PLACEHOLDER = re.compile(r"%(?:\(\w+\)[a-z])?")

# One sentence, or that of one and that of many.
type Words = str | tuple[str, ...]
type Said = dict[tuple[str, ...], tuple[str, ...]]


def list_marked() -> dict[Words, str]:
    """Return every string that is marked for translation, and a file where it stands."""
    files = sorted(file for pattern in MARKED for file in SOURCE.glob(pattern))
    return {words: str(file.relative_to(SOURCE)) for file in files for words in read_marked(file)}


def read_marked(file: Path) -> Iterator[Words]:
    text = file.read_text("utf-8")
    if file.suffix == ".html":
        # What a template says becomes calls on lines that are indented anyhow, which Python would not read.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(file)).splitlines())
    yield from (words for _, words, _, _ in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS))


def find_file(language: str, suffix: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / f"django{suffix}"


def read_catalogue(language: str) -> Catalog:
    with find_file(language, ".po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def compile_catalogue(catalogue: Catalog) -> Said:
    """Return what is said for what, after a catalogue was compiled."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return list_said(read_mo(compiled))


def read_compiled(language: str) -> Said:
    with find_file(language, ".mo").open("rb") as file:
        return list_said(read_mo(file))


def list_said(catalogue: Catalog) -> Said:
    """Return what is said for what, and how the language counts. When and by what it was compiled is left out."""
    said = {as_forms(message.id): as_forms(message.string) for message in catalogue if message.id}
    return said | {("",): (catalogue.plural_forms,)}


def as_forms(words: Words | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)
