"""The command line: parse, call one operation, print. Heavy things are imported where used.

Exit codes: 0 done; 1 refused, or verification failed; 2 wrong use of the command;
3 done, but with problems that are listed; 130 stopped by Ctrl-C.
"""

from truceline.cli import (
    ask,
    backups,
    charter,
    coverage,
    drafting,
    enter,
    finding,
    forget,
    keep,
    keys,
    ledgers,
    mirrors,
    outbox,
    rebuilding,
    scores,
    sealing,
    show,
    state,
    stores,
)
from truceline.cli.group import main

__all__ = [
    "ask",
    "backups",
    "charter",
    "coverage",
    "drafting",
    "enter",
    "finding",
    "forget",
    "keep",
    "keys",
    "ledgers",
    "main",
    "mirrors",
    "outbox",
    "rebuilding",
    "scores",
    "sealing",
    "show",
    "state",
    "stores",
]
