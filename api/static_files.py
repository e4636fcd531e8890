"""/static: the styles and scripts of the pages, read once; a new one is a file in `api/static`."""

from importlib.resources import files

from flask import Response

from api.answers import Answer
from api.models import Path
from api.permissions import free
from api.routes import group as begin
from hashdb.errors import NotFoundError

_TYPES = {"css": "text/css", "js": "text/javascript"}
_FILES = {each.name: each.read_bytes() for each in files("api").joinpath("static").iterdir() if each.is_file()}

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
