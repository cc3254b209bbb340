"""Small real files of every kind, written byte by byte: no other library vouches for them."""

import gzip
import struct
from email.message import EmailMessage
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


# --- PDF ------------------------------------------------------------------------------------------


def pdf(*pages, heads="", numbered=False, size=12, encrypt=b"", leading=14, gap=10):
    """Pages of paragraphs, each a tuple of lines, in Helvetica; ISO 32000-1 at its smallest."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = b" ".join(b"%d 0 R" % (4 + 2 * at) for at in range(len(pages)))
    objects.append(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)))
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    for number, page in enumerate(pages, start=1):
        content = _content(page, heads=heads, number=number if numbered else 0, size=size,
                           leading=leading, gap=gap)  # fmt: skip
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (len(objects) + 2)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(objects, encrypt)


def _content(page, *, heads, number, size, leading, gap):
    out, y = [b"BT /F1 %d Tf" % size], 780
    if heads:
        out.append(b"1 0 0 1 72 815 Tm (%s) Tj" % _text(heads))
    for paragraph in page:
        for line in [paragraph] if isinstance(paragraph, str) else paragraph:
            out.append(b"1 0 0 1 72 %d Tm (%s) Tj" % (y, _text(line)))
            y -= leading
        y -= gap
    if number:
        out.append(b"1 0 0 1 290 30 Tm (Page %d) Tj" % number)
    return b"\n".join([*out, b"ET"])


def _text(line):
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(objects, encrypt):
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, encrypt)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def locked_pdf():
    """With a password of the standard handler that nobody has: /O and /U are made up."""
    key = b"<" + b"ab" * 32 + b">"
    handler = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O %s /U %s >> /ID [<00><00>]"
    return pdf(["Secret"], encrypt=handler % (key, key))


# --- Word -----------------------------------------------------------------------------------------


def docx(body, *, main="word/document.xml", more=None):
    """A package with one part of text, and whatever else is given."""
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/officeDocument" Target="{main}"/></Relationships>'
    )
    return package({"_rels/.rels": rels, main: document(body), **(more or {})})


def document(body, tag="document"):
    return f'<?xml version="1.0"?><w:{tag} xmlns:w="{W}"><w:body>{body}</w:body></w:{tag}>'


def paragraph(text, style=""):
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{styled}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def package(files):
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


# --- mail -----------------------------------------------------------------------------------------


def mail(body, *, subject="Convoy turned back", attached=(), html="", date=None, **headers):
    """As the standard library writes it; attachments are (name, media type, bytes)."""
    made = EmailMessage()
    made["From"] = "Joint desk <desk@mission.example>"
    made["To"] = "liaison@mission.example"
    made["Date"] = date or "Tue, 17 Nov 2020 10:00:00 +0400"
    made["Subject"] = subject
    made["Message-ID"] = "<1@mission.example>"
    for name, value in headers.items():
        made[name] = value
    made.set_content(body)
    if html:
        made.add_alternative(html, subtype="html")
    for name, media_type, data in attached:
        main, _, sub = media_type.partition("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def nested_mail(depth, body="Two soldiers were killed near Agdam on 16 November 2020.\r\n"):
    """Mails in mails, each the only attachment of the next, by hand: the library would be slow."""
    inner = f"From: a@b.example\r\nMIME-Version: 1.0\r\nSubject: s\r\n\r\n{body}"
    for level in range(depth):
        inner = (
            f"From: a@b.example\r\nMIME-Version: 1.0\r\nSubject: level {level}\r\n"
            f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n'
            f"Content-Type: message/rfc822\r\n\r\n{inner}\r\n--b{level}--\r\n"
        )
    return inner.encode()


def mailbox(*mails):
    """RFC 4155, with what looks like the beginning of a message quoted (mboxrd)."""
    begin = b"From desk@mission.example Tue Nov 17 10:00:00 2020\n"
    told = (one.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ") for one in mails)
    return b"".join(begin + one + b"\n" for one in told)


# --- Outlook: a compound file (MS-CFB version 3) with the properties of MS-OXMSG -----------------

FREE, END, FATSECT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def outlook(subject, body, *, html=b"", attached=(), headers=""):
    """A message as Outlook saves it. Attachments are (name, bytes)."""
    told = {"0037": subject, "1000": body, "007D": headers, "001A": "IPM.Note"}
    tree = {
        "__nameid_version1.0": {"__substg1.0_00020102": b"", "__substg1.0_00030102": b"",
                                "__substg1.0_00040102": b""},
        **_strings(told),
    }  # fmt: skip
    if html:
        tree["__substg1.0_10130102"] = html
    for number, (name, data) in enumerate(attached):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            **_strings({"3707": name}),
            "__substg1.0_37010102": data,
            "__properties_version1.0": bytes(8)
            + _fixed(0x37050003, 1)
            + _named({"3707": name})
            + _fixed(0x37010102, len(data)),
        }
    count = struct.pack("<8xIIII8x", 0, len(attached), 0, len(attached))
    page = _fixed(0x10130102, len(html)) if html else b""
    tree["__properties_version1.0"] = count + _fixed(0x3FDE0003, 65001) + _named(told) + page
    return compound(tree)


def _strings(values):
    return {
        f"__substg1.0_{tag}001F": value.encode("utf-16-le")
        for tag, value in values.items()
        if value
    }


def _named(values):
    """Where the strings are: their tags and lengths, as the property stream lists them."""
    return b"".join(
        _fixed((int(tag, 16) << 16) + 0x1F, 2 * len(value) + 2)
        for tag, value in values.items()
        if value
    )


def _fixed(tag, value):
    return struct.pack("<IIII", tag, 6, value, 0)


def compound(tree):
    entries, mini = [], bytearray()
    _entry(entries, "Root Entry", 5, tree)
    sectors = []  # of 512 bytes
    for entry in entries:
        data = entry["data"]
        if entry["kind"] != 2:
            continue
        if len(data) < 4096:
            entry["start"] = len(mini) // 64 if data else END
            mini += data + bytes(-len(data) % 64)
        else:
            entry["start"] = len(sectors)
            sectors += _sectors(data)
    chains = [entry for entry in entries if entry["kind"] == 2 and len(entry["data"]) >= 4096]
    fat = [END] * len(sectors)
    for entry in chains:
        _chain(fat, entry["start"], -(-len(entry["data"]) // 512))
    root_start, minifat = len(sectors), []
    for entry in entries:
        if entry["kind"] == 2 and 0 < len(entry["data"]) < 4096:
            length = -(-len(entry["data"]) // 64)
            minifat += [entry["start"] + at + 1 for at in range(length - 1)] + [END]
    for data in (bytes(mini), struct.pack(f"<{len(minifat)}I", *minifat)):
        start = len(sectors)
        sectors += _sectors(data)
        fat += [END] * (len(sectors) - start)
        _chain(fat, start, len(sectors) - start)
    minifat_start = len(sectors) - -(-len(minifat) * 4 // 512)
    entries[0]["start"], entries[0]["size"] = (root_start if mini else END), len(mini)
    directory = b"".join(_packed(entry) for entry in entries)
    directory_start = len(sectors)
    sectors += _sectors(directory)
    fat += [END] * (len(sectors) - directory_start)
    _chain(fat, directory_start, len(sectors) - directory_start)
    fat_sectors = 1
    while (len(fat) + fat_sectors) > fat_sectors * 128:
        fat_sectors += 1
    fat_start = len(sectors)
    fat += [FATSECT] * fat_sectors
    table = struct.pack(f"<{len(fat)}I", *fat)
    sectors += _sectors(table + b"\xff" * (-len(table) % 512))
    difat = [fat_start + at for at in range(fat_sectors)] + [FREE] * (109 - fat_sectors)
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6, 0, fat_sectors, directory_start, 0, 4096),
        *(minifat_start if minifat else END, -(-len(minifat) * 4 // 512), END, 0),
        *difat,
    )
    return header + b"".join(sectors)


def _entry(entries, name, kind, held):
    number = len(entries)
    entry = {"name": name, "kind": kind, "data": b"", "start": 0, "size": 0,
             "left": FREE, "right": FREE, "child": FREE}  # fmt: skip
    entries.append(entry)
    if isinstance(held, bytes):
        entry |= {"data": held, "size": len(held)}
        return number
    ordered = sorted(held.items(), key=lambda one: (len(one[0]), one[0].upper()))
    children = [
        _entry(entries, name, 2 if isinstance(value, bytes) else 1, value)
        for name, value in ordered
    ]
    entry["child"] = _balanced(entries, children)
    return number


def _balanced(entries, children):
    if not children:
        return FREE
    middle = len(children) // 2
    entries[children[middle]]["left"] = _balanced(entries, children[:middle])
    entries[children[middle]]["right"] = _balanced(entries, children[middle + 1 :])
    return children[middle]


def _packed(entry):
    name = entry["name"].encode("utf-16-le") + b"\0\0"
    return name.ljust(64, b"\0") + struct.pack(
        "<HBBIII16x4x16xIQ",
        *(len(name), entry["kind"], 1, entry["left"], entry["right"], entry["child"]),
        *(entry["start"], entry["size"]),
    )


def _sectors(data):
    padded = data + bytes(-len(data) % 512)
    return [padded[at : at + 512] for at in range(0, len(padded), 512)]


def _chain(fat, start, length):
    for at in range(start, start + length - 1):
        fat[at] = at + 1
    if length:
        fat[start + length - 1] = END


# --- feeds ----------------------------------------------------------------------------------------


def rss(*items, top=""):
    body = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{top}<rss version="2.0" xmlns:content='
        f'"http://purl.org/rss/1.0/modules/content/"><channel><title>Wire A</title>{body}'
        "</channel></rss>"
    ).encode()


def atom(*entries):
    body = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Wire B</title>'
        f"{body}</feed>"
    ).encode()


# --- web archives ---------------------------------------------------------------------------------


def warc(*pages, packed=False):
    """Responses of a server: (address, headers, body), or a whole record as bytes."""
    records = [one if isinstance(one, bytes) else response(*one) for one in pages]
    return b"".join(gzip.compress(one, mtime=0) if packed else one for one in records)


def response(address, headers, body, status="200 OK"):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    block = f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body
    return record("response", block, address, "application/http; msgtype=response")


def record(kind, block, address="", media_type="text/plain"):
    target = f"WARC-Target-URI: {address}\r\n" if address else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2023-09-22T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"
