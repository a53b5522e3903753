"""Conversations that Polis published (CC BY 4.0), with their groups. They stand beside the project and never in it.

`polis_outputs` holds two conversations with the service's whole result (pol.is reports 6ukkcvfbre and 4cvkai2ctw);
`polis` holds four exports with the group of each participant. Published exports give agreement as 1 and the service
reckons with it as -1, so its means, components and positions are ours with the sign turned.
"""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fiftysteps.stats.opinion import OpinionStatements, opinion_groups, opinion_statements
from fiftysteps.stats.opinion.clusters import get_partition, get_silhouette
from fiftysteps.stats.opinion.votes import get_votes
from tests.stats.opinion.twins import find_adjusted_rand

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "engagement"
THREE_GROUPS = "50ptpt-3gp-strict-no-meta"
BELOW_100 = "below-100-ptpts"
OUTPUTS = [THREE_GROUPS, BELOW_100]
# The export of this conversation lacks one participant. The published result counts four votes of theirs, and the
# published means say on which statements: on each of these, one more who disagrees gives the published mean.
ABSENT = {THREE_GROUPS: [(50, statement, -1) for statement in (1, 4, 12, 20)], BELOW_100: []}


def find(*parts: str) -> Path:
    path = FOLDER.joinpath(*parts)
    if not path.is_file():
        pytest.skip(f"The reference answers are not here: {path.name} belongs beside the project, in shared/data.")
    return path


@dataclass
class Published:
    """A conversation and what the service made of it."""

    result: dict[str, Any]
    votes: list[tuple[int, int, int]]
    groups: dict[int, int]
    positions: dict[int, tuple[float, float]]

    @property
    def columns(self) -> list[list[int]]:
        return [list(column) for column in zip(*self.votes, strict=True)]

    @property
    def counted(self) -> list[list[int]]:
        """The votes as the service counts them in its components: everybody passed on what moderators took out."""
        out = self.result["mod-out"]
        kept = [vote for vote in self.votes if vote[1] not in out]
        rows = kept + [(person, statement, 0) for person in range(self.result["n"]) for statement in out]
        return [list(column) for column in zip(*rows, strict=True)]


def read_published(name: str) -> Published:
    result = json.loads(find("polis_outputs", name, "math-pca2.json").read_text())
    rows = json.loads(find("polis_outputs", name, "votes.json").read_text())
    votes = [
        (row.get("participant_id", row.get("pid")), row.get("statement_id", row.get("tid")), row["vote"])
        for row in rows
    ]
    bases = result["base-clusters"]
    members = dict(zip(bases["id"], bases["members"], strict=True))
    groups = {
        person: group["id"]
        for group in result["group-clusters"]
        for base in group["members"]
        for person in members[base]
    }
    places = zip(bases["members"], bases["x"], bases["y"], strict=True)
    positions = {person: (x, y) for people, x, y in places for person in people}
    return Published(result, votes + ABSENT[name], groups, positions)


def describe(published: Published) -> OpinionStatements:
    return opinion_statements(*published.columns, member=list(published.groups), group=list(published.groups.values()))


@pytest.mark.parametrize("name", OUTPUTS)
def test_means_and_components_are_the_published_ones(name: str) -> None:
    # The service iterates from its last result; it has arrived: what differs is the last digits of floats.
    published = read_published(name)
    found = opinion_groups(*published.counted).components
    assert -found.mean == pytest.approx(np.array(published.result["pca"]["center"]), abs=1e-12)
    for loading, theirs in zip(found.loadings, published.result["pca"]["comps"], strict=True):
        sign = np.sign(loading @ np.array(theirs))
        assert sign * loading == pytest.approx(np.array(theirs), abs=1e-12)


@pytest.mark.parametrize("name", OUTPUTS)
def test_positions_are_the_published_ones(name: str) -> None:
    published = read_published(name)
    result = opinion_groups(*published.counted)
    # The service turned the votes; each of our components may be turned against its own.
    signs = -np.sign(np.sum(result.components.loadings * np.array(published.result["pca"]["comps"]), axis=1))
    places = dict(zip(result.participants.tolist(), (signs * result.positions).tolist(), strict=True))
    assert len(published.positions) >= 23
    for person, place in published.positions.items():
        assert places[person] == pytest.approx(place, abs=1e-12)


@pytest.mark.parametrize("name", OUTPUTS)
def test_votes_counted_in_the_published_groups_are_the_published_ones(name: str) -> None:
    published = read_published(name)
    found = describe(published)
    for group, size, seen, agreed, disagreed in zip(
        found.groups, found.sizes, found.seen, found.agree.count, found.disagree.count, strict=True
    ):
        theirs = published.result["group-votes"][str(group)]
        assert size == theirs["n-members"]
        for i, statement in enumerate(found.statements.tolist()):
            assert {"A": agreed[i], "D": disagreed[i], "S": seen[i]} == theirs["votes"][str(statement)]


