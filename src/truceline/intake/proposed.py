"""The mark 'proposed: true' on a clause that was drafted and not yet read. It judges no clause."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from truceline.intake.lined import Fields, Items, Node, Text, place, tree
from truceline.intake.sheet import Row, hint
from truceline.terms.problem import Problem, RefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A file without the marks that were taken off."""

    data: bytes
    clauses: tuple[str, ...]  # that were marked
    before: tuple[str, ...]  # that were asked for and had no mark


def require_accepted(part: Row) -> None:
    """Note a clause that nobody has accepted: it may not enter the record."""
    node = part.get("proposed")
    if node is None:
        return
    clause = part.get("clause")
    number = clause.text.strip() if isinstance(clause, Text) else ""
    part.sheet.wrong(
        node,
        "still-proposed",
        message=f"Clause {number} is only proposed; no board may weigh what nobody has read.",
        remedy="Read it against the text, correct it, and remove the line, or run: "
        f"truceline accept {part.sheet.where} {number or 'CLAUSE'}",
    )


def accepted(data: bytes, clauses: Collection[str] | None, *, where: str) -> Accepted:
    """Take the mark off these clauses, or off all with None. No other byte of the file changes.

    Raises:
        RefusedError: not an agreement's file, no such clause, or a mark that shares its line.
    """
    marks = _marks(tree(data, where=where))
    _require_known(clauses, marks, where=where)
    wanted = [mark for mark in marks if clauses is None or mark.clause in clauses]
    taken = [mark for mark in wanted if mark.line]
    text = data.decode("utf-8")  # `tree` has read it already; a mark of byte order stays
    lines = _LINE.findall(text)
    for mark in taken:
        if not _ALONE.fullmatch(lines[mark.line - 1]):
            raise _refusal(
                "mark-not-alone",
                place(where, mark.line),
                f"The mark of clause {mark.clause} shares its line with something else.",
                "Put 'proposed: true' on a line of its own, or remove it by hand.",
            )
    off = {mark.line - 1 for mark in taken}
    left = "".join(line for number, line in enumerate(lines) if number not in off)
    return Accepted(
        data=left.encode("utf-8"),
        clauses=tuple(mark.clause for mark in taken),
        before=tuple(mark.clause for mark in wanted if not mark.line and clauses is not None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    clause: str
    line: int  # 0: the clause has no mark


# Line ends as YAML 1.1 counts them, so that the tree's lines are these.
_LINE = re.compile(
    r"[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029])|[^\r\n\x85\u2028\u2029]+"
)
_ALONE = re.compile(r"[ \t]*proposed[ \t]*:[ \t]*true[ \t]*(?:#[^\r\n\x85\u2028\u2029]*)?\s*")


def _marks(root: Node) -> list[_Mark]:
    listed = _value(root, "clauses")
    found = []
    for node in listed.items if isinstance(listed, Items) else ():
        clause, mark = _value(node, "clause"), _value(node, "proposed")
        number = clause.text.strip() if isinstance(clause, Text) else ""
        found.append(_Mark(clause=number, line=mark.line if mark else 0))
    return found


def _value(node: Node | None, name: str) -> Node | None:
    if not isinstance(node, Fields):
        return None
    return next((value for key, value in node.fields if key.text == name), None)


def _require_known(
    clauses: Collection[str] | None, marks: Collection[_Mark], *, where: str
) -> None:
    known = list(dict.fromkeys(mark.clause for mark in marks))
    unknown = [clause for clause in clauses or () if clause not in known]
    if unknown:
        raise RefusedError(
            *(
                Problem(
                    code="unknown-clause",
                    where=where,
                    message=f"There is no clause '{clause}' in the file; nothing was changed.",
                    remedy=hint(clause, known) if known else "The file has no clauses.",
                )
                for clause in unknown
            )
        )


def _refusal(code: str, where: str, message: str, remedy: str) -> RefusedError:
    return RefusedError(Problem(code=code, where=where, message=message, remedy=remedy))
