"""A date found in a text, and the two reasons by which a later look knows what it is counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

LASTING = "length of a period"  # what it is counted from is looked for in a second step
LATER = "counted from the date before"


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a text; offsets in code points, end excluded."""

    start: int
    end: int
    on_date: date
    precision: str  # day, month, quarter, year
    reason: str | None = None  # why a person should look; None where the text says it whole
    at_time: time | None = None  # as written, in time_zone
    time_zone: str | None = None  # IANA name of a zone that the text names

    @property
    def is_flagged(self) -> bool:
        """True when the day had to be inferred."""
        return self.reason is not None
