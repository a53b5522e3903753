"""Signing in with an e-mail address and a password."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from fiftysteps.accounts.models import User


class DemonstrationAwareBackend(ModelBackend):
    """Refuses the demonstration's accounts, whose passwords anyone can read, wherever it is not being served."""

    def user_can_authenticate(self, user: User | None) -> bool:  # type: ignore[override]
        if user is not None and user.is_demonstration and not settings.DEMONSTRATION:
            return False
        return super().user_can_authenticate(user)
