"""An appeal: a journalist without an account gets back a report that a platform had removed on our word."""

from hashdb.roles import Role
from tests.browser.stories.answering import RESTORED, answers, removed
from tests.browser.stories.people import Clicker, Typist
from tests.browser.stories.story import Story

STATEMENT = "Das ist mein Bericht über den Prozess; er ruft zu nichts auf."
QUESTION = "Wo ist der Bericht erschienen?"
ANSWER = "Auf unserer Seite, im Mai."
REASONS = "Es ist ein Bericht über einen Prozess und ruft zu nichts auf."


def test_a_journalist_without_an_account_gets_a_report_back(story: Story, platform: Clicker, auditor: Clicker) -> None:
    journalist, officer = story.stranger(), story.types(Role.APPEALS_OFFICER, story.world.institute)
    request = removed(story, story.world.gamma, story.world.active("a picture"), "report")
    platform.opens("/console/inbox")
    platform.sees(request.id[-8:])
    code = complains(journalist, request.id)
    is_asked(officer)
    story.later(days=2)
    looks_up(journalist, code)
    journalist.sees(QUESTION)
    journalist.fills("Your answer", ANSWER)
    journalist.presses("Answer")
    appeal_id = decides(officer)
    story.settle()

    looks_up(journalist, code)
    journalist.sees("what follows from it was done", REASONS)
    officer.opens(f"/console/appeals/{appeal_id}")
    officer.sees("ask the platforms to put the content back", "done")
    officer.misses("not done yet")
    answers(platform, RESTORED)
    platform.sees("reinstated")
    auditor.opens(f"/console/log?subject={appeal_id}&action=appeal")
    auditor.sees("appeal.lodge", "appeal.ask", "appeal.uphold")
    assert journalist.window.tab.context.cookies() == []


def complains(journalist: Clicker, reference: str) -> str:
    """Find the form from the front page, name what the platform has told, and return the code that is shown once."""
    journalist.opens("/")
    journalist.follows("Complain")
    journalist.picks("What is it about?", "a request to a platform to remove content")
    journalist.fills("Its id or address", reference)
    journalist.ticks("It is journalism, education, art, research, debate, or evidence of a crime")
    journalist.fills("Say it in your own words", STATEMENT)
    journalist.fills("The language you write in", "de")
    journalist.presses("Send the complaint")
    return journalist.main.locator("p.code").inner_text()


def looks_up(journalist: Clicker, code: str) -> None:
    """See how the complaint stands."""
    journalist.opens("/appeal/status")
    journalist.fills("The code that you were shown", code)
    journalist.presses("Show it")


def is_asked(officer: Typist) -> None:
    """Admit the appeal that waits, and ask where it was published."""
    officer.opens("/console/appeals")
    officer.types("n")
    officer.sees(STATEMENT)
    officer.types("a")
    officer.sees("Admitted")
    officer.strikes("s")
    officer.writes("Question", QUESTION)
    officer.follows("Ask the appellant")
    officer.sees("the clock stands still")


def decides(officer: Typist) -> str:
    """Find that the appellant is right, and return the appeal's id."""
    officer.opens("/console/appeals")
    officer.types("n")
    officer.sees(ANSWER)
    officer.strikes("1")
    officer.writes("Reasons", REASONS)
    officer.follows("Decide")
    officer.sees("Decided.")
    return officer.case
