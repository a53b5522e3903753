"""Text out of a file of references: which letters its bytes are, and what may not stand in a value."""

import re
import unicodedata

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.text import UNWRITABLE

# A library of ten thousand references with all their abstracts has 12 million; the worst JSON of this size takes some
# 700 MB of memory.
LARGEST_FILE = 20_000_000
# The marks of UTF-16, in either order of its bytes.
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decode(file: str, data: bytes) -> tuple[str, list[str]]:
    """Return the text of a file, with every line end as a new line, and what had to be assumed to read it.

    Characters that no page can show become spaces: abstracts are full of them, and nothing of a reference is lost.

    Raises
    ------
    Faults
        The file is too large, or is no text in UTF-8, UTF-16 or Windows-1252.
    """
    if len(data) > LARGEST_FILE:
        rule = f"the file is larger than {LARGEST_FILE:,} bytes, which is the most that is read: cut it into parts"
        raise Faults([Fault(file, None, rule, f"{len(data):,} bytes")])
    text, notes = _decode(file, data)
    return UNWRITABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")), notes


def _decode(file: str, data: bytes) -> tuple[str, list[str]]:
    try:
        if data.startswith(UTF_16_MARKS):
            return data.decode("utf-16"), []
        if b"\0" in data:
            raise Faults([Fault(file, None, "this is no text: export the references as BibTeX, RIS or CSL-JSON")])
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        return _decode_windows(file, data, error)


def _decode_windows(file: str, data: bytes, error: UnicodeDecodeError) -> tuple[str, list[str]]:
    """Read `data` as programs for Windows write it, unless some byte of it is no letter there either."""
    line = data.count(b"\n", 0, error.start) + 1
    try:
        text = "" if error.encoding.startswith("utf-16") else data.decode("cp1252")
    except UnicodeDecodeError as second:
        line, text = data.count(b"\n", 0, second.start) + 1, ""
    if not text:
        rule = "the file is written neither in UTF-8 nor in Windows-1252: export it again with the encoding UTF-8"
        raise Faults([Fault(file, line, rule, f"the byte 0x{data[error.start]:02X}")]) from None
    return text, [f"the file is not UTF-8 (line {line}), so it was read as Windows-1252: look at accented letters"]


def clean(value: str) -> str:
    """Return `value` on one line, composed, without what no page can show and without doubled spaces."""
    return " ".join(unicodedata.normalize("NFC", UNWRITABLE.sub(" ", value)).split())


def fold(value: str) -> str:
    """Return the letters and digits of `value`, without accents and capitals: for comparing, never for showing."""
    plain = unicodedata.normalize("NFKD", value).casefold()
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c)))
