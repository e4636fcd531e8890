"""A delisting: an organisation goes from a list, and everything that rested on it is looked at again."""

from hashdb.access import Actor
from hashdb.roles import Role
from hashdb.services import imports
from hashdb.services.imports import Upload
from tests.browser.stories.people import Clicker, Typist
from tests.browser.stories.reviewing import next_case
from tests.browser.stories.story import Story
from tests.journeys.test_delisting import LATER, SAMPLE
from tests.services.worlds.register import resting_on

FRONT = "VERMILION LANTERN FRONT"
WHY = "Removed from the list by decision of 18 December."
REASONS = "Listed by states together, after review, with an ombudsperson for those who are listed."
WITHDRAW_AS_ENDED = "w7ww"


def test_a_delisting_pauses_what_rests_on_it_until_people_have_looked(
    story: Story, senior: Typist, auditor: Clicker
) -> None:
    world = story.world
    editor, stranger = story.joins(Role.REGISTER_EDITOR, world.charity), story.stranger()
    listed(story, world.editor, SAMPLE)
    is_accepted(editor, senior)
    entry_id = is_approved(senior)
    stranger.opens("/register?q=Vermilion Lantern Front")
    stranger.follows(FRONT)
    stranger.sees(FRONT)
    signal = world.active("a picture", resting_on(entry_id))
    story.later(days=30)
    listed(story, world.editor, LATER, removals=1)
    is_delisted(editor)
    story.settle()

    assert stranger.opens(f"/register/{entry_id}") == 404
    assert next_case(senior) == signal.id
    senior.sees("It is disputed, and matched against nobody", FRONT, "delisted")
    senior.types(WITHDRAW_AS_ENDED)
    senior.sees("Withdrawn.")
    submitter = story.joins(Role.PLATFORM_SUBMITTER, world.alpha)
    submitter.opens("/console/submissions")
    submitter.sees("withdrawn")
    auditor.opens(f"/console/log?subject={entry_id}&action=register")
    auditor.sees("register.approve", "register.delist", "→ delisted")


def listed(story: Story, program: Actor, raw: bytes, *, removals: int = 0) -> None:
    """Take in a list, as a program does every night."""
    imports.take(story.stage.store, Upload(raw=raw, removals=removals), actor=program, now=story.stage.now)


def is_accepted(editor: Clicker, senior: Typist) -> None:
    """Have two people decide that the authority's word counts."""
    editor.opens("/console/register")
    editor.follows("Authorities")
    editor.fills("Short name", "un-security-council")
    editor.fills("Name", "UN Security Council")
    editor.ticks("Its designations count")
    editor.fills("Reasons", REASONS)
    editor.presses("Propose it")
    editor.sees("Has agreed")
    senior.opens("/console/authorities")
    senior.types("a")
    senior.sees("accepted")


def is_approved(senior: Typist) -> str:
    """Have a second person approve what the list proposes, and return the entry's id."""
    senior.opens("/console/register")
    senior.follows(FRONT)
    senior.types("a")
    senior.sees("active")
    return senior.case


def is_delisted(editor: Clicker) -> None:
    """Have an editor confirm what the list only says."""
    editor.opens("/console/register")
    editor.sees("The latest list says something else")
    editor.follows(FRONT)
    editor.unfolds("Confirm the delisting")
    editor.fills("Why", WHY)
    editor.presses("Confirm the delisting")
    editor.sees("delisted", WHY)
