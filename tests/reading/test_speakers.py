"""Speakers as missions, ministries, movements and operators put them; with a tree and without."""

from dataclasses import dataclass

import pytest

from truceline.reading.attribution import attribute
from truceline.reading.english import read
from truceline.reading.frames import innermost
from truceline.reading.issuing import issuer
from truceline.reading.mentions import mentions
from truceline.reading.parsing import installed, parse
from truceline.reading.sentences import sentences
from truceline.terms.names import Kind, Named

REVOLT = (
    Named(kind=Kind.PARTY, name="Marova", also=("Government of Marova", "Marovan government")),
    Named(kind=Kind.PARTY, name="Hill Front", also=("HF",)),
    Named(kind=Kind.FORCE, name="Marovan Army", also=("Armed Forces of Marova",), of="Marova"),
    Named(kind=Kind.BODY, name="Truce Monitoring Mission", also=("TMM",)),
    Named(kind=Kind.PERSON, name="Jana Doe", of="Marova", post="President"),
    Named(kind=Kind.PERSON, name="Omar Roe", of="Hill Front"),
    Named(kind=Kind.PLACE, name="Karsk"),
)


@dataclass(frozen=True)
class Heard:
    """Who puts forward what stands at a word of a text."""

    text: str
    names: tuple = REVOLT
    parsed: bool = True

    def at(self, word):
        cut, _ = parse(self.text, sentences(self.text), installed() if self.parsed else None)
        head, _, body = self.text.partition("\n\n")
        issued = issuer(self.text, [(0, len(head))], self.names) if body else None
        named = mentions(cut, self.names, issuer=issued)
        framed = attribute(self.text, cut, named, issuer=issued)
        place = self.text.index(word)
        number = max(n for n, sentence in enumerate(cut) if sentence.start <= place)
        frame = innermost(framed[number], place)
        return "; ".join(actor.name for actor in frame.says) if frame else "narrator"


@pytest.fixture(params=["tree", "rules"])
def parsed(request):
    if request.param == "tree" and installed() is None:
        pytest.skip("the trained parser is missing")
    return request.param == "tree"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Rebels shelled Karsk overnight, a government spokesman said.", "Marova"),
        ("Troops shelled Karsk overnight, a rebel spokesman said.", "Hill Front"),
        ("The army said that rebels had shelled Karsk.", "Marovan Army"),
        ("The Ministry of Defence said the rebels shelled Karsk.", "Marova"),
        ("The ministry of defence of Marova said Karsk was shelled.", "Marova"),
        ("“The enemy shelled us,” the army's press service said.", "Marovan Army"),
        ("The president said Karsk had been shelled.", "Jana Doe"),
        ("Karsk was shelled on Monday, according to the Truce Monitoring Mission.", None),
        ("The TMM heard shelling near Karsk.", "Truce Monitoring Mission"),
        ("A report by the TMM says Karsk was shelled twice.", "Truce Monitoring Mission"),
        ("Interfax quoted the Hill Front as saying that Karsk was shelled.", "Hill Front"),
        ("It was announced by the Hill Front that Karsk was shelled.", "Hill Front"),
        ("As the Marovan Army reports, the rebels shelled Karsk.", "Marovan Army"),
        ("Omar Roe, the commander of the Hill Front, said the army shelled Karsk.", "Omar Roe"),
        ("Karsk was shelled, Marova's state news agency said.", "news agency"),
        ("A spokesman for the valley elders said Karsk was shelled.", "valley elders"),
    ],
)
def test_whoever_speaks_by_an_office_or_a_paper_is_who_he_speaks_for(text, who, parsed):
    expected = who or "Truce Monitoring Mission"

    assert Heard(text, parsed=parsed).at("shell") == expected


