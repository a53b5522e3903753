"""Take in a codebook that another program wrote: all of its codes, or none."""

from dataclasses import dataclass

from django.db import transaction

from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.change_codebook import TEXTS, change_code, make_code
from fiftysteps.engagement.exchange.shapes import ExchangedCode
from fiftysteps.engagement.models import Code, CodeChange, CodeState, Exercise
from fiftysteps.engagement.policies import check_can_change_codebook
from fiftysteps.engagement.queries.exchange import describe_code


@dataclass
class TakenIn:
    """How many codes are new, how many changed, and how many are as they were."""

    new: int = 0
    changed: int = 0
    same: int = 0


def take_in_codebook(user: User, exercise: Exercise, codes: tuple[ExchangedCode, ...]) -> TakenIn:
    """Add the codes that are not there yet, and change those that are: what is not in the file stays as it is.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        A name is that of another code, or a code was merged, split or dropped here; with a line for each.
    """
    check_can_change_codebook(user, exercise)
    taken, faults = TakenIn(), []
    with transaction.atomic():
        known = {str(code.key): code for code in exercise.codes.all()}

        def take(told: ExchangedCode, parent: Code | None) -> None:
            try:
                code = _take_one(user, exercise, told, known.get(told.key), parent, taken)
            except PersonError as error:
                faults.append(f"“{told.name}”: {error}")
                return
            for child in told.children:
                take(child, code)

        for told in codes:
            take(told, None)
        if faults:
            # Out of the transaction with nothing kept.
            raise PersonError("\n".join(faults))
    return taken


def _take_one(
    user: User, exercise: Exercise, told: ExchangedCode, code: Code | None, parent: Code | None, taken: TakenIn
) -> Code:
    if code is None:
        made = make_code(
            user,
            exercise,
            {"name": told.name, "definition": told.description},
            parent=parent,
            kind=CodeChange.Kind.TAKEN_IN,
        )
        made.key = told.key
        made.save()
        taken.new += 1
        return made
    if code.state != CodeState.IN_USE:
        raise PersonError(f"it is not in use here any more: it was {code.get_state_display().lower()}.")
    texts = {name: getattr(code, name) for name in TEXTS}
    version = code.version
    change_code(user, code, texts | {"name": told.name, **_read_description(told, code)}, parent=parent)
    if code.version > version:
        taken.changed += 1
    else:
        taken.same += 1
    return code


def _read_description(told: ExchangedCode, code: Code) -> dict[str, str]:
    """Return the definition of a description, unless it is what this site wrote out itself."""
    return {} if told.description == describe_code(code) else {"definition": told.description}
