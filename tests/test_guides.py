"""What a guide shows is run: its examples are true, or a test fails."""

import doctest
from pathlib import Path

import pytest

GUIDES = Path(__file__).resolve().parent.parent / "docs" / "guides"
WITH_EXAMPLES = sorted(guide for guide in GUIDES.glob("*.md") if ">>>" in guide.read_text("utf-8"))


@pytest.mark.parametrize("guide", WITH_EXAMPLES, ids=lambda guide: guide.stem)
def test_examples_of_a_guide_are_true(guide: Path) -> None:
    tried = doctest.testfile(str(guide), module_relative=False)
    assert tried.attempted > 5
    assert tried.failed == 0


def test_the_guide_to_the_slope_index_is_among_them() -> None:
    assert "slope-index" in [guide.stem for guide in WITH_EXAMPLES]