@pytest.mark.parametrize("name", OUTPUTS)
def test_group_aware_consensus_is_the_published_one(name: str) -> None:
    published = read_published(name)
    found = describe(published)
    theirs = published.result["group-aware-consensus"]
    # A statement on which nobody voted has one half for each group there, and no vote here.
    silent = set(theirs) - {str(statement) for statement in found.statements.tolist()}
    assert all(theirs[statement] == pytest.approx(0.5 ** len(found.groups)) for statement in silent)
    assert found.agree.consensus.tolist() == pytest.approx(
        [theirs[str(statement)] for statement in found.statements.tolist()], rel=1e-12
    )


@pytest.mark.parametrize("name", OUTPUTS)
def test_tests_of_representative_statements_are_the_published_ones(name: str) -> None:
    published = read_published(name)
    found = describe(published)
    place = {str(statement): i for i, statement in enumerate(found.statements.tolist())}
    for g, group in enumerate(found.groups.tolist()):
        for theirs in published.result["repness"][str(group)]:
            stance, i = getattr(found, theirs["repful-for"]), place[str(theirs["tid"])]
            assert (stance.count[g, i], found.seen[g, i]) == (theirs["n-success"], theirs["n-trials"])
            assert stance.proportion[g, i] == pytest.approx(theirs["p-success"], rel=1e-12)
            assert stance.proportion_z[g, i] == pytest.approx(theirs["p-test"], rel=1e-12)
            assert stance.ratio[g, i] == pytest.approx(theirs["repness"], rel=1e-12)
            # This one was published to seven figures.
            assert stance.z[g, i] == pytest.approx(theirs["repness-test"], rel=1e-6)


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_strongest_five_are_the_published_ones(name: str) -> None:
    published = read_published(name)
    out = published.result["mod-out"]
    found = describe(published)
    for group, ours in zip(found.groups.tolist(), found.representatives, strict=True):
        theirs = {
            (one["tid"], one["repful-for"])
            for one in published.result["repness"][str(group)]
            # The service fills up with the best of those that fail a test, where few pass.
            if one["p-test"] > 1.2816 and one["repness-test"] > 1.2816
        }
        strongest = [(one.statement, one.stance) for one in ours if one.statement not in out][:5]
        assert set(strongest) == theirs


@pytest.mark.parametrize("name", OUTPUTS)
def test_what_everybody_agrees_or_disagrees_with_is_tested_as_published(name: str) -> None:
    published = read_published(name)
    found = describe(published)
    place = {statement: i for i, statement in enumerate(found.statements.tolist())}
    for stance_name, theirs in published.result["consensus"].items():
        stance = getattr(found, stance_name)
        for one in theirs:
            i = place[one["tid"]]
            assert (stance.overall_count[i], found.overall_seen[i]) == (one["n-success"], one["n-trials"])
            assert stance.overall_proportion[i] == pytest.approx(one["p-success"], rel=1e-12)
            assert stance.overall_z[i] == pytest.approx(one["p-test"], rel=1e-12)


def find_inertia(points: np.ndarray, labels: np.ndarray) -> float:
    return sum(
        float(np.sum((points[labels == label] - points[labels == label].mean(axis=0)) ** 2)) for label in set(labels)
    )


# With as many groups as published: the agreement reached, and how much of the published inertia ours has. In the first
# one person in 43 stands elsewhere. In the second the published division of 23 people is far from the best of three
# groups: its inertia is 63.2 and ours is 43.9, so the two cannot agree.
@pytest.mark.parametrize(("name", "least", "share"), [(THREE_GROUPS, 0.93, 1.0), (BELOW_100, 0.48, 0.695)])
def test_our_division_is_no_worse_than_the_published_one_by_its_own_measures(
    name: str, least: float, share: float
) -> None:
    published = read_published(name)
    points = np.array(list(published.positions.values()))
    theirs = np.array([published.groups[person] for person in published.positions])
    ours = get_partition(points, np.ones(len(points)), 3, np.random.default_rng(1), starts=20)
    assert find_adjusted_rand(ours.labels.tolist(), theirs.tolist()) >= least
    assert ours.inertia <= share * find_inertia(points, theirs)
    result = opinion_groups(*published.counted)
    assert max(result.silhouettes.values()) >= get_silhouette(points, theirs, np.ones(len(points)))


def find_agreement_with_published(name: str) -> float:
    published = read_published(name)
    points = np.array(list(published.positions.values()))
    theirs = [published.groups[person] for person in published.positions]
    ours = get_partition(points, np.ones(len(points)), len(set(theirs)), np.random.default_rng(1), starts=20)
    return find_adjusted_rand(ours.labels.tolist(), theirs)


