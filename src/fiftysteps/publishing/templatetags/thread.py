"""The small line: a step's nine nodes in one inline picture, with its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django import template

register = template.Library()

STEP = "step"
FILLED, GAP, WAITING = "filled", "gap", "waiting"


class NodeLike(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def words(self) -> str: ...


@dataclass(frozen=True)
class LegendNode:
    key: str
    label: str
    words: str
    state: str = FILLED


# The order of the golden thread. A page that explains the line has no step to take its nodes from.
LEGEND = (
    LegendNode("need", "Where we are now", "figures that show the need"),
    LegendNode("voice", "What we heard", "what residents told us"),
    LegendNode("works", "What works", "research and guidance"),
    LegendNode("learning", "What we tried before", "what we learned here"),
    LegendNode("step", "The step", "what we will do"),
    LegendNode("who", "Who will do it", "who promised what"),
    LegendNode("measure", "How we will know", "what we count, for whom"),
    LegendNode("impact", "What changed", "what came of it"),
    LegendNode("reply", "What we told people", "our answer to those who spoke"),
)


@dataclass(frozen=True)
class Dot:
    """A node of the picture, at a share of its width."""

    at: str
    shape: str


@dataclass(frozen=True)
class Stretch:
    """The line between two nodes. It frays where one of them is missing."""

    start: str
    end: str
    frayed: bool


@register.inclusion_tag("publishing/parts/thread_line.html")
def thread_line(subject: object, name: str = "") -> dict[str, object]:
    """Draw the nodes of `subject`: a tile, a thread or the nodes themselves. `name` begins the picture's title."""
    nodes = get_nodes(subject)
    places = [f"{(2 * index + 1) * 50 / len(nodes):.2f}%" for index in range(len(nodes))]
    return {
        "dots": [Dot(place, _get_shape(node)) for place, node in zip(places, nodes, strict=True)],
        "stretches": _get_stretches(nodes, places),
        "words": get_line_words(nodes, name),
    }


@register.inclusion_tag("publishing/parts/thread_legend.html")
def thread_legend(is_open: bool = False) -> dict[str, object]:
    """Explain the line: its three marks and the names of its nine nodes."""
    return {"nodes": LEGEND, "is_open": is_open}


@register.filter
def node(subject: object, key: str) -> NodeLike | None:
    """Return the node of `subject` with the key `key`."""
    return next((found for found in get_nodes(subject) if found.key == key), None)


def get_nodes(subject: object) -> Sequence[NodeLike]:
    """Return the nodes of a tile, of a thread, or of a list of nodes; none where there are none."""
    for holder in (subject, getattr(subject, "thread", None)):
        nodes = getattr(holder, "nodes", None)
        if nodes:
            return tuple(nodes)
    return tuple(subject) if isinstance(subject, (list, tuple)) else ()


def get_line_words(nodes: Sequence[NodeLike], name: str = "") -> str:
    """Say the line in words: how much of it is there, what is missing, and what is not there yet."""
    if not nodes:
        return f"{name}: nothing is known about its line" if name else "Nothing is known about this line"
    filled = sum(node.state == FILLED for node in nodes)
    sentences = [f"{filled} of {len(nodes)} parts in place"]
    for state, opening in ((GAP, "missing"), (WAITING, "not there yet")):
        labels = [_lower_first(node.label) for node in nodes if node.state == state]
        if labels:
            sentences.append(f"{opening}: {_join(labels)}")
    said = "; ".join(sentences)
    return f"{name}: {said}" if name else said[0].upper() + said[1:]


def _get_shape(node: NodeLike) -> str:
    return STEP if node.key == STEP and node.state == FILLED else str(node.state)


def _get_stretches(nodes: Sequence[NodeLike], places: Sequence[str]) -> list[Stretch]:
    pairs = zip(nodes, nodes[1:], places, places[1:], strict=False)
    return [Stretch(start, end, GAP in (left.state, right.state)) for left, right, start, end in pairs]


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _join(labels: Iterable[str]) -> str:
    *rest, last = labels
    return f"{', '.join(rest)} and {last}" if rest else last
