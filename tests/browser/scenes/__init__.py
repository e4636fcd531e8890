"""What happened before anybody looks: scenes, in the order in which they are played. Each fills `setting.ids`."""

from collections.abc import Callable

from tests.browser.scenes import accounts, auditing, cases, figures, officers, platforms, public
from tests.browser.setting import Setting

SCENES: tuple[Callable[[Setting], None], ...] = (
    accounts.fill,
    public.fill,
    cases.fill,
    platforms.fill,
    figures.fill,
    officers.fill,
    auditing.fill,
)
