"""A page as a PDF that a screen reader can follow, made once and then kept."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders

_SHEETS: Final = "fiftysteps"
# Enough of a digest that two forms never share one.
_DIGEST: Final = 32


@dataclass(frozen=True)
class Style:
    """A built style sheet with the folder that its addresses start from. It is empty where nothing was built yet."""

    text: str
    folder: Path | None = None

    def list_files(self) -> dict[str, Path]:
        """Return the files that the sheet may ask for, by their address: our own type."""
        if self.folder is None:
            return {}
        return {path.as_uri(): path for path in (self.folder / "fonts").glob("*.woff2")}


def find_style(name: str) -> Style:
    """Return the style sheet `name` as `make assets` built it."""
    found = finders.find(f"{_SHEETS}/{name}.css")
    if not found:
        return Style("")
    path = Path(found).resolve()
    return Style(path.read_text("utf-8"), path.parent)


def get_pdf(folder: str, name: str, html: str, style: Style) -> bytes:
    """Return `html` as a PDF: what was kept of it, or newly made where it or its style has changed."""
    digest = hashlib.sha256(f"{style.text}\0{html}".encode()).hexdigest()[:_DIGEST]
    path = Path(settings.DATA_DIR) / folder / f"{name}-{digest}.pdf"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        made = render_pdf(html, style)
    _keep(path, made)
    return made


def render_pdf(html: str, style: Style, *, is_compressed: bool = True) -> bytes:
    """Make a PDF, tagged as PDF/UA asks. It takes seconds, and nothing from the network."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from fiftysteps.publishing.own_files import OwnFiles

    fonts, files = FontConfiguration(), OwnFiles(style.list_files())
    base = f"{style.folder.as_uri()}/" if style.folder else None
    sheet = CSS(string=style.text, base_url=base, url_fetcher=files, font_config=fonts)
    made: bytes = HTML(string=html, url_fetcher=files).write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", uncompressed_pdf=not is_compressed
    )
    return made


def _keep(path: Path, made: bytes) -> None:
    """Write a PDF whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(made)
    Path(name).replace(path)
