"""What a second load changes, what it leaves alone, and when it stops."""

import pytest
from wagtail.models import Page, Revision, Site

from fiftysteps.accounts.models import Organisation
from fiftysteps.core.faults import Faults
from fiftysteps.evidence.models import Area, Finding, Indicator, Release
from fiftysteps.publishing.models import Brand
from fiftysteps.strategy.models import Strategy, Theme
from tests.config.loaded import edit, get_counts, get_everything, get_step, load

pytestmark = pytest.mark.django_db
STEP = "strategies/second/steps/01.yaml"


def test_a_second_load_changes_nothing_at_all(workspace):
    first = get_counts(load(workspace))
    before = get_everything()
    report = load(workspace)
    assert report.is_unchanged
    assert get_counts(report) == {kind: (0, 0, created, 0) for kind, (created, *_) in first.items()}
    assert get_everything() == before


def test_what_changed_in_a_file_is_written_with_a_new_revision(workspace):
    load(workspace)
    pks = dict(get_step().citations.values_list("evidence__slug", "pk"))
    workspace.replace(STEP, "title: Visit homes with mould", "title: Visit damp homes")
    workspace.replace(STEP, "  - {id: in-mould, role: voice, reason: People ask for it.}\n", "")
    report = get_counts(load(workspace))
    assert report["steps"] == (0, 1, 1, 0)
    assert report["findings"] == (0, 0, 1, 0)
    step = get_step()
    assert step.title == "Visit damp homes"
    assert Revision.objects.for_instance(step).count() == 2
    del pks["in-mould"]
    assert dict(step.citations.values_list("evidence__slug", "pk")) == pks


def test_a_sources_new_title_reaches_every_object_that_names_it(workspace):
    load(workspace)
    workspace.replace("sources.yaml", "title: Census 2021", "title: The census of 2021")
    report = get_counts(load(workspace))
    assert report["sources"] == (0, 1, 0, 0)
    assert report["findings"] == (0, 1, 0, 0)
    assert Finding.objects.get().source_title == "The census of 2021"


def test_changed_figures_are_a_new_release_and_the_old_one_is_kept(workspace):
    load(workspace)
    old = Release.objects.get(table="observations")
    text = workspace.read("observations/homes.csv")
    workspace.write("observations/homes.csv", text.replace("21.7,", "21.8,"))
    assert get_counts(load(workspace))["releases"] == (0, 1, 1, 0)
    new = Release.objects.get(table="observations", replaced_by=None)
    old.refresh_from_db()
    assert old.replaced_by == new
    workspace.write("observations/homes.csv", text)
    load(workspace)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.replaced_by, new.replaced_by) == (None, old)


def test_what_was_edited_on_the_site_stays_while_its_file_does(workspace):
    load(workspace)
    edit(get_step(), "Edited on the site")
    assert load(workspace).is_unchanged
    assert get_step().title == "Edited on the site"


def test_what_was_edited_on_the_site_and_in_its_file_stops_the_load(workspace):
    load(workspace)
    edit(get_step(), "Edited on the site")
    indicator = Indicator.objects.get(slug="visits")
    indicator.definition = "Edited on the site."
    indicator.save()
    workspace.replace(STEP, "title: Visit homes with mould", "title: Edited in the file")
    workspace.replace("indicators.yaml", "Visits made in the year.", "Edited in the file.")
    before = get_everything()
    with pytest.raises(Faults) as caught:
        load(workspace)
    rule = "was edited on the site since it was loaded, and in its file too: load with --replace to let the files win"
    assert str(caught.value).split("\n") == [
        f'indicators.yaml, line 14: "visits" {rule}',
        f'{STEP}, line 1: "second/1" {rule}',
    ]
    assert get_everything() == before


def test_with_replace_the_files_win(workspace):
    load(workspace)
    edit(get_step(), "Edited on the site")
    report = get_counts(load(workspace, replace=True))
    assert report["steps"] == (0, 1, 1, 0)
    assert get_step().title == "Visit homes with mould"
    assert load(workspace, replace=True).is_unchanged


