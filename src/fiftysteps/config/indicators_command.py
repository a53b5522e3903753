"""`fiftysteps indicators`: compute indicators from counts, and list what every indicator is."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fiftysteps.evidence.actions.build_indicators import Built
    from fiftysteps.evidence.queries.protection import Attacked

DATA_HELP = "The data directory (default: $FIFTYSTEPS_DATA, or ./var)."
data_option = click.option("--data", type=click.Path(file_okay=False, path_type=Path), help=DATA_HELP)


@click.group()
def indicators() -> None:
    """Compute indicators from counts, and list what every indicator is.

    \b
    Example:
      fiftysteps indicators build
      fiftysteps indicators dictionary --format csv
    """


@indicators.command()
@click.argument("names", nargs=-1)
@click.option("--changed", is_flag=True, help="Only those of which something changed, which is the default.")
@click.option("--all", "rebuild", is_flag=True, help="Also those of which nothing changed.")
@data_option
def build(names: tuple[str, ...], changed: bool, rebuild: bool, data: Path | None) -> None:
    """Compute the indicators NAMES from counts, or every indicator that has a recipe.

    Each becomes a release of its own dataset, whole or not at all. What was computed from the same counts, look-ups and
    definition before is left as it is. The status is 1 where an indicator could not be built.

    \b
    Example:
      fiftysteps indicators build
      fiftysteps indicators build overcrowding private-rent
      fiftysteps indicators build --all
    """
    from fiftysteps.config.cli import set_up

    if changed and rebuild:
        raise click.UsageError("--changed and --all say opposite things: give one of them.")
    set_up(data, lean=True)
    from fiftysteps.config.migrating import check_schema
    from fiftysteps.config.noticing import say_what_moved
    from fiftysteps.config.progress import show_progress
    from fiftysteps.evidence.actions.build_indicators import Outcome

    check_schema()
    with show_progress() as progress:
        done = build_with_progress(progress, names, rebuild=rebuild)
    if not done:
        click.echo('No indicator is built from counts: give one the key "built_from" in its file.')
    click.echo("\n".join(line for each in done for line in describe(each)), nl=bool(done))
    if any(each.outcome in {Outcome.BUILT, Outcome.WITHDRAWN} for each in done):
        say_what_moved()
    if faults := [str(fault) for each in done for fault in each.faults]:
        click.echo("\n".join(faults), err=True)
        sys.exit(1)


def build_with_progress(
    progress: Callable[[str, int, int], None], names: tuple[str, ...] = (), *, rebuild: bool = False
) -> list["Built"]:
    """Compute what is due, telling `progress` after each indicator, and return what became of all of them."""
    from fiftysteps.evidence.actions.build_indicators import Outcome, plan_builds, run_builds

    work = plan_builds(names, rebuild=rebuild)
    done: list[Built] = []
    computed = 0
    for each in run_builds(work):
        done.append(each)
        if each.outcome in {Outcome.BUILT, Outcome.REFUSED}:
            computed += 1
            progress("Computing indicators", computed, work.due)
    return done


def describe(built: "Built") -> Iterator[str]:
    """Yield what became of an indicator, and what was left out of it."""
    said = built.outcome.value
    if built.rows:
        said += f", {built.rows:,} figures in {built.seconds:.1f} s"
    yield f"{built.indicator}: {said}"
    yield from (f"  {note}" for note in built.notes)


@indicators.command()
@click.argument("names", nargs=-1)
@data_option
def attack(names: tuple[str, ...], data: Path | None) -> None:
    """Try to work out hidden numbers from what is shown of the indicators NAMES, or of every one that has a rule.

    It says of each how many figures are hidden, and is for those who may see all: where something can be worked out, it
    names it, and the status is 1.

    \b
    Example:
      fiftysteps indicators attack
      fiftysteps indicators attack hiv-diagnoses
    """
    from fiftysteps.config.cli import set_up

    set_up(data, lean=True)
    from fiftysteps.config.migrating import check_schema
    from fiftysteps.evidence.queries.observations import get_current_files
    from fiftysteps.evidence.queries.protection import attack_indicators, get_ruled

    check_schema()
    ruled = get_ruled()
    if unknown := [name for name in names if name not in ruled]:
        raise click.UsageError(f"No indicator with a rule for small numbers has the name {', '.join(unknown)}.")
    if not ruled:
        click.echo('No indicator has a rule for small numbers: give one the key "disclosure_rule" in its file.')
    leaks = False
    for each in attack_indicators(get_current_files("observations"), names or None):
        click.echo("\n".join(describe_attack(each)))
        leaks = leaks or bool(each.leaks)
    if leaks:
        sys.exit(1)


def describe_attack(found: "Attacked") -> Iterator[str]:
    """Yield what is hidden of an indicator, and what the attacker finds out all the same."""
    decision = found.decision
    yield (
        f"{found.indicator.slug}: {len(decision.small):,} small and {len(decision.protecting):,} to protect those are "
        f"hidden, by the rule {found.indicator.rule.name}; "
        + ("the attacker finds nothing" if not found.leaks else "what is shown tells too much")
    )
    yield from (f"  hidden whole: {level}" for level in decision.levels)
    yield from (f"  {leak}" for leak in found.leaks)


@indicators.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "csv"]),
    default="markdown",
    show_default=True,
    help="A page to read, or a table for programs.",
)
@data_option
def dictionary(form: str, data: Path | None) -> None:
    """Print what every indicator is: its definition, method, source, groups, areas and periods.

    \b
    Example:
      fiftysteps indicators dictionary > indicators.md
      fiftysteps indicators dictionary --format csv > indicators.csv
    """
    from fiftysteps.config.cli import set_up

    set_up(data, lean=True)
    from fiftysteps.config.migrating import check_schema
    from fiftysteps.evidence.dictionary_output import get_csv, get_markdown
    from fiftysteps.evidence.queries.dictionary import get_dictionary

    check_schema()
    entries = get_dictionary()
    click.echo(get_csv(entries) if form == "csv" else get_markdown(entries), nl=False)
