"""What is printed at the end: where the service is, everybody's key, and three requests to try next."""

import json
from pathlib import Path

import click

from scripts.demo import cast
from scripts.demo.logins import PASSWORD, SECRET
from scripts.demo.photographs import pdq
from scripts.demo.sharing import BAD, STATEMENT
from scripts.demo.story import Story


def say(story: Story, log: Path) -> None:
    """Print all of it; commands stand on lines of their own, unwrapped, to be pasted."""
    _heading("The service keeps running; Ctrl-C stops it")
    click.echo(f"Console        {story.base_url}/console")
    click.echo(f"API            {story.base_url}/v1")
    click.echo(f"Description    {story.base_url}/docs")
    click.echo(f"Audit log      {story.base_url}/audit/entries")
    click.echo(f"Photographs    {story.pictures}")
    click.echo(f"Log            {log} (from here on it is shown below as well)")
    _heading("Everybody's login for the console")
    for each in story.logins:
        click.echo(f"{each.email:<22} {each.who:<14} {', '.join(each.roles)}")
    click.echo(f"\nPassword of all: {PASSWORD}\nCode of the app: .venv/bin/python -m scripts.demo.code")
    click.echo(f"or put this secret into an app: {SECRET} (each code signs each of them in once)")
    _heading("Everybody's key, shown this once")
    for voice in story.voices.values():
        click.echo(f"{voice.member:<18} {_person(voice):<12} {voice.part.role:<19} {voice.token}")
    _heading("Try next")
    for told, command in _commands(story):
        click.echo(f"# {told}\n{command}\n")
    click.echo("# The key that the examples in README.md use (Brookpics, platform_matcher)")
    click.echo(f"KEY={story.voices[cast.BROOKPICS_MATCHER].token}\n")


def _heading(text: str) -> None:
    click.secho(f"\n{text}", bold=True)


def _person(voice: cast.Voice) -> str:
    return "" if voice.part.who == voice.member else voice.part.who


def _commands(story: Story) -> list[tuple[str, str]]:
    upload = pdq(story.pictures / "brookpics" / "upload-coffee.jpg")
    cat = pdq(story.pictures / "cairnboard" / "post-3.jpg")
    lookup = {"signals": [{"signal_type": "pdq", "signal_value": upload.signal_value}]}
    stated = {"signal_type": "pdq", "content_type": "image", "quality": 100, **STATEMENT.as_fields()}
    batch = {"signals": [{**stated, "signal_value": value} for value in (cat.signal_value, BAD.signal_value)]}
    return [
        (
            "Brookpics looks up a resized, recompressed coffee: a hit",
            _curl(story, cast.BROOKPICS_MATCHER, "match", lookup),
        ),
        (
            "Alderfeed submits a good hash and a bad one: each has its own outcome",
            _curl(story, cast.ALDERFEED_SUBMITTER, "signals", batch),
        ),
        ("Brookpics reads the feed: the live signal and the tombstone", _curl(story, cast.BROOKPICS_MATCHER, "feed")),
    ]


def _curl(story: Story, part: cast.Part, path: str, body: object = None) -> str:
    key = f"-H 'Authorization: Bearer {story.voices[part].token}'"
    sent = "" if body is None else f" -H 'Content-Type: application/json' -d '{json.dumps(body)}'"
    return f"curl -s -w '\\n' {story.base_url}/v1/{path} {key}{sent}"
