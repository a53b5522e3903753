from django.db import models
from django.urls import reverse


class AreaType(models.TextChoices):
    COUNTRY = "country", "Country"
    REGION = "region", "Region"
    BOROUGH = "borough", "Borough"
    WARD = "ward", "Ward"


class Area(models.Model):
    """A place with a code of the Government Statistical Service, and its tile on the hexagonal map."""

    code = models.CharField("GSS code", max_length=9, unique=True)
    name = models.CharField(max_length=100)
    type = models.CharField(max_length=10, choices=AreaType)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    # Column and row of the tile, "odd-r": odd rows stand half a tile to the right. Empty where the area has no tile.
    hex_q = models.SmallIntegerField("tile column", null=True, blank=True)
    hex_r = models.SmallIntegerField("tile row", null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("parent", "hex_q", "hex_r"), name="one_area_per_tile"),
            models.CheckConstraint(
                condition=models.Q(hex_q__isnull=True, hex_r__isnull=True)
                | models.Q(hex_q__isnull=False, hex_r__isnull=False),
                name="tile_has_column_and_row",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("area", args=[self.code])
