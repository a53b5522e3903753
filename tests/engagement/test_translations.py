"""Everything that a resident's page says is said in every language that residents are asked in."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext

from tests.catalogues import (
    LANGUAGES,
    PLACEHOLDER,
    as_forms,
    compile_catalogue,
    find_file,
    list_marked,
    read_catalogue,
    read_compiled,
    read_marked,
)

in_every_language = pytest.mark.parametrize("language", LANGUAGES)
ROOT = Path(__file__).resolve().parents[2]


def find_lacking(catalogue: Catalog) -> list[str]:
    """Return what is marked and not said, said in too few forms, or not sure."""
    return [
        f"{file}: {words}"
        for words, file in list_marked().items()
        if (message := catalogue.get(as_forms(words)[0])) is None
        or message.id != words
        or message.fuzzy
        or not all(as_forms(message.string))
        or len(as_forms(message.string)) != (1 if isinstance(words, str) else catalogue.num_plurals)
    ]


def find_wrong_placeholders(catalogue: Catalog) -> list[str]:
    return [
        f"{form} for {message.id}"
        for message in catalogue
        if message.id
        for form in as_forms(message.string)
        if sorted(PLACEHOLDER.findall(form)) != sorted(PLACEHOLDER.findall(as_forms(message.id)[0]))
    ]


def make_catalogue(language: str, words: str | tuple[str, ...], said: str | tuple[str, ...], **more: object) -> Catalog:
    catalogue = Catalog(locale=language)
    catalogue.add(words, said, **more)
    return catalogue


@in_every_language
def test_every_marked_string_is_translated(language: str) -> None:
    assert find_lacking(read_catalogue(language)) == []


@in_every_language
def test_no_catalogue_holds_what_no_page_says(language: str) -> None:
    catalogue = read_catalogue(language)
    assert {message.id for message in catalogue if message.id} - set(list_marked()) == set()
    assert not catalogue.obsolete


@in_every_language
def test_every_translation_has_the_placeholders_of_the_english(language: str) -> None:
    assert find_wrong_placeholders(read_catalogue(language)) == []


@in_every_language
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    assert read_compiled(language) == compile_catalogue(read_catalogue(language))


@in_every_language
def test_every_catalogue_says_that_a_translator_has_to_check_it(language: str) -> None:
    head = find_file(language, ".po").read_text("utf-8").split("msgid")[0]
    assert "Written without a native speaker. A human translator must check every line" in head


@in_every_language
def test_every_catalogue_counts_as_its_language_does(language: str) -> None:
    with translation.override(language):
        forms = {ngettext("Choose at most %(most)d.", "Choose at most %(most)d.", many) for many in (1, 2, 20)}
    assert "Choose at most %(most)d." not in forms
    assert read_catalogue(language).num_plurals == get_plural(language).num_plurals


def test_romanian_says_minutes_in_three_ways() -> None:
    words = next(words for words in list_marked() if "minute. No name" in as_forms(words)[0])
    with translation.override("ro"):
        said = [ngettext(*words, count) % {"minutes": count} for count in (1, 3, 20)]
    assert [text.split(".")[0] for text in said] == [
        "Durează cam 1 minut",
        "Durează cam 3 minute",
        "Durează cam 20 de minute",
    ]


@in_every_language
def test_the_answer_none_of_these_has_one_name_where_it_is_spoken_of(language: str) -> None:
    catalogue = read_catalogue(language)
    name = catalogue.get("None of these").string
    assert name in catalogue.get("Choose at least one; “None of these” is fine").string


def test_what_is_marked_in_templates_and_in_code_is_found(tmp_path: Path) -> None:
    page, code = tmp_path / "page.html", tmp_path / "code.py"
    page.write_text(
        "{% load i18n %}\n  {% if a %}{% translate 'One' %}{% endif %}\n\n {% blocktranslate count n=n %}{{ n }} day"
        "{% plural %}{{ n }} days{% endblocktranslate %}<p>It's \"</p>",
        "utf-8",
    )
    code.write_text('X = _("Two")\nY = gettext_lazy(\n    "Three "\n    "four"\n)\nngettext("a", "b", 2)\n', "utf-8")
    assert list(read_marked(page)) == ["One", ("%(n)s day", "%(n)s days")]
    assert list(read_marked(code)) == ["Two", "Three four", ("a", "b")]


def test_nothing_outside_of_the_files_that_are_looked_at_is_marked() -> None:
    source = ROOT / "src" / "fiftysteps"
    seen = set(list_marked().values())
    assert len(seen) > 20
    marks = re.compile(r"\{% (?:block)?trans|\b(?:n?gettext(?:_lazy)?|_)\(\s*f?\"")
    files = [file for pattern in ("*.py", "*.html") for file in source.rglob(pattern)]
    marked = {words for file in files if marks.search(file.read_text("utf-8")) for words in read_marked(file)}
    assert marked == set(list_marked())


def test_a_string_is_lacking_when_it_is_not_said_or_only_guessed() -> None:
    assert any("Roma" in fault for fault in find_lacking(Catalog(locale="ro")))
    assert any(": Roma" in fault for fault in find_lacking(make_catalogue("ro", "Roma", "")))
    assert any(": Roma" in fault for fault in find_lacking(make_catalogue("ro", "Roma", "Romă", flags=["fuzzy"])))
    assert not any(": Roma" in fault for fault in find_lacking(make_catalogue("ro", "Roma", "Romă")))
    one = next(words for words in list_marked() if not isinstance(words, str))
    assert any(str(one) in fault for fault in find_lacking(make_catalogue("ro", one, ("a", "b", ""))))


@pytest.mark.parametrize("said", ["pe", "pe %(zi)s", "pe %(day)s %(day)s", "pe %(day)s %"])
def test_a_placeholder_that_is_missing_or_added_is_found(said: str) -> None:
    assert find_wrong_placeholders(make_catalogue("ro", "on %(day)s", said))
    assert not find_wrong_placeholders(make_catalogue("ro", "on %(day)s", "pe %(day)s"))


def test_the_package_holds_the_compiled_catalogues() -> None:
    folder = Path(settings.LOCALE_PATHS[0])
    assert folder.is_relative_to(ROOT / "src" / "fiftysteps")
    # Hatch leaves out what git ignores.
    ignored = (ROOT / ".gitignore").read_text("utf-8")
    assert not any(name in ignored for name in (".mo", ".po", "locale"))
    assert sorted(path.name for path in folder.iterdir()) == sorted(LANGUAGES)
