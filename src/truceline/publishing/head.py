"""What every page and file says of itself: what it was folded from and what was asked."""

from truceline.publishing.report import Report


def head(report: Report) -> dict[str, object]:
    """The three clocks of the question, and the head the answer was folded from."""
    asked = report.question
    return {
        "as_of": asked.as_of.isoformat(),
        "said_by": asked.said_by.isoformat() if asked.said_by else None,
        "known_at": asked.known_at.isoformat().replace("+00:00", "Z") if asked.known_at else None,
        "origin": report.origin,
        "entries": report.size,
        "root": report.root.hex(),
        "cosigned": report.seals.told(size=report.size),
        "truceline": report.version,
    }


def head_line(report: Report) -> str:
    return f"As of entry {report.size}, root {report.root.hex()}, truceline {report.version}"
