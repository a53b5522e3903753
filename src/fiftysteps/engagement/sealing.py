"""Contact details, sealed with the site's own key before they are stored."""

from django.conf import settings


def seal(text: str) -> bytes:
    from cryptography.fernet import Fernet

    return Fernet(settings.CONTACT_KEY).encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    """Return what was sealed.

    Raises
    ------
    cryptography.fernet.InvalidToken
        It was sealed with another key.
    """
    from cryptography.fernet import Fernet

    return Fernet(settings.CONTACT_KEY).decrypt(bytes(sealed)).decode()
