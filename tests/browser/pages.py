"""Every page there is, and who looks at it: one table, a line for each page.

`path` may name ids of the setting in braces; `act` is what somebody does there before the page is as it is meant to be
seen. To show something, add a scene to `scenes` and its ids.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page as Tab

from hashdb.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as the tests look at it; `name` is the screenshot's."""

    name: str
    path: str
    role: Role | None = None
    status: int = 200
    act: Callable[[Tab], None] | None = None


def complains(tab: Tab) -> None:
    """Fill in the form and send it."""
    tab.get_by_label("Its id or address").fill("https://video.example/v/8")
    tab.get_by_label("It was attributed to the wrong organisation or person").check()
    tab.get_by_label("Say it in your own words").fill("Das ist mein Bericht über den Prozess.")
    tab.get_by_role("button", name="Send the complaint").click()
    tab.get_by_text("This is your code").wait_for()


def _forgets_what_it_is_about(tab: Tab) -> None:
    tab.get_by_role("checkbox").first.check()
    tab.locator("#statement").fill("Das ist mein Bericht über den Prozess.")
    tab.locator("main button").click()
    tab.locator("#subject_ref_broken").wait_for()


def _turns_round(tab: Tab) -> None:
    tab.evaluate("document.documentElement.dir = 'rtl'")


def _looks_up(tab: Tab) -> None:
    complains(tab)
    tab.get_by_role("button", name="See how it stands").click()
    tab.get_by_text("We have received it").wait_for()


def _opens_an_operation(tab: Tab) -> None:
    # Hundreds are alike: looking at eight takes a second, at all of them half a minute.
    tab.evaluate("document.querySelectorAll('main > details:nth-of-type(n + 9)').forEach((each) => each.remove())")
    tab.locator("main > details summary").nth(3).click()


def _guesses(tab: Tab) -> None:
    tab.get_by_label("E-mail address").fill("nobody@charity.example")
    tab.get_by_label("Password").fill("not the right one")
    tab.get_by_label("Code").fill("123456")
    tab.get_by_role("button", name="Sign in").click()
    tab.get_by_text("do not fit together").wait_for()


def _stays_too_long(tab: Tab) -> None:
    kept = tab.context.cookies()
    tab.context.clear_cookies()
    tab.get_by_label("Present password").fill("whatever it was")
    tab.get_by_role("button", name="Make new codes").click()
    tab.get_by_text("Your session has ended").wait_for()
    home = tab.url.removesuffix(urlsplit(tab.url).path)
    tab.context.add_cookies([{"name": each["name"], "value": each["value"], "url": home} for each in kept])


def _opens_everything(tab: Tab) -> None:
    for each in tab.locator("main summary").all():
        each.click()


def _issues_a_key(tab: Tab) -> None:
    tab.get_by_role("button", name="Issue the key").click()
    tab.get_by_text("It is shown this once.").wait_for()


def _sets_nonsense(tab: Tab) -> None:
    tab.get_by_label("New value").fill("soon")
    tab.get_by_role("button", name="Change it").click()
    tab.get_by_text("must be a duration").first.wait_for()


def _opens_rejecting(tab: Tab) -> None:
    tab.keyboard.press("d")
    tab.keyboard.press("2")


def _decides_in_part(tab: Tab) -> None:
    tab.keyboard.press("2")
    tab.get_by_role("button", name="Decide").click()


def _opens_a_table(tab: Tab) -> None:
    tab.locator("figure", has_text="Answers of platforms").get_by_text("As a table").click()
    tab.get_by_role("columnheader", name="declined").wait_for()


def _opens_the_table(tab: Tab) -> None:
    tab.get_by_text("As a table").click()
    tab.locator("figure table").wait_for()


def _sends_again(tab: Tab) -> None:
    tab.get_by_role("button", name="Send again").first.click()
    tab.get_by_text("It is being sent once more.").wait_for()


