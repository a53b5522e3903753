"""The parser's words for what is wrong with a YAML file, said as one would say them to a colleague."""

import yaml

from fiftysteps.core.faults import Fault
from fiftysteps.core.text import shorten

# A part of what the parser says, and what it means. The first that fits is taken.
_MEANINGS = (
    ("found unexpected end of stream", "a quotation mark opens here and does not close"),
    ("mapping values are not allowed", 'a colon stands where none can: put quotes round a text that holds ": "'),
    ("sequence entries are not allowed", 'a list starts on the line of its key: put each "- " on a line of its own'),
    ("could not find expected ':'", 'a key has no ": " after it'),
    ("did not find expected ',' or", "a bracket opens here and does not close"),
    ("expected ',' or", "a bracket opens here and does not close"),
    ("unknown escape character", "in double quotes a backslash must stand twice"),
    ("expected chomping", 'the text after "|" or ">" starts on the next line'),
    ("comment or", 'the text after "|" or ">" starts on the next line'),
    ("did not find expected", "the line does not fit those before it: look at its spaces at the start and its quotes"),
    ("expected <block end>", "the line does not fit those before it: look at its spaces at the start and its quotes"),
)


def get_syntax_fault(name: str, text: str, error: yaml.YAMLError) -> Fault:
    """Return the fault that stands for the parser's `error`."""
    problem = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    if "end of stream" in problem or "',' or" in problem:  # then the place that was opened says more than the end
        mark = getattr(error, "context_mark", None) or mark
    line = mark.line + 1 if mark else None
    return Fault(name, line, f"this is not YAML: {_get_meaning(problem, text, mark)}")


def _get_meaning(problem: str, text: str, mark: yaml.Mark | None) -> str:
    if "cannot start any token" in problem:
        rest = text.split("\n")[mark.line][mark.column :] if mark else ""
        if rest.startswith("\t"):
            return "a tab stands at the start of the line: use spaces"
        return f"put quotes round a text that starts with {rest[:1] or 'this sign'}"
    for part, meaning in _MEANINGS:
        if part in problem:
            return meaning
    return shorten(problem)
