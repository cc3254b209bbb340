"""`truceline demo` as a newcomer meets it: the real program, the real pages, a real browser."""

import re
import signal
import subprocess
import sys
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

MOST_PAGES = 400


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The running demo's address; Ctrl-C at the end must stop it cleanly."""
    folder = tmp_path_factory.mktemp("demo") / "centre"
    command = [sys.executable, "-m", "truceline.cli", "demo", "--centre", str(folder)]
    with subprocess.Popen(
        [*command, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        said = []
        for line in program.stdout:
            said.append(line)
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            if found:
                break
        assert found, "".join(said) + program.stderr.read()
        yield found[0]
        program.send_signal(signal.SIGINT)
        _, complaints = program.communicate(timeout=20)
        assert program.returncode in {0, 130}
        assert "Traceback" not in complaints


@pytest.mark.browser
def test_from_the_board_over_the_provision_to_the_sentence(window, demo):
    page = window()
    page.goto(demo)

    page.get_by_role("link", name="All hostilities in the zone of the conflict end").first.click()
    clause = page.get_by_role("heading", level=1).inner_text()
    page.locator("section[aria-labelledby=evidence] blockquote a").first.click()

    mark = page.locator("mark.focus")
    assert "hostilities" in clause
    assert "/claim/" in page.url
    assert mark.is_visible()
    assert len(mark.inner_text()) > 20


@pytest.mark.slow
def test_every_link_of_every_page_leads_somewhere(demo):
    seen, ahead = set(), [demo]
    with httpx.Client(timeout=30) as client:
        while ahead and len(seen) < MOST_PAGES:
            address = ahead.pop(0)
            if address in seen:
                continue
            seen.add(address)
            answer = client.get(address)
            assert answer.status_code == httpx.codes.OK, address
            if "text/html" in answer.headers["content-type"]:
                links = re.findall(r'href="([^"#]+)', answer.text)
                ahead += [
                    urljoin(address, link.replace("&amp;", "&"))
                    for link in links
                    if urlsplit(urljoin(address, link)).netloc == urlsplit(demo).netloc
                ]

    assert len(seen) > 100


def test_without_serving_it_ends_by_itself_and_may_be_made_anew(tmp_path):
    command = [sys.executable, "-m", "truceline.cli", "demo", "--no-serve", "--centre"]
    for _ in range(2):
        ran = subprocess.run(
            [*command, str(tmp_path / "centre")], capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        assert "All hostilities in the zone of the conflict end" in ran.stdout


def test_a_centre_that_is_no_demonstration_is_never_made_anew(tmp_path):
    (tmp_path / "mine.txt").write_text("keep me", encoding="utf-8")
    command = [sys.executable, "-m", "truceline.cli", "demo", "--no-serve", "--centre"]

    ran = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)

    assert ran.returncode == 1
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "keep me"
