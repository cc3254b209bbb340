"""What every vault promises: given back exactly, code names for ever. Also what views promise."""

import sqlite3
from contextlib import closing
from hashlib import sha256

import pytest

from truceline.record.cache import Cache
from truceline.record.store import Kept, NotInVaultError
from truceline.record.vault import Vault

UNKNOWN = "0" * 64
STORES = ("sqlite", "postgresql")


@pytest.fixture
def address(postgres):
    from truceline.record.postgres.address import Address  # noqa: PLC0415 - an extra

    return Address.of(postgres.make())


def in_sqlite(request):
    path = request.getfixturevalue("tmp_path") / "vault.db"
    return Vault.create(path), lambda: Vault.open(path)


def in_postgres(request):
    from truceline.record.postgres.database import alone, finish  # noqa: PLC0415 - an extra
    from truceline.record.postgres.vault import SCHEMA, PostgresVault  # noqa: PLC0415

    address = request.getfixturevalue("address")
    vault = PostgresVault.create(address)
    with alone(address) as db:
        finish(db, [SCHEMA])
    return vault, lambda: PostgresVault.open(address)


@pytest.fixture(params=STORES)
def made(request):
    vault, again = in_sqlite(request) if request.param == "sqlite" else in_postgres(request)
    with vault:
        yield vault, again


@pytest.fixture
def vault(made):
    return made[0]


@pytest.fixture
def again(made):
    return made[1]


@pytest.mark.parametrize("data", [b"", b"\0\xff", b"seen at the bridge", bytes(3_000_000)])
def test_a_document_comes_back_byte_for_byte(vault, data):
    digest = vault.put(data, name="report.txt")

    assert digest == sha256(data).hexdigest()
    assert vault.get(digest) == data
    assert vault.has(digest)
    assert vault.name_of(digest) == "report.txt"


def test_the_same_bytes_twice_add_nothing_and_keep_their_first_name(vault):
    first = vault.put(b"seen", name="first.txt")

    assert vault.put(b"seen", name="second.txt") == first
    assert vault.name_of(first) == "first.txt"
    assert vault.digests() == (first,)


def test_a_file_name_that_is_not_text_is_spelled_out(vault):
    digest = vault.put(b"seen", name="report-\udcff.txt")

    assert vault.name_of(digest) == r"report-\udcff.txt"


def test_what_is_not_there_is_said_to_be_missing(vault):
    assert not vault.has(UNKNOWN)
    with pytest.raises(NotInVaultError, match="never here, or erased"):
        vault.get(UNKNOWN)
    with pytest.raises(NotInVaultError, match="never here, or erased"):
        vault.name_of(UNKNOWN)


def test_a_person_has_one_code_name_for_ever(vault, again):
    fresh = iter(["7f3a", "9b21"])

    first = vault.code_for("A. Person", fresh=lambda: next(fresh))
    other = vault.code_for("B. Person", fresh=lambda: next(fresh))

    assert (first, other) == ("person:7f3a", "person:9b21")
    with again() as opened:
        assert opened.code_for("A. Person", fresh=lambda: "cccc") == first
        assert opened.names() == {first: "A. Person", other: "B. Person"}


def test_a_code_name_that_is_taken_is_not_given_twice(vault):
    fresh = iter(["7f3a", "7f3a", "9b21"])
    vault.code_for("A. Person", fresh=lambda: next(fresh))

    assert vault.code_for("B. Person", fresh=lambda: next(fresh)) == "person:9b21"
    with pytest.raises(ValueError, match="not random"):
        vault.code_for("C. Person", fresh=lambda: "7f3a")
    assert len(vault.names()) == 2


def test_names_cannot_be_changed_by_their_reader(vault):
    with pytest.raises(TypeError):
        vault.names()["person:7f3a"] = "somebody else"


def test_documents_are_listed_by_their_hash(vault):
    digests = [vault.put(data, name="report.txt") for data in (b"one", b"two", b"three")]

    assert vault.digests() == tuple(sorted(digests))


@pytest.mark.parametrize("name", ["Ա. Անձ", "Ж. Ц", "a\0b", "O'Neil; DROP TABLE person"])
def test_names_in_any_letters_come_back_as_they_were(vault, name):
    code = vault.code_for(name, fresh=lambda: "7f3a")

    assert vault.names() == {code: name}
    assert vault.name_of(vault.put(b"seen", name=name)) == name


