#!/usr/bin/env python3
# ruff: noqa: ANN001, ANN002, ANN201, ANN202, ANN204, PLR2004, T201
"""Check a Truceline record from its files alone. One program, to be read before it is run.

It needs Python 3.11 and cryptography 48, asks no network, changes nothing and needs little memory.
It exits with 0 if all is as promised, 1 after naming the first thing that is not, 2 if misused.

What it checks: every entry is hashed again; every stored hash, checkpoint and signature is
compared; each entry was signed by a key that entry 0 named or an office added, in a role that may
say it; the times of recording never go back. Gaps and forks in an author's own count are told.

It cannot know whether others hold the same entries: compare the log key with the one you were given
(--log-key), and keep a checkpoint from every visit (--against). What entries mean is not looked at.
"""

import argparse
import json
import re
import sys
from base64 import b64decode, b64encode
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

TILE, MAX_BUNDLE, MAX_NOTE = 256, 256 * (2 + 65_535), 1_000_000  # hashes or entries; bytes
KINDS = "(opened|signed|deposited|patrolled)/[12]|(chartered|key-added|key-revoked|read)/1"
KINDS += "|(retracted|ruled|hindered|posted|issued|sealed|opened-to|erased)/1"
FIELDS = {"after", "body", "log", "made", "prev", "seq", "type", "v"}
MORE = {"about": list, "amends": list, "author": str, "files": list, "sealed": dict, "valid": list}
TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
RECORDED, MADE = (TIME + r"\.[0-9]{3}Z\n").encode(), TIME + r"(\.(?!000000)[0-9]{6})?Z"
NAME, SIZE = "[^+\\s\x00-\x1f\ud800-\udfff]+", "0|[1-9][0-9]{0,17}"
FAILURES = (ValueError, TypeError, KeyError, RuntimeError, OSError, UnsupportedAlgorithm)


@contextmanager
def naming(what):
    try:
        yield
    except FAILURES as error:
        raise ValueError(f"{what}: {error or type(error).__name__}") from error


def require(good, sentence):
    if not good:
        raise ValueError(sentence)


def b64(data):
    return b64encode(data).decode()


def unb64(text):
    data = b64decode(text, validate=True)
    require(b64(data) == text, f"{text[:50]!r} is not spelled as base64 is")
    return data


def sha(*parts):
    return sha256(b"".join(parts)).digest()


# 1. The tree: RFC 6962 section 2.1, stored as tiles of 256 hashes (c2sp.org/tlog-tiles).
class Tree:
    """Grows by one leaf at a time and remembers only its right edge."""

    def __init__(self):
        self.size, self.peaks, self.rows = 0, [], [[]]  # perfect subtrees; unfinished tiles

    def add(self, leaf):
        """Take the next leaf hash; return the tiles that it filled, as (level, number, hashes)."""
        filled = []
        self.rows[0].append(leaf)
        merged, height, left = leaf, 0, self.size
        while left & 1:
            merged, height, left = sha(b"\1", self.peaks.pop(), merged), height + 1, left >> 1
            if height % 8 == 0:
                level = height // 8
                filled.append((level - 1, left, b"".join(self.rows[level - 1])))
                self.rows[level - 1] = []
                self.rows += [[]] * (level == len(self.rows))
                self.rows[level].append(merged)
        self.peaks.append(merged)
        self.size += 1
        return filled

    def root(self):
        root = self.peaks[-1] if self.peaks else sha()
        for peak in reversed(self.peaks[:-1]):
            root = sha(b"\1", peak, root)
        return root

    def require_root(self, label, root):
        commits = f"{label}: it commits to root {b64(root)} over {self.size} entries"
        require(root == self.root(), f"{commits}, but they have {b64(self.root())}")


