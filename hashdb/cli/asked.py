"""The options of the commands that hash: what to hash and how, and where what was found goes."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from hashdb.cli.files import Inputs
from hashdb.cli.run import Outlet
from hashdb.signals import SIGNAL_TYPES

Command = Callable[..., None]

STRATEGIES = {
    "plain": "the picture alone",
    "fast": "with its turns and mirrors, without borders, captions and app frames",
    "thorough": "also between straight edges and turned back a little, which takes longer",
    "views": "with the crops that are stored with a signal",
}


def _sources(command: Command) -> Command:
    paths = click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
    links = click.option("--link", "links", multiple=True, metavar="URL", help="Hash an address, not what is there.")
    texts = click.option(
        "--text", "texts", multiple=True, metavar="TEXT", help='Hash a text; "-" reads one from a pipe.'
    )
    return paths(links(texts(command)))


def _ways(command: Command, default: str, choices: tuple[str, ...]) -> Command:
    strategy = click.option(
        "--strategy",
        type=click.Choice(choices),
        default=default,
        show_default=True,
        help="How to look at pictures: " + "; ".join(f"{name}: {STRATEGIES[name]}" for name in choices) + ".",
    )
    types = click.option(
        "--type",
        "types",
        multiple=True,
        type=click.Choice(list(SIGNAL_TYPES)),
        help="Hash by this type only; may be given several times. Without it: all but whash.",
    )
    keyframes = click.option(
        "--keyframes",
        is_flag=True,
        help="Of videos, decode the key frames only: to look up several times faster. Too few frames to submit.",
    )
    jobs = click.option(
        "--jobs",
        "-j",
        type=click.IntRange(1, 256),
        default=_processors,
        help="Files that are hashed at the same time. Without it: one for each processor.",
    )
    return strategy(types(keyframes(jobs(command))))


def input_options(default: str, *choices: str) -> Callable[[Command], Command]:
    """Give a command what names its inputs and says how to hash them; `inputs_from` reads it."""
    return lambda command: _sources(_ways(command, default, choices))


def inputs_from(said: Mapping[str, Any]) -> Inputs:
    """Return what the options of a command say about its inputs."""
    if not (said["paths"] or said["links"] or said["texts"]):
        raise click.UsageError("nothing to hash: name files or folders, or give --link or --text")
    return Inputs(
        paths=said["paths"],
        urls=said["links"],
        texts=tuple(sys.stdin.read() if text == "-" else text for text in said["texts"]),
        types=said["types"],
        strategy=said["strategy"],
        keyframes=said["keyframes"],
        jobs=said["jobs"],
    )


def outlet_options(command: Command) -> Command:
    """Give a command where its lines go; `outlet_from` reads it."""
    file = click.Path(path_type=Path, dir_okay=False)
    resumed = (
        "Go on with the --output of an earlier run: what has its line there is left out, what failed is tried again."
    )
    options = (
        click.option("--json", "as_json", is_flag=True, help="JSON lines, on a terminal too."),
        click.option("--output", "-o", type=file, metavar="FILE", help="Write the JSON lines to a new file."),
        click.option("--resume", is_flag=True, help=resumed),
        click.option("--report", type=file, metavar="FILE.html", help="Write a page: counts, distances, matches."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def outlet_from(said: Mapping[str, Any]) -> Outlet:
    """Return what the options of a command say about its output."""
    if said["resume"] and said["output"] is None:
        raise click.UsageError("--resume goes on with the file of --output: give both")
    return Outlet(as_json=said["as_json"], output=said["output"], resume=said["resume"], report=said["report"])


def _processors() -> int:
    return os.cpu_count() or 1