def test_a_draft_on_the_site_counts_as_an_edit(workspace):
    load(workspace)
    step = get_step()
    step.title = "Only a draft"
    step.save_revision()
    workspace.replace(STEP, "title: Visit homes with mould", "title: Edited in the file")
    with pytest.raises(Faults, match="was edited on the site"):
        load(workspace)


def test_what_was_written_on_the_site_under_the_same_id_is_not_overwritten(workspace):
    Organisation.objects.create(slug="housing", name="Written on the site", type="council", nature="illustrative")
    rule = '"housing" is on the site already and was not loaded from a file: load with --replace to replace it'
    with pytest.raises(Faults) as caught:
        load(workspace)
    assert str(caught.value) == f"organisations.yaml, line 10: {rule}"
    assert Organisation.objects.get().name == "Written on the site"
    load(workspace, replace=True)
    assert Organisation.objects.get(slug="housing").name == "Housing service"


def test_evidence_keeps_its_kind(workspace):
    load(workspace)
    text = workspace.read("evidence/housing.yaml")
    workspace.write("evidence/housing.yaml", text.replace("id: ref-damp\n", "id: ref-old\n"))
    workspace.replace("evidence/housing.yaml", "id: in-rent", "id: ref-damp")
    with pytest.raises(Faults) as caught:
        load(workspace)
    rule = 'the id is in use for evidence of another kind, "What works": choose another'
    assert str(caught.value) == f"evidence/housing.yaml, line 66: {rule}; got ref-damp"


def test_themes_and_tiles_can_change_places(workspace):
    load(workspace)
    strategy = "strategies/second/strategy.yaml"
    text = workspace.read(strategy)
    workspace.write(
        strategy,
        text.replace("number: 1", "number: x").replace("number: 2", "number: 1").replace("number: x", "number: 2"),
    )
    areas = workspace.read("areas.csv")
    workspace.write("areas.csv", areas.replace("4,5,", "0,0,").replace("3,3,", "4,5,").replace("0,0,", "3,3,"))
    report = get_counts(load(workspace))
    assert (report["themes"], report["areas"]) == ((0, 2, 1, 0), (0, 2, 2, 0))
    assert dict(Theme.objects.filter(strategy__slug="second").values_list("slug", "number")) == {"homes": 2, "money": 1}
    assert Area.objects.get(name="Beckton").hex_q == 3


def test_a_strategy_in_draft_is_not_published_until_it_is_live(workspace):
    strategy = "strategies/second/strategy.yaml"
    workspace.replace(strategy, "status: live", "status: draft")
    load(workspace)
    assert not Strategy.objects.get(slug="second").live
    assert not Theme.objects.get(slug="homes").live
    step = get_step()
    assert (step.live, step.citations.count(), step.latest_revision is None) == (False, 4, False)
    workspace.replace(strategy, "status: draft", "status: live")
    load(workspace)
    assert get_step().live
    workspace.replace(strategy, "status: live", "status: draft")
    load(workspace)
    assert not get_step().live


def test_a_workspace_without_pages_gets_the_two_that_others_hang_on(workspace):
    load(workspace)
    assert Page.objects.get(slug="needs").title == "Our needs"
    workspace.write("pages/needs.yaml", "page: needs\ntitle: What we need\n")
    workspace.write("pages/home.yaml", "page: home\ntitle: Welcome\n")
    report = get_counts(load(workspace))
    assert (report["needs page"], report["home page"]) == ((0, 1, 0, 0), (0, 1, 0, 0))
    assert Page.objects.get(slug="needs").title == "What we need"
    workspace.remove("pages/needs.yaml")
    assert get_counts(load(workspace))["needs page"] == (0, 0, 0, 1)
    assert Page.objects.get(slug="needs").live


def test_a_site_that_was_visited_before_can_be_loaded(workspace):
    site = Site.objects.get(is_default_site=True)
    Brand.for_site(site)
    load(workspace)
    assert Brand.for_site(Site.objects.get(is_default_site=True)).owner_name == "The Board"
