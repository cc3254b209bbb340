"""A short text as a QR code (ISO/IEC 18004), for a camera instead of a stick."""

from io import BytesIO, StringIO

import segno

MODULE_PX = 6  # one square of the picture


def svg(text: str) -> bytes:
    return _picture(text, kind="svg")


def png(text: str) -> bytes:
    return _picture(text, kind="png")


def terminal(text: str) -> str:
    """Half blocks, dark on light, for a screen that is photographed."""
    out = StringIO()
    _code(text).terminal(out, compact=True)
    return out.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m")


def _picture(text: str, *, kind: str) -> bytes:
    out = BytesIO()
    _code(text).save(out, kind=kind, scale=MODULE_PX)
    return out.getvalue()
