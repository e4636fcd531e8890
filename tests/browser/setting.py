"""What the pages of the browser's tests show: the service on its stage, a world in it, and the ids of what is there."""

from dataclasses import dataclass, field

from hashdb.records.member import Member
from hashdb.roles import Role
from tests.journeys.stage import Stage
from tests.services.world import World


@dataclass
class Setting:
    """The stage, its people, and what the paths of `pages.py` name in braces.

    Whoever looks in a role is of the member of `homes`, or of one of their own.
    """

    stage: Stage
    world: World
    ids: dict[str, str] = field(default_factory=dict)
    homes: dict[Role, Member] = field(default_factory=dict)

    def address(self, path: str) -> str:
        """Return where a page is."""
        return self.stage.url + path.format_map(self.ids)
