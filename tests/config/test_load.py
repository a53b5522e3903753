"""What a load writes, what a second one leaves alone, and what becomes of what was edited or has gone."""

import datetime

import pytest
from django.db import connection
from wagtail.models import Page, Revision, Site

from fiftysteps.accounts.models import AuditEntry, LoadedObject, Organisation, Person, Team
from fiftysteps.config.load import load_workspace
from fiftysteps.core.faults import Faults
from fiftysteps.engagement.models import Insight, Reply
from fiftysteps.evidence.models import Area, Dataset, Evidence, Finding, Indicator, Reference, Release, Source
from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.store import read_rows
from fiftysteps.strategy.models import Clause, Framework, Step, Strategy, Theme

pytestmark = pytest.mark.django_db
STEP = "strategies/second/steps/01.yaml"


def get_everything():
    """Return every row of every table, so that any change shows."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if "fts" not in table and table != "wagtailsearch_indexentry":
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def load(workspace, **options):
    return load_workspace(workspace.folder, **options)


def get_counts(report):
    return {kind.kind: (kind.created, kind.changed, kind.same, kind.gone) for kind in report.kinds}


def get_step():
    return Step.objects.get(strategy__slug="second", number=1)


def test_a_step_comes_with_everything_that_belongs_to_it(workspace):
    load(workspace)
    step = get_step()
    assert (step.title, step.theme.slug, step.board_role, step.team) == (
        "Visit homes with mould", "homes", "drive", "Warm homes team",
    )  # fmt: skip
    assert [task.text for task in step.tasks.all()] == ["Train ten officers.", "Visit within a week."]
    assert [(role.organisation.slug, role.role, role.brings) for role in step.roles.all()] == [
        ("housing", "lead", "Officers"),
        ("board", "support", ""),
    ]
    assert [(citation.evidence.slug, citation.role) for citation in step.citations.all()] == [
        ("need-crowding", "need"),
        ("in-mould", "voice"),
        ("ref-damp-new", "effectiveness"),
        ("learn-letters", "learning"),
    ]
    (measure,) = step.measures.all()
    assert (measure.indicator.slug, measure.baseline, measure.baseline_period, measure.target, measure.owner.slug) == (
        "visits", 10, "2023/24", 50, "housing",
    )  # fmt: skip
    (alignment,) = step.alignments.all()
    assert (alignment.clause.key, alignment.direction, alignment.strength) == ("marmot/MARMOT5", "serves", "strong")
    (lineage,) = step.lineage.all()
    assert (lineage.previous.key, lineage.how, lineage.note) == ("first/3", "widened", "From letters to visits.")
    assert [reply.reply.insight.slug for reply in step.replies.all()] == ["in-mould"]
    assert [ward.name for ward in step.wards.all()] == ["Beckton"]


def test_evidence_of_every_kind_comes_with_where_it_is_from(workspace):
    load(workspace)
    assert set(Evidence.objects.values_list("slug", "kind", "live", "archived")) == {
        ("need-crowding", "finding", True, False),
        ("ref-damp", "reference", True, False),
        ("ref-damp-new", "reference", True, False),
        ("learn-letters", "learning", True, False),
        ("reflect-housing", "reflection", True, False),
        ("in-mould", "insight", True, False),
        ("in-rent", "insight", True, False),
    }
    finding = Finding.objects.get()
    assert (finding.source_title, finding.source_url, finding.confidence) == (
        "Census 2021", "https://www.ons.gov.uk/census", "high",
    )  # fmt: skip
    reference = Reference.objects.get(slug="ref-damp")
    assert reference.source_title == "Office of the Ombudsman (2021). Damp and mould."
    assert reference.source_url == "https://www.example.org/damp"
    assert reference.superseded_by.slug == "ref-damp-new"
    reply = Reply.objects.get()
    assert (reply.insight.slug, reply.decision, reply.by.slug, reply.nature) == (
        "in-mould", "we-will", "housing", "illustrative",
    )  # fmt: skip


def test_figures_become_a_release_with_their_source(workspace):
    load(workspace)
    release = Release.objects.get(table="observations")
    rows = [Observation(**row) for row in read_rows("observations", [release.file_name], indicator="crowding")]
    assert {(row.area, row.period, row.value, row.source_title, row.dataset) for row in rows} == {
        ("E09000025", "2021", 21.7, "Census 2021", "homes"),
        ("E92000001", "2021", 4.3, "Census 2021", "homes"),
    }
    counts = read_rows("populations", [Release.objects.get(table="populations").file_name])
    assert [(row["group"], row["count"], row["nature"]) for row in counts] == [
        ("Female", 8000, "real"),
        ("Male", 7847, "real"),
    ]
    dataset = Dataset.objects.get(slug="wards")
    assert (dataset.title, dataset.nature, dataset.source.slug) == ("Population counts: wards", "real", "census")


def test_objects_are_published_with_one_revision_each(workspace):
    load(workspace)
    step = get_step()
    assert step.live
    assert not step.has_unpublished_changes
    assert step.first_published_at is not None
    assert step.live_revision == step.latest_revision
    assert Revision.objects.for_instance(step).count() == 1
    (citation, *_) = step.latest_revision.content["citations"]
    assert citation["pk"] == step.citations.first().pk


def test_a_revision_leads_back_to_the_object_and_its_children(workspace):
    load(workspace)
    step = get_step().latest_revision.as_object()
    assert [citation.evidence.slug for citation in step.citations.all()][:2] == ["need-crowding", "in-mould"]
    assert [ward.code for ward in step.wards.all()] == ["E05013904"]


def test_a_second_load_changes_nothing_at_all(workspace):
    first = get_counts(load(workspace))
    before = get_everything()
    report = load(workspace)
    assert report.is_unchanged
    assert get_counts(report) == {kind: (0, 0, created, 0) for kind, (created, *_) in first.items()}
    assert get_everything() == before


def test_the_report_is_one_line_a_kind(workspace):
    report = load(workspace)
    assert not report.is_unchanged
    assert str(report).split("\n")[:2] == ["organisations: 3 created", "people: 1 created"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("sources.yaml", "retrieved: 2026-11-22", "retrieved: yesterday"),
        ("observations/homes.csv", "21.7,21.0", "*,21.0"),
        ("topics/01-homes.yaml", "heard: in-mould", "heard: nothing"),
    ],
)
def test_one_fault_in_one_file_and_nothing_is_changed(workspace, file, old, new):
    load(workspace)
    before = get_everything()
    workspace.replace("organisations.yaml", "Housing service", "Service for homes")
    workspace.replace(file, old, new)
    with pytest.raises(Faults):
        load(workspace)
    assert get_everything() == before


def test_a_failure_in_the_middle_leaves_nothing_behind(workspace, monkeypatch):
    before = get_everything()
    monkeypatch.setattr("fiftysteps.config.load.index_objects", lambda *arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load(workspace)
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


def edit(obj, title):
    obj.title = title
    obj.save_revision().publish()


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


def test_evidence_that_has_gone_is_archived_and_comes_back(workspace):
    load(workspace)
    text = workspace.read("evidence/housing.yaml")
    start = text.index("  - id: in-rent")
    workspace.write("evidence/housing.yaml", text[:start])
    assert get_counts(load(workspace))["insights"] == (0, 0, 1, 1)
    insight = Insight.objects.get(slug="in-rent")
    assert insight.archived
    assert get_counts(load(workspace))["insights"] == (0, 0, 1, 0)
    workspace.write("evidence/housing.yaml", text)
    assert get_counts(load(workspace))["insights"] == (0, 1, 1, 0)
    insight.refresh_from_db()
    assert not insight.archived


def test_a_step_that_has_gone_leaves_the_site_and_lets_go_of_what_it_leaned_on(workspace):
    load(workspace)
    step = workspace.read(STEP)
    workspace.remove(STEP)
    workspace.replace("topics/01-homes.yaml", "  - steps: {strategy: second, numbers: [1]}\n", "")
    workspace.replace("frameworks/marmot.yaml", "  - {ref: MARMOT5, title: Healthy places, parent: MARMOT1}\n", "")
    report = get_counts(load(workspace))
    assert (report["steps"], report["frameworks"]) == ((0, 0, 1, 1), (0, 1, 0, 0))
    gone = get_step()
    assert not gone.live
    assert not gone.citations.exists()
    assert [clause.ref for clause in Clause.objects.all()] == ["MARMOT1"]
    workspace.write(STEP, step.replace("MARMOT5", "MARMOT1"))
    load(workspace)
    assert get_step().live
    assert get_step().citations.count() == 4


def test_a_clause_that_a_step_left_in_the_same_load_can_go(workspace):
    load(workspace)
    kept = Clause.objects.get(ref="MARMOT1").pk
    workspace.replace("frameworks/marmot.yaml", "{ref: MARMOT5, title: Healthy places, parent: MARMOT1}", "{ref: MARMOT6, title: Prevention}")
    workspace.replace(STEP, "clause: MARMOT5", "clause: MARMOT6")
    load(workspace)
    assert dict(Clause.objects.values_list("ref", "pk"))["MARMOT1"] == kept
    assert set(Clause.objects.values_list("ref", flat=True)) == {"MARMOT1", "MARMOT6"}


def test_a_clause_that_a_step_on_the_site_is_aligned_with_cannot_go(workspace):
    load(workspace)
    step = get_step()
    step.alignments.get().delete()
    edited = step.alignments.model(step=step, clause=Clause.objects.get(ref="MARMOT1"), strength="weak", reason="x")
    edited.save()
    workspace.replace("frameworks/marmot.yaml", "  - {ref: MARMOT1, title: Early childhood, source: census}\n", "")
    workspace.replace("frameworks/marmot.yaml", ", parent: MARMOT1", "")
    with pytest.raises(Faults, match='frameworks/marmot.yaml: the clause "MARMOT1" has gone, but on the site "Step 1: '):
        load(workspace)


def test_themes_and_tiles_can_change_places(workspace):
    load(workspace)
    strategy = "strategies/second/strategy.yaml"
    text = workspace.read(strategy)
    workspace.write(strategy, text.replace("number: 1", "number: x").replace("number: 2", "number: 1").replace("number: x", "number: 2"))
    areas = workspace.read("areas.csv")
    workspace.write("areas.csv", areas.replace("4,5,", "0,0,").replace("3,3,", "4,5,").replace("0,0,", "3,3,"))
    report = get_counts(load(workspace))
    assert (report["themes"], report["areas"]) == ((0, 2, 1, 0), (0, 2, 2, 0))
    assert dict(Theme.objects.filter(strategy__slug="second").values_list("slug", "number")) == {"homes": 2, "money": 1}
    assert Area.objects.get(name="Beckton").hex_q == 3


def test_a_theme_that_has_gone_leaves_its_number_to_another(workspace):
    load(workspace)
    workspace.replace("strategies/second/strategy.yaml", "  - id: money", "  - id: income")
    report = get_counts(load(workspace))
    assert report["themes"] == (1, 0, 2, 1)
    assert Theme.objects.get(slug="income").number == 2
    assert not Theme.objects.get(slug="money").live


def test_other_things_that_have_gone_go_as_gently_as_they_can(workspace):
    workspace.write("sources/more.yaml", workspace.read("sources.yaml").replace("id: census", "id: unused"))
    workspace.write("areas.csv", workspace.read("areas.csv") + "E05013906,Canning Town,ward,E09000025,1,1,\n")
    workspace.write("organisations/more.yaml", workspace.read("organisations.yaml").replace("id: ", "id: other-"))
    load(workspace)
    for name in ("sources/more.yaml", "organisations/more.yaml", "people.yaml", "populations/wards.csv", "topics/01-homes.yaml"):
        workspace.remove(name)
    workspace.replace("areas.csv", "E05013906,Canning Town,ward,E09000025,1,1,\n", "")
    workspace.replace("workspace.yaml", "compare_with: [E92000001]\n", "")
    report = get_counts(load(workspace))
    assert not Source.objects.filter(slug="unused").exists()
    assert not Area.objects.filter(code="E05013906").exists()
    assert not Dataset.objects.filter(slug="wards").exists()
    assert Organisation.objects.filter(archived=True).count() == 3
    assert Person.objects.get().archived
    assert not Page.objects.get(slug="homes").live
    assert (report["organisations"], report["topics"]) == ((0, 0, 3, 3), (0, 0, 0, 1))
    assert load(workspace).is_unchanged


def test_the_wrong_folder_does_not_empty_the_site(workspace, tmp_path):
    load(workspace)
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(Exception, match="Nothing of what was loaded before is in this folder"):
        load_workspace(other)
    assert get_step().live


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


def test_teams_and_memberships_are_kept(workspace):
    load(workspace)
    assert [team.name for team in Team.objects.all()] == ["Evidence team"]
    (membership,) = Person.objects.get().memberships.all()
    assert (membership.organisation.slug, membership.starts) == ("board", datetime.date(2024, 4, 1))


def test_frameworks_keep_their_clauses_in_order(workspace):
    load(workspace)
    framework = Framework.objects.get()
    assert [(clause.ref, clause.parent_ref) for clause in framework.clauses.all()] == [
        ("MARMOT1", ""),
        ("MARMOT5", "MARMOT1"),
    ]


def test_the_site_has_its_pages_and_its_brand(workspace, client):
    load(workspace)
    site = Site.objects.get(is_default_site=True)
    assert {page.slug for page in Page.objects.descendant_of(site.root_page)} == {
        "needs", "homes", "how-it-was-made", "privacy",
    }  # fmt: skip
    topic = Page.objects.get(slug="homes").specific
    assert [block.block_type for block in topic.blocks] == [
        "prose", "finding", "chart", "map", "table", "heard", "works", "tried", "reflection", "steps",
    ]  # fmt: skip
    assert topic.blocks[1].value.slug == "need-crowding"
    assert topic.blocks[9].value[0] == get_step()
    privacy = Page.objects.get(slug="privacy").specific
    assert privacy.body == (
        "<h2>What we keep</h2><p>Nothing &lt;b&gt;at all&lt;/b&gt;.</p><ul><li>No names.</li><li>No addresses.</li></ul>"
    )
    from fiftysteps.publishing.models import Brand

    brand = Brand.for_site(site)
    assert (brand.place.name, brand.current_strategy.slug, brand.is_demonstration) == ("Newham", "second", True)


def test_every_written_object_has_an_audit_entry_and_a_record(workspace):
    load(workspace)
    assert LoadedObject.objects.filter(kind="steps", key="second/1").exists()
    keys = set(AuditEntry.objects.values_list("action", "object_key"))
    assert ("publish", f"strategy.step:{get_step().pk}") in keys
    assert ("load", f"evidence.indicator:{Indicator.objects.get(slug='visits').pk}") in keys


def test_progress_is_told_for_each_part_of_the_work(workspace):
    told = []
    load(workspace, progress=lambda label, done, total: told.append((label, done, total)))
    labels = list(dict.fromkeys(label for label, _, _ in told))
    assert labels == ["Reading files", "Checking", "Writing", "Indexing"]
    assert all(0 < done <= total for _, done, total in told)
    for label in labels:
        steps = [(done, total) for name, done, total in told if name == label]
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1]


def test_search_finds_what_was_loaded(workspace):
    load(workspace)
    from modelsearch.backends import get_search_backend

    assert [step.number for step in get_search_backend().search("mould", Step)] == [1]
