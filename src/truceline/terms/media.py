"""What kind of file a document is, as media types say it (RFC 6838). It looks into no file."""

PLAIN = "text/plain"
PAGE = "text/html"
UTF8_PAGE = "text/html; charset=utf-8"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL = "message/rfc822"
OUTLOOK = "application/vnd.ms-outlook"
MAILBOX = "application/mbox"
FEED = "application/rss+xml"  # RSS 0.9x to 2.0, RSS 1.0 and Atom: told apart by their elements
WARC = "application/warc"
GZIP = "application/gzip"

READ = frozenset((PLAIN, PAGE))  # what is read itself; of the others, what is taken out of them
COLLECTING = frozenset((MAILBOX, WARC, GZIP))  # what is in them need not be of one hand
HOLDING = frozenset((PDF, DOCX, MAIL, OUTLOOK, MAILBOX, FEED, WARC, GZIP))


def bare(media_type: str) -> str:
    """The media type without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def charset(media_type: str) -> str:
    """The charset it declares; "" where it declares none."""
    for parameter in media_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'").lower()
    return ""
