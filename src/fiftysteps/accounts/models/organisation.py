from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from fiftysteps.accounts.models.drafted import Drafted
from fiftysteps.accounts.models.provenance import Provenance


class OrganisationType(models.TextChoices):
    BOARD = "board", "Health and Wellbeing Board"
    COUNCIL = "council", "Council"
    NHS = "nhs", "NHS"
    VOLUNTARY = "voluntary", "Voluntary and community"
    FAITH = "faith", "Faith"
    EDUCATION = "education", "Education"
    BUSINESS = "business", "Business"
    NETWORK = "network", "Network or alliance"
    HOUSING = "housing", "Housing"
    POLICE = "police", "Police and justice"
    RESIDENT_GROUP = "resident-group", "Residents' group"
    OTHER = "other", "Other"


class Organisation(index.Indexed, Provenance, Drafted, ClusterableModel):
    """A partner: anybody who can promise to do a part of a step. Archived, never deleted."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=20, choices=OrganisationType)
    plain = models.TextField("what it does, in one sentence", blank=True)
    on_board = models.BooleanField("is a member of the Board", default=False)
    archived = models.BooleanField(default=False)

    search_fields = (
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("plain"),
        index.FilterField("archived"),
        index.FilterField("live"),
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.slug])


class Team(models.Model):
    """A team within an organisation."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="teams")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("organisation", "slug"), name="one_team_slug_per_organisation"),)

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}"
