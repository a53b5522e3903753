"""Keep the boundaries of a file, with the areas that it names."""

from collections.abc import Sequence

from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.evidence.actions.write_areas import write_areas
from fiftysteps.evidence.area_finding import NewAreas
from fiftysteps.evidence.ingest.boundaries import BoundaryIntake
from fiftysteps.evidence.models import Area, Boundary
from fiftysteps.evidence.origins import Origin

BATCH = 500


def write_boundaries(intakes: Sequence[BoundaryIntake], origins: Sequence[Origin], *, by: User | None = None) -> int:
    """Write the boundaries of several files in their order, in place of those that are held; return how many."""
    done = 0
    with transaction.atomic():
        for intake, origin in zip(intakes, origins, strict=True):
            names = {**dict.fromkeys(intake.geometries, ""), **intake.names}
            write_areas(NewAreas(names=names, parents=intake.parents), by=by)
            keys = dict(Area.objects.filter(code__in=list(intake.geometries)).values_list("code", "pk"))
            rows = [
                Boundary(
                    area_id=keys[code],
                    geometry=geometry,
                    source_title=(origin.source or origin.title)[:500],
                    source_url=origin.url[:500],
                    licence=origin.licence[:200],
                    file=intake.file[:255],
                    sha256=intake.sha256,
                )
                for code, geometry in intake.geometries.items()
            ]
            Boundary.objects.bulk_create(
                rows,
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["area"],
                update_fields=["geometry", "source_title", "source_url", "licence", "file", "sha256", "taken_in"],
            )
            record_audit(by, "write-boundaries", f"evidence.boundary:{intake.file}", intake.geometries)
            done += len(rows)
    return done
