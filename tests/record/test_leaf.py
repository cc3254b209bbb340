"""What is seen at a glance is what a careful reading finds: a note's shape, author and digest."""

from hashlib import sha256

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from truceline.record.leaf import admit, said_in
from truceline.record.note import parse, sign

LINE = "— a.example/desk " + "A" * 91 + "=\n"
PIECES = (
    LINE,
    "— ж.example/пункт " + "B" * 91 + "=\n",
    "— a.example/desk " + "A" * 90 + "==\n",
    "— a.example/desk AAAAAA==\n",
    "— a desk " + "A" * 91 + "=\n",
    "— a\u2003desk " + "A" * 91 + "=\n",
    "— a\x85desk " + "A" * 91 + "=\n",
    "— a+desk " + "A" * 91 + "=\n",
    '{"v":1}\n',
    "{}\n\n",
    "\n",
    "\r\n",
    "\x00",
    "\x7f",
    "\u2028",
    "слово\n",
    "— ",
    "=",
)
NOTES = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=6).map("".join)
BROKEN = (b"\xff", b"\xed\xa0\x80", b"\xe2\x80", b"")


def carefully(note):
    """What is to be said of these bytes, by the one who takes every note apart."""
    try:
        parsed = parse(note.decode())
    except ValueError:
        return None
    return parsed.signatures[0].name, sha256(parsed.text.encode()).digest()


@given(letters=NOTES, signed=st.booleans(), broken=st.sampled_from(BROKEN), at=st.integers(0, 40))
@example(letters="{}\n\n" + LINE, signed=False, broken=b"", at=0)
@example(letters="{}", signed=True, broken=b"\xff", at=1)
@example(letters="{\x00}", signed=True, broken=b"", at=0)
@example(letters="\n\n" + LINE, signed=False, broken=b"", at=0)
@example(letters="{}\n\n" + PIECES[1], signed=False, broken=b"", at=0)
@example(letters="{}\n\n" + PIECES[4], signed=False, broken=b"", at=0)
@example(letters="{}\n\n" + PIECES[5], signed=False, broken=b"", at=0)
@example(letters="{}\n\n" + PIECES[6], signed=False, broken=b"", at=0)
@example(letters="{}\n\n" + PIECES[7], signed=False, broken=b"", at=0)
@example(letters="{}\n\n" + LINE.replace("=", "!"), signed=False, broken=b"", at=0)
@example(letters="{}\n\n" + LINE.replace("A=", "!="), signed=False, broken=b"", at=0)
def test_a_glance_admits_what_a_careful_reading_does(letters, signed, broken, at):
    whole = letters.encode() + (b"\n\n" + LINE.encode() if signed else b"")
    note = whole[:at] + broken + whole[at:]

    try:
        found = admit(note)
    except ValueError:
        found = None

    assert (found and (found.author, found.digest)) == carefully(note)


def test_what_a_batch_says_is_told_once_for_each_author(centre):
    notes = centre.notes(5)
    other = sign("a word\n", [centre.desk]).encode()

    told = said_in([admit(note) for note in (*notes[:3], other, *notes[3:])])

    assert {name: said.count for name, said in told.items()} == {
        centre.machine.name: sum(parsed(note) == centre.machine.name for note in notes),
        centre.desk.name: 1 + sum(parsed(note) == centre.desk.name for note in notes),
    }
    assert told[parsed(notes[-1])].digest == admit(notes[-1]).digest


def parsed(note):
    return parse(note.decode()).signatures[0].name


@pytest.mark.parametrize("note", [b"", b"\n\n", LINE.encode(), b"{}\n" + LINE.encode()])
def test_a_note_without_a_text_of_its_own_is_refused(note):
    with pytest.raises(ValueError, match="signature"):
        admit(note)
