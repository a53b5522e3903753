from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """Who did what to which object, written in the same transaction as the change.

    Holds ids and digests, never personal text: an erasure would otherwise break the record.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    object_key = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was written, in hexadecimal")

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_key}"
