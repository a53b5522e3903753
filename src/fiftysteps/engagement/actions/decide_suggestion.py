"""A person decides about a theme that the machine suggested."""

from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.change_codebook import make_code
from fiftysteps.engagement.models import Code, CodeChange, ThemeSuggestion
from fiftysteps.engagement.policies import check_can_change_codebook

State = ThemeSuggestion.State


def decide_suggestion(
    user: User, suggestion: ThemeSuggestion, decision: str, *, name: str = "", into: Code | None = None
) -> str:
    """Take a suggestion as a code of that `name`, put it to the code `into`, or drop it: `take`, `merge` or `drop`.

    Nothing is coded by it: only a person says what a response says.

    Returns
    -------
    str
        What was done, in a sentence.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        It was decided before, the name is taken, or there is no code to put it to.
    """
    check_can_change_codebook(user, suggestion.exercise)
    with transaction.atomic():
        now = ThemeSuggestion.objects.select_for_update().get(pk=suggestion.pk)
        if now.state != State.WAITING:
            raise PersonError(f"“{now}” was decided before: {now.get_state_display().lower()}.")
        if decision == "drop":
            now.state, sentence = State.DROPPED, f"“{now}” is dropped."
        elif decision == "merge":
            if into is None:
                raise PersonError("Choose the code to which this belongs.")
            now.state, now.code, sentence = State.TAKEN, into, f"“{now}” belongs to “{into}”."
        elif decision == "take":
            told = {"name": name.strip() or now.label}
            now.code = make_code(user, now.exercise, told, kind=CodeChange.Kind.SUGGESTED)
            now.state, sentence = State.TAKEN, f"“{now.code}” is in the codebook. Write down what it means."
        else:
            raise PersonError("Say whether to take it, to put it to a code, or to drop it.")
        now.save()
        record_audit(user, f"suggestion-{decision}", f"engagement.themesuggestion:{now.pk}", now.code_id)
    return sentence
