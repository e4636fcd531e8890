"""How a form of the Regulation is laid out: its sections in order, each with the fields that stand in it."""

from dataclasses import dataclass

Form = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One lettered part of a form; `fields` are pairs of name and wording."""

    letter: str
    title: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """The hosting service provider as a form names it."""

    name: str
    legal_representative: str | None = None
    contact_point: str | None = None


def names_of(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Return the names of all fields of a form, in its order."""
    return tuple(name for section in sections for name, _ in section.fields)
