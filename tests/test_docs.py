"""What is not documented fails: settings, commands, options, file fields, gap rules, words, decisions."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

import click
import pytest

from fiftysteps.config.cli import main
from fiftysteps.config.load import ROOMS
from fiftysteps.core.shapes import Shape
from fiftysteps.core.workspace import Section
from fiftysteps.strategy.gaps import get_rules

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "fiftysteps"
DOCS = ROOT / "docs"
SETTING = re.compile(r"\bFIFTYSTEPS_[A-Z][A-Z_]*[A-Z]\b")
TERM = re.compile(r"^\*\*(.+?)\*\*: ", re.MULTILINE)
DECISION = re.compile(r"(\d{4})-[a-z0-9-]+\.md")
# Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "deb.debian" + ".org")
MACHINE_PATH = re.compile(r"(?<![\w.$}])/(?:wo" + r"rk|fa" + r"rm|ro" + r"ot|tm" + r"p|home/\w+|Users/\w+)/[\w.]")


def read(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text("utf-8")


def find_settings(files: Iterable[Path]) -> set[str]:
    return {name for file in files for name in SETTING.findall(file.read_text("utf-8"))}


def get_commands(command: click.Command = main, path: str = "fiftysteps") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from get_commands(child, f"{path} {name}")


def get_options() -> Iterator[tuple[str, click.Option]]:
    for path, command in get_commands():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                yield f"{path} {parameter.opts[0]}", parameter


def get_sections() -> list[Section[Any]]:
    return [section for room in ROOMS for section in room.sections]


def get_shapes(annotation: Any) -> Iterator[type[Shape]]:
    """The shape that an annotation names, however deep in it, and those of its parts."""
    if isinstance(annotation, type) and not get_args(annotation) and issubclass(annotation, Shape):
        yield annotation
        for field in annotation.model_fields.values():
            yield from get_shapes(field.annotation)
    for part in get_args(annotation):
        yield from get_shapes(part)


def get_tracked() -> list[Path]:
    """The project's own text files: what git holds, and what it will hold unless told otherwise."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("This is no clone of a git repository, so nobody knows which files are the project's.")
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file() and b"\0" not in file.read_bytes()[:4096]]


def test_every_setting_that_is_read_is_documented_and_no_other() -> None:
    read_by_us = find_settings(SOURCE.rglob("*.py"))
    assert len(read_by_us) > 5
    assert (
        set(re.findall(r"^## `(FIFTYSTEPS_[A-Z_]+)`", read("docs", "host", "settings.md"), re.MULTILINE)) == read_by_us
    )


