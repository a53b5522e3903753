from django.db import models


class LoadedObject(models.Model):
    """What the loader last read for an object, and how the object stood when it had been written.

    Tells a file that changed from one that did not, and an object that was edited since from one that was not.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, blank=True, help_text="Of the file's object; empty once it has gone")
    state = models.CharField(max_length=80, help_text="The revision, or the digest of the fields, after the load")

    class Meta:
        ordering = ("kind", "key")
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="one_record_per_loaded_object"),)

    def __str__(self) -> str:
        return f"{self.kind}: {self.key}"