# 2. Notes, keys and checkpoints (c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature).
def split_note(note):
    """The text of a note, and its signature lines as (name, key id, signature)."""
    good = len(note) <= MAX_NOTE and not re.search("[\0-\t\v-\x1f\ud800-\udfff]", note)
    require(good, "it holds control characters, or more than a megabyte")
    text, blank, lines = note.rpartition("\n\n")
    require(blank and lines.endswith("\n"), "not a signed note: no blank line, or nothing below")
    signatures = []
    for line in lines[:-1].split("\n"):
        dash, name, encoded = [*line.split(" ", 2), "", ""][:3]
        data = unb64(encoded)
        good = dash == "\u2014" and re.fullmatch(NAME, name) and len(data) > 4
        require(good, f"{line[:100]!r} is not a signature line")
        signatures.append((name, data[:4], data[4:]))
    require(len(signatures) <= 100, "more than 100 signatures")
    return text + "\n", signatures


def is_low_order(point):
    """Anybody can sign with such a key, and verifiers disagree about such signatures."""
    p = 2**255 - 19
    eighth = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
    return int.from_bytes(point, "little") % 2**255 % p in (0, 1, p - 1, eighth, p - eighth)


class Key:
    """A public key. Kind 1 signs notes; 4 (Ed25519) and 6 (ML-DSA-44) cosign checkpoints."""

    def __init__(self, vkey):
        self.name, key_id, encoded = [*vkey.split("+", 2), "", ""][:3]
        self.vkey, data = vkey, unb64(encoded)
        self.kind, self.bare = data[:1], data[1:]
        self.id = sha(self.name.encode(), b"\n", data)[:4]
        good = re.fullmatch(NAME, self.name) and key_id == self.id.hex()
        require(good, f"{vkey[:100]!r} is not a key: <name>+<id>+<base64>")
        if self.kind == b"\6":
            self.public = MLDSA44PublicKey.from_public_bytes(self.bare)
        else:
            require(self.kind in (b"\1", b"\4"), f"the key of {self.name} is of an unknown kind")
            require(not is_low_order(self.bare), f"anybody could sign as {self.name}")
            self.public = Ed25519PublicKey.from_public_bytes(self.bare)

    def signed(self, text, signature):
        message = text.encode()
        if self.kind != b"\1":  # a cosignature: the time comes first and is signed with the text
            at, signature = signature[:8], signature[8:]
            message = f"cosignature/v1\ntime {int.from_bytes(at)}\n{text}".encode()
        if self.kind == b"\6":
            origin, size, root = read_checkpoint(text)
            name, origin, size = self.name.encode(), origin.encode(), size.to_bytes(8)
            message = b"subtree/v1\n\0" + bytes([len(name)]) + name + at
            message += bytes([len(origin)]) + origin + bytes(8) + size + root
        elif len(signature) != 64 or is_low_order(signature[:32]):
            return False
        with suppress(InvalidSignature, ValueError):
            self.public.verify(signature, message)
            return True
        return False


def good_lines(text, signatures, keys):
    """The keys whose signatures stand under the text. One of them that is wrong spoils it all."""
    known = {(key.name, key.id): key for key in keys}
    good = []
    for name, key_id, signature in signatures:
        if key := known.pop((name, key_id), None):  # of one key only the first line counts
            require(key.signed(text, signature), f"the signature of {name} does not fit the text")
            good.append(key)
    return good


def read_checkpoint(text):
    origin, size, root, *end = text.split("\n")
    good = origin and re.fullmatch(SIZE, size) and end == [""]
    require(good, "not a checkpoint: it has an origin, a size and a root, a line each")
    require(len(unb64(root)) == 32, "a root has 32 bytes")
    return origin, int(size), unb64(root)


