"""/v1/trends and /v1/surges: numbers for research, from which nobody can be known, and the early warning's own."""

from dataclasses import asdict
from typing import Annotated

from pydantic import Field

from api.answers import Answer
from api.context import actor, now, store
from api.models import Day, Query
from api.permissions import permits
from api.present import reports as present
from api.routes import group as begin
from api.schemas import reports as described
from hashdb.access import Action
from hashdb.services import surges, trends

group = begin("trends", "Numbers for research, from which nobody can be known, and early warning.")


class TrendsQuery(Query):
    """Which week, and what for; both are logged."""

    week: Annotated[Day, Field(description="a Monday; its week is told two weeks after its end")]
    purpose: Annotated[str, Field(min_length=20, max_length=500, description="what the numbers are wanted for")]


class SurgesQuery(Query):
    """Which day."""

    day: Annotated[Day, Field(description="a day of this service")]


@group.get("/v1/trends", responses={200: described.Trends})
@permits(Action.TRENDS_READ, head=False)
def read_trends(query: TrendsQuery) -> Answer:
    """Return the cells of a week that at least three organisations share, none with more than four fifths."""
    cells = trends.of_week(store(), query.week, query.purpose, actor=actor(), now=now())
    return {"week": query.week, "cells": [asdict(each) for each in cells]}


@group.get("/v1/surges", responses={200: described.Surges})
@permits(Action.ALERT_READ)
def read_surges(query: SurgesQuery) -> Answer:
    """Return the counts of a day, and on a Sunday of its week, that their own history does not explain."""
    return {"day": query.day, "surges": [present.surge(each) for each in surges.found_on(store(), query.day)]}
