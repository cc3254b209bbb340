"""A server that lies in its protocol, breaks, hangs or wants to lead elsewhere."""

import json
import subprocess
import sys

import pytest

from truceline.reading.asked.endpoint import Endpoint
from truceline.reading.asked.reader import AskedReader
from truceline.reading.guard import Guard
from truceline.terms.problem import RefusedError

STORY = "Norway deployed 300 soldiers to Upper Valley."
SECRET = "sk-a-word-that-must-never-be-shown"  # noqa: S105 it opens nothing
KEY = "TRUCELINE_LLM_KEY"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def no_key(monkeypatch):
    for name in (KEY, "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def true(lies):
    told = lies.a_claim(1, "Norway deployed 300 soldiers to Upper Valley", act="deployment")
    return lies.claims(told)


def only_problem(reading):
    assert reading.claims == ()
    assert len(reading.problems) == 1, reading.problems
    return reading.problems[0]


def ran(code):
    told = [sys.executable, "-c", code]
    return subprocess.run(told, capture_output=True, text=True, check=False)


def tool_call(lies):
    call = {"id": "1", "type": "function", "function": {"name": "shell", "arguments": "{}"}}
    return lies.completion(None, finish="tool_calls", tool_calls=[call])


UNUSABLE = {
    "JSON that breaks off": lambda lies: lies.completion('{"claims": [{"sentence": 1, "quo'),
    "an answer cut at its longest": lambda lies: lies.completion('{"claims": []}', finish="length"),
    "words instead of JSON": lambda lies: lies.completion("Norway deployed soldiers."),
    "a list": lambda lies: lies.completion("[]"),
    "no list of claims": lambda lies: lies.completion('{"claims": {"sentence": 1}}'),
    "JSON nested without end": lambda lies: lies.completion("[" * 50_000),
    "a call of a tool": tool_call,
    "nothing": lambda lies: lies.completion(""),
    "no content": lambda lies: lies.completion(None),
    "a huge answer": lambda lies: lies.completion("x" * 3_000_000),
    "a long answer": lambda lies: lies.completion('{"claims": []}' + " " * 300_000),
    "a page": lambda lies: lies.Reply(b"<html>login</html>", headers={"Content-Type": "text/html"}),
    "no JSON": lambda lies: lies.Reply(b"{", headers=JSON),
    "no object": lambda lies: lies.Reply(b"[1]", headers=JSON),
    "no choices": lambda lies: lies.Reply(b'{"choices": []}', headers=JSON),
    "choices of another form": lambda lies: lies.Reply(b'{"choices": [3]}', headers=JSON),
    "content of another form": lambda lies: lies.completion({"claims": []}),
    "nothing at all": lambda lies: lies.Reply(b"", headers=JSON),
    "bytes that are no text": lambda lies: lies.Reply(b"\xff\xfe\x00", headers=JSON),
    "a packed answer": lambda lies: lies.Reply(b"x", headers={**JSON, "Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("answer", UNUSABLE)
def test_an_answer_that_is_none_is_asked_for_once_more_and_then_told(answer, asks, double, lies):
    double.script = [UNUSABLE[answer](lies)]

    problem = only_problem(asks(STORY))

    assert problem.code == "language-model-unusable"
    assert "1 sentence of this document was not read" in problem.message
    assert len(double.asked) == 2


@pytest.mark.parametrize("answer", UNUSABLE)
def test_an_answer_that_is_usable_when_asked_again_is_used(answer, asks, double, lies, true):
    double.script = [UNUSABLE[answer](lies), true]

    reading = asks(STORY)

    assert len(reading.claims) == 1
    assert reading.problems == ()


def test_a_huge_answer_is_not_taken_in(asks, double, lies):
    double.script = [lies.completion("x" * 3_000_000)]

    assert "more than 1048576 bytes" in only_problem(asks(STORY)).message


def test_a_window_without_a_usable_answer_costs_itself_only(asks, double, lies):
    text = " ".join(f"Patrol {n} left the Upper Valley." for n in range(25))
    broken = lies.completion("no")
    last = lies.a_claim(1, "Patrol 20 left the Upper Valley")
    double.script = [broken, broken, lies.claims(last)]

    reading = asks(text)

    assert len(reading.claims) == 1
    assert [problem.code for problem in reading.problems] == ["language-model-unusable"]
    assert "20 sentences" in reading.problems[0].message


TROUBLE = {
    "429 without a wait": {"status": 429},
    "429 with a short wait": {"status": 429, "headers": {"Retry-After": "0"}},
    "a wait that is no number": {"status": 429, "headers": {"Retry-After": "soon"}},
    "500": {"status": 500},
    "503 with a page": {"status": 503, "body": b"<html>busy</html>"},
    "a reset": {"manner": "reset"},
}


@pytest.mark.parametrize("trouble", TROUBLE)
def test_what_may_pass_is_tried_again(trouble, asks, double, lies, true):
    double.script = [lies.Reply(**TROUBLE[trouble])] * 2 + [true]

    reading = asks(STORY)

    assert len(reading.claims) == 1
    assert reading.problems == ()
    assert len(double.asked) == 3


@pytest.mark.parametrize("trouble", TROUBLE)
def test_what_does_not_pass_is_tried_so_often_and_told(trouble, asks, double, lies):
    double.script = [lies.Reply(**TROUBLE[trouble])]

    problem = only_problem(asks(STORY, tries=3))

    assert problem.code == "language-model-not-asked"
    assert len(double.asked) == 3


def test_a_server_that_wants_to_be_left_alone_for_long_is_left_alone(asks, double, lies):
    double.script = [lies.Reply(status=429, headers={"Retry-After": "3600"})]

    problem = only_problem(asks(STORY))

    assert "429" in problem.message
    assert len(double.asked) == 1


def test_a_short_wait_that_is_asked_for_is_kept(asks, double, lies, true):
    asked_at = []

    def at(reply):
        def answer(_body):
            asked_at.append(double.clock())
            return reply

        return answer

    wait = lies.Reply(status=429, headers={"retry-after-ms": "300"})
    double.script = [at(wait), at(true)]

    asks(STORY)

    assert asked_at[1] - asked_at[0] >= 0.3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_what_the_server_refuses_is_not_asked_again(status, asks, double, lies):
    told = json.dumps({"error": {"message": f"wrong key {SECRET}", "code": "x"}}).encode()
    double.script = [lies.Reply(told, status=status, headers=JSON)]

    problem = only_problem(asks(STORY))

    assert (problem.code, len(double.asked)) == ("language-model-not-asked", 1)
    assert str(status) in problem.message
    assert SECRET not in str(problem)


def test_no_redirect_is_followed_to_another_address(asks, double, lies, other):
    elsewhere = other.url.replace("127.0.0.1", "localhost")
    to = {"Location": f"{elsewhere}/chat/completions"}
    double.script = [lies.Reply(status=307, headers=to)]

    reading = asks(STORY)

    assert reading.claims == ()
    assert len(reading.problems) == 1
    assert other.asked == []


@pytest.mark.parametrize("manner", ["hang", "trickle"])
def test_a_server_that_hangs_or_dribbles_is_given_up_in_time(manner, asks, double, lies, true):
    double.script = [lies.Reply(true.body, headers=JSON, manner=manner)]

    problem = only_problem(asks(STORY, patience_s=0.4))

    assert problem.code == "language-model-not-asked"
    assert "within 0.4 seconds" in problem.message
    assert len(double.asked) == 2


def test_nobody_listening_is_told(asks, double):
    double.close()

    problem = only_problem(asks(STORY, tries=2))

    assert (problem.code, "connection" in problem.message) == ("language-model-not-asked", True)


def test_after_a_failure_that_stays_nothing_further_is_asked_and_the_rest_is_counted(
    asks, double, lies
):
    text = " ".join(f"Patrol {n} left the Upper Valley." for n in range(45))
    first = lies.claims(lies.a_claim(1, "Patrol 0 left the Upper Valley"))
    double.script = [first, lies.Reply(status=404)]

    reading = asks(text)

    assert len(reading.claims) == 1
    assert "25 sentences of this document were not read" in reading.problems[0].message
    assert len(double.asked) == 2


def test_no_more_questions_are_asked_than_allowed(asks, double, lies):
    text = " ".join(f"Patrol {n} left the Upper Valley." for n in range(100))
    double.script = [lies.completion("no")]

    reading = asks(text, most_questions=5)

    assert len(double.asked) == 5
    assert reading.problems[0].code == "language-model-not-asked"


def test_the_time_for_one_document_is_bounded(asks, double):
    problem = only_problem(asks(STORY, document_s=-1.0))

    assert "not enough for this document" in problem.message
    assert double.asked == []


def test_the_key_goes_into_the_request_and_nowhere_else(asks, double, lies, monkeypatch, capfd):
    monkeypatch.setenv(KEY, SECRET)
    double.script = [lies.Reply(SECRET.encode(), status=500, headers=JSON)]

    reading = asks(STORY)

    assert double.headers[0]["authorization"] == f"Bearer {SECRET}"
    assert SECRET not in str(reading)
    assert SECRET not in str(double.asked)
    assert SECRET not in "".join(capfd.readouterr())


@pytest.mark.parametrize("key", [f"{SECRET}\n", f"{SECRET} x", f"{SECRET}é", f"{SECRET}\r\nX: y"])
def test_a_key_that_is_none_is_not_sent_and_not_shown(key, asks, double, monkeypatch):
    monkeypatch.setenv(KEY, key)

    problem = only_problem(asks(STORY))

    assert double.asked == []
    assert KEY in problem.message
    assert SECRET not in str(problem)


def test_a_key_meant_for_somebody_else_is_not_sent(asks, double, monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, SECRET)

    asks(STORY)

    assert SECRET not in str(double.headers)
    assert "authorization" not in double.headers[0]


def test_nothing_is_told_about_the_machine(asks, double):
    asks(STORY)

    told = set(double.headers[0])
    assert told <= {
        "host", "accept", "accept-encoding", "connection", "content-length", "content-type",
        "user-agent",
    }  # fmt: skip
    assert double.headers[0]["user-agent"] == "truceline"


def test_no_proxy_of_the_environment_sees_the_text(asks, double, other, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, other.url.removesuffix("/v1"))

    asks(STORY)

    assert (len(double.asked), other.asked) == (1, [])


HERE = ["http://127.0.0.1:1/v1", "http://localhost:1", "https://[::1]:1/v1", "http://127.9.9.9"]
ELSEWHERE = ["http://10.0.0.5/v1", "https://models.example/v1", "http://127.0.0.1.example/v1"]
NO_ADDRESS = [
    "", "localhost:8080", "ftp://127.0.0.1/", "http://", "http://u:p@127.0.0.1/v1",
    "http://127.0.0.1/v1?key=1", "http://127.0.0.1:99999999/", "http://[::1", "http://a b/",
    "http://127.0.0.1/\n",
]  # fmt: skip


@pytest.mark.parametrize("url", HERE)
def test_an_address_of_this_machine_needs_no_further_word(url):
    assert Endpoint(url=url, model="m").here


@pytest.mark.parametrize("url", ELSEWHERE)
def test_text_leaves_the_machine_only_where_that_is_said(url):
    with pytest.raises(RefusedError, match="would leave this machine"):
        Endpoint(url=url, model="m")
    assert not Endpoint(url=url, model="m", elsewhere=True).here


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(RefusedError):
        Endpoint(url=url, model="m", elsewhere=True)


@pytest.mark.parametrize("model", ["", " ", "a\nb", "x" * 101, "a b", "é", "[asked"])
def test_what_is_no_name_of_a_model_is_refused(model):
    with pytest.raises(RefusedError):
        Endpoint(url="http://127.0.0.1/v1", model=model)


def test_a_key_does_not_travel_unencrypted(monkeypatch):
    monkeypatch.setenv(KEY, SECRET)
    reader = AskedReader(endpoint=Endpoint(url="http://192.0.2.1/v1", model="m", elsewhere=True))

    reading = reader(STORY.encode(), media_type="text/plain", published=None, names=())

    assert "unencrypted" in only_problem(reading).message


@pytest.mark.slow
def test_a_guarded_child_can_ask_and_costs_one_document_at_most(double, lies, true):
    double.script = [true]
    reader = AskedReader(endpoint=lies.endpoint(double))

    with Guard() as guard:
        reading = guard.within(
            reader.seconds,
            reader,
            STORY.encode(),
            media_type="text/plain",
            published=None,
            names=(),
        )

    assert len(reading.claims) == 1


WITHOUT = """
import sys
sys.modules["pydantic_ai"] = None
from truceline.reading.asked.endpoint import Endpoint
from truceline.reading.asked.reader import AskedReader
reader = AskedReader(endpoint=Endpoint(url="http://127.0.0.1:1/v1", model="m"))
reading = reader(b"Norway left.", media_type="text/plain", published=None, names=())
print(reading.problems)
"""


def test_without_the_extra_a_problem_says_what_to_install():
    done = ran(WITHOUT)

    assert done.returncode == 0, done.stderr
    assert "truceline[llm]" in done.stdout


def test_what_asks_is_not_imported_before_it_is_needed():
    look = (
        "import sys, truceline.cli, truceline.reading.asked.reader;"
        "print([m for m in ('pydantic', 'pydantic_ai', 'openai', 'httpx2') if m in sys.modules])"
    )

    done = ran(look)

    assert done.stdout.strip() == "[]"
