"""/static: the styles and scripts of the pages, read once; a new one is a file in `api/static`."""

from hashlib import sha256
from importlib.resources import files

from flask import Response

from api.answers import Answer
from api.models import Path
from api.permissions import free
from api.routes import group as begin
from hashdb.errors import NotFoundError

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_FILES = {each.name: each.read_bytes() for each in files("api").joinpath("static").iterdir() if each.is_file()}

# Part of each address, so that a browser never shows a new page in an old style.
_DIGESTS = {name: sha256(content).hexdigest()[:12] for name, content in _FILES.items()}

group = begin("pages", "What pages are made of.", keyless=True)


class FilePath(Path):
    """A file by its name."""

    name: str


@group.get("/static/<name>", doc_ui=False)
@free
def read_static(path: FilePath) -> Answer:
    """Return a style or a script of the pages."""
    if path.name not in _FILES:
        raise NotFoundError("there is nothing at this address")
    kind = _TYPES.get(path.name.rpartition(".")[2], "application/octet-stream")
    return Response(_FILES[path.name], headers={"Cache-Control": "max-age=3600"}, mimetype=kind)


def address_of(name: str) -> str:
    """Return the address of a file in its present version."""
    return f"/static/{name}?v={_DIGESTS[name]}"
