"""Where the files of the trained parser lie. truceline.reading.parsing reads them."""

from pathlib import Path


def folder() -> Path:
    return Path(__file__).parent
