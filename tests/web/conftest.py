"""Requests to the pages of the invented accord, in this process or over 127.0.0.1."""

import asyncio
import importlib.util
import sys
from pathlib import Path
from threading import Thread

import httpx
import pytest
from playwright.sync_api import sync_playwright

from truceline.web import serve
from truceline.web.app import create_app

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

ACCORD = Path(__file__).parents[1] / "publishing" / "accord.py"


@pytest.fixture(scope="session")
def accord():
    name = "truceline_tests_accord"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ACCORD)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def app(accord):
    return create_app(accord.AccordSource(), today=lambda: accord.TODAY)


@pytest.fixture
def get(app):
    return requests_to(app)


@pytest.fixture
def get_empty(accord):
    return requests_to(create_app(accord.AccordSource(accord.EMPTY), today=lambda: accord.TODAY))


@pytest.fixture
def asking():
    return requests_to


@pytest.fixture(scope="session")
def address(app):
    """The pages over HTTP, as the program serves them; without the slash at the end."""
    listening = serve.listen(0)
    server = serve.server(app)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield serve.address(listening).rstrip("/")
    server.should_exit = True
    thread.join()
    listening.close()


def requests_to(app, *, quiet=False):
    """Requests within this process, as a browser on this machine makes them.

    `quiet`: an exception of the application is answered, as a server does, and not raised.
    """

    async def ask(path, method, headers):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=not quiet)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, headers=headers)

    def get(path, *, method="GET", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return asyncio.run(ask(path, method, named))

    return get


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def window(browser):
    """Opens pages; whatever the console complains of fails the test, CSP violations included."""
    complaints, pages = [], []

    def opened(**options):
        page = browser.new_page(**options)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()
    assert complaints == []
