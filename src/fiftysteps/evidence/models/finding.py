from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models

from fiftysteps.core.periods import parse_period
from fiftysteps.evidence.models.area import Area
from fiftysteps.evidence.models.evidence import Evidence, EvidenceKind
from fiftysteps.evidence.models.indicator import Indicator

if TYPE_CHECKING:
    from fiftysteps.evidence.models.movement import Movement


def check_period(value: str) -> None:
    """Refuse what is no period, in a sentence that shows what is."""
    try:
        parse_period(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class Finding(Evidence):
    """A statement about one observation. Its sentence is written from the data, never typed."""

    KIND = EvidenceKind.FINDING

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="findings")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="findings")
    period = models.CharField(max_length=20, validators=[check_period])
    group_type = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=100, blank=True)
    comparator = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "finding"

    @property
    def open_movement(self) -> "Movement | None":
        """The movement of its figure that nobody has looked at yet; read `movements` beforehand for many findings."""
        return next((movement for movement in self.movements.all() if movement.is_open), None)
