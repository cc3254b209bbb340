import gzip
import zlib

import pytest

from truceline.reading.text import to_text

PAGE = b"<html><body><p>Two soldiers were killed near Agdam.</p></body></html>"
HTML = {"Content-Type": "text/html"}


def pages(made, count, **how):
    return made.warc(*((f"https://a.example/{n}", HTML, PAGE) for n in range(count)), **how)


@pytest.mark.parametrize("packed", [False, True])
def test_every_page_is_a_document_with_its_address(made, opened, packed):
    found = opened(pages(made, 3, packed=packed))

    assert [(part.part, part.name) for part in found.parts] == [
        (f"record {n + 1}", f"https://a.example/{n}") for n in range(3)
    ]
    assert {part.data for part in found.parts} == {PAGE}
    assert found.problems == ()


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Encoding": "gzip"}, gzip.compress(PAGE)),
        ({"Content-Encoding": "deflate"}, zlib.compress(PAGE)),
        ({"Transfer-Encoding": "chunked"}, b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)),
    ],
    ids=["gzip", "deflate", "chunked"],
)
def test_what_the_server_packed_is_unpacked(made, opened, headers, body):
    (part,) = opened(made.warc(("https://a.example/", HTML | headers, body))).parts

    assert part.data == PAGE


def test_the_charset_that_only_the_server_names_is_kept(made, opened):
    headers = {"Content-Type": "text/html; charset=windows-1251"}

    (part,) = opened(
        made.warc(("https://a.example/", headers, "<p>Лачин</p>".encode("cp1251")))
    ).parts

    assert to_text(part.data, media_type=part.media_type, where="page").plain.strip() == "Лачин"


def test_requests_errors_and_pictures_are_no_documents(made, opened):
    found = opened(
        made.warc(
            made.record("warcinfo", b"software: x\r\n", media_type="application/warc-fields"),
            made.record("request", b"GET / HTTP/1.1\r\n\r\n", "https://a.example/"),
            made.response("https://a.example/gone", HTML, PAGE, status="404 Not Found"),
            ("https://a.example/p.png", {"Content-Type": "image/png"}, b"\x89PNG"),
            ("https://a.example/", HTML, PAGE),
        )
    )

    assert [part.part for part in found.parts] == ["record 5"]
    assert found.problems == ()


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_cut_in_the_middle_gives_the_records_before_the_cut(made, opened, packed):
    whole = pages(made, 4, packed=packed)
    begins = len(pages(made, 2, packed=packed))

    found = opened(whole[: begins + (len(whole) - begins) // 3])

    assert len(found.parts) == 2
    assert [each.code for each in found.problems] == ["cut-short"]
    assert f"byte {begins}" in found.problems[0].message


def test_a_page_that_is_not_packed_as_the_server_said_is_named(made, opened):
    headers = HTML | {"Content-Encoding": "gzip"}

    found = opened(
        made.warc(
            ("https://a.example/", headers, b"\x1f\x8bno"), ("https://b.example/", HTML, PAGE)
        )
    )

    assert [part.part for part in found.parts] == ["record 2"]


def test_an_archive_of_nothing_is_a_problem(codes):
    assert codes(b"WARC/1.0\r\nContent-Length: 99999999\r\n\r\nabc", "a.warc") == ["cut-short"]


def test_a_packed_file_is_the_file(opened):
    (part,) = opened(gzip.compress(b"Two soldiers.") + gzip.compress(b" And one.")).parts

    assert part.data == b"Two soldiers. And one."


def test_a_packed_file_that_breaks_off_gives_what_came_before(opened):
    whole = gzip.compress(bytes(range(256)) * 4000, compresslevel=1)

    found = opened(whole[: len(whole) // 2])

    assert found.parts[0].data
    assert [each.code for each in found.problems] == ["cut-short"]


def test_a_packed_bomb_is_not_unpacked(codes):
    assert codes(gzip.compress(bytes(200 * 1024 * 1024))) == ["too-large"]


def test_garbage_that_begins_like_a_packed_file_is_damaged(codes):
    assert codes(b"\x1f\x8b\x08" + b"garbage" * 9) == ["damaged-file"]
