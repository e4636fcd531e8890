"""The forms that the law prescribes, filled in: as JSON, or as a page to print; and the check of one's own.

A page is what `Accept: text/html` or an ending `.html` asks for. Browsers print it, and make a PDF of it.
"""

from typing import Annotated, Any

from pydantic import Field, RootModel, StringConstraints

from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, Path, id_of
from api.pages import page, wants_html
from api.permissions import BATCH_BODY, permits
from api.routes import group as begin
from api.schemas.documents import CheckedStatements
from hashdb.access import Action
from hashdb.documents import sor
from hashdb.services import papers
from hashdb.services.papers import PaperName

MOST_STATEMENTS = 100
PAGE = ".html"
group = begin("documents", "The forms that the law prescribes, filled in.")


class Form(RootModel[dict[str, Any]]):
    """The fields of the form, under the names that the law or the database gives them."""


class DocumentPath(Path):
    """A form of a request, perhaps as a page."""

    request_id: Annotated[str, id_of("tdr")]
    document: Annotated[str, StringConstraints(pattern=f"^({'|'.join(PaperName)})([.](html|json))?$")]


class StatementsBody(Body):
    """Statements of reasons, as the DSA Transparency Database takes them."""

    statements: list[dict[str, Any]] = Field(min_length=1, max_length=MOST_STATEMENTS)


@group.get("/v1/takedown-requests/<request_id>/documents/<document>", responses={200: Form})
@permits(Action.DOCUMENT_READ, head=False)
def read_document(path: DocumentPath) -> Answer:
    """Read Annex I, II or III of an order, or the draft of a statement of reasons; for a platform that is receipt."""
    name = PaperName(path.document.partition(".")[0])
    found = papers.paper(store(), path.request_id, name, actor=actor(), now=now())
    if path.document.endswith(PAGE) or wants_html():
        return page("document.html", paper=found)
    return found.form


@group.post("/v1/statements-of-reasons/check", responses={200: CheckedStatements})
@permits(Action.DOCUMENT_READ, max_body=BATCH_BODY)
def check_statements(body: StatementsBody) -> Answer:
    """Check statements of reasons against the rules of the database, before one sends them."""
    return {"results": [{"problems": sor.problems(each)} for each in body.statements]}
