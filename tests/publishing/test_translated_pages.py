"""A page of words can be read in other languages, at addresses of their own; English addresses stay as they are."""

import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation

from fiftysteps.accounts.models import Role, User
from fiftysteps.config.load import load_workspace
from fiftysteps.config.prepare import prepare_database
from fiftysteps.config.roles import set_up_roles
from fiftysteps.core.faults import Faults
from fiftysteps.publishing.models import HomePage, JsnaIndexPage, NarrativePage
from tests.builders import make_user
from tests.workspaces import WorkspaceFolder

pytestmark = pytest.mark.django_db
ENGLISH = "page: narrative\nslug: privacy\ntitle: Privacy\nbody:\n  - text: Nothing says who you are.\n"
URDU = "page: narrative\nslug: privacy\nlanguage: ur\ntitle: رازداری\nbody:\n  - text: کچھ نہیں بتاتا کہ آپ کون ہیں۔\n"
BENGALI = "page: narrative\nslug: privacy\nlanguage: bn\ntitle: গোপনীয়তা\nbody:\n  - text: কিছুই না।\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = WorkspaceFolder(tmp_path / "workspace").folder
    (folder / "pages").mkdir(exist_ok=True)
    for name, text in (("privacy", ENGLISH), ("privacy.ur", URDU), ("privacy.bn", BENGALI)):
        (folder / "pages" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def loaded(folder: Path) -> Path:
    load_workspace(folder)
    return folder


def test_a_translation_has_its_language_its_direction_and_an_address_of_its_own(loaded, client: Client) -> None:
    page = client.get("/ur/privacy/").content.decode()
    assert '<html lang="ur" dir="rtl">' in page
    assert "<h1>رازداری</h1>" in page
    assert '<div lang="en-GB" dir="ltr">' in page
    assert "یہ ایک ترجمہ ہے۔" in page
    assert '<a href="/privacy/" hreflang="en-gb" lang="en-gb" dir="ltr">English</a>' in page
    assert '<html lang="bn">' in client.get("/bn/privacy/").content.decode()


def test_the_english_page_stays_where_it_is_and_names_the_others(loaded, client: Client) -> None:
    page = client.get("/privacy/", headers={"accept-language": "ur"}).content.decode()
    assert '<html lang="en-gb">' in page
    assert "Nothing says who you are." in page
    assert 'hreflang="ur"' in page
    assert 'hreflang="bn"' in page
    assert "This is a translation" not in page
    assert '<div lang="en-GB"' not in page
    assert client.get("/en-gb/privacy/").status_code == 404
    assert client.get("/ro/privacy/")["Location"] == "/privacy/"
    assert client.get("/ur/")["Location"] == "/"
    assert client.get("/ro/")["Location"] == "/"
    assert client.get("/ro/nothing/").status_code == 404


def test_the_language_of_one_answer_is_not_that_of_the_next(loaded, client: Client) -> None:
    client.get("/ur/privacy/")
    assert '<html lang="en-gb">' in client.get("/search/").content.decode()


def test_what_changed_in_english_is_said_on_the_translation(loaded, client: Client) -> None:
    assert "انگریزی صفحہ بدل چکا ہے" not in client.get("/ur/privacy/").content.decode()
    later = timezone.now() + datetime.timedelta(minutes=1)
    NarrativePage.objects.filter(locale=Locale.get_default()).update(last_published_at=later)
    assert "انگریزی صفحہ بدل چکا ہے" in client.get("/ur/privacy/").content.decode()


def test_loading_again_changes_nothing_and_a_translation_without_its_page_is_a_fault(loaded) -> None:
    before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))
    load_workspace(loaded)
    assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")) == before
    (loaded / "pages" / "privacy.yaml").unlink()
    with pytest.raises(Faults) as caught:
        load_workspace(loaded)
    assert "the translation of a narrative page in English, which must be there too" in str(caught.value)


def test_a_translation_whose_file_goes_is_taken_off_and_the_others_stay(loaded, client: Client) -> None:
    (loaded / "pages" / "privacy.bn.yaml").unlink()
    load_workspace(loaded)
    assert client.get("/bn/privacy/").status_code == 404
    assert client.get("/ur/privacy/").status_code == 200
    assert 'hreflang="bn"' not in client.get("/privacy/").content.decode()


def test_only_pages_in_english_are_searched(loaded, client: Client) -> None:
    assert "/ur/privacy/" not in client.get("/search/?q=رازداری").content.decode()
    assert "/privacy/" in client.get("/search/?q=privacy").content.decode()


@pytest.fixture
def lead(db) -> User:
    user = make_user(role=Role.STRATEGY_LEAD)
    prepare_database()
    return User.objects.get(pk=user.pk)


def test_the_strategy_lead_translates_a_page_in_the_editor(
    loaded, lead, client: Client, django_capture_on_commit_callbacks
) -> None:
    client.force_login(lead)
    page = NarrativePage.objects.get(locale=Locale.get_default())
    romanian = Locale.objects.get(language_code="ro")
    path = f"/admin/localize/submit/page/{page.pk}/"
    assert client.get(path).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path, {"locales": [romanian.pk]})
    translated = page.get_translation(romanian)
    edit = client.get(f"/admin/pages/{translated.pk}/edit/")
    assert edit.status_code == 200
    assert "Nothing says who you are." in edit.content.decode()
    # What is not translated yet is not published.
    assert client.get("/ro/privacy/").status_code == 404
    translation = Translation.objects.get(target_locale=romanian, source__object_id=page.translation_key)
    for segment in StringSegment.objects.filter(source=translation.source):
        address = f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/"
        assert client.put(address, "value=Nimic", content_type="application/x-www-form-urlencoded").status_code in {
            200,
            201,
        }
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/pages/{translated.pk}/edit/", {"action": "publish"})
    client.logout()
    translated.refresh_from_db()
    assert "<h1>Nimic</h1>" in client.get(translated.url).content.decode()


def test_what_stands_on_figures_is_not_translated(loaded, lead, client: Client) -> None:
    client.force_login(lead)
    needs = JsnaIndexPage.objects.get()
    romanian = Locale.objects.get(language_code="ro")
    response = client.post(f"/admin/localize/submit/page/{needs.pk}/", {"locales": [romanian.pk]}, follow=True)
    assert "Only the home page and pages of words can be translated" in response.content.decode()
    assert JsnaIndexPage.objects.count() == 1


def test_the_pages_below_one_are_chosen_one_by_one(loaded, lead, client: Client) -> None:
    client.force_login(lead)
    home = HomePage.objects.get(locale=Locale.get_default())
    romanian = Locale.objects.get(language_code="ro")
    told = {"locales": [romanian.pk], "include_subtree": "on"}
    client.post(f"/admin/localize/submit/page/{home.pk}/", told)
    assert home.get_translation(romanian).get_children().count() == 0


@pytest.mark.parametrize(
    "role", [None, *(role for role in Role if role not in {Role.ADMINISTRATOR, Role.STRATEGY_LEAD})]
)
def test_nobody_else_can(loaded, client: Client, role) -> None:
    if role:
        client.force_login(make_user(role=role))
    set_up_roles()
    page = NarrativePage.objects.get(locale=Locale.get_default())
    count = Page.objects.count()
    response = client.post(f"/admin/localize/submit/page/{page.pk}/", {"locales": [1]})
    assert response.status_code in {302, 403}
    assert Page.objects.count() == count
