"""Bytes of every kind, mangled: only documents or problems come back, and offsets hold."""

import gzip
import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.intake.arrival import sniff
from truceline.reading.cleaning import in_original, noise
from truceline.reading.files.contents import Contents, contents
from truceline.reading.text import Text, to_text
from truceline.terms.problem import Problem

_SPEC = importlib.util.spec_from_file_location(
    "truceline_mangled", Path(__file__).parent / "made.py"
)
made = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(made)

TOLD = "Two soldiers were killed near Agdam on 16 November 2020, the mission said."
P = made.paragraph(TOLD)
WHOLE = {
    "a.pdf": made.pdf([(TOLD, "and sol-", "diers left")], [TOLD], heads="Daily", numbered=True),
    "a.docx": made.docx(P + f"<w:tbl><w:tr><w:tc>{P}</w:tc></w:tr></w:tbl>"),
    "a.eml": made.mail(TOLD, html=f"<p>{TOLD}</p>" * 9, attached=[("a", "text/plain", b"One.")]),
    "a.mbox": made.mailbox(made.mail(TOLD), made.mail(TOLD)),
    "a.msg": made.outlook("Shots", TOLD, attached=[("a.txt", b"One.")]),
    "a.rss": made.rss(f"<title>One</title><description>&lt;p&gt;{TOLD}</description>"),
    "a.atom": made.atom(f"<title>One</title><summary>{TOLD}</summary>"),
    "a.warc": made.warc(*((f"https://a.example/{n}", {"Content-Type": "text/html"},
                           f"<p>{TOLD}</p>".encode()) for n in range(3))),
    "a.warc.gz": made.warc(("https://a.example/", {"Content-Type": "text/html"},
                            f"<p>{TOLD}</p>".encode()), packed=True),
    "a.gz": gzip.compress(TOLD.encode(), mtime=0),
    "a.html": (f"<article><h2>One</h2><p>{TOLD}</p></article>" * 3).encode(),
}  # fmt: skip

edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12)


def opened(data, name):
    """What came of a file, and of the texts in it: nothing is let through unexamined."""
    found = contents(data, media_type=sniff(data, name))
    if found is None:
        return []
    assert isinstance(found, Contents)
    assert all(isinstance(each, Problem) and each.remedy for each in found.problems)
    assert found.parts or found.problems
    for part in found.parts:
        kind = part.media_type or sniff(part.data, part.name)
        text = to_text(part.data, media_type=kind, where="part")
        if isinstance(text, Text):
            _offsets_hold(text)
    return [part.part for part in found.parts]


def _offsets_hold(text):
    assert len(text.folded) == len(text.plain)
    flagged = noise(text.plain, chrome=text.chrome, boxes=text.boxes)
    for mark in in_original(text, flagged):
        assert 0 <= mark.start < mark.end <= len(text.original)
    for at in range(0, len(text.plain), 7):
        start, end = text.to_original(at, at + 1)
        if end - start == 1 and not text.plain[at].isspace():
            assert text.original[start:end] == text.plain[at]


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=60)
@given(edits=edits, keep=st.floats(0.1, 1), grow=st.integers(0, 2))
def test_mangled_bytes_give_documents_or_problems(name, edits, keep, grow):
    data = bytearray(WHOLE[name])
    for place, byte in edits:
        data[int(place * (len(data) - 1))] = byte
    data = bytes(data[: max(1, int(keep * len(data)))]) * (1 + grow)

    outcome = opened(data, name)

    assert isinstance(outcome, list)


@pytest.mark.parametrize("name", WHOLE)
def test_whole_ones_give_documents(name):
    assert opened(WHOLE[name], name) or name == "a.html"
