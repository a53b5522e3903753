"""What a load writes, all of it or nothing."""

import datetime

import pytest
from modelsearch.backends import get_search_backend
from wagtail.models import Page, Revision, Site

from fiftysteps.accounts.models import AuditEntry, LoadedObject, Person, Team
from fiftysteps.core.faults import Faults
from fiftysteps.engagement.models import Reply
from fiftysteps.evidence.models import Dataset, Evidence, Finding, Indicator, Reference, Release
from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.store import read_rows
from fiftysteps.publishing.models import Brand
from fiftysteps.strategy.models import Framework, Step
from tests.config.loaded import get_everything, get_step, load

pytestmark = pytest.mark.django_db
STEP = "strategies/second/steps/01.yaml"


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


def test_the_site_has_its_pages_and_its_brand(workspace):
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
    assert [step.number for step in get_search_backend().search("mould", Step)] == [1]
