from fiftysteps.accounts.models.audit import AuditEntry
from fiftysteps.accounts.models.drafted import Drafted
from fiftysteps.accounts.models.loaded import LoadedObject
from fiftysteps.accounts.models.organisation import Organisation, Team
from fiftysteps.accounts.models.person import Membership, Person
from fiftysteps.accounts.models.provenance import Confidence, Nature, Provenance
from fiftysteps.accounts.models.user import Role, User

__all__ = [
    "AuditEntry",
    "Confidence",
    "Drafted",
    "LoadedObject",
    "Membership",
    "Nature",
    "Organisation",
    "Person",
    "Provenance",
    "Role",
    "Team",
    "User",
]
