"""What every page of a record with a lifecycle needs: which steps the table opens to a role, and what was looked at.

The table is asked, never repeated. Whether this very person may take a step, the services say.
"""

from typing import Annotated, TypeVar

from pydantic import Field

from api.models import Body
from hashdb.lifecycles.table import Lifecycle, StateT, StepT
from hashdb.services import checklists
from hashdb.services.checklists import Seen, Versioned

RecordT = TypeVar("RecordT", bound=Versioned)


class StepForm(Body):
    """A step about a record, from a page that showed one version of it."""

    version: Annotated[int, Field(ge=1)]


def steps_open(table: Lifecycle[StateT, StepT], state: StateT, role: str) -> frozenset[StepT]:
    """Return the steps that the table opens to a role."""
    return frozenset(step for step in table.steps_from(state) if role in table.roles(state, step))


def unchanged(record: RecordT, form: StepForm) -> RecordT:
    """Return the record that a page had shown; raise StaleRecordError when somebody has changed it since."""
    checklists.require(Seen(version=form.version), record, ())
    return record
