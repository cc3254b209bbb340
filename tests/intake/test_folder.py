import gzip
import os

import pytest

from truceline.intake.arrival import MAX_DOCUMENT_BYTES, Arrival, sniff
from truceline.intake.folder import arrivals
from truceline.reading import guard
from truceline.terms.problem import Problem

OFFICE = "application/vnd.openxmlformats-officedocument."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def names(found):
    return [one.name for one in found if isinstance(one, Arrival)]


def codes(found):
    return [one.code for one in found if isinstance(one, Problem)]


def test_a_folder_gives_its_files_sorted_and_without_hidden_ones(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "a.txt", "c.html", ".hidden", "b/1.txt"):
        (tmp_path / name).write_text("words")

    found = list(arrivals([tmp_path]))

    assert names(found) == [
        str(tmp_path / name) for name in ("a.txt", "b/1.txt", "b/2.txt", "c.html")
    ]
    assert codes(found) == []


def test_an_arrival_is_the_exact_bytes(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfone\r\n")

    (found,) = arrivals([tmp_path / "a.txt"])

    assert isinstance(found, Arrival)
    assert found.data == b"\xef\xbb\xbfone\r\n"


def test_what_cannot_be_taken_in_is_a_problem_and_the_rest_goes_on(tmp_path):
    (tmp_path / "good.txt").write_text("words")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "bare").mkdir()
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "linked").symlink_to(tmp_path / "bare")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large.txt").write_bytes(b"x")
    os.truncate(tmp_path / "large.txt", MAX_DOCUMENT_BYTES + 1)

    found = list(arrivals([tmp_path / "bare", tmp_path / "none.txt", tmp_path]))

    assert names(found) == [str(tmp_path / "good.txt")]
    assert codes(found) == [
        "no-documents",
        "not-found",
        "not-found",  # dangling
        "empty-file",
        "too-large",
        "not-a-file",  # linked
        "not-a-file",  # pipe
    ]
    assert all(one.where and one.remedy for one in found if isinstance(one, Problem))


def test_a_link_given_by_name_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.txt").write_text("words")
    (tmp_path / "link").symlink_to("real")

    assert names(arrivals([tmp_path / "link"])) == [str(tmp_path / "link/a.txt")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(tmp_path):
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "a.txt").chmod(0)

    assert codes(arrivals([tmp_path])) == ["unreadable"]


@pytest.mark.parametrize(
    ("document", "name", "expected"),
    [
        (b"words", "a.html", "text/html"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>\n<p>", "a", "text/html"),
        ("<html><p>".encode("utf-16"), "a", "text/html"),
        (b"a < b and <p> is a tag", "a.txt", "text/plain"),
        (b"words", "a", "text/plain"),
        (b"%PDF-1.7\n", "a.txt", "application/pdf"),
        (b"<?xml version='1.0'?><rss version='2.0'>", "a.xml", "application/rss+xml"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "a", "application/rss+xml"),
        (b"WARC/1.0\r\n", "a.gz", "application/warc"),
        (gzip.compress(b"WARC/1.0\r\n"), "a", "application/warc"),
        (gzip.compress(b"words"), "a.warc.gz", "application/gzip"),
        (b"PK\x03\x04 xl/workbook.xml", "a.docx", OFFICE + "spreadsheetml.sheet"),
        (b"PK\x03\x04 word/document.xml", "a", OFFICE + "wordprocessingml.document"),
        (b"PK\x03\x04 other", "a", "application/zip"),
        (OLE + "__substg1.0_".encode("utf-16-le"), "a", "application/vnd.ms-outlook"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "application/encrypted"),
        (OLE, "a.doc", "application/x-ole-storage"),
        (b"Received: x\r\nFrom: a@b\r\n\r\n", "a.txt", "message/rfc822"),
        (b"From: a@b\nSubject: c\n\n", "a.eml", "message/rfc822"),
        (b"From: the north\nTo: the south\n\nThe road is open.", "a.txt", "text/plain"),
        (b"Source: Wire A\nPublished: today\n\nFrom: the north", "a", "text/plain"),
        (b"From a@b Tue Nov 17 10:00:00 2020\nFrom: a@b\nTo: c\n\n", "a", "application/mbox"),
        (b"From Orlin in 2020\nthey came.\n", "a", "text/plain"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "image/png"),
    ],
)
def test_the_type_is_told_by_the_ending_or_the_first_bytes(document, name, expected):
    assert sniff(document, name) == expected


def test_the_door_and_the_reader_draw_one_limit():
    assert MAX_DOCUMENT_BYTES == guard.MAX_DOCUMENT_BYTES
