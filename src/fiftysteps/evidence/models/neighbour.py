from django.db import models
from django.db.models import F, Q

from fiftysteps.evidence.models.area import Area
from fiftysteps.evidence.models.dataset import Source


class Neighbour(models.Model):
    """An area that is among those most like another, whoever says so: rank 1 is the most like it."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="neighbours")
    neighbour = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="neighbour_of")
    rank = models.PositiveSmallIntegerField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("area", "rank")
        constraints = (
            models.UniqueConstraint(fields=("area", "neighbour"), name="one_rank_per_neighbour"),
            models.UniqueConstraint(fields=("area", "rank"), name="one_neighbour_per_rank"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="neighbours_rank_from_one"),
            models.CheckConstraint(condition=~Q(area=F("neighbour")), name="no_area_is_its_own_neighbour"),
        )

    def __str__(self) -> str:
        return f"{self.neighbour_id}, rank {self.rank}"
