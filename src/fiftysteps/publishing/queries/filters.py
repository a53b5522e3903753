"""The filters of a strategy's fifty tiles: plain links, so that they work without a script."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, QuerySet

from fiftysteps.strategy.models import LifeCourse, Step


@dataclass(frozen=True)
class FilterOption:
    label: str
    value: str
    url: str
    selected: bool
    count: int


@dataclass(frozen=True)
class FilterGroup:
    name: str
    label: str
    options: tuple[FilterOption, ...]

    @property
    def selected(self) -> FilterOption | None:
        return next((option for option in self.options if option.selected), None)


# The name in the address, its label, the field that it filters, and the field that names its values.
_GROUPS = (
    ("theme", "Theme", "theme__slug", "theme__title", "theme__number"),
    ("life", "Time of life", "life_course", "life_course", "life_course"),
    ("partner", "Partner", "roles__organisation__slug", "roles__organisation__name", "roles__organisation__name"),
    ("ward", "Ward", "wards__code", "wards__name", "wards__name"),
)


def get_filters(asked: Mapping[str, str], steps: QuerySet[Step]) -> tuple[tuple[FilterGroup, ...], QuerySet[Step]]:
    """Return the filter groups and the steps that `asked` leaves; values that no step has leave nothing."""
    chosen = {name: asked[name] for name, *_ in _GROUPS if asked.get(name)}
    shown = steps
    for name, _, field, *_ in _GROUPS:
        if name in chosen:
            shown = shown.filter(**{field: chosen[name]})
    groups = tuple(_get_group(steps, chosen, *group) for group in _GROUPS)
    return tuple(group for group in groups if group.options), shown.distinct()


def _get_group(
    steps: QuerySet[Step], chosen: dict[str, str], name: str, label: str, field: str, title: str, order: str
) -> FilterGroup:
    if name == "partner":
        steps = steps.filter(roles__organisation__live=True)
    rows = steps.order_by(order).values_list(field, title).annotate(steps=Count("pk", distinct=True))
    options = tuple(
        FilterOption(
            label=LifeCourse(value).label if name == "life" else str(text),
            value=value,
            url=_get_url(chosen, name, value),
            selected=chosen.get(name) == value,
            count=count,
        )
        for value, text, count in rows
        if value
    )
    return FilterGroup(name, label, options)


def _get_url(chosen: dict[str, str], name: str, value: str) -> str:
    """Return the address with `value` chosen or, where it is chosen already, without it."""
    others = {key: kept for key, kept in chosen.items() if key != name}
    if chosen.get(name) != value:
        others[name] = value
    return "?" + urlencode(others)
