"""What a sanctions list says, in the words of the register, whoever published it.

Of people the register takes names and nothing else: no dates or places of birth, no documents, no addresses.
"""

from dataclasses import dataclass
from datetime import date, datetime

from hashdb.records.register import Names, Schema, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One person or organisation on a list; `authority_id` is what the authority calls it, for ever.

    `programs` are the codes of the programmes under which it is listed, `program` what the list says to people.
    """

    authority_id: str
    schema: Schema
    names: Names
    programs: tuple[str, ...]
    program: str | None = None
    listing_date: date | None = None
    end_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A whole list as it was at one time."""

    source: Source
    generated_at: datetime
    records: tuple[Listed, ...]

    def about(self, programs: frozenset[str]) -> tuple[Listed, ...]:
        """Return the records that are listed under one of the programmes."""
        return tuple(each for each in self.records if programs.intersection(each.programs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes a list: which of its programmes are about terrorism, and how few records a whole list has."""

    authority: str
    name: str
    terrorism: frozenset[str]
    fewest: int
    url: str


# Other programmes are sanctions of other kinds: a trading company of a proliferation regime is no terrorist.
PUBLISHERS = {
    Source.UN: Publisher(
        authority="un-security-council",
        name="UN Security Council",
        terrorism=frozenset({"QD", "TA"}),
        fewest=700,
        url="https://scsanctions.un.org/resources/xml/en/consolidated.xml",
    ),
    Source.EU: Publisher(
        authority="eu-council",
        name="Council of the European Union",
        terrorism=frozenset({"TERR", "TAQA"}),
        fewest=1_000,
        url="https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content",
    ),
    Source.OFAC: Publisher(
        authority="us-ofac",
        name="US Department of the Treasury, OFAC",
        terrorism=frozenset({"SDGT", "FTO"}),
        fewest=5_000,
        url="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.XML",
    ),
}
