"""`make scale`: a large archive of made episodes, by the product's own way of storing, at build/scale.db.

A million utterances in 3,000 episodes of 20 shows with 400 people, as uneven as real archives are: two shows
make a third of it, some years are missing, some episodes have no transcript, no times or no speakers, a few
have 2,500 utterances. The same numbers make the same archive.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import click

from archive.database import open_archive, require_archive
from archive.errors import ArchiveError
from archive.records import EpisodeRecord
from archive.store import save
from tests.bench.made_episodes import Plan, episode, plan
from tests.bench.process import CHECKOUT

AT = Path("build/scale.db")
EPISODES = 3000
TOLD_EVERY = 100


@click.command()
@click.option("--to", default=AT, show_default=True, type=click.Path(path_type=Path), help="Where it goes.")
@click.option("--episodes", default=EPISODES, show_default=True, help="How many; 333 utterances each.")
@click.option("--seed", default=1, show_default=True, help="Another one makes other words of the same kind.")
def main(to: Path, episodes: int, seed: int) -> None:
    """Make a large archive to measure the site with."""
    to.parent.mkdir(parents=True, exist_ok=True)
    began = perf_counter()
    make(to, episodes, seed, tell=lambda said: click.echo(said, err=True))
    size = to.stat().st_size / 1e6
    click.echo(f"{to}: {episodes:,} episodes, {size:,.0f} MB, made in {perf_counter() - began:,.0f} s")


def ready(folder: Path, episodes: int, say: Callable[[str], None]) -> Path:
    """The archive of `make scale`, made if it is not there yet; one of another size is made in `folder`."""
    path = CHECKOUT / AT if episodes == EPISODES else folder / AT.name
    try:
        require_archive(path)
    except ArchiveError:
        path.parent.mkdir(exist_ok=True)
        make(path, episodes, tell=say)
    return path


def make(to: Path, episodes: int, seed: int = 1, tell: Callable[[str], None] = lambda said: None) -> None:
    """Make the archive, which is at `to` only once it is whole."""
    half = to.with_name(f"{to.name}.half")
    for each in (half, *(half.with_name(half.name + ending) for ending in ("-wal", "-shm"))):
        each.unlink(missing_ok=True)
    engine = open_archive(half, create=True)
    said = 0
    try:
        for number, outcome in enumerate(save(engine, _records(plan(episodes, seed))), start=1):
            if outcome.status != "inserted" or outcome.record is None:
                raise SystemExit(f"{outcome.place}: {outcome.status} ({outcome.error})")
            said += len(outcome.record.utterances)
            if number % TOLD_EVERY == 0:
                tell(f"{number:,} of {episodes:,} episodes, {said:,} utterances")
    finally:
        engine.dispose()
    os.replace(half, to)


def _records(planned: Plan) -> Iterator[EpisodeRecord]:
    return (episode(planned, number) for number in range(len(planned.lengths)))


if __name__ == "__main__":
    main()
