"""Form fields in the shape of the GOV.UK Design System, whose patterns are the best tested."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()

CLASSES: tuple[tuple[type[forms.Widget], str, str], ...] = (
    # Before radios: in Django a list of checkboxes is a kind of radio select.
    (forms.CheckboxSelectMultiple, "checkboxes", ""),
    (forms.RadioSelect, "radios", ""),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.Select, "select", "govuk-select"),
    (forms.MultiWidget, "date", ""),
    (forms.Widget, "input", "govuk-input"),
)
DATE_PARTS = (("Day", 2), ("Month", 2), ("Year", 4))


@register.inclusion_tag("publishing/parts/form_field.html")
def form_field(field: BoundField, width: str = "", *, heading: bool = False, quiet: bool = False) -> dict[str, object]:
    """Show `field` with its label, hint and error. `width` is one of GOV.UK's: 2, 3, 4, 5, 10, 20 characters.

    As the `heading` of a page its label is the largest thing on it. A `quiet` one does not say that it can be left out,
    where the page says so for all.
    """
    kind = get_kind(field)
    return {
        "field": field,
        "kind": kind,
        "heading": heading,
        "quiet": quiet,
        "control": "" if kind in ("radios", "checkboxes", "date") else _get_control(field, width),
        "parts": _get_date_parts(field) if kind == "date" else (),
        "described_by": get_described_by(field),
    }


@register.inclusion_tag("publishing/parts/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, object]:
    """List everything that is wrong with `form`, each line a link to its field."""
    fields = [field for field in form if field.errors] if form is not None and form.is_bound else []
    return {"form": form, "faulty": [(field, get_first_id(field)) for field in fields]}


def get_kind(field: BoundField) -> str:
    return next(kind for widget, kind, _ in CLASSES if isinstance(field.field.widget, widget))


def get_first_id(field: BoundField) -> str:
    """Return the id that a link in the error summary leads to: of a group, its first control."""
    return f"{field.auto_id}_0" if get_kind(field) in ("radios", "checkboxes", "date") else field.auto_id


def get_described_by(field: BoundField) -> str:
    """Return the ids of the hint and of the error, as far as the field has them."""
    parts = ((field.help_text, "hint"), (field.errors, "error"))
    return " ".join(f"{field.auto_id}-{name}" for present, name in parts if present)


def _get_control(field: BoundField, width: str) -> SafeString:
    base = next(name for widget, _, name in CLASSES if isinstance(field.field.widget, widget))
    classes = [base]
    if width:
        classes.append(f"govuk-input--width-{width}")
    if field.errors:
        classes.append(f"{base}--error")
    attributes: dict[str, Any] = {"class": " ".join(classes)}
    if described_by := get_described_by(field):
        attributes["aria-describedby"] = described_by
    if field.errors:
        attributes["aria-invalid"] = "true"
    return field.as_widget(attrs=attributes)


def _get_date_parts(field: BoundField) -> list[dict[str, object]]:
    widget = field.field.widget.get_context(field.html_name, field.value(), {"id": field.auto_id})["widget"]
    return [
        {"label": label, "width": width, **part}
        for part, (label, width) in zip(widget["subwidgets"], DATE_PARTS, strict=False)
    ]
