"""The two ways in which a source fails: it may answer later, or it will not."""

from fiftysteps.core.errors import PersonError


class UnreachableError(PersonError):
    """The source did not answer, or not wholly, just now. Asking again may help, and a saved file may stand in."""

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        # Seconds after which the source wants to be asked again, where it said so.
        self.wait = wait


class RefusedError(PersonError):
    """What came is not what the source gives, or must not be asked for. Asking again would not help."""
