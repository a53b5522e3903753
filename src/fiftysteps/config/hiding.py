"""Keys that stand in addresses, kept out of the log: whoever reads it could answer in the place of those invited."""

import logging
import re
from typing import Final

_KEY: Final = re.compile(r"(/reflect/)(?!sessions/)[^/\s]+")


class HideKeys(logging.Filter):
    """Writes an invitation's address without its key. It lets every record through."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = _KEY.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
