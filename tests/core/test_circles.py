import pytest

from fiftysteps.core.circles import find_circles, sort_by_links


@pytest.mark.parametrize(
    ("links", "circles"),
    [
        ({}, set()),
        ({"a": {""}, "b": {"a"}, "c": {"b"}}, set()),
        ({"a": {"a"}}, {"a"}),
        ({"a": {"b"}, "b": {"a"}, "c": {"a"}, "d": {""}}, {"a", "b"}),
        ({"a": {"b"}, "b": {"c"}, "c": {"a"}}, {"a", "b", "c"}),
        ({"a": {"unknown"}}, set()),
        ({"a": {"b", "c"}, "b": set(), "c": {"a"}}, {"a", "c"}),
    ],
)
def test_circles_are_found_and_what_only_hangs_on_one_is_not(links, circles):
    assert find_circles(links) == circles


def test_a_very_long_chain_is_no_circle():
    chain = {str(number): {str(number + 1)} for number in range(50_000)}
    assert find_circles(chain) == set()


def test_names_come_after_those_they_link_to():
    order = sort_by_links({"c": {"b"}, "a": {""}, "b": {"a"}})
    assert order == ["a", "b", "c"]