# 3. An export: plain files named as c2sp.org/tlog-tiles says.
class Export(SimpleNamespace):
    def entries(self, n, count):
        name = self.name("entries", n, count)
        bundle, entries, at = self.read(name, MAX_BUNDLE), [], 0
        while at < len(bundle):
            start, at = at + 2, at + 2 + int.from_bytes(bundle[at : at + 2])
            entries.append(bundle[start:at])
        require((at, len(entries)) == (len(bundle), count), f"{name}: not {count} whole entries")
        return entries

    def tile(self, level, n, count):
        name = self.name(level, n, count)
        return name, self.read(name, count * 32)

    def leaf_hash(self, index, size):
        n, place = divmod(index, TILE)
        return self.tile(0, n, min(TILE, size - n * TILE))[1][32 * place :][:32]

    def name(self, what, n, count):
        groups = re.findall("...", str(n).zfill(-(-len(str(n)) // 3) * 3))
        path = "".join(f"x{group}/" for group in groups[:-1]) + groups[-1]
        return f"tile/{what}/{path}" + (f".p/{count}" if count < TILE else "")

    def read(self, name, at_most=MAX_NOTE):
        with naming(name), (self.path / name).open("rb") as file:
            content = file.read(at_most + 1)
            require(len(content) <= at_most, "it is larger than it can be")
            return content

    def hashed_entries(self, size, root):
        """Every entry with its hash, which is the one stored; or which of the two has changed."""
        for n in range(-(-size // TILE)):
            entries = self.entries(n, min(TILE, size - n * TILE))
            hashes = [sha(b"\0", entry) for entry in entries]
            name, stored = self.tile(0, n, len(entries))
            require(len(stored) == 32 * len(hashes), f"{name}: not the hashes of its entries")
            for place, hashed in enumerate(hashes):
                if hashed != stored[32 * place : 32 * place + 32]:
                    index = n * TILE + place
                    good = self.root(size) != root
                    require(good, f"{name}: the hash stored for entry {index} is not the entry's")
                    raise ValueError(f"entry {index}: it does not hash to what was signed")
            yield from zip(entries, hashes, strict=True)

    def root(self, size):
        tree = Tree()
        for n in range(-(-size // TILE)):
            for entry in self.entries(n, min(TILE, size - n * TILE)):
                tree.add(sha(b"\0", entry))
        return tree.root()

    def require_tile(self, level, n, hashes):
        name, stored = self.tile(level, n, len(hashes) // 32)
        require(stored == hashes, f"{name}: it is not made of the tiles below")


# 4. The entries: a time line, then a note of one line of JSON, signed by its author.
def whole_number(digits):
    require(abs(int(digits)) < 2**53, f"{digits[:50]} is beyond 2^53 - 1")
    return int(digits)


def read_entry(entry):
    """The note text, its signatures, and the JSON in it, which has only one right spelling."""
    text, signatures = split_note(entry[25:].decode())
    numbers = dict.fromkeys(("parse_int", "parse_float", "parse_constant"), whole_number)
    said = json.loads(text, **numbers)
    again = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    require(again + "\n" == text, "not an entry: not one line of canonical JSON")
    good = isinstance(said, dict) and FIELDS <= said.keys() <= FIELDS | MORE.keys()
    require(good and said["v"] == 1, "not an entry: it has other fields, or is of a later version")
    require(re.fullmatch(KINDS, said["type"]), f"a kind not known here: {said['type']!r}")
    require(re.fullmatch(MADE, said["made"]), "not an entry: when it was made is not a time")
    datetime.fromisoformat(said["made"])
    types = [type(part) for part in (*said["after"], said["seq"], said["v"], said["body"])]
    told = all(type(said[name]) is MORE[name] and said[name] for name in said.keys() - FIELDS)
    require(told and types == [int, str, int, int, dict], "not an entry: a field of another type")
    return text, signatures, said


class Authors:
    """Who may sign, as far as the entries have told, and what each author has said so far."""

    def __init__(self, first):
        _, _, said = read_entry(first)
        require(said["type"] in ("opened/1", "opened/2"), "it does not open a record")
        self.keys, self.said, self.time, self.signatures, self.forks = {}, {}, b"", 0, set()
        self.origin, holders = said["body"]["origin"], said["body"]["keys"]
        self.named = "".join(f"{one['role']} {self.join(one).vkey}\n" for one in holders)
        self.logs = [held.key for held in self.keys.values() if held.role == "log"]
        parties = {held.party for held in self.keys.values()} - {""}
        good = self.logs and parties <= self.offices(self.keys)
        require(good, "no key may sign checkpoints, or a party has a key here and no office")

    def join(self, holder):
        """A name is never given twice, nor one key two names."""
        role, party, key = holder["role"], holder.get("party", ""), Key(holder["vkey"])
        good = key.kind == b"\1" and role in ("log", "machine", "person", "office")
        require(good, f"{key.name} has an unknown role")
        used = [text for held in self.keys.values() for text in (held.key.name, held.key.bare)]
        require(key.name not in used and key.bare not in used, f"{key.name}: used before")
        self.keys[key.name] = SimpleNamespace(key=key, role=role, party=party, stands=True)
        return key

    def offices(self, names):
        return {h.party for h in map(self.keys.get, names) if h.role == "office" and h.stands}

    def change_keys(self, kind, body, by):
        """What an entry says of the keys themselves, if the offices have signed that must."""
        signed, needed = self.offices(by), self.offices(self.keys)
        if kind == "key-added/1":
            role, key = body["holder"]["role"], self.join(body["holder"])
            needed = needed if role == "office" else {body["holder"]["party"]}
            asked = f"truceline/key-request@v1\n{self.origin}\n{key.vkey}\n"
            good = role != "log" and key.signed(asked, unb64(body["proof"]))
            require(good, f"{key.name} has not asked to join, or as a log")
        elif kind == "key-revoked/1":
            held = self.keys.get(body["key"])
            require(held and held.stands and held.role != "log", "no key that could be revoked")
            held.stands, needed = False, {held.party}
            require(needed <= self.offices(self.keys), "the last office of a party")
        elif kind in ("opened-to/1", "erased/1"):  # so many parties; where it is not told, all
            needed = signed if len(signed) >= self.quorums.get(kind[:2], len(needed)) else needed
        elif kind == "chartered/1" or kind.startswith("opened/"):
            self.quorums = {one["matter"][:2]: one["parties"] for one in body.get("quorums", ())}
        else:
            return
        good = needed <= signed and (needed or re.match("opened|erased", kind))
        require(good, "it is not signed by the offices that must")

    def open(self, note):
        """Size and root of a checkpoint, signed by the log of this record."""
        text, signatures = split_note(note.decode())
        require(good_lines(text, signatures, self.logs), "no known key has signed this note")
        origin, size, root = read_checkpoint(text)
        require(origin == self.origin, f"it is about {origin}, not {self.origin}")
        return size, root

    def kept_elsewhere(self, against, size):
        """Checkpoints that somebody kept, by size: the record must still contain what they fix."""
        kept = {}
        for name, note in against:
            label = f"a checkpoint kept elsewhere ({name})"
            with naming(label):
                covered, root = self.open(note)
            require(covered <= size, f"entry {size} is missing: {label} covers {covered} entries")
            same = kept.setdefault(covered, (label, root))[1] == root
            require(same, f"{label}: another one differs: the centre has signed two histories")
        return kept

    def admit(self, index, entry, hash_of):
        """Refuse an entry that may not stand where it does."""
        at = entry[:25]
        require(re.fullmatch(RECORDED, at), f"{at!r} is not such as 2026-03-02T07:05:00.123Z")
        datetime.fromisoformat(at[:-1].decode())
        require(at >= self.time, "it says to have been recorded before the entry before it")
        text, signatures, said = read_entry(entry)
        log, kind, author = said["log"], said["type"], said.get("author", signatures[0][0])
        require(log == self.origin, f"it was written for the record {log}, not {self.origin}")
        require(author in self.keys, f"{author} holds no key in this record")
        require(index == 0 or not kind.startswith("opened/"), "a record is opened once, by entry 0")
        require(len({line[:2] for line in signatures}) == len(signatures), "one stands there twice")
        known = [self.keys[name].key for name in {line[0] for line in signatures} & set(self.keys)]
        good = [key.name for key in good_lines(text, signatures, known)]
        first = good[:1] == [author] and (author, self.keys[author].key.id) == signatures[0][:2]
        require(first, f"its first signature is not of the key that {author} holds here")
        roles = {self.keys[name].role for name in good} - {"person", "office"}
        fit = roles <= (set() if re.match("ruled|issued|opened-|erased", kind) else {"machine"})
        require(fit, f"a key of the {' and the '.join(sorted(roles))} may not say this")
        self.change_keys(kind, said["body"], good)
        for cited, leaf in said.get("amends", ()):
            require(cited < index and b64(hash_of(cited)) == leaf, f"it amends no entry {cited}")
        self.count(author, said["seq"], said["prev"], b64(sha(text.encode())))
        self.time, self.signatures = at, self.signatures + len(good)

    def count(self, author, seq, prev, digest):
        """Gaps and forks in an author's own count are told; they are no reason to refuse."""
        runs = self.said.setdefault(author, [])  # [first number, what it cites, last, its digest]
        left = [run for run in runs if run[0] <= seq <= run[2] + 1]
        right = [run for run in runs if run[0] == seq + 1]
        if left and seq <= left[0][2]:
            self.forks.add((author, seq))
        elif left or right or len(runs) < 1000:  # nobody makes us count without end
            odd = [max(0, seq - 1)] * (prev != (left[0][3] if left else prev if seq else ""))
            odd += [seq] * bool(right and right[0][1] != digest)
            self.forks |= {(author, number) for number in odd}
            grown = (left or [[seq, prev]])[0][:2] + (right or [[0, "", seq, digest]])[0][2:]
            self.said[author] = [run for run in runs if run not in left + right] + [grown]


# 5. Everything in one pass.
def check(export, against, *, log_key):
    """Raise at the first wrong thing; return what was found right."""
    note = export.read("checkpoint")
    with naming("checkpoint"):
        size = read_checkpoint(split_note(note.decode())[0])[1]
    require(size, "entry 0 is missing: a record begins with the entry that opens it")
    first = export.entries(0, min(TILE, size))[0]
    with naming("entry 0"):
        authors = Authors(first)
        vkeys = [key.vkey for key in authors.logs]
        require(log_key in (None, *vkeys), f"it names another log key than yours: {vkeys[0]}")
    with naming("checkpoint"):
        _, root = authors.open(note)
    kept, tree = authors.kept_elsewhere(against, size), Tree()
    for entry, hashed in export.hashed_entries(size, root):
        if tree.size in kept:
            tree.require_root(*kept[tree.size])
        with naming(f"entry {tree.size}"):
            authors.admit(tree.size, entry, lambda cited: export.leaf_hash(cited, size))
        for filled in tree.add(hashed):
            export.require_tile(*filled)
    tree.require_root(*kept.get(size, ("checkpoint", root)))
    tree.require_root("checkpoint", root)
    for level, row in enumerate(tree.rows):
        if row:
            export.require_tile(level, size >> 8 * (level + 1), b"".join(row))
    if (export.path / "vkeys.txt").exists():  # a copy of what entry 0 says must be a true one
        require(export.read("vkeys.txt") == authors.named.encode(), "vkeys.txt: not of entry 0")
    return authors, tree


# 6. Whose cosignatures seal the newest checkpoint (c2sp.org/tlog-policy).
class Policy:
    def __init__(self, data):
        require(not re.search(rb"[\0-\x08\x0b-\x1f\x7f]", data), "it holds control octets")
        self.logs, self.named, self.taken, self.quorums = [], {}, set(), []
        for number, line in enumerate(data.decode(errors="surrogateescape").split("\n"), 1):
            with naming(f"line {number}"):
                self._take(re.findall("[^ \t]+", line))
        require(len(self.quorums) == 1, f"it has {len(self.quorums)} quorum lines instead of one")

    def _take(self, words):
        match words:
            case ["log", vkey] | ["log", vkey, _]:
                self.logs.append(self._new_key(vkey, b"\1\6", self.logs))
            case ["witness", name, vkey] | ["witness", name, vkey, _]:
                witnesses = [key for key in self.named.values() if isinstance(key, Key)]
                self._define(name, self._new_key(vkey, b"\4\6", witnesses))
            case ["group", name, rule, *members] if members:
                require(re.fullmatch("all|any|[0-9]{1,9}", rule), f"how many is {rule[:50]!a}?")
                enough = len(members) if rule == "all" else 1 if rule == "any" else int(rule)
                require(1 <= enough <= len(members), f"{enough} of {len(members)} cannot be")
                free = len({*members}) == len(members) and {*members} <= {*self.named} - self.taken
                require(free, f"a member of {name!a} is not defined above, or is one already")
                self.taken |= {*members}
                self._define(name, (enough, members))
            case ["quorum", name]:
                require(name == "none" or name in self.named, f"{name!a} is not defined above")
                self.quorums.append(name)
            case [first, *_]:
                require(first.startswith("#"), f"{first[:50]!a}: not a line of a policy")

    def _define(self, name, meaning):
        require(name != "none" and name not in self.named, f"{name!a} is taken")
        self.named[name] = meaning

    def _new_key(self, vkey, kinds, others):
        key = Key(vkey)
        good = key.kind in kinds and key.bare not in [other.bare for other in others]
        require(good, f"the key of {key.name} is of another kind, or stands there twice")
        return key

    def judge(self, note, origin):
        text, signatures = split_note(note.decode())
        logs = [key for key in self.logs if key.name == origin]
        good = not self.logs or good_lines(text, signatures, logs)
        require(good, "no log that the policy lists has signed it")
        witnesses = {name: key for name, key in self.named.items() if isinstance(key, Key)}
        good = good_lines(text, signatures, witnesses.values())
        met = {name for name, key in witnesses.items() if key in good}
        found = ", ".join(ascii(name) for name in sorted(met)) or "nobody the policy knows"
        for name, meaning in self.named.items():
            if name not in witnesses and sum(one in met for one in meaning[1]) >= meaning[0]:
                met.add(name)
        return self.quorums[0] in {"none", *met}, read_checkpoint(text)[1], found


# 7. The command line.
def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("export", type=Path, help="the folder of an export")
    parser.add_argument("--log-key", metavar="VKEY", help="the log's key as you were given it")
    parser.add_argument("--against", metavar="FILE", action="append", default=[], type=Path)
    parser.add_argument("--policy", metavar="FILE", type=Path, help="who is to have cosigned")
    try:
        report(parser.parse_args())
    except FAILURES as error:
        print("".join(c if c.isprintable() else "?" for c in str(error)))  # no terminal codes
        sys.exit(1)


def report(asked):
    against = [(path.name, Export(path=path.parent).read(path.name)) for path in asked.against]
    with naming("the policy"):
        policy = asked.policy and Policy(Export(path=asked.policy.parent).read(asked.policy.name))
    export = Export(path=asked.export)
    authors, tree = check(export, against, log_key=asked.log_key)
    checked = f"{authors.signatures} signatures and {1 + len(against)} checkpoints"
    print(f"{tree.size} entries, {checked} are as promised. Root {b64(tree.root())}.")
    given = f"This is the record {authors.origin}, if its log key is the one you were given:"
    print(given, *(key.vkey for key in authors.logs), sep="\n")
    for author, runs in sorted(authors.said.items()):
        if gaps := ", ".join(str(run[0]) for run in sorted(runs) if run[0]):
            print(f"{author}: entries are missing before number {gaps}")
    for author, seq in sorted(authors.forks):
        print(f"{author}: forked at number {seq}")
    if policy:
        with naming("checkpoint"):
            notes = [export.read("checkpoint"), *(note for _, note in against)]
            sealed, size, found = max(policy.judge(note, authors.origin) for note in notes)
            require(sealed, f"not sealed by quorum; cosigned by {found}")
        print(f"Sealed by quorum at {size}; cosigned by {found}.")


if __name__ == "__main__":
    main()
