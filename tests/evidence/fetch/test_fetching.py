"""What becomes of good answers and bad ones, of repeats, and of days without a network."""

import datetime
import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.fetch import Fetched, State, fetch_source, fetching, get_source, network
from fiftysteps.evidence.fetch.faults import RefusedError
from fiftysteps.evidence.fetch.limits import Limits, describe_size
from fiftysteps.evidence.fetch.network import Network, Way
from fiftysteps.evidence.fetch.transport import get_wait
from tests.evidence.fetch.loopback import Loopback, Reply

HOST = "assets.publishing.service.gov.uk"
SOURCE = get_source("deprivation")
HEADING = b"LSOA code (2021),Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)\n"
DATA = HEADING + b"".join(b"E%08d,%d\n" % (number, number % 10) for number in range(2000))
NEWER = DATA + b"E99999999,1\n"


def fetch(loopback: Loopback, folder: Path, limits: Limits | None = None, **options: Any) -> Fetched:
    return fetch_source(SOURCE, ["2025"], folder, network=loopback.network, limits=limits, **options)


def list_files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "deprivation").iterdir())


@pytest.fixture
def clock(monkeypatch) -> Iterator[Any]:
    """A clock that stands still until a test moves it."""

    class Clock(datetime.datetime):
        moment = datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC)

        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
            return cls.moment.astimezone(tz)

    monkeypatch.setattr(fetching, "datetime", Clock)
    return Clock


def test_answer_is_kept_under_a_dated_name_with_a_sidecar(loopback, tmp_path, clock) -> None:
    loopback.play(HOST, Reply(DATA, headers={"ETag": '"abc"', "Last-Modified": "Thu, 30 Oct 2025 09:30:00 GMT"}))

    fetched = fetch(loopback, tmp_path)

    # Half past eleven by the clock of the world is the next day in a London summer.
    assert list_files(tmp_path) == ["2025-2026-07-01.csv", "2025-2026-07-01.csv.json"]
    assert fetched.state is State.NEW
    assert fetched.sentence == "Fetched 24 kB with 2,000 rows."
    assert fetched.saved.path.read_bytes() == DATA
    assert fetched.saved.path.stat().st_mode & 0o222 == 0
    assert json.loads((tmp_path / "deprivation" / "2025-2026-07-01.csv.json").read_bytes()) == {
        "source": "deprivation",
        "title": SOURCE.title,
        "licence": "Open Government Licence v3.0",
        "address": SOURCE.base
        + "691ded56d140bbbaa59a2a7d/File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv",
        "parameters": {"edition": "2025"},
        "retrieved": "2026-06-30T23:30:00+00:00",
        "checked": "2026-06-30T23:30:00+00:00",
        "sha256": hashlib.sha256(DATA).hexdigest(),
        "size": len(DATA),
        "rows": 2000,
        "content_type": "text/csv; charset=utf-8",
        "etag": '"abc"',
        "last_modified": "Thu, 30 Oct 2025 09:30:00 GMT",
    }


def test_second_fetch_with_the_same_content_writes_no_new_file_and_notes_the_day(loopback, tmp_path, clock) -> None:
    loopback.play(HOST, Reply(DATA))
    fetch(loopback, tmp_path)
    clock.moment += datetime.timedelta(days=3)

    fetched = fetch(loopback, tmp_path)

    assert fetched.state is State.UNCHANGED
    assert fetched.sentence == "Nothing new: the source still gives the file of 1 July 2026."
    assert list_files(tmp_path) == ["2025-2026-07-01.csv", "2025-2026-07-01.csv.json"]
    assert fetched.saved.record.retrieved.startswith("2026-06-30")
    assert fetched.saved.record.checked.startswith("2026-07-03")


def test_source_that_gave_a_tag_is_asked_only_for_what_has_changed(loopback, tmp_path) -> None:
    loopback.play(HOST, Reply(DATA, headers={"ETag": '"abc"'}), Reply(status=304))
    first = fetch(loopback, tmp_path)

    second = fetch(loopback, tmp_path)

    assert loopback.asked[1].headers["If-None-Match"] == '"abc"'
    assert second.state is State.UNCHANGED
    assert second.saved.path == first.saved.path


def test_source_that_gave_a_date_is_asked_only_for_what_has_changed_since(loopback, tmp_path) -> None:
    moment = "Thu, 30 Oct 2025 09:30:00 GMT"
    loopback.play(HOST, Reply(DATA, headers={"Last-Modified": moment}), Reply(status=304))
    fetch(loopback, tmp_path)

    assert fetch(loopback, tmp_path).state is State.UNCHANGED
    assert loopback.asked[1].headers["If-Modified-Since"] == moment