def test_what_is_forgotten_is_gone_and_nothing_else(vault, again):
    gone, stays = vault.put(b"gone", name="gone.txt"), vault.put(b"stays", name="stays.txt")
    fresh = iter(["7f3a", "9b21"])
    code = vault.code_for("A. Person", fresh=lambda: next(fresh))
    other = vault.code_for("B. Person", fresh=lambda: next(fresh))
    vault.keep_part("c1", salt=bytes(32), payload=b"where")
    vault.keep_part("c2", salt=bytes(32), payload=b"who")
    assert not vault.forgetting()

    vault.forget(documents=[gone, UNKNOWN], people=[code], parts=["c1"])

    assert vault.forgetting()
    vault.flush()
    assert not vault.forgetting()
    with again() as opened:
        assert opened.digests() == (stays,)
        assert opened.names() == {other: "B. Person"}
        assert opened.parts() == ("c2",)
        with pytest.raises(NotInVaultError, match="never here, or erased"):
            opened.part("c1")
        with pytest.raises(NotInVaultError, match="never here, or erased"):
            opened.name_of(gone)


def test_a_crash_before_the_flush_leaves_the_mark_that_it_is_due(vault, again):
    vault.forget(documents=[vault.put(b"gone", name="gone.txt")])
    vault.close()

    with again() as opened:
        assert opened.forgetting()
        opened.flush()
    with again() as opened:
        assert not opened.forgetting()


@pytest.mark.parametrize("payload", [b"", b"\0\xff", bytes(3_000_000)])
def test_a_sealed_part_comes_back_and_is_never_replaced(vault, payload):
    vault.keep_part("c1", salt=b"s" * 32, payload=payload)
    vault.keep_part("c1", salt=b"t" * 32, payload=b"other")

    assert vault.part("c1") == (b"s" * 32, payload)


def as_it_was_sqlite(request):
    path = request.getfixturevalue("tmp_path") / "vault.db"
    with Vault.create(path) as vault:
        filled = vault.put(b"seen", name="report.txt"), vault.code_for("A", fresh=lambda: "7f3a")
    with closing(sqlite3.connect(path)) as db:
        db.executescript("DROP TABLE sealed; DROP TABLE forgetting; PRAGMA user_version = 1;")
    return filled, lambda: Vault.open(path)


def as_it_was_postgres(request):
    from truceline.record.postgres.database import alone  # noqa: PLC0415 - an extra

    vault, again = in_postgres(request)
    with vault:
        filled = vault.put(b"seen", name="report.txt"), vault.code_for("A", fresh=lambda: "7f3a")
    with alone(request.getfixturevalue("address")) as db:
        db.execute("DROP TABLE vault.sealed, vault.forgetting")
        db.execute("UPDATE vault.layout SET version = 1")
    return filled, again


@pytest.mark.parametrize("store", STORES)
def test_a_vault_of_the_first_layout_is_brought_to_this_one_with_all_it_holds(request, store):
    made = as_it_was_sqlite if store == "sqlite" else as_it_was_postgres
    (digest, code), again = made(request)

    with again() as vault:
        vault.keep_part("c1", salt=bytes(32), payload=b"where")
        assert vault.get(digest) == b"seen"
        assert vault.names() == {code: "A"}
    with again() as vault:
        assert vault.parts() == ("c1",)


def views_in_postgres(request):
    from truceline.record.postgres.views import PostgresViews  # noqa: PLC0415 - an extra

    return PostgresViews(request.getfixturevalue("address"))


@pytest.fixture(params=STORES)
def views(request):
    if request.param == "sqlite":
        views = Cache(request.getfixturevalue("tmp_path") / "views.db")
    else:
        views = views_in_postgres(request)
    yield views
    views.close()


def test_the_newest_fold_is_kept_and_no_older_one(views):
    first, second = (Kept(size=n, root=bytes(32), state=b"\0\xff%d" % n) for n in (1, 2))
    assert views.newest("held", version="1") is None

    views.keep("held", first, version="1")
    views.keep("other", first, version="1")
    views.keep("held", second, version="2")

    assert views.newest("held", version="1") is None
    assert views.newest("held", version="2") == second
    assert views.newest("other", version="1") == first


def test_views_that_are_cleared_keep_nothing_and_are_kept_anew(views):
    kept = Kept(size=1, root=bytes(32), state=b"state")
    views.clear()
    views.keep("held", kept, version="1")

    views.clear()

    assert views.newest("held", version="1") is None
    views.keep("held", kept, version="1")
    assert views.newest("held", version="1") == kept
