"""The gap report as text and as an object for programs."""

from collections.abc import Iterator
from typing import Any

from fiftysteps.strategy.gaps import GapReport, ReportedGap
from fiftysteps.strategy.models import GapWaiver


def get_gap_object(report: GapReport) -> dict[str, Any]:
    """Return `{"rules": [{"id", "sentence", "open"}], "gaps": [{"rule", "object", "sentence", "waiver"}]}`."""
    return {
        "rules": [{"id": count.rule.id, "sentence": count.rule.sentence, "open": count.open} for count in report.rules],
        "gaps": [
            {
                "rule": found.rule,
                "object": found.gap.object_key,
                "sentence": found.gap.sentence,
                "waiver": _get_waiver(found.waiver),
            }
            for found in report.gaps
        ],
    }


def get_gap_lines(report: GapReport) -> Iterator[str]:
    """Yield one line for each rule, with its gaps indented below it, and a line with the sum."""
    for count in report.rules:
        yield f"{count.open:4}  {count.rule.id}: {count.rule.sentence}"
        for found in report.gaps:
            if found.rule == count.rule.id:
                yield f"      - {_get_text(found)}"
    yield f"{report.open:4}  open in all"


def _get_text(found: ReportedGap) -> str:
    waived = f" (waived until {found.waiver.until}: {found.waiver.reason})" if found.waiver else ""
    return f"{found.gap.object_key}: {found.gap.sentence}{waived}"


def _get_waiver(waiver: GapWaiver | None) -> dict[str, str] | None:
    if waiver is None:
        return None
    return {"reason": waiver.reason, "by": waiver.by.public_name, "until": waiver.until.isoformat()}
