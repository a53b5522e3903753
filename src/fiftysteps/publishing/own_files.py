"""What a document may be made of: our own type, and nothing from anywhere else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

# This module is imported only when a document is made: loading WeasyPrint takes longer than showing a page.
from weasyprint.urls import URLFetcher, URLFetcherResponse


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Give out the files that it was told of, by their address, and refuse every other address."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        super().__init__()
        self.files = files

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url not in self.files:
            raise ValueError(f"A document takes nothing from {url}")
        return URLFetcherResponse(url, self.files[url].read_bytes())
