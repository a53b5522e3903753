"""What the law asks: every duty that is in force has something that shows that it is met."""

from collections.abc import Iterator

from fiftysteps.evidence.queries.duties import DutyStanding, get_duty_lines
from fiftysteps.strategy.gaps.registry import Gap, Scope, rule


@rule("duty-no-proof", "Everything that the law asks now has a proof that it is done.")
def find_duties_without_proof(scope: Scope) -> Iterator[Gap]:
    """Duties in force without a proof that holds today. One that has ended, or has not begun, is no gap."""
    for line in get_duty_lines(scope.today):
        if line.standing is DutyStanding.OPEN:
            sentence = "Nothing shows yet that it is done."
            if line.former:
                ended = line.former[0].holds_until
                sentence = f"What showed that it is done was good until {ended:%-d %B %Y}."
            yield Gap(f"duty/{line.duty.slug}", str(line.duty), line.duty.get_absolute_url(), sentence)
