"""https: by the authorities of this machine, or by those that are named, and by nobody else."""

import os
import socket
import time
from contextlib import ExitStack
from datetime import timedelta
from threading import Thread

import pytest
from cryptography import x509
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from tests.tls_double import PATIENCE_S, Authority, Door

from truceline.operations.fetch import Address
from truceline.settings import load
from truceline.terms.problem import RefusedError

SHORT_S = 5.0


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def known(authority, monkeypatch):
    """Whoever runs here believes this authority, and nobody else."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


@pytest.fixture
def plain(served):
    """A server without TLS that answers with as much as it is asked for."""

    async def answer(_):
        return PlainTextResponse("x" * 100_000)

    return served(Starlette(routes=[Route("/{any:path}", answer, methods=["GET", "POST"])]))


@pytest.fixture
def door():
    with ExitStack() as stack:

        def made(inner, context, **options):
            before = Door(inner, context, **options)
            stack.callback(before.close)
            return before

        yield made


def refusal(url):
    with pytest.raises(RefusedError) as refused, Address(url, patience_s=SHORT_S) as address:
        address.read("checkpoint", at_most=1_000_000)
    return refused.value.problems[0]


def test_a_good_chain_is_taken_and_the_connection_kept(known, plain, door):
    before = door(plain, known.door())

    with Address(before.url, patience_s=SHORT_S) as address:
        first = address.read("a", at_most=1_000_000)
        again = address.read("b", at_most=1_000_000)

    assert (len(first), len(again)) == (100_000, 100_000)


def test_a_name_is_taken_as_well_as_a_number(known, plain, door):
    before = door(plain, known.door())

    with Address(f"https://localhost:{before.port}/", patience_s=SHORT_S) as address:
        assert address.read("a", at_most=1_000_000)


def test_the_certificate_of_another_host_is_refused(known, plain, door):
    before = door(plain, known.door(names=(x509.DNSName("other.example"),)))

    problem = refusal(before.url)

    assert "its certificate is of another host" in problem.message
    assert "name that stands in it" in problem.remedy


def test_an_expired_certificate_is_refused(known, plain, door):
    problem = refusal(door(plain, known.door(until=timedelta(days=-1))).url)

    assert "its certificate has expired" in problem.message
    assert "clock" in problem.remedy


def test_a_certificate_signed_by_itself_is_refused(known, plain, door):
    problem = refusal(door(plain, known.door(by_itself=True)).url)

    assert "signed by nobody who is known here" in problem.message
    assert "SSL_CERT_FILE=" in problem.remedy


def test_without_a_word_only_the_authorities_of_the_system_are_believed(
    authority, plain, door, monkeypatch
):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)

    problem = refusal(door(plain, authority.door()).url)

    assert "signed by nobody who is known here" in problem.message


@pytest.mark.parametrize("content", [None, "no certificate at all\n"])
def test_a_file_of_authorities_that_is_none_is_told_before_anybody_is_asked(
    tmp_path, monkeypatch, content
):
    file = tmp_path / "mine.pem"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))

    problem = refusal("https://127.0.0.1:9/")

    assert problem.message == "mine.pem holds no certificates that can be read."
    assert "unset it" in problem.remedy


@pytest.mark.parametrize("at_most", [0, 50, 5_000])
def test_an_answer_that_is_cut_is_no_answer(known, plain, door, at_most):
    problem = refusal(door(plain, known.door(), at_most=at_most).url)

    assert problem.code in ("not-reached", "source-refused")
    assert "run it again" in problem.remedy.lower()


def test_a_shorter_answer_than_announced_is_told_as_that(known, plain, door):
    problem = refusal(door(plain, known.door(), at_most=5_000).url)

    assert "it broke off" in problem.message


def test_plain_http_where_tls_was_meant_is_told(plain):
    problem = refusal(plain.replace("http://", "https://"))

    assert "it does not speak TLS there" in problem.message
    assert "http:// is meant" in problem.remedy


def test_tls_where_plain_http_was_meant_is_told(known, plain, door):
    problem = refusal(door(plain, known.door()).url.replace("https://", "http://"))

    assert problem.code == "not-reached"
    assert "https" in problem.remedy


def test_a_handshake_that_never_ends_has_an_end():
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        port = hanging.getsockname()[1]
        with (
            pytest.raises(RefusedError) as refused,
            Address(f"https://127.0.0.1:{port}/", patience_s=0.3) as address,
        ):
            address.read("a", at_most=10)

    assert "no answer within 0.3 seconds" in refused.value.problems[0].message


def test_an_answer_that_drips_over_tls_has_an_end(known, door):
    """Each byte comes in time, and the whole does not."""
    with socket.create_server(("127.0.0.1", 0)) as inner:
        port = inner.getsockname()[1]

        def drip():
            line, _ = inner.accept()
            with line:
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
                line.settimeout(0.05)
                while True:
                    try:
                        line.sendall(b"x")
                        if line.recv(1 << 16) == b"":
                            return
                    except TimeoutError:
                        continue
                    except OSError:
                        return

        dripping = Thread(target=drip, daemon=True)
        dripping.start()
        before = door(f"http://127.0.0.1:{port}/", known.door())
        began = time.monotonic()
        with (
            pytest.raises(RefusedError) as refused,
            Address(before.url, patience_s=0.5) as address,
        ):
            address.read("a", at_most=2_000_000)
        took_s = time.monotonic() - began
        before.close()
        dripping.join(timeout=30)

    assert "no answer within 0.5 seconds" in refused.value.problems[0].message
    assert took_s < PATIENCE_S / 2


@pytest.mark.slow
def test_mirror_witness_rounds_and_outbox_go_through_tls(
    known, run, tmp_path, door, started, centre
):
    """Everything that goes out over HTTP, in front of real programs that know nothing of TLS."""
    here = door(started("serve", centre, "--port", "0", "--take-in").address, known.door())
    box, keys, asked = tmp_path / "box", tmp_path / "keys", tmp_path / "request.txt"
    origin = load(centre).origin

    run("mirror", here.url, tmp_path / "north", "--name", "north.example")
    witness = started("witness", tmp_path / "north", "--port", "0")
    vkey = witness.says(r"Cosigns as (\S+)")[1]
    there = door(witness.address, known.door())
    (centre / "policy.txt").write_text(f"witness North {vkey} {there.url}\nquorum North\n")
    cosigned = run("cosign", centre).output
    run("fence", centre, "--witness", there.url)
    run("fence", centre, "--witness", f"{here.url}cosigned/North/")

    run("key", "new", "jcc/post-7", keys, "--open")
    run("key", "request", "jcc/post-7", keys, "--record", origin, "--out", asked)
    run("key", "add", centre, asked, "--role", "person")
    run("outbox", "init", box, "--key", "jcc/post-7", "--keys", keys, "--record", here.url)
    run("outbox", "patrol", box, "--from", "2026-02-01", "--to", "2026-02-03")
    submitted = run("outbox", "send", box, here.url).output
    again = run("mirror", here.url, tmp_path / "north").output

    assert "sealed by quorum" in cosigned
    assert "recorded" in submitted
    assert "2 new entries" in again


@pytest.mark.slow
def test_a_witness_with_a_wrong_certificate_is_told_and_costs_nobody_anything(
    known, run, tmp_path, door, started, centre
):
    run("mirror", centre, tmp_path / "north", "--name", "north.example")
    witness = started("witness", tmp_path / "north", "--port", "0")
    vkey = witness.says(r"Cosigns as (\S+)")[1]
    wrong = door(witness.address, known.door(names=(x509.DNSName("other.example"),)))
    (centre / "policy.txt").write_text(f"witness North {vkey} {wrong.url}\nquorum none\n")

    said = run("cosign", centre, code=3)

    assert "its certificate is of another host" in said.stderr
    assert "Cosigned by nobody yet." in said.stdout


@pytest.mark.slow
def test_a_program_of_its_own_heeds_the_environment(authority, plain, door, started, tmp_path):
    before = door(plain, authority.door())
    named = dict(os.environ) | {"SSL_CERT_FILE": str(authority.file)}
    unnamed = {name: value for name, value in named.items() if name != "SSL_CERT_FILE"}

    refused = started("mirror", before.url, tmp_path / "a", env=unnamed)
    taken = started("mirror", before.url, tmp_path / "b", env=named)

    assert refused.says("signed by nobody who is known here")
    assert taken.says("not what it promises")  # it was read, and is no checkpoint
