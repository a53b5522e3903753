import pytest

from fiftysteps.engagement.models import Alarm
from fiftysteps.engagement.safeguarding import find_alarms


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("Some days I want to kill myself", Alarm.SELF_HARM),
        ("I don’t want to be here any more", Alarm.SELF_HARM),
        ("there is no point in living", Alarm.SELF_HARM),
        ("I took an overdose last year", Alarm.SELF_HARM),
        ("My husband sometimes hits me", Alarm.ABUSE),
        ("I am being abused at home", Alarm.ABUSE),
        ("I am afraid to go home", Alarm.ABUSE),
        ("they talk of a forced\nmarriage", Alarm.ABUSE),
        ("the children next door are left alone at night", Alarm.CHILD),
        ("that man touches the girls: he touched my daughter", Alarm.CHILD),
        ("he is going to kill her", Alarm.DANGER),
        ("my neighbour has a gun", Alarm.DANGER),
    ],
)
def test_words_of_somebody_in_danger_raise_a_flag(text: str, alarm: Alarm) -> None:
    assert alarm in find_alarms([text])


@pytest.mark.parametrize(
    "text",
    [
        "More benches on the high road.",
        "My back is killing me.",
        "Kill the noise from the flyover.",
        "Cut the grass.",
        "",
    ],
)
def test_everyday_words_raise_none(text: str) -> None:
    assert find_alarms([text]) == []


def test_every_text_of_a_response_is_looked_at() -> None:
    assert find_alarms(["Benches.", "I want to die", "he hits me: my partner hits me"]) == [
        Alarm.SELF_HARM,
        Alarm.ABUSE,
    ]
