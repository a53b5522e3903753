from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models


class Role(models.TextChoices):
    """What an account is for. Each role is a group of the same name, with the rights that config/roles.py lists."""

    ADMINISTRATOR = "administrator", "Administrator"
    STRATEGY_LEAD = "strategy-lead", "Strategy lead"
    ANALYST = "analyst", "Public health analyst"
    ENGAGEMENT_OFFICER = "engagement-officer", "Engagement officer"
    BOARD_MEMBER = "board-member", "Board member"
    PARTNER = "partner", "Partner organisation"
    ORGANISER = "organiser", "Community organiser"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, role=Role.ADMINISTRATOR, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """An account. The e-mail address is its name."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)
    role = models.CharField(max_length=20, choices=Role)
    is_demonstration = models.BooleanField(
        default=False, help_text="Made by the demonstration: refused wherever the demonstration is not being served."
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[assignment,misc]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        # One spelling, so that nobody has two accounts and nobody is refused for a capital letter.
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    @property
    def public_name(self) -> str:
        """How everyone may see it named: by its name or, without one, by its role; never by its address."""
        return self.get_full_name() or f"The {self.get_role_display().lower()}"
