"""The JSON Schema of an agreement's file, for editors. What refuses a file is the reading of it."""

from importlib.resources import files

NAME = "agreement.schema.json"


def schema() -> str:
    """JSON Schema 2020-12, as text."""
    return (files("truceline.intake") / "data" / NAME).read_text(encoding="utf-8")
