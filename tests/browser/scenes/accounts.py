"""Somebody who was invited and has not made the account yet."""

from hashdb.access import OPERATOR
from hashdb.services import invitations
from tests.browser.setting import Setting

LONG = "Мәдина Әбілқайырқызы-Grundstücksverkehrsgenehmigungszuständigkeit"


def fill(setting: Setting) -> None:
    """Issue a link."""
    world = setting.world
    link = invitations.invite(
        world.store, world.charity.id, LONG, "madina@charity.example", actor=OPERATOR, now=world.now
    )
    setting.ids["link"] = link.token
