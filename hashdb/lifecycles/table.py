"""The one mechanism behind every lifecycle: a table of (state, step) to the next state, and who may take the step.

A step that the table does not hold does not exist, and nobody takes a step that the table does not give to their role.
The pictures and tables in the documents are drawn from it. The policy may narrow who decides, never widen it.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from hashdb.errors import ForbiddenError, IllegalTransitionError

StateT = TypeVar("StateT", bound=StrEnum)
StepT = TypeVar("StepT", bound=StrEnum)


class Lifecycle(Generic[StateT, StepT]):
    """A named table of transitions, and the roles that take each step: everywhere, or from one state."""

    def __init__(
        self,
        name: str,
        transitions: Mapping[tuple[StateT, StepT], StateT],
        by: Mapping[StepT | tuple[StateT, StepT], frozenset[str]],
    ) -> None:
        self.name = name
        self.transitions = dict(transitions)
        self.by = dict(by)

    def after(self, state: StateT, step: StepT) -> StateT:
        """Return the state that *step* leads to, or raise IllegalTransitionError."""
        try:
            return self.transitions[state, step]
        except KeyError:
            possible = ", ".join(self.steps_from(state)) or "nothing: it has ended"
            raise IllegalTransitionError(f"cannot {step} a {self.name} that is {state}; possible: {possible}") from None

    def roles(self, state: StateT, step: StepT) -> frozenset[str]:
        """Return who may take this step from this state; nobody if the table does not say."""
        return self.by.get((state, step), self.by.get(step, frozenset()))

    def require(self, state: StateT, step: StepT, role: str) -> StateT:
        """Return the state after *step*; raise IllegalTransitionError, else ForbiddenError if the role may not."""
        end = self.after(state, step)
        if role not in self.roles(state, step):
            raise ForbiddenError(f"the role {role} may not {step} a {self.name} that is {state}")
        return end

    def steps_from(self, state: StateT) -> list[StepT]:
        """Return the steps that *state* allows, in the order of the table."""
        return [step for (start, step) in self.transitions if start == state]

    def allows(self, state: StateT, step: StepT) -> bool:
        """Tell whether the table holds this step."""
        return (state, step) in self.transitions

    def picture(self) -> str:
        """Return the table as a Mermaid state diagram."""
        lines = [f"    {start} --> {end}: {step}" for (start, step), end in self.transitions.items()]
        return "\n".join(["stateDiagram-v2", *lines])

    def roles_table(self) -> str:
        """Return who takes which step as a Markdown table, one row for all the states that have the same answer."""
        rows: dict[tuple[StepT, frozenset[str]], list[str]] = {}
        for state, step in self.transitions:
            rows.setdefault((step, self.roles(state, step)), []).append(state)
        lines = [
            f"| {step} | {', '.join(states)} | {', '.join(sorted(roles))} |" for (step, roles), states in rows.items()
        ]
        return "\n".join(["| step | from | by |", "| --- | --- | --- |", *lines])
