"""Claims written short: two rivals, Northland and Southland, and whoever speaks of them."""

import importlib.util
import json
import re
import sys
from contextlib import ExitStack
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from hashlib import sha256
from pathlib import Path
from threading import Thread

import msgspec
import pytest
from hypothesis import settings

from truceline.terms.agreement import Agreement, Obligation, Provision, Rendering, Wording
from truceline.terms.claim import NARRATOR, Act, Actor, Bound, Claim, Modality, Quantity, Quote
from truceline.terms.entry import Ruling
from truceline.terms.names import Kind, Named
from truceline.terms.when import When
from truceline.weighing.held import Document, Held, Judged

# A slow machine is not a broken law: time is measured in bench/ only.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")

GOLD = Path(__file__).parents[2] / "shared" / "gold" / "claims.jsonl"

PEOPLE = {
    "Envoy": "Northland",
    "Speaker": "Northland",
    "General": "Southland",
    "Third Force": "Thirdland",
}
SIDES_IN_GOLD = {
    "Ilham Aliyev": "Azerbaijan",
    "Dmitry Peskov": "Russia",
    "Vladimir Putin": "Russia",
    "Sergey Lavrov": "Russia",
    "Russian peacekeeping contingent": "Russia",
    "Nikol Pashinyan": "Armenia",
    "Armed Forces of Armenia": "Armenia",
    "Recep Tayyip Erdogan": "Turkey",
    "Mevlut Cavusoglu": "Turkey",
}


def actor(name, of=PEOPLE):
    return NARRATOR if name == "narrator" else Actor(name=name, of=of.get(name, ""))


def claim(act="hostilities", when=None, place="", by="", **rest):
    """One claim. `doc` names its document, `says` and `by` are names with "; " between them."""
    doc, says = rest.pop("doc", "a"), rest.pop("says", "narrator")
    to, start = rest.pop("to", ""), rest.pop("start", 0)
    number = rest.pop("number", ())
    return Claim(
        quote=Quote(document=doc, start=start, end=start + 9),
        act=Act(act),
        says=tuple(actor(name) for name in says.split("; ")),
        actors=tuple(actor(name) for name in by.split("; ") if name),
        targets=tuple(actor(name) for name in to.split("; ") if name),
        places=tuple(name for name in place.split("; ") if name),
        when=When(value=when) if when else None,
        modality=Modality(rest.pop("modality", "happened")),
        quantities=tuple(a_number(one) for one in ([number] if number else [])),
        rule=rest.pop("rule", "test"),
        **rest,
    )


def a_number(told):
    """A quantity from such words as: about 2000 personnel."""
    bound, value, unit = re.fullmatch(r"(\D*)(\d+) (.+)", told).groups()
    return Quantity(
        value=int(value), unit=unit, bound=Bound(bound.strip()) if bound else Bound.EXACT
    )


def held(*claims, copies=None, sources=None, rulings=None, agreements=()):
    """What is on record: one entry a document, in the order in which the claims name them."""
    documents = dict.fromkeys(one.quote.document for one in claims)
    entry = {document: n for n, document in enumerate(documents, start=1)}
    count, named = dict.fromkeys(documents, 0), {}
    for one in claims:
        count[one.quote.document] += 1
        named[f"{entry[one.quote.document]}.{count[one.quote.document]}"] = one
    return Held(
        size=len(entry) + 1,
        agreements={one.id: one for one in agreements},
        documents={
            name: Document(
                sha256=name,
                entry=entry[name],
                media_type="text/plain",
                size=1,
                source=(sources or {}).get(name, ""),
                published=None,
                copy_of=(copies or {}).get(name, ()),
            )
            for name in documents
        },
        claims=named,
        rulings={
            name: Judged(
                ruling=Ruling(ruling), reason="Two posts saw it.", by="head-of-mission", entry=at
            )
            for name, (ruling, at) in (rulings or {}).items()
        },
    )


