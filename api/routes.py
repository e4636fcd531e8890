"""How a group of routes is begun: a blueprint that documents its tag, its key and its refusals."""

from typing import Any, Literal

from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.schema import Schema
from flask_openapi.models.security_scheme import SecurityScheme
from flask_openapi.models.tag import Tag
from flask_openapi.types import ResponseDict
from pydantic import BaseModel, Field

from api.answers import PROBLEM_JSON
from api.described import Group
from api.ndjson import NDJSON

BEARER = "key"
KEY_SCHEME = SecurityScheme(type="http", scheme="bearer", bearerFormat="hdb_<key id>_<secret>")


class FieldError(BaseModel):
    """One field that broke a rule."""

    field: str = Field(examples=["signals[3].signal_value"])
    rule: str = Field(examples=["must be 64 hexadecimal digits"])


class Problem(BaseModel):
    """A refusal (RFC 9457); `type` is stable and explained where it points."""

    type: str = Field(examples=["/problems/invalid-input"])
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    instance: str
    request_id: str
    errors: list[FieldError] | None = None


def _refusal(description: str) -> dict[str, Any]:
    content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": description, "content": content}


def refusals() -> ResponseDict:
    """Return the refusals that any route may answer with, for the OpenAPI document."""
    return {
        "4XX": _refusal("The request was refused"),
        "422": _refusal("A field broke a rule"),
        "5XX": _refusal("The service could not answer"),
    }


def lines_of(
    group: APIBlueprint, model: type[BaseModel], mode: Literal["validation", "serialization"]
) -> dict[str, Any]:
    """Return the content of a body that has one *model* a line (NDJSON), and describe the model with the group's."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}", mode=mode)
    described = {model.__name__: schema, **schema.pop("$defs", {})}
    group.components_schemas.update({name: Schema(**each) for name, each in described.items()})
    return {NDJSON: {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}


def group(name: str, about: str, *, keyless: bool = False) -> Group:
    """Begin a group of routes; *keyless* ones are open to everybody."""
    return Group(
        name,
        __name__,
        abp_tags=[Tag(name=name, description=about)],
        abp_security=[] if keyless else [{BEARER: []}],
        abp_responses=refusals(),
    )