def test_other_content_on_the_same_day_is_kept_beside_the_first(loopback, tmp_path, clock) -> None:
    loopback.play(HOST, Reply(DATA), Reply(NEWER), Reply(DATA), Reply(NEWER))
    fetch(loopback, tmp_path)

    names = [fetch(loopback, tmp_path).saved.path.name for _ in range(3)]

    assert names == ["2025-2026-07-01-2.csv", "2025-2026-07-01-3.csv", "2025-2026-07-01-4.csv"]
    assert (tmp_path / "deprivation" / "2025-2026-07-01.csv").read_bytes() == DATA


def test_file_that_was_changed_since_is_not_taken_for_what_the_source_gave(loopback, tmp_path) -> None:
    loopback.play(HOST, Reply(DATA, headers={"ETag": '"abc"'}))
    path = fetch(loopback, tmp_path).saved.path
    path.chmod(0o644)
    path.write_bytes(DATA.replace(b",1\n", b",2\n"))

    fetched = fetch(loopback, tmp_path)

    assert "If-None-Match" not in loopback.asked[1].headers
    assert fetched.state is State.NEW
    assert fetched.saved.path != path
    assert fetched.saved.path.read_bytes() == DATA


@pytest.mark.parametrize("said", ["", "[]", "{}", '{"retrieved": "yesterday"}', "\xff"])
def test_file_whose_sidecar_says_nothing_is_not_taken(loopback, tmp_path, said) -> None:
    loopback.play(HOST, Reply(DATA))
    path = fetch(loopback, tmp_path).saved.path
    path.with_name(f"{path.name}.json").write_bytes(said.encode("latin-1"))

    with pytest.raises(PersonError, match="No file was saved earlier"):
        fetch(loopback, tmp_path, offline=True)


def test_file_whose_sidecar_has_a_wrong_date_is_not_taken(loopback, tmp_path) -> None:
    loopback.play(HOST, Reply(DATA))
    saved = fetch(loopback, tmp_path).saved
    saved.path.with_name(f"{saved.path.name}.json").write_text(
        json.dumps({**saved.record.__dict__, "retrieved": "yesterday"}), encoding="utf-8"
    )

    with pytest.raises(PersonError, match="No file was saved earlier"):
        fetch(loopback, tmp_path, offline=True)


def test_offline_asks_nobody_and_gives_the_newest_file(loopback, tmp_path, clock) -> None:
    loopback.play(HOST, Reply(DATA), Reply(NEWER))
    fetch(loopback, tmp_path)
    clock.moment += datetime.timedelta(days=1)
    fetch(loopback, tmp_path)
    loopback.asked.clear()

    fetched = fetch(loopback, tmp_path, offline=True)

    assert loopback.asked == []
    assert fetched.state is State.STANDS_IN
    assert fetched.saved.path.read_bytes() == NEWER
    assert "as --offline says. The newest saved file stands in: it is of 2 July 2026." in fetched.sentence


def test_offline_without_a_saved_file_is_a_sentence(loopback, tmp_path) -> None:
    with pytest.raises(PersonError, match=r"^English indices of deprivation.* No file was saved earlier"):
        fetch(loopback, tmp_path, offline=True)


PASSING = {
    "hangs up": Reply(DATA, hang_up=True),
    "is cut off": Reply(DATA, cut=9000),
    "is cut off between chunks": Reply(DATA, cut=9000, chunked=True),
    "is overloaded": Reply(status=503),
    "is broken": Reply(status=500),
    "has a broken gateway": Reply(status=502),
    "is asked too often": Reply(status=429),
    "timed out": Reply(status=408),
}


@pytest.mark.parametrize("reply", PASSING.values(), ids=PASSING)
def test_source_that_fails_in_passing_is_asked_again(loopback, tmp_path, waits, reply) -> None:
    loopback.play(HOST, reply, reply, Reply(DATA))
    told: list[str] = []

    fetched = fetch(loopback, tmp_path, tell=told.append)

    assert fetched.saved.path.read_bytes() == DATA
    assert len(loopback.asked) == 3
    assert len(waits) == len(told) == 2
    assert all(HOST in sentence and sentence.endswith("Asking again …") for sentence in told)


