"""A count that nobody may learn: it stands on no page and in no file, and what would tell it is not published."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.actions.add_release import add_release
from fiftysteps.evidence.models import Area, Dataset
from fiftysteps.evidence.observations import Observation, make_observation_table
from fiftysteps.evidence.queries import protection
from fiftysteps.evidence.queries.observations import get_current_files
from fiftysteps.publishing.policies import check_figures
from tests.builders import make_area, make_finding, make_indicator
from tests.figures import make_observation
from tests.publishing.topics import make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]

# Values that stand nowhere else on a page: those of the small count, and of the one that would give it back.
CANARIES = ("271.83", "314.16", "2,718", "4,321", "4321", "2718")
NEWHAM = "E09000025"


def count(value: float, number: float, **changes: Any) -> Observation:
    fields = {"indicator": "hiv", "area": NEWHAM, "value": value, "count": number, "denominator": 4_321.0} | changes
    return make_observation(**{"lower_95": value - 1, "upper_95": value + 1, "note": "2,718 asked", **fields})


@pytest.fixture
def hiv(settings: Any, tmp_path: Any) -> Any:
    settings.DATA_DIR = tmp_path
    make_area(code="E92000001", name="England", type="country")
    indicator = make_indicator(slug="hiv", unit="per 100,000", method="rate", disclosure_rule="hiv_and_sti", decimals=2)
    rows = [
        count(271.83, 3.0, group_type="sex", group="Female"),
        count(314.16, 40.0, group_type="sex", group="Male"),
        count(155.55, 43.0, denominator=8_642.0, note=""),
        count(100.0, 5_000.0, area="E92000001", denominator=5_000_000.0, note=""),
    ]
    dataset = Dataset.objects.create(slug="clinics", title="Clinics", nature="real")
    add_release(dataset, "observations", make_observation_table(rows))
    return indicator


def test_no_page_and_no_file_holds_a_hidden_figure(hiv: Any, client: Client) -> None:
    finding = make_finding(slug="women", indicator=hiv, group_type="sex", group="Female", period="2021")
    shown = ""
    addresses = [reverse(name, args=["hiv"]) for name in ("indicator", "indicator-csv")]
    for address in (*addresses, reverse("area", args=[NEWHAM]), finding.get_absolute_url()):
        response = client.get(address)
        assert response.status_code == 200, address
        text = b"".join(response).decode()
        assert [canary for canary in CANARIES if canary in text] == [], address
        shown += text
    assert "155.55" in shown
    assert "not shown" in shown
    assert "suppressed" in shown


def test_a_page_is_published_only_where_the_attacker_finds_nothing(hiv: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    topic = make_topic(make_finding(slug="all", indicator=hiv, area=Area.objects.get(code=NEWHAM), period="2021"))
    check_figures(topic)
    (found,) = protection.attack_indicators(get_current_files("observations"))
    only_small = protection.Decision(small=found.decision.small)
    monkeypatch.setattr(protection, "get_decision", lambda *_: only_small)
    with pytest.raises(PersonError, match="From what is shown of “hiv” a small number could be worked out") as refused:
        check_figures(topic)
    assert " is 3" not in str(refused.value)
