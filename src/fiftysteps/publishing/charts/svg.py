"""From the SVG that Vega draws to one that a page may hold: named, described, small, and fit for a strict policy."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from fiftysteps.publishing.charts.palette import FONT

SVG = "http://www.w3.org/2000/svg"
# What pictures are made of. Anything else (script, style, foreignObject, image, a …) is left out.
ELEMENTS = frozenset({"svg", "g", "path", "rect", "line", "text", "tspan", "title", "desc", "circle"})
ATTRIBUTES = frozenset(
    {
        *(
            "d",
            "transform",
            "x",
            "y",
            "x1",
            "y1",
            "x2",
            "y2",
            "dx",
            "dy",
            "r",
            "cx",
            "cy",
            "width",
            "height",
            "viewBox",
        ),
        *("fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin"),
        *("stroke-linecap", "stroke-miterlimit", "opacity", "text-anchor", "font-weight", "font-size", "font-style"),
    }
)
NUMBER = re.compile(r"-?\d*\.\d{2,}")
# These say what is so without them.
DEFAULTS = {
    ("opacity", "1"),
    ("stroke-dasharray", "1,0"),
    ("font-size", "14px"),
    ("stroke-miterlimit", "10"),
    ("transform", "translate(0,0)"),
}


def clean_svg(drawn: str, *, name: str, title: str, description: str) -> str:
    """Return the picture with its title and description, told apart from others on the page by `name`."""
    root = ET.fromstring(drawn)  # noqa: S314  it is what Vega has just drawn from our own specification
    new = ET.Element("svg", {"xmlns": SVG, "viewBox": root.get("viewBox", ""), "role": "img", "font-family": FONT})
    new.attrib |= {"width": root.get("width", ""), "height": root.get("height", ""), "font-size": "14"}
    new.attrib |= {"aria-labelledby": f"{name}-title", "aria-describedby": f"{name}-desc", "fill": "none"}
    ET.SubElement(new, "title", {"id": f"{name}-title"}).text = title
    ET.SubElement(new, "desc", {"id": f"{name}-desc"}).text = description
    new.extend(_clean_children(root))
    return ET.tostring(new, encoding="unicode")


def _clean_children(parent: ET.Element) -> Iterator[ET.Element]:
    for child in parent:
        tag = child.tag.rpartition("}")[2]
        if tag not in ELEMENTS or _draws_nothing(child, tag):
            continue
        clean = ET.Element(tag, _clean_attributes(child))
        clean.text = child.text if tag in {"text", "tspan"} else None
        clean.extend(_clean_children(child))
        if tag != "g":
            yield clean
        elif not clean.attrib:
            yield from clean  # a group that changes nothing
        elif len(clean):
            yield clean


def _draws_nothing(element: ET.Element, tag: str) -> bool:
    is_background = "background" in element.get("class", "").split() or element.get("fill") == "transparent"
    return is_background or (tag == "path" and not element.get("d")) or element.get("display") == "none"


def _clean_attributes(element: ET.Element) -> dict[str, str]:
    kept = {key: NUMBER.sub(_round, value) for key, value in element.attrib.items() if key in ATTRIBUTES}
    return {key: value for key, value in kept.items() if (key, value) not in DEFAULTS}


def _round(match: re.Match[str]) -> str:
    # A tenth of a pixel is finer than any screen shows.
    text = f"{float(match.group()):.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