@pytest.mark.parametrize("reply", PASSING.values(), ids=PASSING)
def test_newest_file_stands_in_for_a_source_that_goes_on_failing(loopback, tmp_path, waits, clock, reply) -> None:
    loopback.play(HOST, Reply(DATA), reply)
    saved = fetch(loopback, tmp_path).saved

    fetched = fetch(loopback, tmp_path)

    assert (fetched.state, fetched.saved) == (State.STANDS_IN, saved)
    assert fetched.sentence.endswith("The newest saved file stands in: it is of 1 July 2026.")
    assert len(waits) == 3
    assert list_files(tmp_path) == ["2025-2026-07-01.csv", "2025-2026-07-01.csv.json"]


def test_failing_source_without_a_saved_file_is_a_sentence_and_leaves_nothing(loopback, tmp_path, waits) -> None:
    loopback.play(HOST, Reply(status=503))

    with pytest.raises(PersonError, match=r"could not answer just now \(status 503\)\. No file was saved earlier"):
        fetch(loopback, tmp_path)
    assert list_files(tmp_path) == []
    assert len(loopback.asked) == 4


def test_waits_grow_and_are_drawn_at_random(loopback, tmp_path, waits) -> None:
    loopback.play(HOST, Reply(status=503))

    with pytest.raises(PersonError):
        fetch(loopback, tmp_path, Limits(attempts=6))

    assert len(set(waits)) == 5
    assert all(0 <= wait <= 2**number for number, wait in enumerate(waits))


def test_source_that_says_how_long_to_wait_is_asked_after_so_long(loopback, tmp_path, waits) -> None:
    loopback.play(HOST, Reply(status=429, headers={"Retry-After": "7"}), Reply(DATA))

    fetch(loopback, tmp_path)

    assert waits == [7]


def test_source_that_wants_a_long_wait_is_not_asked_again(loopback, tmp_path, waits) -> None:
    loopback.play(HOST, Reply(status=429, headers={"Retry-After": "3600"}), Reply(DATA))

    with pytest.raises(PersonError, match="wants to be asked again in 3,600 seconds"):
        fetch(loopback, tmp_path)
    assert waits == []


def test_wait_may_be_said_as_a_moment() -> None:
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=60)

    assert get_wait("12") == 12
    assert 50 < (get_wait(moment.strftime("%a, %d %b %Y %H:%M:%S GMT")) or 0) <= 60
    assert get_wait("Thu, 01 Jan 1970 00:00:00 GMT") == 0
    assert get_wait("soon") is None
    assert get_wait("") is None


def test_source_that_falls_silent_is_hung_up_on(loopback, tmp_path, waits) -> None:
    loopback.play(HOST, Reply(DATA, silent=1))

    with pytest.raises(PersonError, match="fell silent in the middle of its answer"):
        fetch(loopback, tmp_path, Limits(read=0.1, attempts=1))


def test_source_that_drips_is_ended_when_its_time_is_over(loopback, tmp_path, waits) -> None:
    loopback.play(HOST, Reply(DATA, silent=0.3))

    with pytest.raises(PersonError, match="did not finish in 0.1 seconds"):
        fetch(loopback, tmp_path, Limits(whole=0.1))
    assert waits == []


REFUSED = {
    "a web page": (
        Reply(b"\n<!DOCTYPE html>\n<html>Sorry", kind="text/csv"),
        "is a web page.*<!DOCTYPE html> <html>Sorry",
    ),
    "a web page by its kind": (Reply(DATA, kind="text/html; charset=utf-8"), "is a web page"),
    "XML": (Reply(b'\xef\xbb\xbf<?xml version="1.0"?><e/>', kind="application/xml"), "is a web page"),
    "a PDF": (Reply(b"%PDF-1.7", kind="application/pdf"), 'of the kind "application/pdf"'),
    "a workbook": (Reply(b"PK\x03\x04\0\0", kind="application/octet-stream"), "where a CSV file was expected"),
    "JSON": (Reply(b'{"error": "no"}', kind="application/json"), "is JSON, where a CSV file"),
    "nothing": (Reply(b""), "is empty"),
    "other columns": (Reply(b"a,b\n1,2\n"), 'lacks the column "Index of Multiple Deprivation'),
    "no row": (Reply(HEADING), "a heading and no row"),
    "a row that is cut off": (Reply(DATA[:-3], lengthless=True), "The last row has 1 cells, where others have 2"),
    "a quotation that is cut off": (Reply(HEADING + b'E1,"1', lengthless=True), "no whole CSV file"),
    "an unknown address": (Reply(status=404), r"has nothing under .* \(status 404\)"),
    "an address that is gone": (Reply(status=410), r"status 410"),
    "a closed door": (Reply(status=403), r"refused .* \(status 403\)"),
    "part of it": (Reply(DATA, status=206), "status 206"),
    "that nothing changed, unasked": (Reply(status=304), "though nobody asked"),
    "a way to nowhere": (Reply(status=302), "without saying where"),
    "a way to nonsense": (Reply(status=302, headers={"Location": "https://[x"}), "which is no address"),
    "a circle": (Reply(status=302, headers={"Location": "/again"}), "without an end"),
    "a way out of HTTPS": (Reply(status=302, headers={"Location": f"http://{HOST}/x.csv"}), "Only https://"),
    "a way to this machine": (Reply(status=302, headers={"Location": "https://127.0.0.1/x.csv"}), "no public address"),
    "a way to another port": (Reply(status=307, headers={"Location": f"https://{HOST}:8080/"}), "without a port"),
    "a way to a file": (Reply(status=301, headers={"Location": "file:///etc/passwd"}), "Only https://"),
}


