"""The invented accord, shared by the tests of publishing, web and bench."""

import importlib.util
import sys
from pathlib import Path

import pytest

from truceline.publishing import html
from truceline.publishing.links import Links

ACCORD = Path(__file__).with_name("accord.py")


@pytest.fixture(scope="session")
def accord():
    name = "truceline_tests_accord"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ACCORD)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def seen(accord):
    """The accord's report as a visitor sees it who named no date."""
    return html.view(accord.REPORT, links=Links(), now=accord.NOW)
