"""/problems/{slug}: what the `type` of a problem document points to, from the refusals' own docstrings."""

import inspect
from collections.abc import Iterator
from functools import cache
from typing import Annotated

from pydantic import BaseModel, Field

import api.refusals
import hashdb.errors
from api import errors
from api.answers import Answer
from api.models import Path
from api.permissions import free
from api.routes import group as begin
from hashdb.errors import HashdbError, NotFoundError

group = begin("problems", "What the types of problem documents mean.", keyless=True)


class ProblemPath(Path):
    """Which problem."""

    slug: Annotated[str, Field(max_length=40, examples=["invalid-input"])]


class ProblemType(BaseModel):
    """One kind of refusal."""

    type: str
    title: str
    status: int
    meaning: str


def _refusals() -> Iterator[type[HashdbError]]:
    for page in (hashdb.errors, api.refusals):
        for found in vars(page).values():
            if inspect.isclass(found) and issubclass(found, HashdbError) and found is not HashdbError:
                yield found


@cache
def types() -> dict[str, type[HashdbError]]:
    """Return every refusal by its slug, the ones that only HTTP knows included."""
    return {each.slug: each for each in _refusals()}


def _explained(refusal: type[HashdbError]) -> dict[str, object]:
    return {
        "type": f"/problems/{refusal.slug}",
        "title": refusal.title,
        "status": errors.status_of(refusal).value,
        "meaning": inspect.getdoc(refusal),
    }


@group.get("/problems", responses={200: {"description": "Every kind of problem"}})
@free
def list_problems() -> Answer:
    """List every kind of problem that an answer may name."""
    return {"items": [_explained(refusal) for _, refusal in sorted(types().items())]}


@group.get("/problems/<slug>", responses={200: ProblemType})
@free
def read_problem(path: ProblemPath) -> Answer:
    """Explain one kind of problem."""
    if path.slug not in types():
        raise NotFoundError("there is no problem of this name")
    return _explained(types()[path.slug])