@pytest.mark.parametrize(("reply", "sentence"), REFUSED.values(), ids=REFUSED)
def test_answer_that_is_not_what_the_source_gives_is_refused(loopback, tmp_path, waits, reply, sentence) -> None:
    loopback.play(HOST, reply)

    with pytest.raises(RefusedError, match=sentence):
        fetch(loopback, tmp_path)
    assert list_files(tmp_path) == []
    assert waits == []


def test_refusal_names_the_newest_saved_file_and_does_not_put_it_in_place(loopback, tmp_path, clock) -> None:
    loopback.play(HOST, Reply(DATA), Reply(b"<html>", kind="text/html"))
    path = fetch(loopback, tmp_path).saved.path

    with pytest.raises(RefusedError) as raised:
        fetch(loopback, tmp_path)
    assert str(raised.value).endswith(f"The newest saved file is {path}, of 1 July 2026.")


@pytest.mark.parametrize("number", ["169.254.169.254", "10.0.0.1", "192.168.0.1"])
def test_redirect_to_a_name_that_leads_to_a_private_address_is_refused(loopback, tmp_path, monkeypatch, number) -> None:
    loopback.play(HOST, Reply(status=302, headers={"Location": "https://rebound.example/latest/meta-data"}))
    look_up = network.socket.getaddrinfo

    def rebind(host: str, *words: Any, **options: Any) -> Any:
        return [(2, 1, 6, "", (number, 443))] if host == "rebound.example" else look_up(host, *words, **options)

    monkeypatch.setattr(network.socket, "getaddrinfo", rebind)

    with pytest.raises(RefusedError, match=f"leads to {number}, which is no public address"):
        fetch(loopback, tmp_path)


def test_redirect_on_the_same_host_is_followed(loopback, tmp_path) -> None:
    loopback.play(HOST, Reply(status=308, headers={"Location": "../elsewhere.csv?a=1#part"}), Reply(DATA))

    assert fetch(loopback, tmp_path).state is State.NEW
    assert loopback.asked[1].target == "/media/elsewhere.csv?a=1"


@pytest.mark.parametrize("chunked", [True, False])
def test_answer_that_is_too_large_is_refused_before_it_fills_the_disk(loopback, tmp_path, chunked) -> None:
    loopback.play(HOST, Reply(DATA, chunked=chunked))

    with pytest.raises(RefusedError, match=r"larger than 10 kB, which is the most that is fetched\. Ask for fewer"):
        fetch(loopback, tmp_path, Limits(size=10_000))
    assert list_files(tmp_path) == []


def test_page_that_must_be_read_as_a_whole_has_a_limit_of_its_own(loopback, tmp_path) -> None:
    loopback.play("services1.arcgis.com", Reply(b'{"a":"' + b"x" * 5000 + b'"}', kind="application/json"))

    with pytest.raises(RefusedError, match="One page of the answer is larger than 1 kB"):
        fetch_source(
            get_source("geography"), ["LSOA21_LU"], tmp_path, network=loopback.network, limits=Limits(page=1000)
        )


def test_compressed_answer_is_kept_as_what_it_holds(loopback, tmp_path) -> None:
    loopback.play(HOST, Reply(gzip.compress(DATA), headers={"Content-Encoding": "gzip"}))

    assert fetch(loopback, tmp_path).saved.path.read_bytes() == DATA
    assert loopback.asked[0].headers["Accept-Encoding"] == "gzip"


def test_compressed_answer_is_measured_by_what_it_holds(loopback, tmp_path) -> None:
    bomb = gzip.compress(HEADING + b"0" * 20_000_000)
    assert len(bomb) < 30_000
    loopback.play(HOST, Reply(bomb, headers={"Content-Encoding": "gzip"}))

    with pytest.raises(RefusedError, match="larger than 100 kB"):
        fetch(loopback, tmp_path, Limits(size=100_000))


