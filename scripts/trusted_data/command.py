"""`edp results` and `edp alerts`: what people type about stored test results."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scripts.core.settings import Settings

app = typer.Typer(help="The stored test results: add those of a past run, or invent a history.", no_args_is_help=True)


@app.command()
def demo(
    days: Annotated[int, typer.Option(help="Days of history, one run each.")] = 365,
    tests: Annotated[int, typer.Option(help="How many tests there are.")] = 1000,
    seed: Annotated[int, typer.Option(help="Another number gives other failures.")] = 42,
    home: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the store goes; demo/ of EDP_HOME without it.")
    ] = None,
) -> None:
    """Invent a long history in a store of its own; real results are never touched."""
    from scripts.trusted_data.demo import make_history

    settings = Settings.from_environment()
    made = make_history(settings, home or settings.home / "demo", days=days, tests=tests, seed=seed)
    print(f"{made.results} generated results of {made.tests} tests on {made.days} days in {made.home}")
    print(f"look at it with: EDP_HOME={made.home} edp dashboard")


@app.command()
def load(
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="Target folder of the run, e.g. target/.")],
) -> None:
    """Store the test results of a past run from the files dbt left; those stored already are not stored twice."""
    from scripts.trusted_data.load import read_run, store

    run = read_run(target)
    stored = store(Settings.from_environment(), run) if run.results else 0
    print(f"run {run.invocation}: {run.results} test results, {stored} of them new")
    if run.unknown:
        rest = f" and {len(run.unknown) - 1} more" if len(run.unknown) > 1 else ""
        print(f"left out, because manifest.json is of another version: {run.unknown[0]}{rest}")
