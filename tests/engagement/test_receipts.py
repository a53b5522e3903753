import pytest

from fiftysteps.engagement.receipts import LENGTH, LETTERS, get_key, make_code, read_code, show_code


def test_a_code_is_long_random_and_of_letters_that_nobody_mixes_up() -> None:
    codes = {make_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) <= set(LETTERS)
    assert not set(LETTERS) & set("01OILU")


@pytest.mark.parametrize("typed", ["ABCD-EFGH-JKMN", "abcd efgh jkmn", " ABCDEFGHJKMN ", "abcd.efgh–jkmn"])
def test_a_code_is_read_as_people_write_it(typed: str) -> None:
    assert read_code(typed) == "ABCDEFGHJKMN"


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKM0", "ABCD-EFGH-JKMNP", "'; drop table"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) == ""


def test_what_is_kept_of_a_code_does_not_give_it_back(settings) -> None:
    code = make_code()
    assert show_code("ABCDEFGHJKMN") == "ABCD-EFGH-JKMN"
    assert read_code(show_code(code)) == code
    key = get_key(code)
    assert code not in key
    assert len(key) == 64
    settings.SECRET_KEY = "another"
    assert get_key(code) != key
