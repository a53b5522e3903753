"""How fast forms come in from one network, so that a machine is slowed down and a library is not.

Somebody who sends from a place where very many have just sent is asked to wait for some seconds and press once more;
nobody is refused. A browser with scripts does a small sum instead, and does not wait.
"""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from fiftysteps.engagement.models import Arrival, Exercise

WINDOW: Final = datetime.timedelta(hours=1)
SECONDS: Final = 20
# About a quarter of a million tries: a second on a phone.
BITS: Final = 18
OLDEST: Final = 3_600
_SALT: Final = "fiftysteps.engagement.pace"


@dataclass(frozen=True)
class Challenge:
    """What somebody from a busy network is asked: to wait `seconds`, or to find the number that fits `token`."""

    token: str
    seconds: int = SECONDS
    bits: int = BITS


def get_address(request: HttpRequest) -> str:
    """Return the address that a request came from: as our own proxies say it, and never as its sender does."""
    hops = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    trusted: int = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return str(hops[-trusted])
    return str(request.META.get("REMOTE_ADDR", ""))


def get_network(request: HttpRequest) -> str:
    """Return a digest of where a request came from, which is another one tomorrow."""
    day = timezone.localdate().isoformat()
    return salted_hmac(_SALT, f"{day} {get_address(request)}", algorithm="sha256").hexdigest()[:32]


def is_busy(exercise: Exercise, network: str) -> bool:
    """Whether very many forms came from this network within the hour before now."""
    since = timezone.now() - WINDOW
    recent = Arrival.objects.filter(exercise=exercise, network=network, at__gt=since)
    many: int = settings.MANY_FORMS
    return recent[many - 1 : many].exists()


def make_challenge(key: str) -> Challenge:
    return Challenge(signing.dumps(key, salt=_SALT))


def has_met(key: str, token: str, number: str) -> bool:
    """Whether somebody waited long enough, or found the number, for their own form and no other."""
    try:
        if signing.loads(token, salt=_SALT, max_age=OLDEST) != key:
            return False
    except signing.BadSignature:
        return False
    if number and _fits(token, number):
        return True
    try:
        signing.loads(token, salt=_SALT, max_age=SECONDS)
    except signing.SignatureExpired:
        return True
    return False


def _fits(token: str, number: str) -> bool:
    digest = hashlib.sha256(f"{token}{number[:20]}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - BITS) == 0
