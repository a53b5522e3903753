"""What has to happen at its time, each minute: scheduled publications and expiries, erasures, counts, flags."""

import time

# An embargo ends at a minute.
SECONDS = 60


def run_once() -> None:
    """Publish and take off what is due, erase what is too old, tell of flags, count, group opinions, learn codes."""
    from django.core.management import call_command

    call_command("publish_scheduled", verbosity=0)
    from django.utils import timezone

    from fiftysteps.engagement.actions.count_turnout import count_all_turnouts
    from fiftysteps.engagement.actions.erase_response import erase_due
    from fiftysteps.engagement.actions.hide_personal import look_where_due
    from fiftysteps.engagement.actions.learn_codes import learn_where_due
    from fiftysteps.engagement.actions.look_at_flag import tell_flags
    from fiftysteps.engagement.actions.refresh_opinions import refresh_all_opinions
    from fiftysteps.engagement.actions.tell_writers import tell_writers
    from fiftysteps.evidence.actions.hold_session import erase_points
    from fiftysteps.evidence.inbox import empty_inbox

    erase_points(timezone.localdate())
    empty_inbox()
    tell_flags()
    tell_writers()
    erase_due(timezone.localdate())
    count_all_turnouts()
    look_where_due()
    learn_where_due()
    refresh_all_opinions()


def main() -> None:  # pragma: no cover (it never ends; what it does each minute is tested)
    """Run for ever, as one of the processes of a served site."""
    import django

    django.setup()
    while True:
        run_once()
        time.sleep(SECONDS)


if __name__ == "__main__":  # pragma: no cover (the same)
    main()
