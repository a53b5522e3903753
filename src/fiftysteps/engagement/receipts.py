"""The code that stands on a receipt: with it a form is taken up again and, once sent, its writer sees what came of it.

Whoever has the code is the writer, so the site keeps only a keyed digest, and the code stands in no address.
"""

import re
import secrets
from typing import Final

from django.utils.crypto import salted_hmac

# Without the letters and digits that are taken for one another. Twelve of them nobody guesses: 58 bits.
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 12
_GROUP: Final = 4
_BETWEEN: Final = re.compile(r"[\s\-–—.]+")
_CODE: Final = re.compile(rf"[{LETTERS}]{{{LENGTH}}}")


def make_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """Return the code that somebody typed, in any case and with any gaps, or an empty text where it is none."""
    code = _BETWEEN.sub("", typed).upper()
    return code if _CODE.fullmatch(code) else ""


def show_code(code: str) -> str:
    """Return a code in groups, as it is easy to copy."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def get_key(code: str) -> str:
    """Return what the site keeps of a code."""
    return salted_hmac("fiftysteps.engagement.receipts", code, algorithm="sha256").hexdigest()
