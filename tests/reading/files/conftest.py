"""The files that the tests are made of."""

import importlib.util
from pathlib import Path

import pytest

from truceline.intake.arrival import sniff
from truceline.reading.files.contents import contents

_SPEC = importlib.util.spec_from_file_location("truceline_made", Path(__file__).parent / "made.py")
MADE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(MADE)


@pytest.fixture(scope="session")
def made():
    return MADE


@pytest.fixture
def opened():
    """What a file holds, found out as it is when it arrives: by its first bytes and its name."""

    def found(data, name="file"):
        return contents(data, media_type=sniff(data, name))

    return found


@pytest.fixture
def said(opened):
    """The one text that a file holds."""

    def text(data, name="file"):
        found = opened(data, name)
        assert found.problems == (), found.problems
        (part,) = found.parts
        return part.data.decode()

    return text


@pytest.fixture
def codes(opened):
    def of(data, name="file"):
        return [each.code for each in opened(data, name).problems]

    return of
