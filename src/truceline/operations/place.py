"""A record in a place that a person names: an export, a mirror, or a centre, wherever it is kept.

Of a centre only its record is opened, to read. What comes out is believed by nobody unchecked.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from truceline import settings
from truceline.record.published import OfRecord, Published, of_path
from truceline.record.stores import stores_of


@contextmanager
def published_at(path: Path) -> Iterator[Published]:
    """The record's files, as whoever mirrors or checks it reads them.

    Raises:
        RefusedError: no record is there, or the database that keeps it cannot be reached.
    """
    if not (path / settings.FILE_NAME).is_file():
        with of_path(path) as files:
            yield files
        return
    with closing(stores_of(path, settings.load(path).store).record()) as record:
        yield OfRecord(record, where=str(path))
