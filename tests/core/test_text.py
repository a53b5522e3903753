from fiftysteps.core.text import make_printable, quote, shorten, suggest


def test_printable_text_is_left_as_it_is():
    assert make_printable("Ordinary words, 12% — naïve 日本") == "Ordinary words, 12% — naïve 日本"


def test_every_other_character_is_written_out():
    assert make_printable("a\tb\x00c\u200bd") == r"a\tb\x00c\u200bd"


def test_cutting_happens_after_escaping_too():
    assert len(shorten("\x00" * 50)) == 81


def test_quoting_shortens():
    assert quote("x" * 100) == f'"{"x" * 80}…"'


def test_the_nearest_name_is_suggested():
    assert suggest("indicatr", ["area", "indicator", "period"]) == ' (did you mean "indicator"?)'


def test_few_names_are_listed_where_none_is_near():
    assert suggest("zzz", ["b", "a"]) == " (there are: a, b)"


def test_nothing_is_suggested_where_there_is_nothing_or_too_much():
    assert suggest("zzz", []) == ""
    assert suggest("zzz", [f"name-{number}" for number in range(13)]) == ""
