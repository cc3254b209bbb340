"""Instants are aware and UTC everywhere; local time is how incidents get lost."""

from datetime import UTC, datetime, timedelta


def require_utc(when: datetime) -> None:
    if when.tzinfo is not UTC and when.utcoffset() != timedelta(0):
        raise ValueError(f"{when} is not in UTC: local time is how incidents get lost")