def read_export(name: str) -> tuple[list[list[int]], dict[int, int], dict[tuple[int, int], int]]:
    """The votes of an export, the published group of each participant, and the votes that count."""
    with find("polis", name, "votes.csv").open(newline="") as file:
        rows = [
            [int(row[key]) for key in ("voter-id", "comment-id", "vote", "timestamp")] for row in csv.DictReader(file)
        ]
    with find("polis", name, "participants-votes.csv").open(newline="") as file:
        people = list(csv.DictReader(file))
    groups = {int(row["participant"]): int(row["group-id"]) for row in people if row["group-id"]}
    cells = {
        (int(row["participant"]), int(key)): int(value)
        for row in people
        for key, value in row.items()
        if key.isdigit() and value
    }
    return [list(column) for column in zip(*rows, strict=True)], groups, cells


EXPORTS = ["15-per-hour-seattle", "brexit-consensus", "london.youth.policing", "vtaiwan.uberx"]


@pytest.mark.parametrize("name", EXPORTS)
def test_of_repeat_votes_those_count_that_count_in_the_published_export(name: str) -> None:
    (person, statement, vote, time), _, cells = read_export(name)
    votes = get_votes(person, statement, vote, time)
    ours = dict(
        zip(
            zip(votes.participants[votes.row].tolist(), votes.statements[votes.column].tolist(), strict=True),
            votes.value.tolist(),
            strict=True,
        )
    )
    shown = {statement for _, statement in cells}
    assert {key: value for key, value in ours.items() if key[1] in shown} == cells


# Agreement reached with as many groups as published, less a little for the last digits of other machines: 0.884, 0.876,
# 0.719 and 0.105. The first two stand apart well. In the third people lie between the two groups without a gap, and with
# another seed of the base clusters it is 0.69 to 0.84. In the fourth the published division of 24 people (18, 3 and 3)
# has a silhouette of 0.12 at these positions, and ours 0.48: it was not made of the votes as they now stand.
FLOORS = {"15-per-hour-seattle": 0.87, "brexit-consensus": 0.86, "vtaiwan.uberx": 0.65, "london.youth.policing": 0.1}


@dataclass
class Divided:
    """An export, divided by us into as many groups as were published, with both labels of each person in both."""

    positions: np.ndarray
    ours: np.ndarray
    theirs: np.ndarray
    published: int

    @property
    def agreement(self) -> float:
        return find_adjusted_rand(self.ours.tolist(), self.theirs.tolist())


def divide_export(name: str) -> Divided:
    (person, statement, vote, time), groups, _ = read_export(name)
    with find("polis", name, "comments.csv").open(newline="") as file:
        out = [int(row["comment-id"]) for row in csv.DictReader(file) if row["moderated"] == "-1"]
    rows = [row for row in zip(person, statement, vote, time, strict=True) if row[1] not in out]
    # As the service counts: everybody passed on what moderators took out.
    rows += [(one, other, 0, 0) for one in set(person) for other in out]
    *columns, times = zip(*rows, strict=True)
    result = opinion_groups(*columns, time=times, minimum_votes=7 + len(out))
    weights, wanted = result.base_sizes.astype(float), len(set(groups.values()))
    partition = get_partition(result.base_centres, weights, wanted, np.random.default_rng(1), starts=20)
    both = [i for i, one in enumerate(result.participants.tolist()) if one in groups and result.base[i]]
    theirs = np.array([groups[one] for one in result.participants[both].tolist()])
    return Divided(result.positions[both], partition.labels[result.base[both] - 1], theirs, len(groups))


@pytest.mark.parametrize("name", EXPORTS)
def test_our_division_agrees_with_the_published_one_or_divides_better(name: str) -> None:
    found = divide_export(name)
    assert len(found.ours) >= 0.95 * found.published
    assert found.agreement >= FLOORS[name]
    everybody = np.ones(len(found.ours))
    silhouettes = [get_silhouette(found.positions, labels, everybody) for labels in (found.ours, found.theirs)]
    # Ours divides base clusters and not people, which may cost it a hundredth.
    assert silhouettes[0] >= silhouettes[1] - 0.01


def read_table() -> dict[str, tuple[float, str]]:
    """The agreement that the page on the method claims for each conversation, and the reason it gives."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "methods" / "opinion-groups.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): (float(row[3]), row[4]) for row in rows if len(row) == 5}


@pytest.mark.parametrize("name", [*EXPORTS, *OUTPUTS])
def test_the_page_on_the_method_says_what_is_found_and_why_where_it_is_little(name: str) -> None:
    claimed, reason = read_table()[name]
    found = find_agreement_with_published(name) if name in OUTPUTS else divide_export(name).agreement
    # Another machine's last digits may move a person.
    assert found == pytest.approx(claimed, abs=0.03)
    assert bool(reason) is (claimed < 0.85)
