"""Every way to break a workspace: which file, which line, which sentence."""

import pytest

from fiftysteps.config.load import check_workspace
from fiftysteps.core.errors import PersonError
from fiftysteps.core.faults import Faults

HOUSING = "evidence/housing.yaml"
STEP = "strategies/second/steps/01.yaml"
STRATEGY = "strategies/second/strategy.yaml"


def get_faults(workspace):
    with pytest.raises(Faults) as caught:
        check_workspace(workspace.folder)
    return str(caught.value).split("\n")


def test_the_small_workspace_has_no_faults(workspace):
    check_workspace(workspace.folder)


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(PersonError, match="is not a folder. To start a workspace there: fiftysteps init"):
        check_workspace(tmp_path / "nowhere")


# File, what is replaced, what by, and the fault.
BROKEN = [
    # Files and their form
    ("sources.yaml", "sources:", "source:", 'sources.yaml, line 1: "source" is not a list that this file can hold (did you mean "sources"?)'),
    ("people.yaml", "people:\n", "people: nobody\nothers:\n", 'people.yaml, line 1: "people" must be a list: each item on a line of its own that starts with "- "'),
    ("sources.yaml", "  - id: census", "  - id: census\n    id: other", 'sources.yaml, line 3: the key "id" stands here twice'),
    ("sources.yaml", "title: Census 2021", "title: Census: 2021", 'sources.yaml, line 3: this is not YAML: a colon stands where none can: put quotes round a text that holds ": "'),
    ("sources.yaml", "  - id: census\n", "  - census\n  - id: census\n", 'sources.yaml, line 2: a source is written as keys, each with ": " and its value'),
    # Fields
    ("sources.yaml", "    publisher: Office for National Statistics\n", "", 'sources.yaml, line 2: "publisher" is missing'),
    ("sources.yaml", "publisher:", "publishr:", 'sources.yaml, line 4: "publishr" is not a key that can stand here (did you mean "publisher"?)'),
    ("sources.yaml", "https://www.ons.gov.uk/census", "www.ons.gov.uk", 'sources.yaml, line 5: "url" must be a web address that starts with http:// or https://; got www.ons.gov.uk'),
    ("sources.yaml", "https://www.ons.gov.uk/census", "https://me:secret@ons.gov.uk", 'sources.yaml, line 5: "url" must be a web address without a user\'s name or a password; got https://me:secret@ons.gov.uk'),
    ("sources.yaml", "retrieved: 2026-11-22", "retrieved: 2026-11-31", 'sources.yaml, line 7: "retrieved" must be a date such as 2025-06-30, without quotes; got 2026-11-31'),
    ("organisations.yaml", "type: board", "type: bord", 'organisations.yaml, line 4: "type" must be one of board, council, nhs, voluntary, faith, education, business, network, housing, police, resident-group, other (did you mean "board"?); got bord'),
    ("organisations.yaml", "on_board: true", "on_board: maybe", 'organisations.yaml, line 7: "on_board" must be true or false; got maybe'),
    ("organisations.yaml", "- {id: evidence, name: Evidence team}", "- {id: evidence, nam: Evidence team, name: E}", 'organisations.yaml, line 9: "nam" is not a key that can stand here (did you mean "name"?)'),
    ("indicators.yaml", "name: Home visits made", "name: " + "x" * 251, f'indicators.yaml, line 15: "name" must be at most 250 characters long, and is 251; got {"x" * 80}…'),
    ("indicators.yaml", "decimals: 0", "decimals: -1", 'indicators.yaml, line 19: "decimals" must be between 0 and 6; got -1'),
    (HOUSING, "doi: 10.1000/xyz123", "doi: https://doi.org/10.1000/xyz123", f'{HOUSING}, line 18: "doi" must be a DOI such as 10.1136/bmj.g1687, without "https://doi.org/" before it; got https://doi.org/10.1000/xyz123'),
    (HOUSING, "year: 2024", "year: 20244", f'{HOUSING}, line 27: "year" must be between 1800 and 2100; got 20244'),
    (HOUSING, "period: 2021", "period: 2021/23", f'{HOUSING}, line 6: "period" must be a period such as 2021, 2020/21, 2018-20, 2024-Q1, 2024-09 or 2021-03-21; got 2021/23'),
    (STEP, "baseline: 10", "baseline: about 10", f'{STEP}, line 16: "baseline" must be a number such as 12.5, without quotes, or null; got about 10'),
    (STEP, "title: Visit homes with mould", "title:", f'{STEP}, line 3: "title" is empty'),
    (STEP, "number: 1\n", 'number: "1"\n', f'{STEP}, line 1: "number" must be a whole number, without quotes; got 1'),
    (STRATEGY, 'hue: "#0b5b56"', 'hue: "#66ccaa"', f'{STRATEGY}, line 19: "hue" has a contrast of 1.9 on white, where text needs 4.5 or more; got #66ccaa'),
    (STRATEGY, 'hue: "#0b5b56"', "hue: green", f'{STRATEGY}, line 19: "hue" must be a colour such as "#0b5b56"; got green'),
    # Real or illustrative
    ("indicators.yaml", "    nature: real\n    source: census\n", "    nature: real\n", 'indicators.yaml, line 11: "source" is missing: what is real names the source that says so'),
    (HOUSING, "    nature: real\n    source: census\n    confidence: high\n", "    nature: real\n    source: census\n", f'{HOUSING}, line 8: "confidence" is missing: what is real says how sure we are, with high, medium or low'),
    (HOUSING, "    nature: real\n    confidence: high\n    superseded_by: ref-damp-new\n", "    nature: real\n", f'{HOUSING}, line 21: "confidence" is missing: what is real says how sure we are, with high, medium or low'),
    (HOUSING, "    superseded_by: ref-damp-new\n", "    source: census\n", f'{HOUSING}, line 23: "source" is left out: a reference is its own source'),
    (STEP, "{organisation: board, role: support}", "{organisation: real-council, role: support}", f'{STEP}, line 23: "organisation" is a real organisation, which must have no part in what is illustrative; got real-council'),
    (STEP, "owner: housing", "owner: real-council", f'{STEP}, line 20: "owner" is a real organisation, which must have no part in what is illustrative; got real-council'),
    (HOUSING, "by: housing", "by: real-council", f'{HOUSING}, line 64: "by" is a real organisation, which must have no part in what is illustrative; got real-council'),
    (HOUSING, "network: housing", "network: real-council", f'{HOUSING}, line 47: "network" is a real organisation, which must have no part in what is illustrative; got real-council'),
    (STRATEGY, "owner: board", "owner: real-council", f'{STRATEGY}, line 10: "owner" is a real organisation, which must have no part in what is illustrative; got real-council'),
    ("people.yaml", "organisation: board", "organisation: real-council", 'people.yaml, line 5: "organisation" is a real organisation, which must have no part in what is illustrative; got real-council'),
    ("people.yaml", "amina@council.example", "amina at council", 'people.yaml, line 8: "email" must be an e-mail address; got amina at council'),
    ("people.yaml", "    starts: 2024-04-01\n    ends: 2026-03-31\n", "", 'people.yaml, line 5: "starts" is missing: the day on which they joined the organisation'),
    ("frameworks/marmot.yaml", "ref: MARMOT5", 'ref: "Marmot 5"', 'frameworks/marmot.yaml, line 14: "ref" must be letters and digits, in parts with "-" or "." between them; got Marmot 5'),
    # Ids that nothing has
    ("indicators.yaml", "    source: census\n", "    source: cencus\n", 'indicators.yaml, line 12: "source" must be the id of a source of this workspace (did you mean "census"?); got cencus'),
    ("people.yaml", "organisation: board", "organisation: bord", 'people.yaml, line 5: "organisation" must be the id of an organisation of this workspace (did you mean "board"?); got bord'),
    (HOUSING, "indicator: crowding", "indicator: crowdin", f'{HOUSING}, line 4: "indicator" must be the id of an indicator of this workspace (did you mean "crowding"?); got crowdin'),
    (HOUSING, "comparator: E92000001", "comparator: E92000009", f'{HOUSING}, line 7: "comparator" must be the id of an area of this workspace (did you mean "E92000001"?); got E92000009'),
    (HOUSING, "superseded_by: ref-damp-new", "superseded_by: need-crowding", f'{HOUSING}, line 23: "superseded_by" must be the id of a reference of this workspace (there are: ref-damp, ref-damp-new); got need-crowding'),
    (HOUSING, "network: housing", "network: nobody", f'{HOUSING}, line 47: "network" must be the id of an organisation of this workspace (there are: board, housing, real-council); got nobody'),
    ("frameworks/marmot.yaml", "source: census}", "source: nobody}", 'frameworks/marmot.yaml, line 13: "source" must be the id of a source of this workspace (there are: census); got nobody'),
    ("frameworks/marmot.yaml", "parent: MARMOT1", "parent: MARMOT9", 'frameworks/marmot.yaml, line 14: "parent" must be the reference of a clause of this framework (did you mean "MARMOT5"?); got MARMOT9'),
    (STRATEGY, "outcomes: [crowding]", "outcomes: [visits, crowd]", f'{STRATEGY}, line 20: "outcomes" must be the id of an indicator of this workspace (did you mean "crowding"?); got crowd'),
    (STRATEGY, "previous: first", "previous: frist", f'{STRATEGY}, line 11: "previous" must be the id of a strategy of this workspace (did you mean "first"?); got frist'),
    (STEP, "theme: homes", "theme: home", f'{STEP}, line 2: "theme" must be the id of a theme of this strategy (did you mean "homes"?); got home'),
    (STEP, "theme: homes", "theme: housing", f'{STEP}, line 2: "theme" is a theme of another strategy, first; got housing'),
    (STEP, "id: learn-letters", "id: learn-leters", f'{STEP}, line 28: "id" must be the id of a piece of evidence of this workspace (did you mean "learn-letters"?); got learn-leters'),
    (STEP, "framework: marmot", "framework: marmott", f'{STEP}, line 30: "framework" must be the id of a framework of this workspace (did you mean "marmot"?); got marmott'),
    (STEP, "clause: MARMOT5", "clause: MARMOT4", f'{STEP}, line 30: "clause" must be the reference of a clause of the framework (did you mean "MARMOT5"?); got MARMOT4'),
    (STEP, "replies: [in-mould]", "replies: [in-mold]", f'{STEP}, line 31: "replies" must be the id of an insight of this workspace (did you mean "in-mould"?); got in-mold'),
    (STEP, "replies: [in-mould]", "replies: [in-rent]", f"{STEP}, line 31: the insight has no reply that a step could answer; got in-rent"),
    (STEP, "wards: [E05013904]", "wards: [E09000025]", f'{STEP}, line 32: "wards" holds an area that is no ward; got E09000025'),
    (STEP, "number: 3,", "number: 4,", f'{STEP}, line 34: "previous" must be the id of a step of this workspace (did you mean "first/3"?); got first/4'),
    ("topics/01-homes.yaml", "heard: in-mould", "heard: learn-letters", 'topics/01-homes.yaml, line 12: "heard" must be the id of an insight of this workspace (there are: in-mould, in-rent); got learn-letters'),
    ("topics/01-homes.yaml", "numbers: [1]", "numbers: [2]", 'topics/01-homes.yaml, line 16: "numbers" must be the id of a step of this workspace (did you mean "second/1"?); got second/2'),
    ("topics/01-homes.yaml", "dimension: sex", "dimension: age", "topics/01-homes.yaml, line 11: no population count of the area is there by this dimension; got E05013904, age"),
    ("workspace.yaml", "current_strategy: second", "current_strategy: secnd", 'workspace.yaml, line 5: "current_strategy" must be the id of a strategy of this workspace (did you mean "second"?); got secnd'),
    # Twice
    ("organisations.yaml", "id: housing", "id: board", 'organisations.yaml, line 10: the organisation "board" is there already: organisations.yaml, line 2'),
    (HOUSING, "id: learn-letters", "id: need-crowding", f'{HOUSING}, line 34: the id "need-crowding" is there already: {HOUSING}, line 2'),
    (STRATEGY, "id: money", "id: homes", f"{STRATEGY}, line 22: two themes of this strategy have the same id; got homes"),
    (STRATEGY, "number: 2", "number: 1", f"{STRATEGY}, line 23: two themes of this strategy have the same number; got 1"),
    (STRATEGY, "outcomes: [crowding]", "outcomes: [crowding, crowding]", f'{STRATEGY}, line 20: the indicator "crowding" is there twice'),
    ("frameworks/marmot.yaml", "ref: MARMOT5", "ref: MARMOT1", 'frameworks/marmot.yaml, line 13: the clause "MARMOT1" is there twice'),
    (STEP, "{id: in-mould, role: voice,", "{id: need-crowding, role: need,", f"{STEP}, line 26: the evidence is cited in this role already; got need"),
    (STEP, "organisation: board,", "organisation: housing,", f"{STEP}, line 23: the organisation has a role on this step already; got housing"),
    (STEP, "wards: [E05013904]", "wards: [E05013904, E05013904]", f"{STEP}, line 32: the ward is named already; got E05013904"),
    (STEP, "replies: [in-mould]", "replies: [in-mould, in-mould]", f"{STEP}, line 31: the insight is named already; got in-mould"),
    ("organisations.yaml", "- {id: evidence, name: Evidence team}", "- {id: evidence, name: E}\n      - {id: evidence, name: F}", 'organisations.yaml, line 10: the team "evidence" is there twice'),
    # Order, circles and sums
    ("people.yaml", "ends: 2026-03-31", "ends: 2023-03-31", 'people.yaml, line 7: "ends" is before "starts"; got 2023-03-31'),
    ("people.yaml", "    role: strategy-lead\n", "", 'people.yaml, line 8: "email" and "role" go together: they make an account'),
    (STRATEGY, "ends: 2027-03-31", "ends: 2024-04-01", f'{STRATEGY}, line 8: "ends" must be after "starts"; got 2024-04-01'),
    ("frameworks/marmot.yaml", "in_force_to: null", "in_force_to: 2009-12-31", 'frameworks/marmot.yaml, line 7: "in_force_to" is before "in_force_from"; got 2009-12-31'),
    (HOUSING, "superseded_by: ref-damp-new", "superseded_by: ref-damp", f'{HOUSING}, line 23: "superseded_by" leads back to this reference; got ref-damp'),
    (HOUSING, "mentioned: 40", "mentioned: 301", f'{HOUSING}, line 58: "mentioned" is more than "answered": nobody can have said it who did not take part; got 301 of 300'),
    (HOUSING, "date: 2023-09-01", "date: 2023-04-01", f'{HOUSING}, line 65: "date" of the reply is before the day on which it was said; got 2023-04-01'),
    (HOUSING, "comparator: E92000001", "comparator: E09000025", f'{HOUSING}, line 7: "comparator" must be another area than "area"'),
    ("frameworks/marmot.yaml", "title: Early childhood", "title: Early childhood, parent: MARMOT5", 'frameworks/marmot.yaml, line 14: the clause belongs, through "parent", to itself; got MARMOT1'),
    ("frameworks/marmot.yaml", "parent: MARMOT1", "parent: MARMOT5", "frameworks/marmot.yaml, line 14: the clause belongs, through \"parent\", to itself; got MARMOT5"),
    (STEP, "strategy: first, number: 3,", "strategy: second, number: 1,", f'{STEP}, line 34: "strategy" must be another one: a step comes from an earlier cycle; got second'),
    # Words and figures
    (HOUSING, "title: Homes are more crowded than in England", "title: 1 in 5 homes is crowded", f'{HOUSING}, line 3: "title" must have no digits: the sentence with the figures is written from the data; got 1'),
    ("topics/01-homes.yaml", "prose: Home is where", "prose: In 21.7% of homes", 'topics/01-homes.yaml, line 7: "prose" must have no figures of its own: put a finding beside it, or [[name-of-a-finding]] into it, and has 21.7%; got In 21.7% of homes health begins.'),
    ("topics/01-homes.yaml", "prose: Home is where", "prose: In [[need-crowdin]] of homes", 'topics/01-homes.yaml, line 7: "prose" must be the id of a finding of this workspace (did you mean "need-crowding"?); got need-crowdin'),
    ("topics/01-homes.yaml", "prose: Home is where", "prose: In [[need-crowding:much]] of homes", 'topics/01-homes.yaml, line 7: "prose" must ask for one of the parts value, share, range, when, comparison, and has much; got In [[need-crowding:much]] of homes health begins.'),
    ("topics/01-homes.yaml", "  - heard: in-mould", "  - heard: in-mould\n    works: ref-damp", "topics/01-homes.yaml, line 12: a block has exactly one of the keys prose, finding, chart, map, table, heard, works, tried, reflection, steps; got heard, works"),
    (HOUSING, "area: E09000025", "area: E05013904", f"{HOUSING}, line 4: no observation is there for this finding: look at its indicator, area, period and group; got crowding, E05013904, 2021"),
    (STEP, "title: Visit homes with mould", "title: Visit every home that has mould before the winter comes", f'{STEP}, line 3: "short_title" is missing: a title of more than 45 characters does not fit on a tile; got 55 characters'),
    ("topics/01-homes.yaml", "chart: {indicator: crowding", "chart: {indicator: unmeasured", 'topics/01-homes.yaml, line 9: "indicator" must be the id of an indicator of this workspace (there are: crowding, visits); got unmeasured'),
    # Pages
    ("pages/privacy.yaml", "slug: privacy\n", "", 'pages/privacy.yaml, line 1: "slug" is the address of a narrative page, and of no other'),
    ("pages/privacy.yaml", "slug: privacy\n", "slug: needs\n", 'pages/privacy.yaml, line 2: "slug" is the address of another page of the site; got needs'),
    ("pages/how.yaml", "url: /strategies/second/", "url: //elsewhere.example", 'pages/how.yaml, line 4: "url" must be an address on this site, which starts with one "/"; got //elsewhere.example'),
    ("pages/how.yaml", "lines:", "body:\n  - text: x\nlines:", 'pages/how.yaml, line 3: "body" belongs to a narrative page'),
    ("pages/privacy.yaml", "body:", "lines:\n  - {said: a, does: b, link_text: c, url: /}\nbody:", 'pages/privacy.yaml, line 4: "lines" belong to the page how-it-was-made'),
    ("pages/privacy.yaml", "  - heading: What we keep", "  - heading: What we keep\n    text: both", "pages/privacy.yaml, line 5: a part of the body has exactly one of the keys heading, text, points"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "fault"), BROKEN)
def test_a_broken_rule_is_named_with_file_line_and_sentence(workspace, file, old, new, fault):
    workspace.replace(file, old, new)
    assert fault in get_faults(workspace)


def test_duties_with_days_in_the_wrong_order_and_links_that_could_run_are_named(workspace):
    workspace.write(
        "duties.yaml",
        """
        duties:
          - {id: publish, number: 1, subject: assessment, title: Publish, asks: That., law: Act, confidence: high,
             url: "https://example.org", in_force_from: 2020-01-01, in_force_to: 2019-01-01}
        proofs:
          - {id: a, duty: publish, title: It, link: "javascript:alert(1)", day: 2020-01-01, nature: real}
          - {id: b, duty: none, title: It, link: /needs/, day: 2020-01-01, holds_until: 2019-01-01, nature: real}
        """,
    )
    faults = "\n".join(get_faults(workspace))
    assert '"in_force_to" is before "in_force_from"' in faults
    assert '"link" must be a web address' in faults
    assert '"holds_until" is before "day"' in faults
    assert "none" in faults
