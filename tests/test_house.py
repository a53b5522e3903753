"""The walls of the house that the import contracts in pyproject.toml cannot see, and the size of its furniture."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "fiftysteps"
# From the ground up: a room may point at itself and at those before it.
ROOMS = ("stats", "core", "accounts", "evidence", "engagement", "strategy", "delivery", "publishing", "config")
LONGEST_FILE = 500
LONGEST_FUNCTION = 60

type Relation = tuple[str, str, str]


def get_relations() -> Iterator[Relation]:
    """Every relation that a model of ours holds: the room it is in, the room it points at, and its name."""
    for model in apps.get_models(include_auto_created=True):
        room = get_room(model)
        if room in ROOMS:
            for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
                if isinstance(field.related_model, type):
                    yield room, get_room(field.related_model), f"{model._meta.label}.{field.name}"


def get_room(model: type[models.Model]) -> str:
    module = model.__module__.split(".")
    return module[1] if module[0] == "fiftysteps" else ""


def find_upward(relations: Iterable[Relation]) -> list[str]:
    return [
        f"{name} points up from {room} at {other}"
        for room, other, name in relations
        if other in ROOMS and ROOMS.index(other) > ROOMS.index(room)
    ]


def find_long(name: str, text: str) -> Iterator[str]:
    if len(text.splitlines()) > LONGEST_FILE:
        yield f"{name} has over {LONGEST_FILE} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1 - count_docstring_lines(node)
            if length > LONGEST_FUNCTION:
                yield f"{name}: {node.name} has {length} lines besides its docstring"


def count_docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return len((ast.get_docstring(node, clean=False) or "").splitlines())


def get_written_files() -> list[Path]:
    return [file for file in sorted(SOURCE.rglob("*.py")) if "migrations" not in file.parts]


def test_no_model_relation_points_to_a_room_above() -> None:
    assert find_upward(get_relations()) == []


def test_the_walk_sees_the_relations_that_there_are() -> None:
    names = {name for _, _, name in get_relations()}
    # A foreign key, a parental key, a relation of one to one, a parental many to many with its table, and inheritance.
    assert {
        "strategy.Strategy.owner",
        "strategy.Citation.step",
        "engagement.Reply.insight",
        "strategy.Step.wards",
        "strategy.Step_wards.area",
        "evidence.Finding.evidence_ptr",
    } <= names


@pytest.mark.parametrize(
    ("room", "other", "is_upward"),
    [
        ("evidence", "strategy", True),
        ("accounts", "publishing", True),
        ("strategy", "evidence", False),
        ("strategy", "strategy", False),
        ("strategy", "", False),
    ],
)
def test_a_relation_is_upward_when_it_points_at_a_later_room(room: str, other: str, is_upward: bool) -> None:
    assert bool(find_upward([(room, other, "a relation")])) is is_upward


def test_every_room_is_in_the_house() -> None:
    folders = {folder.name for folder in SOURCE.iterdir() if (folder / "__init__.py").is_file()}
    assert folders == set(ROOMS)


def test_rooms_without_models_have_none() -> None:
    assert {get_room(model) for model in apps.get_models()} & {"stats", "core", "config"} == set()


def test_importing_stats_loads_no_web_framework_and_no_data_frame_library() -> None:
    program = (
        "import pkgutil, sys, importlib, fiftysteps.stats as s\n"
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(s.__path__, 'fiftysteps.stats.')]\n"
        "print(*{'django', 'wagtail', 'pandas', 'polars', 'pyarrow', 'duckdb', 'ibis'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == ""


def test_the_package_itself_imports_nothing() -> None:
    assert (SOURCE / "__init__.py").read_text("utf-8") == ""


def test_no_file_and_no_function_is_too_long() -> None:
    files = get_written_files()
    assert len(files) > 60
    assert [
        fault for file in files for fault in find_long(str(file.relative_to(SOURCE)), file.read_text("utf-8"))
    ] == []


def test_a_file_and_a_function_can_be_too_long() -> None:
    body = "    x = 1\n" * (LONGEST_FUNCTION - 1)
    assert list(find_long("short.py", f"def do() -> None:\n{body}")) == []
    assert len(list(find_long("long.py", f"def do() -> None:\n{body}    x = 2\n"))) == 1
    assert len(list(find_long("file.py", "x = 1\n" * (LONGEST_FILE + 1)))) == 1


def test_mistakes_are_planted_in_every_policy_and_looked_for_by_its_tests() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
    rooms = [file.parent.name for file in SOURCE.glob("*/policies.py")]
    assert rooms
    assert options["only_mutate"] == ["src/fiftysteps/stats/**/*.py", "src/fiftysteps/*/policies.py"]
    wanted = {"tests/stats", "tests/reference", *(f"tests/{room}/test_policies.py" for room in rooms)}
    assert set(options["pytest_add_cli_args_test_selection"]) == wanted
    assert [path for path in wanted if not (ROOT / path).exists()] == []


def test_whoever_brings_new_figures_in_also_notices_what_moved() -> None:
    """Outside of the evidence room, and for its pages: whoever takes data in or builds indicators says what moved."""
    pages, for_pages = SOURCE / "evidence" / "views", SOURCE / "evidence" / "actions" / "take_in_by_hand.py"
    bringing = {"take_in_files", "run_builds", "build_with_progress", "add_release", "register_release"}
    noticing = {"say_what_moved", "notice_and_say", "notice_movements"}
    bringers = []
    for path in sorted(SOURCE.rglob("*.py")):
        is_on_a_page = path.is_relative_to(pages) or path == for_pages
        if path.is_relative_to(SOURCE / "evidence") and not is_on_a_page:
            continue
        called = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        if called & bringing:
            bringers.append(path.name)
            assert called & noticing, f"{path} brings figures in and does not say what moved"
    assert set(bringers) >= {"ingest_command.py", "indicators_command.py", "prepare.py", "take_in_by_hand.py"}
