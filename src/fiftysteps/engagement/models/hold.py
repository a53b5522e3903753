from django.db import models


class Hold(models.Model):
    """A time before an election in which nothing is opened and nothing is published that could sway it."""

    starts = models.DateField("first day")
    ends = models.DateField("last day")
    reason = models.CharField(max_length=200, default="the time before an election")

    class Meta:
        ordering = ("-starts",)
        verbose_name = "pre-election period"
        constraints = (
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="hold_ends_later"),
        )

    def __str__(self) -> str:
        return f"{self.starts:%-d %B %Y} to {self.ends:%-d %B %Y}"

    @property
    def sentence(self) -> str:
        """What whoever opens or publishes something is told."""
        return f"Nothing is opened or published until {self.ends:%-d %B %Y}: it is {self.reason}."
