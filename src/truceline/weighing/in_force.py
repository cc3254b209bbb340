"""From which day an agreement holds, by its own midnights. Not whether it still does."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from truceline.terms.agreement import Agreement


def first_day(agreement: Agreement) -> date:
    """The first day, in the agreement's own zone, that was wholly in force."""
    local = _local(agreement)
    midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return local.date() if midnight else local.date() + timedelta(days=1)


def local_day(agreement: Agreement) -> date:
    """The day, in the agreement's own zone, on which it came into force."""
    return _local(agreement).date()


def _local(agreement: Agreement) -> datetime:
    return agreement.in_force.astimezone(ZoneInfo(agreement.zone))
