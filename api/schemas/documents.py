"""Answers about documents."""

from pydantic import BaseModel


class BrokenRule(BaseModel):
    """A field that breaks a rule of the database."""

    field: str
    rule: str


class CheckedStatement(BaseModel):
    """What is wrong with one statement; nothing, when the database would take it."""

    problems: list[BrokenRule]


class CheckedStatements(BaseModel):
    """One result for each statement, in the order sent."""

    results: list[CheckedStatement]
