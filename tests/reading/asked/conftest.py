"""Reading by asking a server that answers as it is told."""

import pytest

from truceline.reading.asked.reader import AskedReader
from truceline.terms.when import When


@pytest.fixture
def asks(double, lies, reads):
    """Reads a text by asking the double."""

    def ask(text, names=reads.rivals, published="2023-06-14", media_type="text/plain", **bounds):
        data = text if isinstance(text, bytes) else text.encode()
        told = When(value=published) if published else None
        reader = AskedReader(endpoint=lies.endpoint(double, **bounds))
        return reader(data, media_type=media_type, published=told, names=names)

    return ask
