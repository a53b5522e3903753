"""The commands that people type: what they print, what they change, and how they refuse."""

import datetime
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth import authenticate
from django.utils import timezone

from fiftysteps.accounts.models import AuditEntry, Role, User
from fiftysteps.config import cli
from fiftysteps.strategy.models import CitationRole, GapWaiver, Step
from tests.builders import make_complete_step, make_step, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long and winding password"


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli.main, words, input=typed)


def test_gaps_end_with_zero_where_nothing_is_missing() -> None:
    make_complete_step()

    result = run("gaps")

    assert result.exit_code == 0
    assert "step-no-need: Every step cites evidence of need." in result.output
    assert result.output.rstrip().endswith("0  open in all")


def test_gaps_as_an_object_list_every_rule_and_every_gap_with_its_waiver() -> None:
    step = make_complete_step()
    step.citations.filter(role=CitationRole.LEARNING).delete()
    make_step(theme=step.theme, number=2)
    until = timezone.localdate() + datetime.timedelta(days=5)
    user = make_user(first_name="Ana", last_name="Silva")
    GapWaiver.objects.create(rule="step-no-learning", object_key=step.key, reason="In May.", until=until, by=user)

    result = run("gaps", "--format", "json")

    found = json.loads(result.output)
    assert result.exit_code == 1
    assert {"id", "sentence", "open"} == set(found["rules"][0])
    assert {rule["id"]: rule["open"] for rule in found["rules"]}["step-no-learning"] == 1
    waived = next(gap for gap in found["gaps"] if gap["object"] == step.key)
    assert waived == {
        "rule": "step-no-learning",
        "object": step.key,
        "sentence": "It cites nothing that was learned here before.",
        "waiver": {"reason": "In May.", "by": "Ana Silva", "until": until.isoformat()},
    }


def test_gaps_that_are_all_waived_end_with_zero_and_say_why() -> None:
    step = make_complete_step()
    step.citations.filter(role=CitationRole.LEARNING).delete()
    until = timezone.localdate() + datetime.timedelta(days=5)
    GapWaiver.objects.create(
        rule="step-no-learning", object_key=step.key, reason="In May.", until=until, by=make_user()
    )

    result = run("gaps")

    assert result.exit_code == 0
    assert "In May." in result.output


def test_gaps_in_draft_look_at_what_is_not_published() -> None:
    make_step(live=False)

    assert run("gaps").exit_code == 0
    assert run("gaps", "--draft").exit_code == 1


def test_account_is_made_with_its_role_and_can_sign_in() -> None:
    result = run(
        "account", "ana@council.example", "--role", "analyst", "--name", "Ana Silva", typed=f"{PASSWORD}\n" * 2
    )

    assert result.exit_code == 0
    assert PASSWORD not in result.output
    user = authenticate(None, username="ana@council.example", password=PASSWORD)
    assert isinstance(user, User)
    assert (user.role, str(user), [group.name for group in user.groups.all()]) == ("analyst", "Ana Silva", ["analyst"])
    assert AuditEntry.objects.filter(action="set-role").exists()


def test_account_with_several_faults_is_told_all_of_them_and_not_made() -> None:
    result = run("account", "ana", "--role", "king", typed="short\nshort\n")

    assert result.exit_code == 1
    assert "An e-mail address looks like name@council.uk; got 'ana'." in result.output
    assert "A role is one of administrator" in result.output
    assert "too short" in result.output
    assert not User.objects.exists()


def test_administrator_made_by_command_has_every_right_and_loses_them_with_the_role() -> None:
    run("account", "ana@council.example", "--role", "administrator", typed=f"{PASSWORD}\n" * 2)
    assert User.objects.get().is_superuser

    run("account", "ana@council.example", "--role", "partner", typed=f"{PASSWORD}\n" * 2)
    assert not User.objects.get().is_superuser
    assert User.objects.get().role == Role.PARTNER


def test_workspace_to_start_from_can_be_written_checked_and_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "my-borough"

    assert run("init", str(folder)).exit_code == 0
    assert run("load", str(folder), "--check").output.strip().endswith(f"Nothing is wrong in {folder}.")
    assert not Step.objects.exists()
    result = run("load", str(folder))
    assert result.exit_code == 0, result.output
    assert Step.objects.exists()


def test_folder_that_holds_a_workspace_already_is_not_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "my-borough"
    run("init", str(folder))
    (folder / "workspace.yaml").write_text("mine", encoding="utf-8")

    result = run("init", str(folder))

    assert result.exit_code == 1
    assert (folder / "workspace.yaml").read_text(encoding="utf-8") == "mine"


def test_faults_are_printed_as_sentences_and_the_exit_status_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "my-borough"
    run("init", str(folder))
    (folder / "workspace.yaml").write_text("nonsense: 1\n", encoding="utf-8")

    result = run("load", str(folder))

    assert result.exit_code == 1
    assert "workspace.yaml, line 1:" in result.output
    assert "Traceback" not in result.output


def test_load_of_what_is_no_folder_is_a_sentence(tmp_path: Path) -> None:
    result = run("load", str(tmp_path / "nowhere"))

    assert result.exit_code == 1
    assert "is not a folder" in result.output


def test_data_directory_that_cannot_be_made_is_a_sentence(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("FIFTYSTEPS_DATA", "unchanged")
    (tmp_path / "file").write_text("", encoding="utf-8")

    result = run("gaps", "--data", str(tmp_path / "file" / "data"))

    assert result.exit_code == 1
    assert "cannot be used" in result.output


@pytest.mark.parametrize("command", sorted(cli.main.commands))
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = run(command, "--help")

    assert result.exit_code == 0
    assert "Example:" in result.output