@pytest.mark.skipif(installed() is None, reason="the trained parser is missing")
@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Local media reported shelling near Karsk.", "local media"),
        ("Marova thanked the mission and repeated that Karsk was shelled.", "Marova"),
        ("A man said he was hurt; hospital staff confirmed the shelling.", "hospital staff"),
        ("The TMM could not go there because Karsk was shelled.", "narrator"),
        ("The mission could not verify the shelling.", "narrator"),
    ],
)
def test_the_tree_finds_the_subjects_of_verbs_that_speak(text, who):
    assert Heard(text).at("shell") == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Rebels shelled Karsk on Monday.", "narrator"),
        ("The army replied with artillery after rebels shelled Karsk.", "narrator"),
        ("The Hill Front was told that Karsk was shelled.", "narrator"),
        ("If the army says so, the shelling of Karsk will go on.", "narrator"),
    ],
)
def test_what_nobody_puts_forward_is_the_narrators(text, who, parsed):
    assert Heard(text, parsed=parsed).at("shell") == who


BULLETIN = "Press centre of the Marovan Army, evening summary\n\n"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (BULLETIN + "The enemy shelled our positions near Karsk.", "Marovan Army"),
        (BULLETIN + "According to our intelligence, rebels shelled Karsk.", "Marovan Army"),
        (BULLETIN + "Rebels shelled Karsk.", "narrator"),
        ("Rebels quit Karsk\n\nThe enemy shelled our positions near Karsk.", "narrator"),
    ],
)
def test_we_is_whoever_put_the_text_out(text, who, parsed):
    assert Heard(text, parsed=parsed).at("shelled") == who


LOG = "Radio log, 4 May\n\n{one}\n{two}\n0930 Post 2: all quiet."


@pytest.mark.parametrize(
    ("one", "two", "who"),
    [
        ("0810 Post 4: two bursts.", "0815 Post 5 to Base: shelling to the north.", "Post 5"),
        ("0810 Post 4: arrived.", "Then heavy shelling. Out.", "Post 4"),
        ("08:10 Post 4: arrived.", "08:15 Hill Front liaison: shelling stopped.", "Hill Front"),
        ("0810 Post 4: arrived.", "0815: shelling to the north.", "narrator"),
        ("08:10 Base, this is Mobile One. Shelling near us.", "All well.", None),
        ("[08:10] Post 4: two bursts.", "[08:15] Post 5: shelling.", "Post 5"),
        ("0810 Post 4: a driver says he heard shelling.", "0815 Post 4: out.", "a driver"),
    ],
)
def test_in_a_log_whoever_calls_tells_until_the_next_entry(one, two, who, parsed):
    heard = Heard(LOG.format(one=one, two=two), parsed=parsed)
    word = "shelling" if "shelling" in one + two else "Shelling"

    assert heard.at(word) == (who or "Mobile One")


def test_a_text_with_one_time_and_a_colon_is_no_log(parsed):
    text = "0810 Post 4: closed. Then came shelling."

    assert Heard(text, parsed=parsed).at("shelling") == "narrator"


@pytest.mark.parametrize(
    "text",
    [
        "0810 Post 4: two bursts.\n0815 Josef Moe: rebels shelled Karsk.\n0930 Post 2: quiet.",
        "A spokesman for Josef Moe said rebels shelled Karsk.",
        "Moe fighters shelled Karsk.",
        "Josef Moe and his men shelled Karsk.",
    ],
)
def test_a_strangers_name_is_a_persons_or_is_not_kept(text, parsed):
    """What is named among the people of a reading is sealed before it is recorded."""
    told = read(
        text.encode(),
        media_type="text/plain",
        published=None,
        names=REVOLT,
        parser=installed() if parsed else None,
    )
    bearers = {a.name for c in told.claims for a in (*c.says, *c.actors, *c.targets)}

    assert told.claims
    assert {name for name in bearers if "Moe" in name} <= told.people


@pytest.mark.parametrize(
    ("heading", "who"),
    [
        ("Daily report of the Truce Monitoring Mission", "Truce Monitoring Mission"),
        ("HF statement, 4 May", "Hill Front"),
        ("UNIFIL situation update", "UNIFIL"),
        ("Hill Front quits Karsk", None),
        ("TMM report says Hill Front quits Karsk", None),
        ("Joint statement of Marova and the Hill Front", None),
    ],
)
def test_who_put_it_out_stands_in_a_heading_that_calls_itself_a_report(heading, who):
    found = issuer(heading, [(0, len(heading))], REVOLT)

    assert (found.name if found else None) == who
