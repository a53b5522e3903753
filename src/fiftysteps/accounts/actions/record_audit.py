"""Write one entry of the audit trail, inside the transaction of the change that it records."""

import hashlib
import json
from typing import Any

from django.db import transaction

from fiftysteps.accounts.models import AuditEntry, User


def record_audit(user: User | None, action: str, object_key: str, content: Any = None) -> AuditEntry:
    """Record that `user` did `action` to `object_key`; of `content` only the SHA-256 digest is kept.

    Raises
    ------
    RuntimeError
        Outside a transaction: an entry that could outlive a change that failed would be a lie.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record_audit was called outside a transaction")
    digest = "" if content is None else _get_digest(content)
    return AuditEntry.objects.create(user=user, action=action, object_key=object_key, digest=digest)


def _get_digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
