"""What the columns of the database can hold, so that a file's rules and the models' cannot part company."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from pydantic import AfterValidator

from fiftysteps.core.shapes import at_most, passes

_check_url = URLValidator(schemes=["http", "https"])


def fits(model: type[models.Model], field: str) -> AfterValidator:
    """Allow as many characters as the model's field can hold."""
    length = getattr(model._meta.get_field(field), "max_length", None)
    if not length:
        raise TypeError(f"{model.__name__}.{field} has no greatest length")
    return at_most(length)


def _check_address(value: str) -> None:
    try:
        if value:
            _check_url(value)
    except ValidationError:
        raise ValueError("must be a web address that starts with http:// or https://") from None
    if "@" in urlsplit(value).netloc:
        raise ValueError("must be a web address without a user's name or a password")


def _check_e_mail(value: str) -> None:
    try:
        if value:
            validate_email(value)
    except ValidationError:
        raise ValueError("must be an e-mail address") from None


web_address = passes(_check_address)
e_mail_address = passes(_check_e_mail)