def agreement(*provisions):
    """Two states, a province of one, two villages in it, and a force that has a ceiling."""
    return Agreement(
        id="accord",
        title="Accord",
        signed=date(2030, 1, 1),
        in_force=datetime(2030, 1, 1, tzinfo=UTC),
        zone="UTC",
        parties=("Northland", "Southland"),
        named=(
            Named(kind=Kind.PARTY, name="Northland"),
            Named(kind=Kind.PARTY, name="Southland"),
            Named(kind=Kind.FORCE, name="Third Force", of="Thirdland"),
            Named(kind=Kind.PLACE, name="Valley", within="Northland"),
            Named(kind=Kind.PLACE, name="Upper Mill", within="Valley"),
            Named(kind=Kind.PLACE, name="Lower Mill", within="Valley"),
            Named(kind=Kind.PLACE, name="Free Plain"),
        ),
        renderings=(Rendering(id="en", language="en", issuer="X", status="official", source=""),),
        provisions=provisions,
    )


def ceiling(*numbers, actors=("Third Force",)):
    return Provision(
        clause="3",
        title="No more than so many",
        obligation=Obligation.CEILING,
        bearers=("Thirdland",),
        acts=(Act.DEPLOYMENT,),
        actors=actors,
        wordings=(Wording(rendering="en", text="No more than so many."),),
        ceilings=tuple(a_number(one) for one in numbers),
    )


def mirrored(value):
    """The same value with the names of the two rivals exchanged, wherever they stand."""
    match value:
        case Enum():
            return value
        case str():
            held_apart = value.replace("Northland", "\0").replace("Southland", "Northland")
            return held_apart.replace("\0", "Southland")
        case tuple() | frozenset():
            return type(value)(mirrored(one) for one in value)
        case _ if is_dataclass(value) or isinstance(value, msgspec.Struct):
            names = getattr(value, "__struct_fields__", None) or [one.name for one in fields(value)]
            return type(value)(**{one: mirrored(getattr(value, one)) for one in names})
        case _:
            return value


class Words:
    """What tests of claims are written with."""

    claim = staticmethod(claim)
    held = staticmethod(held)
    agreement = staticmethod(agreement)
    ceiling = staticmethod(ceiling)
    mirrored = staticmethod(mirrored)


@pytest.fixture(scope="session")
def words():
    return Words


def beside(name):
    """A module of this folder, which is no package."""
    full = f"truceline_tests_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, Path(__file__).parent / f"{name}.py")
        sys.modules[full] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[full])
    return sys.modules[full]


@pytest.fixture(scope="session")
def lies():
    """What a language model's server can say and do: see lying_model.py."""
    return beside("lying_model")


@pytest.fixture
def double(lies):
    """A server that has not been told to lie yet."""
    started = lies.Double()
    yield started
    started.close()


@pytest.fixture
def other(lies):
    """A second server, to which nothing may lead."""
    started = lies.Double()
    yield started
    started.close()


@pytest.fixture
def invented_log(tmp_path):
    """Makes records outside any centre; each is closed when the test is over."""
    with ExitStack() as open_records:

        def made(name="record.db"):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            log = beside("invented_log").InventedLog(path)
            open_records.callback(log.record.close)
            return log

        yield made


@pytest.fixture
def served():
    """Serves applications on this machine while the test runs; gives the address of each."""
    from truceline.web import serve  # noqa: PLC0415 most tests serve nothing

    running = []

    def start(app):
        listening = serve.listen(0)
        server = serve.server(app)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        running.append((server, thread, listening))
        return serve.address(listening)

    yield start
    for server, thread, listening in running:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture(scope="session")
def gold():
    """The claims of an expert reader over the five reports, on record."""
    if not GOLD.exists():
        pytest.skip("the shared gold claims are not beside this checkout")
    claims = [_from_gold(json.loads(line)) for line in GOLD.read_text().splitlines()]
    return held(*claims)


def _from_gold(told):
    return Claim(
        quote=Quote(
            document=sha256(told["doc"].encode()).hexdigest(), start=told["start"], end=told["end"]
        ),
        act=Act(told["act"]),
        says=tuple(actor(name, SIDES_IN_GOLD) for name in told["says"].split("; ")),
        via=told["via"] or "",
        actors=tuple(actor(name, SIDES_IN_GOLD) for name in told["actor"]),
        targets=tuple(actor(name, SIDES_IN_GOLD) for name in told["target"]),
        places=tuple(told["place"]),
        when=When(value=told["when"]) if told["when"] else None,
        modality=Modality(told["modality"]),
        denies=told["denies"],
        quantities=tuple(
            Quantity(value=one["value"], unit=one["unit"], bound=Bound(one["bound"]))
            for one in told["quantities"]
        ),
        rule="gold",
    )
