"""The one mechanism behind every lifecycle: a table of (state, step) to the next state.

A step that the table does not hold does not exist. The picture in the documents is drawn from the table.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from hashdb.errors import IllegalTransitionError

StateT = TypeVar("StateT", bound=StrEnum)
StepT = TypeVar("StepT", bound=StrEnum)


class Lifecycle(Generic[StateT, StepT]):
    """A named table of transitions."""

    def __init__(self, name: str, transitions: Mapping[tuple[StateT, StepT], StateT]) -> None:
        self.name = name
        self.transitions = dict(transitions)

    def after(self, state: StateT, step: StepT) -> StateT:
        """Return the state that *step* leads to, or raise IllegalTransitionError."""
        try:
            return self.transitions[state, step]
        except KeyError:
            possible = ", ".join(self.steps_from(state)) or "nothing: it has ended"
            raise IllegalTransitionError(f"cannot {step} a {self.name} that is {state}; possible: {possible}") from None

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