PAGES = (
    Page(name="home", path="/"),
    Page(name="log", path="/log"),
    Page(name="log-entry", path="/log/entry?seq={sealed}", act=_opens_everything),
    Page(name="appeal", path="/appeal"),
    Page(name="appeal-refused", path="/appeal", act=_forgets_what_it_is_about),
    Page(name="appeal-russian", path="/appeal?lang=ru", act=_forgets_what_it_is_about),
    Page(name="appeal-kazakh", path="/appeal?lang=kk"),
    Page(name="appeal-right-to-left", path="/appeal", act=_turns_round),
    Page(name="appeal-lodged", path="/appeal", act=complains),
    Page(name="appeal-status", path="/appeal", act=_looks_up),
    Page(name="appeal-code", path="/appeal/status"),
    Page(name="register", path="/register"),
    Page(name="register-search", path="/register?q=Red Lantern Movement"),
    Page(name="register-entry", path="/register/{entry}"),
    Page(name="register-authorities", path="/register/authorities"),
    Page(name="transparency", path="/transparency"),
    Page(name="report", path="/transparency/{report}"),
    Page(name="incident", path="/incidents/{incident}"),
    Page(name="docs", path="/docs", act=_opens_an_operation),
    Page(name="problem", path="/register/reg_01JDB4V8M3Z1Q5X7T9N2R6C0KE", status=404),
    Page(name="sign-in", path="/console/sign-in"),
    Page(name="sign-in-refused", path="/console/sign-in", act=_guesses),
    Page(name="session-ended", path="/console/account/renew-codes", role=Role.AUTHORITY_OFFICER, act=_stays_too_long),
    Page(name="invitation", path="/console/invitation/{link}"),
    Page(name="invitation-used", path="/console/invitation/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", status=404),
    Page(name="authenticator", path="/console/account/authenticator", role=Role.REVIEWER),
    Page(name="renew-codes", path="/console/account/renew-codes", role=Role.REVIEWER),
    Page(name="overview", path="/console", role=Role.REVIEWER),
    Page(name="overview-senior", path="/console", role=Role.SENIOR_REVIEWER),
    Page(name="overview-auditor", path="/console", role=Role.AUDITOR),
    Page(name="no-such-case", path="/console/signals/sig_01JDB4V8M3Z1Q5X7T9N2R6C0KE", role=Role.REVIEWER, status=404),
    Page(name="account", path="/console/account", role=Role.REVIEWER),
    Page(name="keys", path="/console/keys", role=Role.REVIEWER),
    Page(name="personal-keys", path="/console/account/keys", role=Role.REVIEWER),
    Page(name="queue", path="/console/queue", role=Role.SENIOR_REVIEWER),
    Page(name="case-signal", path="/console/signals/{signal}", role=Role.REVIEWER),
    Page(name="case-signal-rejecting", path="/console/signals/{signal}", role=Role.REVIEWER, act=_opens_rejecting),
    Page(name="case-signal-compared", path="/console/signals/{signal}", role=Role.AUDITOR),
    Page(name="case-disputed", path="/console/signals/{disputed}", role=Role.SENIOR_REVIEWER),
    Page(name="case-match", path="/console/matches/{match}", role=Role.REVIEWER),
    Page(name="case-request", path="/console/takedown-requests/{request}", role=Role.SENIOR_REVIEWER),
    Page(name="case-request-sent", path="/console/takedown-requests/{sent}", role=Role.REVIEWER),
    Page(name="case-second-look", path="/console/second-looks/{let_go}", role=Role.SENIOR_REVIEWER),
    Page(name="case-draft", path="/console/takedown-requests/new?match_id={confirmed}", role=Role.REVIEWER),
    Page(name="case-requests", path="/console/takedown-requests", role=Role.REVIEWER),
    Page(name="inbox", path="/console/inbox", role=Role.PLATFORM_RESPONDER),
    Page(name="inbox-request", path="/console/inbox/{asked}", role=Role.PLATFORM_RESPONDER),
    Page(name="inbox-answered", path="/console/inbox/{answered}", role=Role.PLATFORM_RESPONDER),
    Page(name="inbox-order", path="/console/inbox/{ordered}", role=Role.PLATFORM_RESPONDER, act=_opens_everything),
    Page(name="inventory", path="/console/inventory", role=Role.PLATFORM_MATCHER),
    Page(name="submissions", path="/console/submissions", role=Role.PLATFORM_SUBMITTER),
    Page(
        name="submission-sought",
        path="/console/submissions/search?signal_type=pdq&signal_value=0",
        role=Role.PLATFORM_SUBMITTER,
        status=422,
    ),
    Page(name="submission", path="/console/submissions/{submission}", role=Role.PLATFORM_SUBMITTER),
    Page(name="api-keys", path="/console/api-keys", role=Role.PLATFORM_ADMIN),
    Page(name="endpoints", path="/console/endpoints", role=Role.PLATFORM_ADMIN),
    Page(name="endpoint", path="/console/endpoints/{endpoint}", role=Role.PLATFORM_ADMIN),
    Page(name="endpoint-unproved", path="/console/endpoints/{unproved}", role=Role.PLATFORM_ADMIN),
    Page(name="contact-points", path="/console/contact-points", role=Role.PLATFORM_ADMIN),
    Page(name="contact-point", path="/console/contact-points/{point}", role=Role.PLATFORM_ADMIN),
    Page(name="shown-once", path="/console/api-keys", role=Role.PLATFORM_ADMIN, act=_issues_a_key),
    Page(name="figures", path="/console/figures", role=Role.REVIEWER, act=_opens_a_table),
    Page(name="figures-weeks", path="/console/figures?by=week", role=Role.AUDITOR),
    Page(name="figures-clocks", path="/console/figures/clocks", role=Role.SENIOR_REVIEWER),
    Page(name="figures-mistakes", path="/console/figures/mistakes", role=Role.AUDITOR),
    Page(name="figures-warning", path="/console/figures/early-warning", role=Role.INCIDENT_COMMANDER),
    Page(
        name="figures-warning-table",
        path="/console/figures/early-warning?event=found&dimension=label",
        role=Role.SENIOR_REVIEWER,
        act=_opens_the_table,
    ),
    Page(name="figures-service", path="/console/figures/service", role=Role.AUDITOR),
    Page(name="figures-admin", path="/console/figures/clocks", role=Role.ADMIN),
    Page(name="reputation", path="/console/reputation", role=Role.SENIOR_REVIEWER),
    Page(name="deliveries", path="/console/deliveries", role=Role.AUDITOR),
    Page(name="dead-letters", path="/console/deliveries?only=dead", role=Role.PLATFORM_ADMIN),
    Page(name="sent-again", path="/console/deliveries?only=dead", role=Role.PLATFORM_ADMIN, act=_sends_again),
    Page(name="members", path="/console/members", role=Role.ADMIN),
    Page(name="member", path="/console/members/{member}", role=Role.ADMIN),
    Page(name="person", path="/console/people/{person}", role=Role.ADMIN),
    Page(name="invitations", path="/console/invitations", role=Role.ADMIN),
    Page(name="role-changes", path="/console/role-changes", role=Role.ADMIN),
    Page(name="policy", path="/console/policy", role=Role.ADMIN),
    Page(name="policy-setting", path="/console/policy/first_review_within", role=Role.ADMIN, act=_sets_nonsense),
    Page(name="negative-list", path="/console/negative-list", role=Role.ADMIN),
    Page(name="appeals", path="/console/appeals", role=Role.APPEALS_OFFICER),
    Page(name="appeal-to-admit", path="/console/appeals/{appeal_lodged}", role=Role.APPEALS_OFFICER),
    Page(name="appeal-unclear", path="/console/appeals/{appeal_unclear}", role=Role.APPEALS_OFFICER),
    Page(name="appeal-to-decide", path="/console/appeals/{appeal}", role=Role.APPEALS_OFFICER, act=_decides_in_part),
    Page(name="appeal-second", path="/console/appeals/{appeal_entry}", role=Role.APPEALS_OFFICER),
    Page(name="appeal-done", path="/console/appeals/{appeal_done}", role=Role.AUDITOR),
    Page(name="incidents", path="/console/incidents", role=Role.INCIDENT_COMMANDER),
    Page(name="incident-told", path="/console/incidents/{incident_told}", role=Role.INCIDENT_COMMANDER),
    Page(name="incident-active", path="/console/incidents/{incident_active}", role=Role.INCIDENT_COMMANDER),
    Page(name="incident-ended", path="/console/incidents/{incident_ended}", role=Role.SENIOR_REVIEWER),
    Page(name="incident-sample", path="/console/incidents/{incident_ended}/sample/{sampled}", role=Role.REVIEWER),
    Page(name="register-work", path="/console/register", role=Role.REGISTER_EDITOR),
    Page(name="register-found", path="/console/register?q=red+lantern+movement", role=Role.SENIOR_REVIEWER),
    Page(name="register-proposal", path="/console/register/{entry_proposed}", role=Role.SENIOR_REVIEWER),
    Page(name="register-new", path="/console/register/new", role=Role.REGISTER_EDITOR),
    Page(name="register-imports", path="/console/register/imports", role=Role.REGISTER_EDITOR),
    Page(name="authorities", path="/console/authorities", role=Role.SENIOR_REVIEWER),
    Page(name="orders", path="/console/orders", role=Role.AUDITOR),
    Page(name="order-new", path="/console/orders/new", role=Role.AUTHORITY_OFFICER),
    Page(name="order", path="/console/orders/{order}", role=Role.AUDITOR),
    Page(name="order-draft", path="/console/orders/{order_draft}", role=Role.AUDITOR),
    Page(name="order-paper", path="/console/orders/{order}/documents/annex_i.html", role=Role.AUDITOR),
    Page(name="alerts", path="/console/alerts", role=Role.SENIOR_REVIEWER),
    Page(name="alert", path="/console/alerts/{alert}", role=Role.SENIOR_REVIEWER),
    Page(name="reports-work", path="/console/reports", role=Role.REVIEWER),
    Page(name="report-work", path="/console/reports/{report}", role=Role.SENIOR_REVIEWER),
    Page(name="auditor-log", path="/console/log", role=Role.AUDITOR),
    Page(name="auditor-log-search", path="/console/log?action=signal&first=2026-11-23", role=Role.AUDITOR),
    Page(name="auditor-log-right-to-left", path="/console/log", role=Role.AUDITOR, act=_turns_round),
    Page(name="auditor-entry", path="/console/log/{decision}", role=Role.AUDITOR, act=_opens_everything),
    Page(name="auditor-checkpoints", path="/console/checkpoints", role=Role.AUDITOR),
    Page(name="auditor-sample", path="/console/spot-checks?size={size}", role=Role.AUDITOR),
    Page(name="auditor-check", path="/console/spot-checks/{decision}", role=Role.AUDITOR),
)
