import pytest
from django.core.exceptions import ValidationError

from fiftysteps.core.links import is_link
from fiftysteps.evidence.models.duty import check_link


@pytest.mark.parametrize("text", ["/needs/", "/needs/?a=1#b", "https://example.org/a", "http://example.org"])
def test_addresses_and_paths_are_links(text: str) -> None:
    assert is_link(text)
    check_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "needs/",
        "//example.org",
        "/\\example.org",
        "javascript:alert(1)",
        "https://",
        "https://[",
        "/a b",
        "ftp://a.b",
    ],
)
def test_what_could_run_or_lead_elsewhere_is_none(text: str) -> None:
    assert not is_link(text)
    with pytest.raises(ValidationError, match="must be a web address"):
        check_link(text)
