"""The English indices of deprivation: all scores, ranks and deciles by small area, with the populations behind them."""

from typing import Final

from fiftysteps.evidence.fetch.expected import Table
from fiftysteps.evidence.fetch.gathering import GetJson, gather_one
from fiftysteps.evidence.fetch.source import OPEN_GOVERNMENT, Parameter, Source, Values

# File 7 of each edition. The later edition is by the small areas of 2021, the earlier one by those of 2011.
FILES: Final = {
    "2019": "5dc407b440f0b6379a7acc8d/File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv",
    "2025": "691ded56d140bbbaa59a2a7d/File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv",
}


def _build(source: Source, values: Values, get_json: GetJson) -> str:
    return f"{source.base}{FILES[values['edition']]}"


DEPRIVATION: Final = Source(
    name="deprivation",
    title="English indices of deprivation, all scores, ranks and deciles by small area",
    licence=OPEN_GOVERNMENT,
    base="https://assets.publishing.service.gov.uk/media/",
    parameters=(Parameter("edition", f"one of {' and '.join(FILES)}", "|".join(FILES), needed=True),),
    build=_build,
    gather=gather_one,
    expected=Table(("Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)",)),
    example="fetch deprivation 2025",
)
