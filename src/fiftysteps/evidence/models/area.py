import datetime

from django.db import models
from django.urls import reverse


class AreaType(models.TextChoices):
    """Kinds of places, the largest first."""

    COUNTRY = "country", "Country"
    REGION = "region", "Region"
    NHS_REGION = "nhs-region", "NHS region"
    ICB = "icb", "Integrated care board"
    SUB_ICB = "sub-icb", "Part of an integrated care board"
    COMBINED = "combined", "Combined authority"
    COUNTY = "county", "County"
    BOROUGH = "borough", "Borough or district"
    WARD = "ward", "Ward"
    MSOA = "msoa", "Middle-sized neighbourhood (MSOA)"
    LSOA = "lsoa", "Small neighbourhood (LSOA)"


class Area(models.Model):
    """A place with a code of the Government Statistical Service, and its tile on the hexagonal map.

    A code is of one place within one boundary: where that changes, a new code replaces it from a day on.
    """

    code = models.CharField("GSS code", max_length=9, unique=True)
    name = models.CharField(max_length=100)
    type = models.CharField(max_length=10, choices=AreaType)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    # Column and row of the tile, "odd-r": odd rows stand half a tile to the right. Empty where the area has no tile.
    hex_q = models.SmallIntegerField("tile column", null=True, blank=True)
    hex_r = models.SmallIntegerField("tile row", null=True, blank=True)
    valid_from = models.DateField("valid from", null=True, blank=True)
    valid_to = models.DateField("valid until", null=True, blank=True)

    class Meta:
        ordering = ("name",)
        indexes = (models.Index(fields=("type", "name"), name="areas_by_type"),)
        constraints = (
            models.UniqueConstraint(fields=("parent", "hex_q", "hex_r"), name="one_area_per_tile"),
            models.CheckConstraint(
                condition=models.Q(hex_q__isnull=True, hex_r__isnull=True)
                | models.Q(hex_q__isnull=False, hex_r__isnull=False),
                name="tile_has_column_and_row",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="area_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("area", args=[self.code])

    def is_valid(self, day: datetime.date) -> bool:
        """Whether the code was in use on `day`. One without dates always is."""
        begins, ends = self.valid_from or datetime.date.min, self.valid_to or datetime.date.max
        return begins <= day <= ends


class AreaSuccession(models.Model):
    """An area was replaced by another, or by several of which this is one."""

    old = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="successions")
    new = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="predecessions")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("old", "new"), name="one_succession_per_pair"),)

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Boundary(models.Model):
    """The outline of an area, in degrees east and north, as GeoJSON writes it, and where it comes from."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="boundary")
    geometry = models.JSONField()
    source_title = models.CharField(max_length=500, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    file = models.CharField(max_length=255, blank=True)
    # Of the whole file: the same file is not read again.
    sha256 = models.CharField("content hash", max_length=64, blank=True, db_index=True)
    taken_in = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "boundaries"

    def __str__(self) -> str:
        return f"Boundary of {self.area_id}"
