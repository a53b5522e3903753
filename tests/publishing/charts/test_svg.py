import xml.etree.ElementTree as ET

from fiftysteps.publishing.charts.svg import clean_svg


def clean(inside: str) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="5" viewBox="0 0 10 5">{inside}</svg>'
    return clean_svg(svg, name="n", title="T", description="D")


def get_inside(inside: str) -> list[ET.Element]:
    return list(ET.fromstring(clean(inside)))[2:]


def test_elements_that_are_no_drawing_are_left_out() -> None:
    dangerous = (
        "<script>x</script><style>x</style><image href='x'/><foreignObject><b/></foreignObject><a><text>x</text></a>"
    )
    assert get_inside(dangerous) == []


def test_attributes_that_are_no_drawing_are_left_out() -> None:
    (path,) = get_inside(
        '<path d="M0,0" style="fill:red" onclick="x" class="y" aria-label="z" fill="#fff" opacity="1"/>'
    )
    assert path.attrib == {"d": "M0,0", "fill": "#fff"}


def test_what_draws_nothing_is_left_out() -> None:
    nothing = '<path d=""/><path/><rect fill="transparent"/><g/><g><path class="background" d="M0,0"/></g>'
    assert get_inside(nothing + '<path display="none" d="M0,0"/>') == []


def test_groups_that_change_nothing_give_their_content_away() -> None:
    (line,) = get_inside('<g class="x"><g transform="translate(0,0)"><line x2="3"/></g></g>')
    assert line.attrib == {"x2": "3"}


def test_groups_that_move_their_content_stay_unless_they_are_empty() -> None:
    (group,) = get_inside('<g transform="translate(1,2)"><line x2="3"/></g><g transform="translate(1,2)"></g>')
    assert (group.get("transform"), len(group)) == ("translate(1,2)", 1)


def test_numbers_are_cut_to_a_tenth_of_a_pixel() -> None:
    (path,) = get_inside('<path d="M1.2345,-0.01L10.96,2.04" transform="translate(5.5,100)"/>')
    assert path.attrib == {"d": "M1.2,0L11,2", "transform": "translate(5.5,100)"}


def test_words_stay_and_white_space_goes() -> None:
    (text,) = get_inside('<g>  <text font-size="14px">a &lt; b</text>  </g>')
    assert (text.text, text.attrib) == ("a < b", {})
