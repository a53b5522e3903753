"""What becomes of what has gone from the files."""

import pytest
from wagtail.models import Page

from fiftysteps.accounts.models import Organisation, Person
from fiftysteps.config.load import load_workspace
from fiftysteps.core.faults import Faults
from fiftysteps.engagement.models import Insight, Reply
from fiftysteps.evidence.models import Area, Dataset, Finding, Source
from fiftysteps.strategy.models import Clause, Theme
from tests.config.loaded import get_counts, get_step, load

pytestmark = pytest.mark.django_db
STEP = "strategies/second/steps/01.yaml"


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
    workspace.replace(
        "frameworks/marmot.yaml",
        "{ref: MARMOT5, title: Healthy places, parent: MARMOT1}",
        "{ref: MARMOT6, title: Prevention}",
    )
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
    with pytest.raises(
        Faults, match='frameworks/marmot.yaml: the clause "MARMOT1" has gone, but on the site "Step 1: '
    ):
        load(workspace)


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
    for name in (
        "sources/more.yaml",
        "organisations/more.yaml",
        "people.yaml",
        "populations/wards.csv",
        "topics/01-homes.yaml",
    ):
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


def test_what_something_still_refers_to_stays(workspace):
    workspace.write("areas.csv", workspace.read("areas.csv") + "E05013906,Canning Town,ward,E09000025,1,1,\n")
    workspace.replace("evidence/housing.yaml", "area: E09000025", "area: E05013906")
    workspace.replace("observations/homes.csv", "crowding,E09000025,", "crowding,E05013906,")
    load(workspace)
    workspace.replace("areas.csv", "E05013906,Canning Town,ward,E09000025,1,1,\n", "")
    text = workspace.read("evidence/housing.yaml")
    workspace.write("evidence/housing.yaml", text[text.index("references:") :])
    workspace.replace("observations/homes.csv", "crowding,E05013906,", "crowding,E09000025,")
    workspace.replace(
        "strategies/second/steps/01.yaml", "  - {id: need-crowding, role: need, reason: Homes are crowded.}\n", ""
    )
    workspace.replace("topics/01-homes.yaml", "  - finding: need-crowding\n", "")
    assert get_counts(load(workspace))["areas"] == (0, 0, 4, 1)
    area = Area.objects.get(code="E05013906")
    assert (area.hex_q, Finding.objects.get().area) == (None, area)
    assert load(workspace).is_unchanged


def test_a_reply_that_has_gone_is_no_longer_told(workspace):
    load(workspace)
    workspace.replace("strategies/second/steps/01.yaml", "replies: [in-mould]\n", "")
    text = workspace.read("evidence/housing.yaml")
    start, end = text.index("    reply:\n"), text.index("  - id: in-rent")
    workspace.write("evidence/housing.yaml", text[:start] + text[end:])
    assert get_counts(load(workspace))["replies"] == (0, 0, 0, 1)
    assert not Reply.objects.exists()


def test_the_wrong_folder_does_not_empty_the_site(workspace, tmp_path):
    load(workspace)
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(Exception, match="Nothing of what was loaded before is in this folder"):
        load_workspace(other)
    assert get_step().live
