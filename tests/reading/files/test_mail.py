import pytest

from truceline.reading.cleaning import headings, noise
from truceline.reading.dating import date_document
from truceline.reading.text import to_text
from truceline.terms.entry import Sure
from truceline.terms.media import MAIL

HEAD = b"From: a@b.example\r\nMIME-Version: 1.0\r\n"
QUIET = "Лачинский коридор"
BODY = "Two soldiers were killed near Agdam on 16 November 2020.\n"


def dated(part):
    text = to_text(part.data, media_type=part.media_type, where="mail")
    flagged = noise(text.plain, chrome=text.chrome)
    heads = headings(text.plain, flagged)
    return date_document(text.plain, told=None, noise=flagged, headings=heads)


def test_a_mail_is_its_subject_its_head_and_its_words(made, said):
    assert said(made.mail(BODY)) == (
        "Convoy turned back\n\nFrom: Joint desk <desk@mission.example>\n"
        f"To: liaison@mission.example\nDate: Tue, 17 Nov 2020 10:00:00 +0400\n\n{BODY}"
    )


def test_the_head_of_a_mail_is_chrome_and_its_date_dates_it(made, opened):
    (part,) = opened(made.mail(BODY)).parts
    text = to_text(part.data, media_type=part.media_type, where="mail")

    flagged = [text.plain[mark.start : mark.end] for mark in noise(text.plain)]

    assert [one.partition(":")[0] for one in flagged] == ["From"]
    assert flagged[0].endswith("+0400")
    found = dated(part)
    assert (found.when.value, found.sure) == ("2020-11-17", Sure.TEXT)


def test_a_mail_that_passes_on_another_is_not_dated_by_its_own_head(made, opened):
    inner = (
        "See below.\n\n---------- Forwarded message ---------\nFrom: Post 4 <p4@mission.example>\n"
        f"Date: Mon, 16 Nov 2020 21:00:00 +0400\nSubject: Shots\n\n{BODY}"
    )

    (part,) = opened(made.mail(inner, date="Fri, 5 Mar 2021 10:00:00 +0400")).parts

    assert dated(part).when.value == "2020-11-16"


def test_what_earlier_mails_said_is_flagged(made, opened):
    (part,) = opened(made.mail(f"They came back.\n\nOn Monday Post 4 wrote:\n> {BODY}")).parts
    text = to_text(part.data, media_type=part.media_type, where="mail")

    flagged = {text.plain[mark.start : mark.end].strip(): mark.kind for mark in noise(text.plain)}

    assert flagged[f"> {BODY.strip()}"] == "repeat"
    assert flagged["On Monday Post 4 wrote:"] == "chrome"


def test_of_two_forms_the_plain_one_is_read_unless_it_only_points_to_the_other(made, said):
    page = f"<p>{BODY}</p>"

    assert "<p>" not in said(made.mail(BODY, html=page))
    assert "<p>" in said(made.mail("Please use a newer program.", html=page * 9))


def test_attachments_are_documents_of_their_own(made, opened):
    attached = [("a.txt", "text/plain", b"One."), ("b.pdf", "application/pdf", made.pdf(["Two."]))]

    found = opened(made.mail(BODY, attached=attached))

    assert [part.part for part in found.parts] == ["message", "attachment 1", "attachment 2"]
    assert [part.name for part in found.parts[1:]] == ["a.txt", "b.pdf"]
    assert found.parts[1].data == b"One."


def test_a_mail_in_a_mail_is_a_mail(made, opened):
    (inner,) = opened(made.nested_mail(1)).parts

    assert (inner.part, inner.media_type) == ("attachment 1", MAIL)
    assert opened(inner.data, "inner.eml").parts[0].part == "message"


@pytest.mark.parametrize("charset", ["x-unknown", "utf-7", "us-ascii", "utf-16"])
def test_a_charset_declared_wrongly_does_not_change_what_is_said(said, charset):
    kind = f'Content-Type: text/plain; charset="{charset}"\r\n\r\n'.encode()

    assert QUIET in said(HEAD + b"Content-Transfer-Encoding: 8bit\r\n" + kind + QUIET.encode())


def test_words_in_a_charset_that_only_the_head_names_are_read(said):
    kind = b"Content-Type: text/plain; charset=cp1251\r\n\r\n"

    assert QUIET in said(HEAD + kind + QUIET.encode("cp1251"))


def test_ten_thousand_attachments_are_not_all_taken_out(opened):
    one = b"--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\n%d\r\n"
    kind = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"

    found = opened(HEAD + kind + b"".join(one % number for number in range(10_000)) + b"--b--\r\n")

    assert len(found.parts) == 2_000
    assert [each.code for each in found.problems] == ["too-many-parts"]
    assert "10000" in found.problems[0].message


def test_mails_nested_a_thousand_deep_are_a_problem_or_a_mail(made, opened):
    found = opened(made.nested_mail(1000))

    assert found.parts or found.problems


def test_a_mailbox_is_its_mails(made, opened):
    found = opened(made.mailbox(made.mail(BODY), made.mail("\nFrom here on 2020 it was quiet.\n")))

    assert [part.part for part in found.parts] == ["message 1", "message 2"]
    assert b"\nFrom here on 2020" in found.parts[1].data


def test_an_outlook_message_is_read_like_any_mail(made, opened):
    head = "From: Desk <d@b.example>\r\nDate: Tue, 17 Nov 2020 10:00:00 +0400\r\n\r\n"

    found = opened(
        made.outlook(
            "Shots", BODY, attached=[("a.txt", b"One."), ("b.txt", b"x" * 9000)], headers=head
        )
    )

    assert found.problems == ()
    assert found.parts[0].data.decode() == (
        f"Shots\n\nFrom: Desk <d@b.example>\nDate: Tue, 17 Nov 2020 10:00:00 +0400\n\n{BODY}"
    )
    assert [(part.name, len(part.data)) for part in found.parts[1:]] == [
        ("a.txt", 4),
        ("b.txt", 9000),
    ]
    assert dated(found.parts[0]).when.value == "2020-11-17"


def test_an_outlook_message_of_html_alone_is_read_as_a_page(made, said):
    assert f"<p>{BODY}" in said(made.outlook("Shots", "", html=f"<p>{BODY}</p>".encode()))


@pytest.mark.parametrize("keep", [520, 1100, 3000])
def test_an_outlook_message_cut_short_is_damaged(made, codes, keep):
    assert codes(made.outlook("Shots", BODY)[:keep], "a.msg") == ["damaged-file"]


def test_an_outlook_message_in_a_code_page_that_does_not_exist_is_no_crash(made, opened):
    whole = made.outlook("Shots", BODY, html=f"<p>{BODY}</p>".encode())
    known, unknown = (number.to_bytes(4, "little") for number in (65001, 64001))

    found = opened(whole.replace(known, unknown))

    assert found.parts or found.problems
