"""A folder that appears whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from truceline.terms.problem import Problem, RefusedError


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """Build in a hidden folder beside `folder`; it is moved there when the block ends well.

    A crash leaves only the hidden folder, which the next try removes.

    Raises:
        RefusedError: the disk did not take it.
    """
    building = folder.with_name(f".{folder.name}.new")
    with written(folder):
        try:
            shutil.rmtree(building, ignore_errors=True)
            building.mkdir(parents=True)
            yield building
            if folder.exists():
                folder.rmdir()
            building.rename(folder)
        finally:
            shutil.rmtree(building, ignore_errors=True)


@contextmanager
def written(folder: Path) -> Iterator[Path]:
    """Write into `folder` as it stands.

    Raises:
        RefusedError: the disk did not take it.
    """
    try:
        yield folder
    except OSError as error:
        raise RefusedError(
            Problem(
                code="cannot-write",
                where=str(folder),
                message=f"this could not be made: {error.strerror or error}.",
                remedy="Choose a folder on a disk that can be written and has space left.",
            )
        ) from error
