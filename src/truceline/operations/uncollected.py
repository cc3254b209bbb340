"""A stretch of work without the search for circles of garbage. It frees nothing itself."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing drawn up points back at what it is made of: there are no circles to look for.

    The search for them goes through all that is on record every time, and costs a fifth.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
