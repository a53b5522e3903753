"""What the tests of loading ask again and again."""

from django.db import connection

from fiftysteps.config.load import load_workspace
from fiftysteps.strategy.models import Step


def load(workspace, **options):
    """Load the folder and return what the load reports."""
    return load_workspace(workspace.folder, **options)


def get_counts(report):
    """Return of each kind how many were created, changed, the same and gone."""
    return {kind.kind: (kind.created, kind.changed, kind.same, kind.gone) for kind in report.kinds}


def get_everything():
    """Return every row of every table, so that any change shows."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if "fts" not in table and table != "wagtailsearch_indexentry":
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def get_step():
    return Step.objects.get(strategy__slug="second", number=1)


def edit(obj, title):
    """Change the title as the editor's site does."""
    obj.title = title
    obj.save_revision().publish()
