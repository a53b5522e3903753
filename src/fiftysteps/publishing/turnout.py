"""Who took part, as a page says it: sentences, and where the marks of a row stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fiftysteps.evidence.models import Area
from fiftysteps.publishing.maps import Band, Cell, MapView

# Twice their share is the end of the scale: further out nobody is missing.
FURTHEST: Final = 2.0
# How many times their share: the bands of the map. Who is missing is darkest: that is what the map is for.
BANDS: Final = (
    (0.5, "under half their share"),
    (0.8, "0.5 to 0.8"),
    (1.2, "about their share"),
    (1.5, "1.2 to 1.5"),
    (None, "more"),
)
FEW: Final = "fewer than 8"
DIGITS: Final = 2


@dataclass(frozen=True)
class Lane:
    """Where the mark of a ratio and the ends of its interval stand, in hundredths of the width."""

    at: str
    start: str
    width: str


def say_about(number: float) -> str:
    """Return a number as people say it: rounded to two digits, from a hundred on."""
    whole = round(number)
    digits = len(str(whole))
    return f"{whole:,}" if digits <= DIGITS else f"{round(whole, DIGITS - digits):,}"


def say_heard(row: Mapping[str, Any]) -> str:
    """Return how many we have heard from, of how many who live here."""
    people = row["people"]
    heard = FEW if people is None else "nobody" if people == 0 else f"{people:,}"
    share = say_about(row["expected"])
    of = "" if row["of"] == "people" else f" {row['of']}"
    return f"We have heard from {heard} of about {say_about(row['census'])}{of}. Their share would be about {share}."


def say_community(row: Mapping[str, Any]) -> str:
    """Return what was heard of a community that is looked out for by name, and what was aimed at."""
    heard = FEW if row["heard"] is None else "nobody yet" if row["heard"] == 0 else f"{row['heard']:,}"
    of = f" of about {say_about(row['census'])}" if row["census"] else ""
    aim = f" Our reach target, set beforehand, was {row['target']:,}." if row["target"] else ""
    return f"We have heard from {heard}{of}.{aim}"


def make_lane(row: Mapping[str, Any]) -> Lane | None:
    """Return the marks of a row; nothing where its count is hidden or not known."""
    if row["ratio"] is None or row["lower"] is None:
        return None
    start, end = _place(row["lower"]), _place(row["upper"])
    return Lane(_write(_place(row["ratio"])), _write(start), _write(end - start))


def _place(ratio: float) -> float:
    return 100 * min(ratio, FURTHEST) / FURTHEST


def _write(part: float) -> str:
    return f"{part:.1f}%"


def build_page(shown: Mapping[str, Any], wards: list[Area]) -> dict[str, Any]:
    """Return the context of the page of who took part."""
    ratios = {row["category"]: row for part in shown["parts"] if part["name"] == "ward" for row in part["rows"]}
    by_key = {row["key"]: row for row in shown["communities"] if row["key"] != ":"}
    return {
        "shown": shown,
        "unheard": [
            {**row, "said": say_heard(row), "community": by_key.get(f"{row['variable']}:{row['category']}")}
            for row in shown["unheard"]
        ],
        "parts": [
            {**part, "rows": [{**row, "lane": make_lane(row)} for row in part["rows"]]}
            for part in shown["parts"]
            if part["rows"]
        ],
        "communities": [{**row, "said": say_community(row)} for row in shown["communities"]],
        "map": _make_map(ratios, wards),
    }


def _make_map(ratios: Mapping[str, Mapping[str, Any]], wards: list[Area]) -> MapView | None:
    drawn = [ward for ward in wards if ward.hex_q is not None]
    if not drawn or not ratios:
        return None
    cells = tuple(_make_cell(ward, ratios.get(ward.code)) for ward in drawn)
    return MapView(
        title="Where people came from, against where people live",
        subtitle="Times their share: 1 is as many as live there would bring.",
        cells=cells,
        bands=tuple(Band(_get_band(at), text) for at, (_, text) in enumerate(BANDS)),
        value_label="Times their share",
        source="",
    )


def _get_band(place: int) -> int:
    return len(BANDS) - place


def _make_cell(ward: Area, row: Mapping[str, Any] | None) -> Cell:
    ratio = row["ratio"] if row else None
    text = "too few to show" if row and row["people"] is None else "" if ratio is None else f"{ratio:.1f}"
    place = next(at for at, (top, _) in enumerate(BANDS) if top is None or (ratio or 0.0) < top)
    band = 0 if ratio is None else _get_band(place)
    return Cell(ward, ward.hex_q or 0, ward.hex_r or 0, ratio, text, band)
