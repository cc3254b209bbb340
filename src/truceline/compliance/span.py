"""The days on which a claimed act can have happened, as this room asks for them. Not a copy."""

from truceline.weighing.span import Span, span

__all__ = ["Span", "span"]
