import json
from pathlib import Path

import pytest

from truceline.reading.cleaning import headings, noise
from truceline.reading.text import Text, to_text
from truceline.terms.entry import NoiseKind

SHARED = Path(__file__).parents[2].parent / "shared"
REPORTS = sorted((SHARED / "reports").glob("*.txt"))
needs_reports = pytest.mark.skipif(not REPORTS, reason="the founding reports are not beside us")

STORY = (
    "Ruritanian troops left the village of Strelsau on Monday, the joint mission said.\n\n"
    "The mission's observers counted twelve Ruritanian lorries on the Zenda road that evening.\n\n"
)
OTHER = (
    "Striker signs for a record fee\n\n"
    "The Atlantic club paid more than anybody expected for its new forward this summer.\n\n"
)


def kinds(plain):
    return {plain[mark.start : mark.end]: mark.kind for mark in noise(plain)}


def kept(plain):
    out, at = "", 0
    for mark in noise(plain):
        out, at = out + plain[at : mark.start], mark.end
    return out + plain[at:]


def test_a_plain_story_holds_no_noise():
    assert noise("Troops leave Strelsau\n\n" + STORY) == ()


def test_everything_below_a_list_of_other_stories_is_a_teaser():
    plain = STORY + "Related articles\n\n" + OTHER + "News\n\n" + OTHER

    assert kept(plain).strip() == STORY.strip()
    assert {mark.kind for mark in noise(plain)} == {NoiseKind.TEASER}


def test_a_cue_above_the_story_flags_only_itself():
    plain = "Must read\n\nMost popular\n\n" + STORY

    assert kept(plain).strip() == STORY.strip()


def test_a_story_goes_on_below_an_aside_in_its_middle():
    rest = (
        "Ruritanian officers in Strelsau denied that the lorries had ever left the Zenda road.\n\n"
        "The mission's observers will return to the village of Strelsau, its spokesman said.\n\n"
    )

    for cue in ("Read more", "Share this article:", "Related articles", "Advertisement"):
        plain = STORY + cue + "\n\n" + rest
        assert kept(plain).split() == (STORY + rest).split(), cue


def test_another_story_below_an_aside_is_a_teaser():
    assert kept(STORY + "Don't miss\n\n" + OTHER).strip() == STORY.strip()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("[ad_1]", NoiseKind.ADVERT),
        ("- Advertisement -spot_img", NoiseKind.ADVERT),
        ("Friday, September 22, 2023", NoiseKind.CHROME),
        ("Published 11 November 2020, 14:05 GMT", NoiseKind.CHROME),
        ("By Rudolf Rassendyll and Flavia Elphberg", NoiseKind.CHROME),
        ("Photo: a lorry near Zenda (archive)", NoiseKind.CHROME),
        ("Please enter your comment!", NoiseKind.CHROME),
        ("We use cookies to improve your experience on this site.", NoiseKind.CHROME),
        ("Read also: Striker signs for a record fee", NoiseKind.TEASER),
    ],
)
def test_a_line_of_the_page_is_flagged(line, kind):
    assert kinds(STORY + line + "\n\n" + STORY.replace("Monday", "Friday"))[line] is kind


@pytest.mark.parametrize(
    "sentence",
    [
        "Both governments refused to sign up to the plan that the mission had put to them.",
        "The sides do not necessarily agree on where the line of contact runs today.",
        "Reporting by the mission showed that twelve lorries had crossed the line by then.",
        "By Monday the last of the lorries had left, and by Friday the road was open again.",
    ],
)
def test_a_sentence_of_the_story_is_not_taken_for_page_wording(sentence):
    assert sentence in kept(STORY + sentence)


def test_a_paragraph_seen_before_is_a_repeat():
    plain = STORY + STORY

    assert {mark.kind for mark in noise(plain)} == {NoiseKind.REPEAT}
    assert kept(plain).strip() == STORY.strip()


def test_a_paragraph_first_shown_in_a_menu_is_no_repeat():
    first = STORY.split("\n\n", maxsplit=1)[0]
    plain = first + "\n\n" + STORY

    marks = noise(plain, chrome=[(0, len(first))])

    assert [(mark.start, mark.end) for mark in marks] == [(0, len(first))]


def test_what_the_markup_calls_chrome_is_flagged_in_the_source():
    page = f"<nav>Home</nav><article><p>{STORY}</p></article><footer>Imprint</footer>"
    text = to_text(page.encode(), media_type="text/html", where="page")
    assert isinstance(text, Text)

    marks = noise(text.plain, chrome=text.chrome)

    assert [text.plain[m.start : m.end] for m in marks] == ["Home", "Imprint"]


def test_titles_and_crossheads_are_headings_and_sentences_are_not():
    plain = (
        "Troops leave Strelsau\n\n" + STORY + "What comes next\n\n" + STORY.replace("left", "saw")
    )

    found = [plain[start:end] for start, end in headings(plain, noise(plain))]

    assert found == ["Troops leave Strelsau", "What comes next"]


@needs_reports
@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.name[:3])
def test_no_gold_claim_lies_in_noise_or_in_a_heading(report):
    plain = report.read_bytes().decode()
    gold = map(json.loads, (SHARED / "gold/claims.jsonl").read_text(encoding="utf-8").splitlines())
    marks = noise(plain)
    flagged = [(mark.start, mark.end) for mark in marks] + list(headings(plain, marks))

    hidden = [
        claim["quote"]
        for claim in gold
        if claim["doc"] == report.name
        and any(start < claim["end"] and claim["start"] < end for start, end in flagged)
    ]

    assert hidden == []


@needs_reports
@pytest.mark.parametrize(
    ("number", "cue"),
    [("000", "Related articles"), ("002", "More articles"), ("003", "Share this article")],
)
def test_all_that_follows_the_reports_is_noise(number, cue):
    plain = next(path for path in REPORTS if path.name.startswith(number)).read_bytes().decode()
    tail = plain.rindex(cue)

    marks = [mark for mark in noise(plain) if mark.end > tail]

    assert [(mark.start, mark.end) for mark in marks] == [(tail, len(plain.rstrip()))]
