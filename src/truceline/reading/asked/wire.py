"""The one module that speaks to a language model: a question out, an answer in, both bounded.

It is imported only when somebody is asked, for it imports much. It offers the model no tools,
follows no redirect, uses no proxy, and sends nothing about this machine.
"""

import asyncio
from collections.abc import AsyncIterator
from os import environ
from types import TracebackType
from typing import Self

import httpx2
from openai import AsyncOpenAI, OpenAIError
from pydantic_ai.direct import model_request
from pydantic_ai.exceptions import (
    AgentRunError,
    ModelAPIError,
    ModelHTTPError,
    UserError,
)
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    SystemPromptPart,
    TextPart,
    ToolCallPart,
    UserPromptPart,
)
from pydantic_ai.models import ModelRequestParameters
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider
from pydantic_ai.settings import ModelSettings

from truceline.reading.asked.endpoint import Endpoint
from truceline.reading.asked.failure import Failure, Why
from truceline.reading.asked.kept import Messages
from truceline.reading.asked.prompt import schema

KEY = "TRUCELINE_LLM_KEY"
MAX_ANSWER_BYTES = 1 << 20
_MOST_TOKENS = 8_192
_SENT = frozenset(  # of what the library would send; the rest tells of the machine and its owner
    {"host", "accept", "content-type", "content-length", "connection", "authorization"}
)


class Wire:
    """One line to one endpoint, for the questions about one document."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._loop = asyncio.Runner()
        self._transport = _Transport(endpoint, _key())
        self._client = httpx2.AsyncClient(
            transport=self._transport,
            timeout=endpoint.patience_s,
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.run(self._client.aclose())
        self._loop.close()

    def ask(self, messages: Messages) -> str | Failure:
        """One try: the answer's text as it came, or why there is none."""
        return self._loop.run(self._ask(messages))

    def pause(self, seconds: float) -> None:
        self._loop.run(asyncio.sleep(seconds))

    async def _ask(self, messages: Messages) -> str | Failure:
        self._transport.wrong = ""
        try:
            # Time-outs of sockets begin anew with every byte; this one does not.
            async with asyncio.timeout(self._endpoint.patience_s):
                response = await model_request(
                    self._model(),
                    _told(messages),
                    model_settings=ModelSettings(temperature=0, max_tokens=_MOST_TOKENS),
                    model_request_parameters=_wanted(),
                    instrument=False,
                )
        except TimeoutError:
            return self._slow()
        except ModelHTTPError as error:
            return _refusal(error)
        except ModelAPIError as error:
            return self._broken(error)
        except (AgentRunError, UserError, OpenAIError, httpx2.HTTPError) as error:
            return self._unusable(error)
        except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
            return self._unusable(error)  # what a library makes of an answer of no known shape
        return _text(response)

    def _model(self) -> OpenAIChatModel:
        # organization and project would else be taken from variables meant for somebody else.
        client = AsyncOpenAI(
            base_url=self._endpoint.url,
            api_key="none",
            organization="",
            project="",
            max_retries=0,
            timeout=self._endpoint.patience_s,
            http_client=self._client,
        )
        provider = OpenAICompatibleProvider("language-model", openai_client=client)
        return OpenAIChatModel(self._endpoint.model, provider=provider)

    def _slow(self) -> Failure:
        told = f"it gave no whole answer within {self._endpoint.patience_s:g} seconds"
        return Failure(why=Why.SLOW, told=told)

    def _broken(self, error: Exception) -> Failure:
        if self._transport.wrong:
            return Failure(why=Why.UNUSABLE, told=self._transport.wrong)
        causes = _causes(error)
        if any(isinstance(cause, httpx2.TimeoutException | TimeoutError) for cause in causes):
            return self._slow()
        if any(isinstance(cause, ValueError | UnicodeError) for cause in causes):
            return Failure(why=Why.UNUSABLE, told="its answer is not of the protocol")
        return Failure(why=Why.UNREACHED, told="no connection to it held")

    def _unusable(self, error: Exception) -> Failure:
        told = (
            self._transport.wrong or f"its answer is not of the protocol ({type(error).__name__})"
        )
        return Failure(why=Why.UNUSABLE, told=told)


