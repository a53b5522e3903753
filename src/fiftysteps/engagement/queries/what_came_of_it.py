"""What happened to what somebody said: for whoever comes back with their code."""

from dataclasses import dataclass

from fiftysteps.engagement.models import Considered, Insight, Reply, Response, Standing


@dataclass(frozen=True)
class WhatCameOfIt:
    """A response, whether a person has considered it, and the themes it is part of, with their replies."""

    response: Response
    is_erased: bool
    is_considered: bool
    themes: tuple[Insight, ...]
    replies: tuple[Reply, ...]


def get_what_came_of_it(response: Response) -> WhatCameOfIt:
    themes = response.themes.filter(archived=False).select_related("reply__by").order_by("title")
    return WhatCameOfIt(
        response=response,
        is_erased=response.standing == Standing.ERASED,
        is_considered=response.considered != Considered.WAITING,
        # What is still in draft is nobody's answer yet.
        themes=tuple(theme for theme in themes if theme.live),
        replies=tuple(response.replies.select_related("by").order_by("-date")),
    )
