"""What hostile and broken clients send: parts of paths, parameters, JSON values, whole bodies, uploads."""

import json
from uuid import uuid4

UNKNOWN = "8d1b2c0e-0000-4000-8000-000000000000"

PATH_PARTS = (
    "x", "a" * 10_000, "%00", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%ed%a0%80", "%ff", "'%20OR%201=1--", "-1", "0",
    "2147483648", "9223372036854775808", "1e999", "NaN", "0000-00-00", "99999-12-31", "2026-01-01T00:00:00+02:00",
    "%D9%A3", "None", "null", "%20", ".png", "{id}%0a", "%7B{id}%7D", "{id}.", "a%0d%0aSet-Cookie:%20b=c",
)  # fmt: skip
"""None of them is an id, a file or a period; `{id}` is the real one."""

PARAMETERS = (
    "", "x", "%00", "%ed%a0%80", "%ff", "-1", "0", "9223372036854775807", "999999999999999999", "9223372036854775808",
    "1e999", "NaN", "1.5", "%5B", "%5B%5D", "%5B%22x%22%5D", "%5B%22%5Cud800%22%5D", "%5B1e999%5D", "%5Bnull%5D",
    "%5B%5B%5D%5D", "%5B" * 2000, "a" * 5000, "0000-00-00", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59",
    "2026-01-01T00:00:00%2B02:00", "2026-01-01T00:00:00.000001", "9999-12-31T23:59:59.999999", UNKNOWN,
    "%5B%22" + UNKNOWN + "%22%5D", "%25", "true", "null", "%F0%9F%98%80", "%D9%A1", "..%2f..%2fetc%2fpasswd",
)  # fmt: skip


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


VALUES = (
    "null", "true", "0", "-1", "2147483648", "9223372036854775808", str(2**70), "1.5", "1e999", "-1e308",
    "1" + "0" * 4999, '""', '"x"', r'"nul \u0000"', r'"\ud800"', json.dumps("a" * 10_000), "[]", "{}", "[[]]", "[null]",
    "[1]", '["x"]', "[{}]", '{"a":1}', '{"id":"x"}', json.dumps(UNKNOWN), json.dumps([UNKNOWN]),
    json.dumps([{"id": UNKNOWN}]), '"0000-00-00"', '"0001-01-01"', '"9999-12-31"', '"99999-01-01"',
    '"2026-01-01T00:00:00+14:00"', '"2026-03-29T02:30:00"', '"-infinity"', '"../../etc/passwd"',
    r'"x\r\nSet-Cookie: y"', '"<script>alert(1)</script>"', nested(400), nested(950), '{"a":' * 400 + "1" + "}" * 400,
    r'{"\ud800":1}', r'{"a":"\u0000"}', '{"a":1e999}',
)  # fmt: skip
"""JSON texts in place of the value of one key."""

BODIES = (
    b"", b"null", b"[]", b"{}", b'"x"', b"1", b"true", b'{"a', b"\xff\xfe{}", b'{"a":NaN}', b"[Infinity]", b"\x00",
    b'{"name":"a","name":"b"}', b"\xef\xbb\xbf{}", b"[[]]", b"[null]", b"[{}]", b'["x"]', b"[1]", b'"\xed\xa0\x80"',
    rb'["\ud800"]', rb'{"\u0000":1}', b'[{"id":null}]', nested(900).encode(), nested(10_000).encode(), b"[" * 10_000,
    b'{"a":' * 10_000,
)  # fmt: skip

OTHER_TYPES = (
    ("text/plain", b'{"name":"x"}'),
    ("application/xml", b"<a/>"),
    ("application/json; charset=utf-16", '{"name":"x"}'.encode("utf-16")),
    ("", b'{"name":"x"}'),
    ("application/x-www-form-urlencoded", b"a=%ff&b=%00&name=%ed%a0%80&comments=%5B" + b"%5B" * 5000),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(2000))),
    ("multipart/form-data", b"--y\r\n"),
    ("multipart/form-data; boundary=", b"--y\r\n"),
    ("multipart/form-data; boundary=\xff", b"--y\r\n"),
)


def part(headers: str, content: bytes) -> bytes:
    """One part of a multipart body with the boundary `y`."""
    return b"--y\r\n" + headers.encode() + b"\r\n\r\n" + content + b"\r\n"


def file_part(content: bytes, name: str = "a.png", kind: str = "image/png", field: str = "file") -> bytes:
    headers = f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: {kind}'
    return part(headers, content)


PNG = b"\x89PNG\r\n\x1a\n"
BOMB = PNG + b"\0\0\0\rIHDR" + b"\0\1\0\0\0\1\0\0\x08\2\0\0\0" + b"\0\0\0\0" + b"\0\0\0\0IEND\xaeB`\x82"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
POLYGLOT = b"GIF89a/*\0\1\0\x80\0\0*/=1;alert(1)//\0;"
NO_MOOV = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0\0\x10\0mdat" + b"\0" * 4088
END = b"--y--\r\n"

UPLOADS = (
    END, b"", b"--y", b"--y\r\n\r\n", part("Content-Disposition: form-data", b"x") + END, part("X: y", b"x") + END,
    part('Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=nonsense', b"\xff\xfe") + END,
    part('Content-Disposition: form-data; name="comments"', b"[" * 100_000) + END,
    part('Content-Disposition: form-data; name="text"', b"a" * 600_000) + END,
    part('Content-Disposition: form-data; name="a"', b"x") * 1100 + END,
    file_part(b"") + END, file_part(PNG) + END, file_part(PNG), file_part(BOMB) + END, file_part(b"text") + END,
    file_part(SVG, "a.svg", "image/svg+xml") + END, file_part(POLYGLOT, "a.gif", "image/gif") + END,
    file_part(NO_MOOV, "a.mp4", "video/mp4") + END, file_part(b"", "a.mp4", "video/mp4") + END,
    file_part(NO_MOOV, "a.png") + END, file_part(PNG, "a.mp4", "video/mp4") + END, file_part(PNG, "a") + END,
    file_part(b"x", "../../etc/passwd", "text/html\x00") + END, file_part(b"x", "a" * 3000 + ".png") + END,
    file_part(b"x", "a%0d%0aSet-Cookie: b=c.exe", "x/y; z") + END, file_part(b"x", "\u202egnp.exe", "") + END,
    file_part(b"x", ".", "a/b") + END, file_part(b"x", "a.png", "a/b", field="attachment_file-99999999999999-0") + END,
)  # fmt: skip
"""Multipart bodies; the upload of a real file is somebody else's test."""


def many_ids() -> list[str]:
    """More ids than a statement of PostgreSQL takes arguments."""
    return [str(uuid4()) for _ in range(70_000)]
