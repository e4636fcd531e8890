"""What answers about reports, trends and surges hold."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from api.models import Inlined
from hashdb.lifecycles import report as report_life
from hashdb.records.report import ReportKind

Count = int | str


class CheckpointOfReport(BaseModel):
    """The log up to which the report was computed."""

    size: int
    root: str
    witnesses: int = Field(description="how many members had cosigned the checkpoint")


class CountTable(BaseModel):
    """Counts by one dimension; small ones are `<10`, and `hidden` are those that would tell them."""

    id: str
    unit: str
    definition: str
    rows: dict[str, Count]
    total: Count


class Interval(BaseModel):
    """A share with its 95 % interval."""

    share: float
    low: float
    high: float


class ShareTable(BaseModel):
    """Shares by one dimension; null where there were fewer than ten cases."""

    id: str
    unit: str
    definition: str
    rows: dict[str, Interval | str | None]


class DurationOfReport(BaseModel):
    """How long something took, in seconds."""

    id: str
    unit: str
    definition: str
    count: Count
    median: int | None
    p90: int | None


class Figures(BaseModel):
    """What a frozen report tells."""

    kind: ReportKind
    start: date
    end: date
    audit: CheckpointOfReport
    note: str
    tables: list[CountTable]
    shares: list[ShareTable]
    durations: list[DurationOfReport]


class ReportSummary(BaseModel):
    """A report on the days from `start` to before `end`."""

    id: str
    kind: ReportKind
    start: date
    end: date
    state: Inlined[report_life.State]
    frozen_at: datetime | None
    published_at: datetime | None
    corrects: str | None
    corrected_by: str | None
    correction_reason: str | None


class Report(ReportSummary):
    """A report with its figures, which a draft does not have, and the signed checkpoint that it names."""

    checkpoint: str | None
    attested_by: list[str] = Field(description="the roles of those who attested to it")
    figures: Figures | None


class TrendCell(BaseModel):
    """A cell that enough organisations share; `count` is rounded to five."""

    event: str
    content_type: str
    tier: str
    ideology: str
    behaviour_label: str
    region: str
    platform_size_class: str
    count: int


class Trends(BaseModel):
    """The cells of a week."""

    week: date
    cells: list[TrendCell]


class Surge(BaseModel):
    """A count that its own history does not explain."""

    event: str
    dimension: str
    word: str
    start: date
    days: int
    count: int
    expected: float
    probability: float


class Surges(BaseModel):
    """What surges on a day, and on a Sunday in its week."""

    day: date
    surges: list[Surge]
