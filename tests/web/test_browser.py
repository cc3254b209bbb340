"""The walk a reporting officer makes, in a real Chromium."""

import pytest

PHONE = {"width": 390, "height": 844}

pytestmark = pytest.mark.browser


def test_from_a_status_to_its_sentence_in_two_clicks(window, address):
    page = window()
    page.goto(f"{address}/board?at=2031-05-16")

    page.locator("#brenmoor-1 td[data-label=Sentences] a").click()
    page.locator("section[aria-labelledby=evidence] blockquote a").nth(2).click()

    mark = page.locator("mark.focus")
    assert page.url.startswith(f"{address}/claim/12.3?")
    assert mark.is_visible()
    assert mark.inner_text() == (
        "The General Staff of Keldmark denied that its units had opened fire"
    )
    assert "as-of=2031-05-16" in page.url


def test_the_keyboard_reaches_the_content_and_its_links(window, address):
    page = window()
    page.goto(f"{address}/board")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert inside
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_asking_about_another_day_asks_the_address(window, address):
    page = window()
    page.goto(f"{address}/board?status=overdue")

    page.get_by_label("The world as of").fill("2031-05-10")
    page.get_by_role("button", name="Ask").click()

    assert page.url == f"{address}/board?status=overdue&as-of=2031-05-10&said-by=&known-at="
    assert "10 May 2031" in page.locator("h1").inner_text()


@pytest.mark.parametrize(
    "path",
    [
        "/board",
        "/provision/brenmoor/2.3",
        "/provision/brenmoor/3",
        "/claim/12.3",
        "/claims",
        "/documents",
        "/incidents",
        "/incidents/incident-12.1",
        "/contradictions",
        "/due",
        "/ledger",
        "/ledger/forces",
        "/ledger/access",
        "/posting/20.1",
        "/record",
    ],
)
def test_on_a_phone_nothing_scrolls_sideways(path, window, address):
    page = window(viewport=PHONE)

    page.goto(address + path)

    wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room


def test_without_scripts_everything_is_there(window, address):
    page = window(java_script_enabled=False)

    page.goto(f"{address}/claim/12.3")

    assert page.locator("mark.focus").is_visible()
    assert page.locator("script").count() == 0


def test_from_a_difference_to_the_row_it_rests_on_in_two_clicks(window, address):
    page = window()
    page.goto(f"{address}/ledger?as-of=2031-05-16")

    page.get_by_role("link", name="Harn road").click()
    page.get_by_role("link", name="posting 20.2").first.click()

    assert page.url == f"{address}/posting/20.2?as-of=2031-05-16"
    assert page.get_by_text("orvania-may.csv").is_visible()


def test_a_chart_is_read_out_as_its_sentences(window, address):
    page = window()
    page.goto(f"{address}/ledger/access")

    picture = page.get_by_role("img", name="Harn road: each book's account")

    assert picture.is_visible()
    assert "Keldmark: open since 4 May 2031." in picture.locator("desc").text_content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_stands_out_from_its_ground(scheme, window, address):
    """WCAG 2.2 contrast: 4.5 to 1 for text (1.4.3), 3 to 1 for lines (1.4.11)."""
    page = window(color_scheme=scheme)
    found = {}
    for ledger in ("forces", "access"):
        page.goto(f"{address}/ledger/{ledger}")
        found |= page.evaluate(DRAWN)

    assert {what for what in found if what.startswith("text")} >= {"text ", "text on-solid"}
    weak = {
        what: ratio
        for what, ratio in found.items()
        if ratio < (4.5 if what.startswith("text") else 3)
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(scheme, window, address):
    """WCAG 2.2 contrast 1.4.3: 4.5 to 1 for text."""
    page = window(color_scheme=scheme)
    page.goto(f"{address}/board")

    ratios = page.evaluate(CONTRAST, [".badge", ".because", ".from", "td a", ".loud", ".silent"])

    assert {what: ratio for what, ratio in ratios.items() if ratio < 4.5} == {}


CONTRAST = """selectors => {
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => {
    const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <= .03928 ? v / 12.92
      : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > .99) return c;
    }
  };
  const found = {};
  for (const selector of selectors) for (const e of document.querySelectorAll(selector)) {
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const what = `${selector} ${e.className}`;
    found[what] = Math.min(found[what] ?? 99, ratio);
  }
  return found;
}"""

DRAWN = """() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => {
    const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <= .03928 ? v / 12.92
      : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const found = {};
  const figure = document.querySelector("figure");
  const card = getComputedStyle(figure).backgroundColor;
  for (const e of document.querySelectorAll("figure .chart :is(text, path, .bar)")) {
    const style = getComputedStyle(e), kind = e.getAttribute("class") || "";
    if (/grid|silence|band|weave/.test(kind)) continue;
    const text = e.tagName === "text";
    const ink = text ? style.fill : style.stroke;
    const ground = kind === "on-solid" ? style.stroke : card;
    const [a, b] = [light(parse(ink)), light(parse(ground))];
    const what = `${e.tagName} ${kind}`;
    found[what] = Math.min(found[what] ?? 99, (Math.max(a, b) + .05) / (Math.min(a, b) + .05));
  }
  return found;
}"""