class _Transport(httpx2.AsyncBaseTransport):
    """Lets requests out to the endpoint only, and answers in up to a size."""

    def __init__(self, endpoint: Endpoint, key: str) -> None:
        self._inner = httpx2.AsyncHTTPTransport(retries=0, trust_env=False)
        self._origin = httpx2.URL(endpoint.url)
        self._key = key
        self.wrong = ""  # what was wrong with the last answer

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url, own = request.url, self._origin
        if (url.scheme, url.host, url.port) != (own.scheme, own.host, own.port):
            raise self._refused(request, "it pointed to another address")
        kept = [(name, value) for name, value in request.headers.items() if name.lower() in _SENT]
        request.headers = httpx2.Headers(
            [each for each in kept if each[0].lower() != "authorization"]
            + [("user-agent", "truceline"), ("accept-encoding", "identity")]
            + ([("authorization", f"Bearer {self._key}")] if self._key else [])
        )
        response = await self._inner.handle_async_request(request)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            await response.aclose()
            raise self._refused(request, "its answer came packed, though nobody asked for that")
        stream = response.stream
        if not isinstance(stream, httpx2.AsyncByteStream):
            raise self._refused(request, "its answer is no stream")
        response.stream = _Bounded(stream, self, request)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()

    def _refused(self, request: httpx2.Request, why: str) -> httpx2.TransportError:
        self.wrong = why
        return httpx2.TransportError(why, request=request)

    def too_large(self, request: httpx2.Request) -> httpx2.TransportError:
        return self._refused(request, f"its answer has more than {MAX_ANSWER_BYTES} bytes")


class _Bounded(httpx2.AsyncByteStream):
    """The bytes of an answer, up to so many."""

    def __init__(
        self, inner: httpx2.AsyncByteStream, transport: _Transport, request: httpx2.Request
    ) -> None:
        self._inner, self._transport, self._request = inner, transport, request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        room = MAX_ANSWER_BYTES
        async for piece in self._inner:
            room -= len(piece)
            if room < 0:
                raise self._transport.too_large(self._request)
            yield piece

    async def aclose(self) -> None:
        await self._inner.aclose()


def key_problem(endpoint: Endpoint) -> str:
    """What keeps the key from being sent; "" where nothing does. It never shows the key."""
    key = _key()
    if key and not (key.isascii() and key.isprintable() and " " not in key):
        return f"the key in {KEY} holds blanks, line ends or letters that no key has"
    if key and not endpoint.sealed:
        return f"the key in {KEY} would travel unencrypted to {endpoint.host}"
    return ""


def _key() -> str:
    """Asked for where it is used, so that no value that is passed about or printed holds it."""
    return environ.get(KEY, "")


def _told(messages: Messages) -> list[ModelMessage]:
    told: list[ModelMessage] = []
    for role, text in messages:
        if role == "assistant":
            told.append(ModelResponse(parts=[TextPart(text)]))
        elif role == "system":
            told.append(ModelRequest(parts=[SystemPromptPart(text)]))
        else:
            told.append(ModelRequest(parts=[UserPromptPart(text)]))
    return told


def _wanted() -> ModelRequestParameters:
    """An answer in our form, and no tool to be called."""
    form = OutputObjectDefinition(json_schema=schema(), name="claims", strict=True)
    return ModelRequestParameters(output_mode="native", output_object=form, function_tools=[])


def _text(response: ModelResponse) -> str | Failure:
    if any(isinstance(part, ToolCallPart) for part in response.parts):
        return Failure(why=Why.UNUSABLE, told="it called a tool, and there is none")
    if response.finish_reason == "length":
        return Failure(why=Why.UNUSABLE, told="its answer was cut off at its longest")
    return "".join(part.content for part in response.parts if isinstance(part, TextPart))


def _refusal(error: ModelHTTPError) -> Failure:
    told = f"it answered {error.status_code}"
    if error.status_code in {408, 409, 425, 429} or error.status_code >= 500:  # noqa: PLR2004 RFC 9110 s15
        after = error.retry_after
        return Failure(why=Why.BUSY, told=told, wait_s=after if after and after > 0 else 0.0)
    return Failure(why=Why.REFUSED, told=told)


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in found:
        found.append(at)
        at = at.__cause__ or at.__context__
    return found
