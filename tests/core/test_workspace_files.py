import os

import pytest

from fiftysteps.core import workspace_files
from fiftysteps.core.faults import Faults
from fiftysteps.core.workspace_files import find_files, read_text


def find(folder):
    names, faults = find_files(folder)
    return names, [str(fault) for fault in faults]


def read_fault(folder, data, name="a.yaml"):
    (folder / name).write_bytes(data)
    with pytest.raises(Faults) as caught:
        read_text(folder, name)
    return str(caught.value)


def test_yaml_and_csv_files_are_found_and_others_left_alone(tmp_path):
    for name in ("b.yaml", "README.md", "sub/a.csv", "sub/deep/c.yaml", ".git/d.yaml", ".hidden.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert find(tmp_path) == (["b.yaml", "sub/a.csv", "sub/deep/c.yaml"], [])


@pytest.mark.parametrize("name", ["a.yml", "a.YAML", "a.Csv"])
def test_other_endings_of_the_same_kinds_are_faults(tmp_path, name):
    (tmp_path / name).touch()
    ending = name.removeprefix("a")
    rule = f"{name}: the name of the file must end in .yaml or .csv, in small letters; got {ending}"
    assert find(tmp_path) == ([], [rule])


def test_a_link_within_the_folder_is_read(tmp_path):
    (tmp_path / "a.yaml").write_text("a: 1\n")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    assert find(tmp_path) == (["a.yaml", "b.yaml"], [])


@pytest.mark.parametrize("target", ["../outside.yaml", "nowhere.yaml", "a.yaml", "/etc/passwd"])
def test_a_link_that_leaves_the_folder_or_leads_nowhere_is_refused(tmp_path, target):
    (tmp_path / "outside.yaml").touch()
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "a.yaml").symlink_to(target)
    assert find(folder) == ([], ["a.yaml: the file is a link that leaves the folder, or leads nowhere"])


def test_a_link_to_a_folder_is_not_followed(tmp_path):
    (tmp_path / "workspace" / "real").mkdir(parents=True)
    (tmp_path / "workspace" / "real" / "a.yaml").touch()
    (tmp_path / "workspace" / "inside").symlink_to("real")
    (tmp_path / "workspace" / "outside").symlink_to("..")
    names, faults = find(tmp_path / "workspace")
    assert names == ["real/a.yaml"]
    assert sorted(faults) == [
        "inside: a link to a folder is not followed: put the files themselves here",
        "outside: the file is a link that leaves the folder, or leads nowhere",
    ]


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.csv")
    assert find(tmp_path) == ([], ["a.csv: this is not an ordinary file"])


def test_line_ends_of_every_system_and_a_byte_order_mark_are_understood(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfa\r\nb\rc\n")
    assert read_text(tmp_path, "a.csv") == "a\nb\nc\n"


def test_another_encoding_is_named_with_its_byte_and_line(tmp_path):
    expected = "the file is not written in UTF-8: save it again with the encoding UTF-8; got"
    assert read_fault(tmp_path, b"a: 1\nb: caf\xe9\n") == f"a.yaml, line 2: {expected} the byte 0xE9"
    assert read_fault(tmp_path, "a: 1\n".encode("utf-16")) == f"a.yaml, line 1: {expected} UTF-16"


def test_control_characters_are_refused_with_their_line(tmp_path):
    expected = r"a.yaml, line 2: there is a control character, which no page can show; got '\x00'"
    assert read_fault(tmp_path, b"a: 1\nb: \x00\n") == expected


def test_a_file_that_is_too_large_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setitem(workspace_files.LARGEST, ".yaml", 1000)
    rule = "the file is larger than 1,000 bytes, which is the most that is read"
    assert read_fault(tmp_path, b"x" * 1001) == f"a.yaml: {rule}"


def test_a_file_that_has_gone_is_a_fault(tmp_path):
    with pytest.raises(Faults, match="gone.yaml: the file cannot be read; got No such file or directory"):
        read_text(tmp_path, "gone.yaml")
