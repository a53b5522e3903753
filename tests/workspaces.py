"""A small workspace with one of everything, which tests then break, change or load."""

from pathlib import Path
from typing import Final

FILES: Final[dict[str, str]] = {
    "sources.yaml": """\
sources:
  - id: census
    title: Census 2021
    publisher: Office for National Statistics
    url: https://www.ons.gov.uk/census
    licence: Open Government Licence v3.0
    retrieved: 2026-11-22
""",
    "organisations.yaml": """\
organisations:
  - id: board
    name: The Board
    type: board
    plain: It agrees the strategy.
    nature: illustrative
    on_board: true
    teams:
      - {id: evidence, name: Evidence team}
  - id: housing
    name: Housing service
    type: council
    nature: illustrative
  - id: real-council
    name: A real council
    type: council
    nature: real
    source: census
    confidence: high
""",
    "people.yaml": """\
people:
  - id: amina
    name: Amina Begum
    title: Strategy lead
    organisation: board
    starts: 2024-04-01
    ends: 2026-03-31
    email: amina@council.example
    role: strategy-lead
    nature: illustrative
""",
    "areas.csv": """\
code,name,type,parent,hex_q,hex_r,source
E92000001,England,country,,,,census
E09000025,Newham,borough,E92000001,,,census
E05013904,Beckton,ward,E09000025,4,5,census
E05013905,Boleyn,ward,E09000025,3,3,census
""",
    "indicators.yaml": """\
indicators:
  - id: crowding
    name: Overcrowded households
    plain_name: Homes with too few bedrooms
    definition: Households with fewer bedrooms than they need.
    unit: "%"
    decimals: 1
    polarity: lower
    kind: determinant
    method: proportion
    nature: real
    source: census
    confidence: high
  - id: visits
    name: Home visits made
    plain_name: Visits to homes
    definition: Visits made in the year.
    unit: visits
    decimals: 0
    polarity: higher
    kind: output
    method: count
    nature: illustrative
""",
    "datasets.yaml": """\
datasets:
  - id: homes
    title: Homes in 2021
    source: census
    period: 2021
    nature: real
    confidence: high
""",
    "observations/homes.csv": """\
indicator,area,period,group_type,group,value,lower_95,upper_95,count,denominator,marker,note
crowding,E09000025,2021,,,21.7,21.0,22.4,217,1000,,
crowding,E92000001,2021,,,4.3,4.2,4.4,43,1000,,
visits,E09000025,2020/21,,,,,,,,missing,Not published
""",
    "populations/wards.csv": """\
area,dimension,group,sort,count,period,source,confidence,note
E05013904,sex,Female,1,8000,2021,census,high,
E05013904,sex,Male,2,7847,2021,census,high,
""",
    "evidence/housing.yaml": """\
findings:
  - id: need-crowding
    title: Homes are more crowded than in England
    indicator: crowding
    area: E09000025
    period: 2021
    comparator: E92000001
    nature: real
    source: census
    confidence: high
references:
  - id: ref-damp
    title: Damp and mould
    authors: Office of the Ombudsman
    year: 2021
    kind: guidance
    url: https://www.example.org/damp
    doi: 10.1000/xyz123
    strength: moderate
    summary: Landlords must act on damp.
    nature: real
    confidence: high
    superseded_by: ref-damp-new
  - id: ref-damp-new
    title: Damp and mould, again
    authors: Office of the Ombudsman
    year: 2024
    kind: guidance
    strength: strong
    summary: Landlords must act within days.
    nature: real
    confidence: high
learning:
  - id: learn-letters
    title: Letters did not reach tenants
    summary: We wrote and few answered.
    when: 2022
    tried: Letters.
    expected: Many answers.
    seen: Few answers.
    verdict: stop
    nature: illustrative
reflections:
  - id: reflect-housing
    title: Visits build trust
    summary: Officers say that visits work.
    network: housing
    date: 2023-11-02
    worked_well: Visits.
    could_be_better: Letters.
    nature: illustrative
insights:
  - id: in-mould
    title: We are blamed for mould
    summary: Tenants say that they are told to open windows.
    exercise: Listening in spring
    date: 2023-05-01
    mentioned: 40
    answered: 300
    nature: illustrative
    reply:
      decision: we-will
      text: We will visit every home with mould.
      by: housing
      date: 2023-09-01
  - id: in-rent
    title: Rents are too high
    summary: Many say so.
    exercise: Listening in spring
    date: 2023-05-01
    mentioned: 90
    answered: 300
    nature: illustrative
""",
    "frameworks/marmot.yaml": """\
id: marmot
title: Marmot principles
short_title: Marmot
version: Of 2010
owner: An institute
in_force_from: 2010-01-01
in_force_to: null
complete: true
nature: real
source: census
confidence: medium
clauses:
  - {ref: MARMOT1, title: Early childhood, source: census}
  - {ref: MARMOT5, title: Healthy places, parent: MARMOT1}
""",
    "strategies/first/strategy.yaml": """\
id: first
title: The first strategy
short_title: First
vision: Everyone lives well.
starts: 2020-04-01
ends: 2024-03-31
status: closed
owner: board
nature: illustrative
themes:
  - {id: housing, number: 1, title: Housing, mark: square, hue: "#0b5b56", nature: illustrative}
""",
    "strategies/first/steps/03.yaml": """\
number: 3
theme: housing
title: Write to tenants
summary: We write to tenants.
nature: illustrative
""",
    "strategies/second/strategy.yaml": """\
id: second
title: The second strategy
short_title: Second
vision: Everyone lives well.
aims:
  - Warm homes.
starts: 2024-04-01
ends: 2027-03-31
status: live
owner: board
previous: first
nature: illustrative
themes:
  - id: homes
    number: 1
    title: Warm homes
    summary: Every home is warm.
    mark: circle
    hue: "#0b5b56"
    outcomes: [crowding]
    nature: illustrative
  - id: money
    number: 2
    title: Enough money
    mark: star
    hue: "#1d4f91"
    nature: illustrative
""",
    "strategies/second/steps/01.yaml": """\
number: 1
theme: homes
title: Visit homes with mould
summary: We visit homes with mould first.
nature: illustrative
actions:
  - Train ten officers.
  - Visit within a week.
life_course: all
board_role: drive
team: Warm homes team
equity_objective: Renters gain first.
measures:
  - kind: output-kpi
    indicator: visits
    baseline: 10
    baseline_period: 2023/24
    target: 50
    target_date: 2027-03-31
    owner: housing
roles:
  - {organisation: housing, role: lead, brings: Officers}
  - {organisation: board, role: support}
evidence:
  - {id: need-crowding, role: need, reason: Homes are crowded.}
  - {id: in-mould, role: voice, reason: People ask for it.}
  - {id: ref-damp-new, role: effectiveness, reason: It says what to do.}
  - {id: learn-letters, role: learning, reason: Letters failed.}
alignments:
  - {framework: marmot, clause: MARMOT5, direction: serves, strength: strong, reason: It is about homes.}
replies: [in-mould]
wards: [E05013904]
previous:
  - {strategy: first, number: 3, how: widened, note: From letters to visits.}
""",
    "topics/01-homes.yaml": """\
id: homes
number: 1
title: Homes
question: Where do we live?
nature: illustrative
blocks:
  - prose: Home is where health begins.
  - finding: need-crowding
  - chart: {indicator: crowding, kind: compare, title: Homes are crowded}
  - map: {indicator: crowding, title: Crowding is everywhere}
  - table: {dimension: sex, area: E05013904}
  - heard: in-mould
  - works: ref-damp-new
  - tried: learn-letters
  - reflection: reflect-housing
  - steps: {strategy: second, numbers: [1]}
""",
    "pages/how.yaml": """\
page: how-it-was-made
title: How it was made
lines:
  - {said: It has steps., does: Here they are., link_text: The steps, url: /strategies/second/}
""",
    "pages/privacy.yaml": """\
page: narrative
slug: privacy
title: Privacy
body:
  - heading: What we keep
  - text: Nothing <b>at all</b>.
  - points: [No names., No addresses.]
""",
    "workspace.yaml": """\
place_code: E09000025
site_name: Fifty Steps
owner_name: The Board
banner: This is a test.
current_strategy: second
demonstration: true
brand: {name: Fifty Steps, colour: "#0b5b56"}
compare_with: [E92000001]
""",
}


class WorkspaceFolder:
    """A folder with the small workspace, and ways to change it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, content: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Put `new` in place of `old`, which stands in the file exactly once."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def remove(self, name: str) -> None:
        (self.folder / name).unlink()
