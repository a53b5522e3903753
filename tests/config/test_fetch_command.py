"""What `fiftysteps fetch` prints, where it puts files, and how it ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fiftysteps.config import cli, fetch_command
from fiftysteps.evidence.fetch import SOURCES, retrying
from tests.evidence.fetch.loopback import Loopback, Reply, run_loopback

HOST = "assets.publishing.service.gov.uk"
DATA = b"LSOA,Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)\nE01,1\n"


@pytest.fixture
def loopback(monkeypatch) -> Iterator[Loopback]:
    monkeypatch.setattr(retrying, "pause", lambda _: None)
    with run_loopback() as running:
        yield running


def run(loopback: Loopback, *words: str) -> Result:
    return CliRunner().invoke(cli.main, ["fetch", *words], obj=loopback.network)


def get_path(result: Result) -> Path:
    return Path(result.stdout.strip())


def test_fetch_prints_the_path_alone_for_scripts_and_says_the_rest_beside_it(loopback, tmp_path) -> None:
    loopback.play(HOST, Reply(DATA))

    result = run(loopback, "deprivation", "2025", "--to", str(tmp_path / "files"))

    assert result.exit_code == 0, result.output
    assert result.stdout.count("\n") == 1
    assert get_path(result).parent == tmp_path / "files" / "deprivation"
    assert get_path(result).read_bytes() == DATA
    assert f"Fetched {len(DATA)} bytes with 1 row." in result.stderr


def test_fetch_puts_files_into_the_data_directory(loopback, tmp_path, monkeypatch) -> None:
    loopback.play(HOST, Reply(DATA))
    monkeypatch.setenv("FIFTYSTEPS_DATA", str(tmp_path / "by-environment"))

    by_environment = run(loopback, "deprivation", "2025")
    by_option = run(loopback, "deprivation", "2025", "--data", str(tmp_path / "by-option"))

    assert get_path(by_environment).parent == tmp_path / "by-environment" / "fetched" / "deprivation"
    assert get_path(by_option).parent == tmp_path / "by-option" / "fetched" / "deprivation"


def test_second_fetch_ends_well_and_leads_to_the_same_file(loopback, tmp_path) -> None:
    loopback.play(HOST, Reply(DATA))
    first = run(loopback, "deprivation", "2025", "--to", str(tmp_path))

    second = run(loopback, "deprivation", "2025", "--to", str(tmp_path))

    assert (second.exit_code, second.stdout) == (0, first.stdout)
    assert "Nothing new" in second.stderr


@pytest.mark.parametrize("words", [["--offline"], []])
def test_status_says_that_an_older_file_stands_in(loopback, tmp_path, words) -> None:
    loopback.play(HOST, Reply(DATA), Reply(status=503))
    first = run(loopback, "deprivation", "2025", "--to", str(tmp_path))

    second = run(loopback, "deprivation", "2025", "--to", str(tmp_path), *words)

    assert (second.exit_code, second.stdout) == (3, first.stdout)
    assert "The newest saved file stands in" in second.stderr


def test_failing_fetch_is_a_sentence_and_prints_no_path(loopback, tmp_path) -> None:
    loopback.play(HOST, Reply(b"<html>Sorry</html>", kind="text/html"))

    result = run(loopback, "deprivation", "2025", "--to", str(tmp_path))

    assert (result.exit_code, result.stdout) == (1, "")
    assert "is a web page" in result.stderr
    assert "Traceback" not in result.output


def test_questions_that_cannot_be_asked_are_answered_with_every_fault(loopback, tmp_path) -> None:
    result = run(loopback, "fingertips", "indicator=abc", "--to", str(tmp_path))

    assert result.exit_code == 1
    assert "fetch fingertips: indicator is the number of an indicator" in result.stderr
    assert "fetch fingertips: area-type is missing" in result.stderr


def test_unknown_source_is_answered_with_the_nearest(loopback) -> None:
    result = run(loopback, "nomiss")

    assert result.exit_code == 1
    assert 'did you mean "nomis"?' in result.stderr


def test_fetch_without_a_source_says_how_to_see_them(loopback) -> None:
    result = run(loopback)

    assert result.exit_code == 2
    assert "fiftysteps fetch --list" in result.stderr


def test_list_shows_every_source_with_its_licence_and_an_example(loopback) -> None:
    result = run(loopback, "--list")

    assert result.exit_code == 0
    for source in SOURCES.values():
        assert f"{source.name}: {source.title}" in result.stdout
        assert f"Example: fiftysteps {source.example}" in result.stdout
        assert source.licence in result.stdout
        assert all(parameter.help in result.stdout for parameter in source.parameters)


def test_interruption_leaves_nothing_and_ends_with_a_word(loopback, tmp_path, monkeypatch) -> None:
    loopback.play(HOST, Reply(DATA))

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fetch_command.Bar, "__call__", interrupt)

    result = run(loopback, "deprivation", "2025", "--to", str(tmp_path))

    assert result.exit_code == 1
    assert "Aborted!" in result.stderr
    assert list((tmp_path / "deprivation").iterdir()) == []


@pytest.mark.parametrize("total", [4, None])
def test_bar_counts_what_has_come_and_starts_again_with_a_new_attempt(total) -> None:
    with fetch_command.show_progress("nomis") as bar:
        for done in (1, 3, 1, 4):
            bar(done, total)

    assert bar._bar.pos == 4
    assert bar._bar.label == "Fetching nomis"


def test_bar_is_not_drawn_where_nothing_came() -> None:
    with fetch_command.show_progress("nomis") as bar:
        pass

    assert bar._bar is None