def test_compressed_answer_that_is_broken_is_asked_for_again(loopback, tmp_path, waits) -> None:
    loopback.play(HOST, Reply(b"not gzip", headers={"Content-Encoding": "gzip"}), Reply(DATA))

    assert fetch(loopback, tmp_path).state is State.NEW
    assert len(waits) == 1


def test_progress_is_told_with_the_size_where_the_source_says_it(loopback, tmp_path) -> None:
    loopback.play(HOST, Reply(DATA), Reply(NEWER, chunked=True))
    seen: list[tuple[int, int | None]] = []

    fetch(loopback, tmp_path, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(DATA), len(DATA))
    fetch(loopback, tmp_path, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(NEWER), None)


def test_interruption_leaves_nothing_half_done(loopback, tmp_path) -> None:
    loopback.play(HOST, Reply(DATA))

    def interrupt(done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(loopback, tmp_path, progress=interrupt)
    assert list_files(tmp_path) == []


def test_what_a_killed_fetch_left_is_removed_a_day_later(loopback, tmp_path) -> None:
    loopback.play(HOST, Reply(DATA))
    folder = tmp_path / "deprivation"
    folder.mkdir()
    for name, age in (("old", 90_000), ("new", 60)):
        left = folder / f".fetching-{name}"
        left.write_bytes(b"half")
        moment = left.stat().st_mtime - age
        os.utime(left, (moment, moment))

    fetch(loopback, tmp_path)

    assert [name for name in list_files(tmp_path) if name.startswith(".")] == [".fetching-new"]


def test_folder_that_cannot_be_made_is_a_sentence(loopback, tmp_path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(PersonError, match="The file cannot be kept in .*: Not a directory"):
        fetch(loopback, tmp_path / "file")


@pytest.mark.parametrize("step", [1, 2])
def test_full_disk_is_a_sentence_and_leaves_nothing(loopback, tmp_path, monkeypatch, step) -> None:
    loopback.play(HOST, Reply(DATA))
    steps = iter(range(1, 10))

    def fail(_: int) -> None:
        if next(steps) == step:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("fiftysteps.evidence.fetch.saved.os.fsync", fail)

    with pytest.raises(PersonError, match="cannot be kept in .*: No space left on device"):
        fetch(loopback, tmp_path)
    assert list_files(tmp_path) == []


def test_interruption_between_the_sidecar_and_the_file_leaves_neither(loopback, tmp_path, monkeypatch) -> None:
    loopback.play(HOST, Reply(DATA))
    replace_file = Path.replace

    def interrupt(self: Path, target: Path) -> Path:
        if target.suffix == ".csv":
            raise KeyboardInterrupt
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", interrupt)

    with pytest.raises(KeyboardInterrupt):
        fetch(loopback, tmp_path)
    assert list_files(tmp_path) == []


def test_next_number_of_a_host_is_tried_where_one_does_not_answer(loopback, tmp_path) -> None:
    loopback.play(HOST, Reply(DATA))
    # Nobody listens at port 1 of this machine.
    ways = [Way("http", "127.0.0.1", 1), Way("http", "127.0.0.1", loopback.port)]

    fetched = fetch_source(SOURCE, ["2025"], tmp_path, network=Network(lambda _: ways))

    assert fetched.state is State.NEW


@pytest.mark.parametrize(
    ("ways", "sentence"), [([Way("http", "127.0.0.1", 1)], "could not be reached"), ([], "has no address")]
)
def test_host_that_nobody_answers_for_is_a_sentence(tmp_path, waits, ways, sentence) -> None:
    with pytest.raises(PersonError, match=f"{HOST} {sentence}"):
        fetch_source(SOURCE, ["2025"], tmp_path, network=Network(lambda _: ways))
    assert len(waits) == 3


def test_sources_patience_is_no_longer_than_the_limit(loopback, tmp_path, waits) -> None:
    impatient = replace(SOURCE, patience=0.1)
    loopback.play(HOST, Reply(DATA, silent=1))

    with pytest.raises(PersonError, match="fell silent"):
        fetch_source(impatient, ["2025"], tmp_path, network=loopback.network, limits=Limits(attempts=1))


@pytest.mark.parametrize(
    ("size", "said"), [(0, "0 bytes"), (999, "999 bytes"), (1500, "2 kB"), (1_000_000, "1 MB"), (512_000_000, "512 MB")]
)
def test_size_is_said_as_people_say_it(size: int, said: str) -> None:
    assert describe_size(size) == said