@pytest.mark.parametrize(
    ("path", "command"), list(get_commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_has_help_an_example_and_a_place_in_the_docs(path: str, command: click.Command) -> None:
    text = command.help or ""
    assert text.split("\n")[0].strip().endswith((".", ":")), f"`{path}` does not say in a sentence what it does"
    assert re.search(rf"Examples?:.*\n\s+{path}", text, re.DOTALL), f"`{path}` shows no example of itself"
    assert f"`{path}" in read("docs", "host", "commands.md")


@pytest.mark.parametrize(
    ("path", "option"), list(get_options()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_option_has_help_and_a_place_in_the_docs(path: str, option: click.Option) -> None:
    assert option.help, f"`{path}` has no help"
    command = path.rsplit(" ", 1)[0]
    section = read("docs", "host", "commands.md").split(f"## `{command}")[1].split("\n## ")[0]
    assert f"`{option.opts[0]}" in section


def test_every_file_of_a_workspace_is_documented() -> None:
    page = read("docs", "workspace.md")
    patterns = {pattern for section in get_sections() for pattern in section.files}
    assert len(patterns) > 15
    assert {pattern for pattern in patterns if f"`{pattern}`" not in page} == set()


@pytest.mark.parametrize("section", get_sections(), ids=lambda section: section.name)
def test_every_key_of_a_workspace_file_is_documented(section: Section[Any]) -> None:
    page = read("docs", "workspace.md")
    keys = {(shape.__name__, name) for shape in get_shapes(section.shape) for name in shape.model_fields}
    assert len(keys) > 3
    assert {key for key in keys if f"`{key[1]}`" not in page} == set()


@pytest.mark.parametrize("section", get_sections(), ids=lambda section: section.name)
def test_a_key_that_must_be_there_is_printed_bold(section: Section[Any]) -> None:
    page = read("docs", "workspace.md")
    needed = {name for name, field in section.shape.model_fields.items() if field.is_required()}
    assert {name for name in needed if f"**`{name}`**" not in page} == set()


def test_every_gap_rule_is_documented_and_no_other() -> None:
    rules = {rule.id for rule in get_rules()}
    assert len(rules) > 10
    assert set(re.findall(r"^\| `([a-z-]+)` \|", read("docs", "gaps.md"), re.MULTILINE)) == rules


def test_every_gap_rule_is_documented_with_its_own_sentence() -> None:
    page = read("docs", "gaps.md")
    assert [rule.id for rule in get_rules() if f"| `{rule.id}` | {rule.sentence} |" not in page] == []


def test_the_terms_of_the_glossary_are_sorted_and_each_stands_once() -> None:
    terms = [term.casefold() for term in TERM.findall(read("GLOSSARY.md"))]
    assert len(terms) > 50
    assert terms == sorted(set(terms))


def test_every_line_of_the_glossary_is_a_term_with_its_meaning() -> None:
    lines = [line for line in read("GLOSSARY.md").splitlines() if line.startswith("**")]
    assert [line for line in lines if not TERM.match(line) or not line.endswith(".")] == []


def test_decisions_are_numbered_without_holes() -> None:
    names = sorted(file.name for file in (DOCS / "decisions").glob("[0-9]*.md"))
    numbers = [int(found[1]) for name in names if (found := DECISION.fullmatch(name))]
    assert len(numbers) >= 5
    assert numbers == list(range(1, len(names) + 1))


@pytest.mark.parametrize("file", sorted((DOCS / "decisions").glob("[0-9]*.md")), ids=lambda file: file.stem)
def test_a_decision_says_what_was_refused(file: Path) -> None:
    headings = re.findall(r"^## (.+)", file.read_text("utf-8"), re.MULTILINE)
    assert headings == ["Context", "Decision", "Alternatives refused", "Consequences"]


def test_every_page_of_the_docs_is_in_the_menu() -> None:
    menu = read("mkdocs.yml")
    pages = [str(file.relative_to(DOCS)) for file in DOCS.rglob("*.md")]
    assert [page for page in pages if page not in menu] == []


def test_every_target_of_make_is_in_its_help_and_in_contributing() -> None:
    makefile = read("Makefile")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert targets == set(re.findall(r"^([a-z]+):.*## \w", makefile, re.MULTILINE))
    assert [target for target in targets if f"`make {target}`" not in read("CONTRIBUTING.md")] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md"])
def test_every_link_to_a_file_leads_to_one(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", read(name))
    assert [link for link in links if ":" not in link and not (ROOT / name).parent.joinpath(link).exists()] == []


def test_no_file_names_a_registry() -> None:
    files = get_tracked()
    assert len(files) > 100
    assert [f"{file}: {host}" for file in files for host in REGISTRIES if host in file.read_text("utf-8")] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [f"{file.relative_to(ROOT)}: {match[0]}" for file in get_tracked() for match in find_machine_paths(file)]
    assert found == []


def find_machine_paths(file: Path) -> Iterator[re.Match[str]]:
    return MACHINE_PATH.finditer(file.read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "is_path"),
    [("see /wo" + "rk/x", True), ("in /home/" + "ana/x", True), ("a/work/b", False), ("/var/lib/fiftysteps", False)],
)
def test_a_path_of_a_machine_is_known_when_seen(text: str, is_path: bool) -> None:
    assert bool(MACHINE_PATH.search(text)) is is_path


@pytest.mark.parametrize("name", ["run", "dev", "node", "bootstrap", "peers"])
def test_every_locked_package_has_a_hash(name: str) -> None:
    entries = re.split(r"\n(?=\S)(?!#)", read("requirements", f"{name}.lock").strip())
    assert [entry.splitlines()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []
    assert "==" in entries[0]
