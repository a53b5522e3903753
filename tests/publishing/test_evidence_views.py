"""Evidence, indicators, places, partners and frameworks as anyone sees them, and the way back to the steps."""

import csv
import datetime
import io

import pytest

from fiftysteps.evidence.models import AreaSuccession
from fiftysteps.strategy.models import CitationRole, Measure, StepRole
from tests.builders import (
    cite,
    make_area,
    make_clause,
    make_complete_step,
    make_finding,
    make_framework,
    make_indicator,
    make_insight,
    make_learning,
    make_organisation,
    make_reference,
    make_reflection,
    make_reply,
    make_step,
)
from tests.figures import make_count, make_observation, store_counts, store_observations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]


def get(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("make", [make_finding, make_reference, make_learning, make_reflection, make_insight])
def test_each_kind_of_evidence_leads_back_to_the_steps_that_lean_on_it(client, make) -> None:
    evidence, step = make(), make_step()
    cite(step, evidence, CitationRole.NEED, reason="It shows how many.")

    text = get(client, evidence.get_absolute_url())

    assert evidence.title in text
    assert step.get_absolute_url() in text
    assert "It shows how many." in text


def test_evidence_of_unpublished_steps_does_not_name_them(client) -> None:
    evidence, step = make_reference(), make_step(live=False, title="Not to be seen")
    cite(step, evidence, CitationRole.EFFECTIVENESS)

    assert "Not to be seen" not in get(client, evidence.get_absolute_url())


def test_unpublished_evidence_is_neither_found_nor_listed(client) -> None:
    evidence = make_reference(live=False, title="Not to be seen")

    get(client, evidence.get_absolute_url(), 404)
    assert "Not to be seen" not in get(client, "/evidence/")


def test_evidence_list_can_be_one_kind_and_ignores_kinds_that_are_none(client) -> None:
    make_reference(title="What helps")
    make_learning(title="What we tried out")

    assert "What we tried out" not in get(client, "/evidence/?kind=reference")
    assert "What we tried out" in get(client, "/evidence/?kind=nonsense")


def test_evidence_list_has_pages(client) -> None:
    for number in range(41):
        make_reference(slug=f"reference-number-{number:02}")

    assert "reference-number-40" not in get(client, "/evidence/")
    assert "reference-number-40" in get(client, "/evidence/?page=2")
    assert "reference-number-40" in get(client, "/evidence/?page=99")


def test_evidence_shows_its_source_or_that_it_is_illustrative(client) -> None:
    real = make_finding(nature="real", source_title="Census 2021", source_url="https://census.example/")
    invented = make_finding(nature="illustrative")

    assert "Census 2021" in get(client, real.get_absolute_url())
    assert "llustrative" in get(client, invented.get_absolute_url())


def test_what_we_heard_shows_each_reply_with_its_steps_also_when_it_is_no(client) -> None:
    step = make_complete_step()
    make_reply(insight=make_insight(title="Longer opening hours"), decision="cannot", text="There is no money for it.")
    make_insight(title="Nobody answered this")

    text = get(client, "/what-we-heard/")

    assert "There is no money for it." in text
    assert "No, we cannot" in text
    assert step.get_absolute_url() in text
    assert "Nobody answered this" in text


def test_indicator_page_shows_figures_steps_findings_and_its_file(client) -> None:
    step = make_complete_step()
    indicator = step.measures.first().indicator
    finding = make_finding(indicator=indicator)
    store_observations(make_observation(indicator=indicator.slug, value=12.5, lower_95=11.0, upper_95=14.0))

    text = get(client, indicator.get_absolute_url())

    assert "12.5%" in text
    assert step.get_absolute_url() in text
    assert finding.get_absolute_url() in text
    assert f"{indicator.get_absolute_url()}data.csv" in text


def test_indicator_file_has_a_row_for_each_value_with_its_nature_and_starts_no_formula(client) -> None:
    make_area()
    indicator = make_indicator(slug="damp", name="=HYPERLINK()")
    store_observations(
        make_observation(indicator="damp", value=-1.5, note="+44"),
        make_observation(indicator="damp", period="2022", value=None, marker="missing"),
    )

    response = client.get(f"{indicator.get_absolute_url()}data.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))

    assert [(row["period"], row["value"], row["marker"]) for row in rows] == [
        ("2021", "-1.5", ""),
        ("2022", "", "missing"),
    ]
    assert {row["nature"] for row in rows} == {"illustrative"}
    assert rows[0]["indicator"] == "'=HYPERLINK()"
    assert rows[0]["note"] == "'+44"
    assert rows[0]["area"] == "Newham"
    assert "attachment" in response.headers["Content-Disposition"]


def test_indicator_that_is_not_there_has_no_page_and_no_file(client) -> None:
    get(client, "/indicators/none/", 404)
    get(client, "/indicators/none/data.csv", 404)


def test_list_of_indicators_names_each(client) -> None:
    make_indicator(plain_name="Homes with damp")
    make_indicator(plain_name="No longer used", archived=True)

    text = get(client, "/indicators/")

    assert "Homes with damp" in text
    assert "No longer used" not in text


def test_organisation_page_is_its_steps_by_role(client) -> None:
    step = make_complete_step(title="Warm homes")
    lead = step.roles.get(role="lead").organisation
    Measure.objects.update(owner=lead)

    text = get(client, lead.get_absolute_url())

    assert "Warm homes" in text
    assert step.get_absolute_url() in text
    assert step.measures.first().indicator.plain_name in text


def test_organisations_are_listed_with_the_number_of_their_live_steps(client) -> None:
    organisation = make_organisation(name="Housing service")
    for number, live in ((1, True), (2, False)):
        StepRole.objects.create(step=make_step(number=number, live=live), organisation=organisation, role="lead")

    response = client.get("/organisations/")

    found = [o for group in response.context["groups"] for o in group["organisations"] if o == organisation]
    assert found[0].steps_count == 1
    assert "Housing service" in response.content.decode()


def test_framework_page_shows_each_clause_with_the_steps_that_serve_it(client) -> None:
    step = make_complete_step()
    alignment = step.alignments.get()
    orphan = make_clause(ref="C9", framework=alignment.clause.framework, title="Nobody serves this")

    text = get(client, alignment.clause.framework.get_absolute_url())

    assert step.get_absolute_url() in text
    assert alignment.reason in text
    assert orphan.title in text
    assert alignment.clause.framework.title in get(client, "/frameworks/")


def test_framework_whose_clauses_are_not_held_says_so(client) -> None:
    framework = make_framework(complete=False, note="The list was not found.")

    assert "The list was not found." in get(client, framework.get_absolute_url())


@pytest.mark.parametrize("query", ["", "?by=clause", "?framework=none-such", "?by=nonsense"])
def test_alignment_matrix_shows_links_and_orphans_both_ways(client, query) -> None:
    step = make_complete_step()
    orphan_step = make_step(theme=step.theme, number=2, title="Serves nothing")
    orphan_clause = make_clause(ref="C9", title="Served by nothing")
    text = get(client, f"{step.strategy.get_absolute_url()}alignment/{query}")

    assert step.alignments.get().clause.title in text
    assert orphan_step.title in text
    assert orphan_clause.title in text


def test_alignment_matrix_of_one_framework_leaves_out_the_others(client) -> None:
    step = make_complete_step()
    other = make_clause(ref="C9", title="Served by nothing")
    framework = step.alignments.get().clause.framework

    text = get(client, f"{step.strategy.get_absolute_url()}alignment/?framework={framework.slug}")

    assert other.title not in text


def test_place_shows_who_lives_there_and_what_is_measured(client) -> None:
    area = make_area()
    indicator = make_indicator(slug="damp", plain_name="Homes with damp")
    store_counts(
        make_count(group="Female", sort=1, count=60),
        make_count(group="Male", sort=2, count=40),
        make_count(group="Male", sort=2, count=1, period="2011"),
    )
    store_observations(make_observation(indicator="damp", value=12.5))

    text = get(client, area.get_absolute_url())

    assert "60.0%" in text or "60%" in text
    assert "12.5%" in text
    assert indicator.get_absolute_url() in text
    assert area.get_absolute_url() in get(client, "/areas/")


def test_place_that_is_not_there_is_not_found(client) -> None:
    get(client, "/areas/E99999999/", 404)


def test_a_reference_says_how_to_cite_it_in_two_styles(client) -> None:
    reference = make_reference(title="Damp <b>", authors="Silva A", year=2019, publisher="NICE")

    text = get(client, reference.get_absolute_url())

    assert "How to cite it (Harvard style)" in text
    assert "Silva, A. (2019) <i>Damp &lt;b&gt;</i>. NICE." in text
    assert "Silva A. Damp &lt;b&gt;. NICE; 2019." in text


def test_a_strength_is_shown_with_the_name_of_its_scale(client) -> None:
    text = get(client, make_reference(strength="limited").get_absolute_url())

    assert "Evidence: limited" in text
    assert "Read on our own four-point scale: strong, moderate, limited, expert opinion" in text


def test_a_reference_that_nobody_has_judged_yet_says_so_and_names_no_author_where_there_is_none(client) -> None:
    reference = make_reference(strength="", reference_kind="", authors="", year=None, publisher="NICE")

    text = get(client, reference.get_absolute_url())

    assert "Not judged yet" in text
    assert "What kind it is" not in text
    assert "No author is named. NICE" in text


def test_small_neighbourhoods_are_listed_where_they_lie_and_not_among_all_places(client) -> None:
    newham = make_area()
    ward = make_area(code="E05013904", name="Beckton", type="ward", parent=newham)
    make_area(code="E01003480", name="Newham 033A", type="lsoa", parent=ward)
    everything = get(client, "/areas/")
    assert "Beckton" in everything
    assert "Newham 033A" not in everything
    assert "Newham 033A" in get(client, "/areas/E05013904/")


def test_a_place_that_is_no_more_leads_to_what_it_became_and_back(client) -> None:
    old = make_area(code="E07000004", name="Aylesbury Vale", valid_to=datetime.date(2020, 3, 31))
    new = make_area(code="E06000060", name="Buckinghamshire")
    AreaSuccession.objects.create(old=old, new=new)
    text = get(client, "/areas/E07000004/")
    assert "This place is no more in this form, since 31 March 2020." in text
    assert 'It became <a href="/areas/E06000060/">Buckinghamshire</a>' in text
    assert "Aylesbury Vale" in get(client, "/areas/E06000060/")
    assert "Aylesbury Vale" not in get(client, "/areas/")
