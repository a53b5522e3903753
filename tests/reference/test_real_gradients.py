"""Measures of inequality on public figures of Newham and England, which stand beside the project."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fiftysteps.stats.frame.gaps import gap
from fiftysteps.stats.frame.inequality import concentration_index, theil
from fiftysteps.stats.frame.quantiles import quantile
from fiftysteps.stats.frame.slope_indices import slope_index

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
ABSENT = "The public figures are not here: {} belongs beside the project, in shared/data."


def find(name: str) -> Path:
    path = DATA / name
    if not path.is_file():
        pytest.skip(ABSENT.format(name))
    return path


def read_overcrowding() -> pd.DataFrame:
    """Households with too few bedrooms by national deprivation decile: Census 2021 and IMD 2025; Newham has no ninth."""
    areas = pd.read_csv(find("newham/lsoas.csv"))
    columns = ["households", "households_overcrowded"]
    deciles = areas.groupby("imd2025_decile")[columns].sum().reset_index()
    share = deciles["households_overcrowded"] / deciles["households"]
    return deciles.assign(share=share, error=1 / np.sqrt(deciles["households"] * share * (1 - share)))


NAMES = {"quantile": "imd2025_decile", "population": "households", "value": "share", "se": "error"}


def test_overcrowding_in_newham_falls_from_the_most_to_the_least_deprived() -> None:
    deciles = read_overcrowding()
    result = slope_index(deciles, **NAMES, kind="proportion", multiplier=100)
    row = result.iloc[0]
    # From 27% among the most deprived to 6% among the least: the line's ends lie round about these.
    assert -25 < row["sii"] < -15
    assert row["sii_lower_95"] < row["sii"] < row["sii_upper_95"] < 0
    assert 0 < row["rii_lower_95"] < row["rii"] < row["rii_upper_95"] < 1


def test_the_slope_is_numpys_weighted_fit_on_the_ridits() -> None:
    deciles = read_overcrowding()
    share = deciles["households"] / deciles["households"].sum()
    ridits = share.cumsum() - share / 2
    slope, start = np.polyfit(ridits, deciles["share"], 1, w=np.sqrt(share))
    row = slope_index(deciles, **NAMES, kind="proportion").iloc[0]
    assert row["sii"] == pytest.approx(slope, rel=1e-9)
    assert row["rii"] == pytest.approx((start + slope) / start, rel=1e-9)


def test_the_slope_on_the_logit_scale_tells_the_same_story() -> None:
    deciles = read_overcrowding()
    plain, logit = (
        slope_index(deciles, **NAMES, kind="proportion", transform=transform).iloc[0] for transform in (False, True)
    )
    assert logit["sii"] == pytest.approx(plain["sii"], rel=0.15)
    assert "seed" in logit["method"]


def test_overcrowding_gathers_among_the_deprived_and_the_gap_says_so() -> None:
    deciles = read_overcrowding()
    index = concentration_index(deciles, value="share", rank="imd2025_decile", population="households").iloc[0]
    assert index["upper_95"] < 0
    spread = theil(deciles, value="share", population="households").iloc[0]
    assert 0 < spread["value"] < 0.1
    apart = gap(deciles, value="share", category="imd2025_decile").iloc[0]
    ends = deciles["share"].iloc[[0, -1]].tolist()
    assert apart["absolute_gap"] == pytest.approx(ends[0] - ends[1])
    assert apart["relative_gap"] == pytest.approx(ends[0] / ends[1])


@pytest.mark.parametrize(
    ("name", "others"),
    [("deprivation/imd2025_england_lsoa21.csv.gz", 5), ("deprivation/imd2019_england_lsoa11.csv.gz", 8)],
)
def test_deciles_of_deprivation_ranks_are_the_published_ones_but_at_the_borders(name: str, others: int) -> None:
    # 33,755 or 32,844 areas do not part into ten: where a border falls within an area the ministry puts it into the
    # higher decile, the formula of the public health service into the lower one.
    areas = pd.read_csv(find(name), usecols=["IMD_rank", "IMD_decile"])
    ours = quantile(areas, value="IMD_rank")["quantile"]
    assert int((ours != areas["IMD_decile"]).sum()) == others
    assert set((areas["IMD_decile"] - ours).unique()) == {0, 1}
