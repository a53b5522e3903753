"""Names in print and taken apart, and dates as far as they are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.evidence.citing.dates import make_date, read_date
from fiftysteps.evidence.citing.dois import is_doi, strip_doi
from fiftysteps.evidence.citing.names import Name, make_person, print_names, read_inverted, read_printed


@pytest.mark.parametrize(
    ("authors", "printed"),
    [
        ("Sandall J, Fernandez Turienzo C, van Erp AM", ["Sandall J", "Fernandez Turienzo C", "van Erp AM"]),
        ("Whitty C and others", ["Whitty C", "others"]),
        ("Robson J, Dostal I, Sheikh A, and others", ["Robson J", "Dostal I", "Sheikh A", "others"]),
        ("Kuyken W, Ball S, Crane C and colleagues", ["Kuyken W", "Ball S", "Crane C", "others"]),
        ("Silva A and Berg J et al.", ["Silva A", "Berg J", "others"]),
        ("Campbell R 3rd", ["Campbell R 3rd"]),
        ("World Health Organization and UNESCO", ["World Health Organization and UNESCO"]),
        ("Department for Homes, Places and Steps", ["Department for Homes, Places and Steps"]),
        ("NICE", ["NICE"]),
        ("", []),
    ],
)
def test_a_printed_list_of_authors_is_taken_apart_or_left_whole(authors: str, printed: list[str]) -> None:
    assert [str(name) for name in read_printed(authors)] == printed


def test_a_particle_is_no_part_of_the_family_name_but_never_all_of_it() -> None:
    assert read_inverted("van der Berg, Jan") == Name(family="Berg", given="Jan", particle="van der")
    assert read_inverted("bell hooks, Gloria") == Name(family="hooks", given="Gloria", particle="bell")
    assert read_inverted("hooks, bell") == Name(family="hooks", given="bell")
    assert make_person("", "Plato") == Name(literal="Plato")
    assert read_inverted(" , ") is None


def test_a_name_is_a_person_or_a_body() -> None:
    for parts in ({}, {"family": "A", "literal": "B"}, {"given": "A"}):
        with pytest.raises(ValueError, match="one of the two"):
            Name(**parts)


@pytest.mark.parametrize(
    ("longest", "printed"), [(100, "Silva A, Berg J, Ito K"), (21, "Silva A and others"), (8, "Silva A…")]
)
def test_a_long_list_of_names_is_cut_where_it_no_longer_fits(longest: int, printed: str) -> None:
    assert print_names(read_printed("Silva A, Berg J, Ito K"), longest) == printed


def test_others_stay_others_in_print() -> None:
    assert print_names(read_printed("Silva A and others"), 100) == "Silva A and others"
    assert print_names((), 100) == ""


@given(st.text(max_size=60))
def test_any_text_is_names_that_print(text: str) -> None:
    for name in (*read_printed(text), *filter(None, [read_inverted(text)])):
        assert str(name)
        assert isinstance(name.key, str)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020", (2020,)),
        ("2020-05-03T10:00", (2020, 5, 3)),
        ("2020-21", (2020,)),
        ("3 May 2020", (2020,)),
        ("2019 or 2020", (2019,)),
        ("between 2019 and 2020", ()),
        ("n.d.", ()),
        ("20200", ()),
        ("٢٠٢٠", ()),
    ],
)
def test_a_date_is_read_as_far_as_it_goes(text: str, date: tuple[int, ...]) -> None:
    assert read_date(text) == date


def test_months_are_words_or_numbers() -> None:
    assert make_date("2020", "May.", 3) == (2020, 5, 3)
    assert make_date(2020, "5") == (2020, 5)
    assert make_date(2020, "Spring", 3) == (2020,)
    assert make_date("", 5) == ()


def test_a_doi_is_known_without_what_stands_before_it() -> None:
    for written in (
        "10.1136/bmj.g1687",
        "https://doi.org/10.1136/bmj.g1687",
        "DOI: 10.1136/bmj.g1687",
        "http://dx.doi.org/10.1136/bmj.g1687",
    ):
        assert is_doi(strip_doi(written))
    assert not is_doi("https://doi.org/10.1136/bmj.g1687")
