"""An extension of griffe: numbered references, which numpydoc writes in reStructuredText, as Markdown."""

import re
from typing import Any

import griffe

CITED = re.compile(r"\[(\d+)\]_")
REFERENCE = re.compile(r"^( *)\.\. \[(\d+)\] ", re.MULTILINE)


class NumberedReferences(griffe.Extension):
    def on_instance(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        if obj.docstring:
            obj.docstring.value = write_markdown(obj.docstring.value)


def write_markdown(docstring: str) -> str:
    """Return `docstring` with `[1]_` as a superscript and `.. [1] Source` as an item of a numbered list."""
    return REFERENCE.sub(r"\1\2. ", CITED.sub(r"<sup>\1</sup>", docstring))
