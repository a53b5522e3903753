from django.db import models

from fiftysteps.evidence.models.evidence import Evidence, EvidenceKind


class ReferenceKind(models.TextChoices):
    SYSTEMATIC_REVIEW = "systematic-review", "Systematic review"
    GUIDANCE = "guidance", "Guidance"
    TRIAL = "trial", "Trial"
    OBSERVATIONAL_STUDY = "observational-study", "Observational study"
    EVALUATION = "evaluation", "Evaluation"
    NATIONAL_REPORT = "national-report", "National report"
    PRACTICE_EXAMPLE = "practice-example", "Practice example"
    QUALITATIVE_STUDY = "qualitative-study", "Qualitative study"
    ECONOMIC_STUDY = "economic-study", "Economic study"
    CONSENSUS = "consensus", "Expert consensus"
    GREY = "grey-literature", "Grey literature"


class Strength(models.TextChoices):
    """Our own four-point scale, explained in docs/methods/strength-of-evidence.md."""

    STRONG = "strong", "Strong"
    MODERATE = "moderate", "Moderate"
    LIMITED = "limited", "Limited"
    EXPERT = "expert", "Expert opinion"


# Named wherever a strength is shown, so that nobody takes it for a rating of GRADE.
STRENGTH_SCALE = f"our own four-point scale: {', '.join(map(str.lower, Strength.labels))}"


class Reference(Evidence):
    """Published guidance or research: what works, not only what is needed."""

    KIND = EvidenceKind.REFERENCE

    authors = models.CharField(max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    reference_kind = models.CharField("kind of reference", max_length=20, choices=ReferenceKind)
    url = models.URLField("address", max_length=500, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True)
    strength = models.CharField("strength of evidence", max_length=8, choices=Strength)
    recommends = models.TextField("what it recommends", blank=True)
    # As the file had it that it was imported from. What an editor changes stands in the fields above, which go first.
    record = models.JSONField("record in CSL-JSON", default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = "reference"

    @property
    def strength_scale(self) -> str:
        """The name of the scale that its strength is read on, with the scale's points."""
        return STRENGTH_SCALE
