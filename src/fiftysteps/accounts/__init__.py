"""People, organisations, teams, memberships, roles and the audit trail."""
