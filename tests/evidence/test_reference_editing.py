"""An imported reference in the editor's site: a draft may lack what a published one may not."""

import pytest

from fiftysteps.accounts.models import Role
from fiftysteps.config.roles import set_up_roles
from fiftysteps.evidence.actions.import_references import import_references
from fiftysteps.evidence.citing.read_references import read_references
from fiftysteps.evidence.models import Reference
from fiftysteps.evidence.queries.how_to_cite import get_ways_to_cite
from tests.builders import make_user
from tests.evidence.citing.files import BIBTEX

pytestmark = pytest.mark.django_db
FIELDS = (
    "title slug summary authors year publisher reference_kind url doi strength recommends date review_by superseded_by"
    " nature source_title source_url confidence"
)


@pytest.fixture
def reference(client) -> Reference:
    user = make_user(role=Role.ANALYST)
    set_up_roles()
    client.force_login(user)
    return import_references(user, read_references("refs.bib", BIBTEX.encode())).made[0]


def edit(client, reference: Reference, **changes: str) -> Reference:
    form = {name: getattr(reference, name) for name in FIELDS.split()}
    form = {name: "" if value is None else value for name, value in form.items()} | changes
    client.post(f"/admin/snippets/evidence/reference/edit/{reference.pk}/", form)
    return Reference.objects.get(pk=reference.pk)


def test_a_draft_is_saved_without_a_strength_but_not_published(client, reference: Reference) -> None:
    draft = edit(client, reference, summary="In our own words.")
    assert draft.get_latest_revision_as_object().summary == "In our own words."

    assert not edit(client, draft, **{"action-publish": "action-publish"}).live


def test_a_reference_with_a_strength_is_published_and_keeps_its_record(client, reference: Reference) -> None:
    live = edit(
        client, reference, strength="moderate", title="A title put right", **{"action-publish": "action-publish"}
    )

    assert live.live
    assert live.record == reference.record
    assert get_ways_to_cite(live)[1].text.startswith(
        "van der Berg J, Müller J, Warm Homes Équipe, Silva A Jr., et al. A title put right."
    )
