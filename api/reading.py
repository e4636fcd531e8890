"""From the bytes of a request to the arguments of a view.

A view names what it reads by its parameters `path`, `query` and `body`, each of a class from `api.models`; the OpenAPI
document is made from the same annotations. flask-openapi would read them itself, but through lenient JSON, an unstrict
model and a schema built anew for each request, so `strictly` takes its place by the library's own switch.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, get_type_hints
from urllib.parse import parse_qs

from pydantic import BaseModel, ValidationError

from api.context import call, request
from api.refusals import (
    BadRequestError,
    BodyTooLargeError,
    LengthRequiredError,
    MalformedJsonError,
    UnsupportedMediaTypeError,
)
from hashdb.errors import FieldProblem, InvalidInputError, NotFoundError, field_name

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MOST_FORM_FIELDS = 100

# By this every page is asked for a language (`api.language`), beside what its view reads.
LANGUAGE = "lang"

# What the console puts into each of its forms (`api.console.forms`).
FORM_FIELDS = frozenset({"csrf", "once", "page"})

# flask-openapi leaves validation to the view when it finds this mark on it.
LEFT_TO_US = "__delay_validate_request__"

# More would tell nobody more. Above the second number not even the first fifty are looked for: pydantic spells out all.
MOST_PROBLEMS = 50
MOST_SPELT_OUT = 1_000
LONGEST_FIELD = 120

RULES = {"missing": "is required", "extra_forbidden": "is not a field that is known here"}


def _rule(problem: Mapping[str, Any]) -> str:
    message: str = RULES.get(problem["type"], problem["msg"])
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def refusal(error: ValidationError) -> InvalidInputError | MalformedJsonError:
    """Return the refusal that names each field and its rule, or says that the body is no JSON."""
    count = error.error_count()
    if count > MOST_SPELT_OUT:
        return InvalidInputError(FieldProblem("body", f"breaks {count} rules; compare it with /openapi.json"))
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    if problems[0]["type"] == "json_invalid":
        return MalformedJsonError(problems[0]["msg"].removeprefix("Invalid JSON: "))
    return InvalidInputError(
        *(FieldProblem(field_name(each["loc"])[:LONGEST_FIELD], _rule(each)) for each in problems[:MOST_PROBLEMS])
    )


def require_plain() -> None:
    """Refuse a compressed body before any of it is read."""
    if request().environ.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
        raise UnsupportedMediaTypeError("send the body without Content-Encoding")


def require_length(limit: int) -> None:
    """Refuse a body of unknown length, of more than *limit* bytes or compressed, before any of it is read."""
    if "HTTP_TRANSFER_ENCODING" in request().environ:
        raise LengthRequiredError("a body is read only with Content-Length; chunks are not")
    if (request().content_length or 0) > limit:
        raise BodyTooLargeError(f"the body may have {limit} bytes")
    require_plain()


def body() -> bytes:
    """Return the body, which `require_length` has let pass; it is read at the first call."""
    present = call()
    if present.body is None:
        length = present.request.content_length or 0
        present.body = present.request.environ["wsgi.input"].read(length)
        if len(present.body) != length:
            raise BadRequestError("the body is shorter than its Content-Length")
    return present.body


def _body(model: type[BaseModel]) -> BaseModel:
    if request().mimetype != JSON:
        raise UnsupportedMediaTypeError(f"send the body as Content-Type: {JSON}")
    try:
        return model.model_validate_json(body())
    except ValidationError as error:
        raise refusal(error) from None


def form() -> dict[str, list[str]]:
    """Return what a page's form sent, by field; a field that was left empty was not sent."""
    present = call()
    if present.form is None:
        if request().mimetype != FORM:
            raise UnsupportedMediaTypeError(f"send the body as Content-Type: {FORM}")
        try:
            present.form = parse_qs(body().decode(), max_num_fields=MOST_FORM_FIELDS, errors="strict")
        except ValueError:
            raise BadRequestError(f"the form is not UTF-8, or has more than {MOST_FORM_FIELDS} fields") from None
    return present.form


def _form(model: type[BaseModel]) -> BaseModel:
    """Return the form as the view's model takes it, in the console without what every form of it carries."""
    carried = FORM_FIELDS if call().is_console else ()
    return _from_text(model, {name: values for name, values in form().items() if name not in carried})


def _query(model: type[BaseModel]) -> BaseModel:
    given = request().args.to_dict(flat=False)
    if call().is_page:
        given.pop(LANGUAGE, None)
    found = _from_text(model, given)
    call().query = {name: values[0] for name, values in given.items()}
    return found


def _from_text(model: type[BaseModel], given: Mapping[str, Sequence[str]]) -> BaseModel:
    repeated = [name for name, values in given.items() if len(values) > 1]
    if repeated:
        raise InvalidInputError(*(FieldProblem(name[:LONGEST_FIELD], "may be given once") for name in repeated))
    try:
        return model.model_validate_strings({name: values[0] for name, values in given.items()})
    except ValidationError as error:
        raise refusal(error) from None


def _path(model: type[BaseModel], values: Mapping[str, str]) -> BaseModel:
    try:
        return model.model_validate_strings(values)
    except ValidationError:
        raise NotFoundError("there is nothing at this address") from None


def strictly(view: Callable[..., Any], *, form: bool = False) -> Callable[..., Any]:
    """Return *view* as a function of the path's variables that reads what the view's parameters name.

    The body is JSON, or what a *form* of a page sends.
    """
    hints = get_type_hints(view)
    read_body = _form if form else _body

    @wraps(view)
    def read(**path_values: str) -> Any:  # noqa: ANN401 - whatever the view returns
        arguments: dict[str, BaseModel] = {}
        if "path" in hints:
            arguments["path"] = _path(hints["path"], path_values)
        if "query" in hints:
            arguments["query"] = _query(hints["query"])
        if "body" in hints:
            arguments["body"] = read_body(hints["body"])
        return view(**arguments)

    vars(read)[LEFT_TO_US] = True
    return read
