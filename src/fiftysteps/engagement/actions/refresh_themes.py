"""The themes of a response are those of the codes that people gave it."""

from collections.abc import Iterable

from fiftysteps.engagement.models import Coding, Response


def refresh_themes(responses: Iterable[int]) -> None:
    """Make the themes of responses those of their codes, so that each writer hears what came of what they said."""
    through = Response.themes.through
    pks = list(responses)
    pairs = set(
        Coding.objects.filter(response__in=pks, is_second=False, code__insight__isnull=False).values_list(
            "response_id", "code__insight_id"
        )
    )
    through._default_manager.filter(response_id__in=pks).delete()
    through._default_manager.bulk_create(
        through(response_id=response, insight_id=insight) for response, insight in sorted(pairs)
    )
