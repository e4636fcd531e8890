"""The words of the pages, collected: `messages.pot` from the code, and each language's `.po` brought up to it.

Run by scripts/translate. Places are files without lines, so that a catalogue changes only when words do.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from hashdb import __version__

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "api" / "translations"
TEMPLATE = FOLDER / "messages.pot"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true"}}
COMMENT = "# The words of hashdb's pages. Renewed by scripts/translate.\n#"
# When it was begun: a date that moved would make every catalogue stale each day.
BEGUN = datetime(2026, 11, 23, tzinfo=UTC)


def _empty(language: str | None = None) -> Catalog:
    return Catalog(
        locale=language,
        project="hashdb",
        version=__version__,
        header_comment=COMMENT,
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        creation_date=BEGUN,
        revision_date=BEGUN,
        fuzzy=False,
    )


def collected() -> Catalog:
    """Return every text that the code asks to have translated."""
    catalog = _empty()
    found = extract_from_dir(ROOT / "api", METHODS, OPTIONS)
    for place, _, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        catalog.add(message, None, [(f"api/{place}", 0)], auto_comments=comments, context=context)
    return catalog


def written(catalog: Catalog) -> bytes:
    """Return a catalogue as its file."""
    file = BytesIO()
    write_po(file, catalog, width=0, include_lineno=False)
    return file.getvalue()


def renewed(path: Path, template: Catalog) -> Catalog:
    """Return a language's catalogue with the texts that there are now; new ones have no words yet."""
    with path.open("rb") as file:
        known = read_po(file, locale=path.stem)
    catalog = _empty(path.stem)
    for each in template:
        if each.id:  # the first of all is the header
            before = known.get(each.id, each.context)
            catalog.add(each.id, before.string if before else None, each.locations, context=each.context)
    return catalog


def languages() -> Iterator[Path]:
    """Return the catalogues there are, one for each language."""
    return FOLDER.glob("*.po")


def main() -> None:
    """Write all of them."""
    template = collected()
    TEMPLATE.write_bytes(written(template))
    for path in languages():
        path.write_bytes(written(renewed(path, template)))


if __name__ == "__main__":
    main()
