import pytest

from truceline.reading.text import to_text

PARAGRAPH = (
    "<p>The {what} crossed the bridge of {place} on Monday morning, two officers of the mission "
    "said, and stayed in the village for three hours before it went back to the other side of the "
    "river with everybody who had come along and with nobody else.</p>"
)


def article(what, place, *, paragraphs=2, tag="article", more=""):
    body = PARAGRAPH.format(what=what, place=place) * 1 + "".join(
        PARAGRAPH.format(what=f"second {what} {n}", place=place) for n in range(paragraphs - 1)
    )
    return f"<{tag}><h2>The {what} at {place}</h2>{body}{more}</{tag}>"


def page(*parts):
    whole = "".join(parts)
    return f"<html><body><nav>Home</nav>{whole}<footer>The end</footer></body></html>".encode()


def titles(found):
    return [
        to_text(part.data, media_type=part.media_type, where="part").plain.partition("\n")[0]
        for part in found.parts
    ]


def test_elements_that_the_page_calls_articles_are_documents_of_their_own(opened):
    found = opened(page(article("convoy", "Orlin"), article("patrol", "Masch")))

    assert titles(found) == ["The convoy at Orlin", "The patrol at Masch"]
    assert [part.part for part in found.parts] == ["article 1", "article 2"]


def dated(what, place, day):
    heading = f"<h3>The {what} at {place}</h3><div>{day}</div>"
    return heading + PARAGRAPH.format(what=what, place=place)


def test_headlines_each_with_its_date_are_documents_of_their_own(opened):
    found = opened(
        page(dated("convoy", "Orlin", "14 May 2030"), dated("patrol", "Masch", "15 May 2030"))
    )

    assert titles(found) == ["The convoy at Orlin", "The patrol at Masch"]
    assert b"The end" not in found.parts[1].data


TEASER = (
    "<article><h3>Ministers meet</h3><p>Ministers of both countries met on Monday to speak about "
    "prisoners, and agreed to meet again within the month in a third country.</p></article>"
)


@pytest.mark.parametrize(
    "parts",
    [
        [article("convoy", "Orlin"), TEASER, TEASER.replace("Ministers", "Envoys")],
        [article("convoy", "Orlin", tag="div"), TEASER, TEASER],
        [article("convoy", "Orlin"), f"<aside>{article('patrol', 'Masch')}</aside>"],
        [article("convoy", "Orlin", more=article("patrol", "Masch"))],
        [article("convoy", "Orlin", paragraphs=9, tag="div"), article("patrol", "Masch"),
         article("envoy", "Velm")],
        [article("convoy", "Orlin"), article("patrol", "Masch", more="<a>Continue reading</a>")],
        [article("convoy", "Orlin"), article("patrol", "Masch").replace("h2", "b")],
        ["<h1>Report</h1>", *(f"<h2>Part {n}</h2>{PARAGRAPH}" for n in range(4))],
        ["<h1>Live</h1>", *(f"<h3>At {n}</h3><div>1{n}:05</div>{PARAGRAPH}" for n in range(4))],
        [dated("convoy", "Orlin", "14 May 2030"), f"<h3>And then</h3>{PARAGRAPH}"],
        [f"<h3>Text</h3>{PARAGRAPH}"],
    ],
    ids=[
        "teasers as articles", "a report in no article and teasers", "another story in an aside",
        "an article in an article", "a long report and short articles",
        "a summary that goes on elsewhere", "no headline", "crossheads", "times of a live page",
        "a headline without a date", "one report",
    ],
)  # fmt: skip
def test_a_report_stays_whole(opened, parts):
    assert opened(page(*parts)) is None


def test_articles_say_what_they_said_on_the_page(opened):
    source = page(article("convoy", "Orlin"), article("patrol", "Masch"))

    found = opened(source)

    assert all(part.data in source for part in found.parts)
