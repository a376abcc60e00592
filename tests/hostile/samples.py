"""Good inputs to begin from, and the classical bad ones."""

from __future__ import annotations

import base64
import io
import json
import zlib
from typing import Any

import openpyxl
from PIL import Image

from tests.support import pictures as drawn
from tests.support.city import NOW
from tests.support.phone import Phone

# What has broken readers of JSON before.
ODD_JSON = (
    b"", b"{}", b"[]", b"null", b"{", b'{"a":1,"a":2}', b'{"a":{"b":1,"b":1}}', b"[" * 5000, b'{"a":' * 3000,
    b'{"a":NaN}', b'{"a":Infinity}', b'{"a":1e999}', b'{"a":-0}', b'{"a":' + b"9" * 5000 + b"}",
    b'{"a":"\\ud800"}', b'{"\\udfff":"\\u0000"}', b'{"a":"\xff"}', b'{"a":"\xed\xa0\x80"}', b"\xef\xbb\xbf{}",
    '{"a":1}'.encode("utf-16"), '{"é":"😀"}'.encode(), b'{"a":1}\0', b'{"a":"\x01"}',
)  # fmt: skip


def payloads(phone: Phone) -> list[bytes]:
    """Give payloads of real entries with their odd neighbours."""
    shot = {"sha256": "a" * 64, "bytes": 4, "preview": None, "mime": "image/jpeg", "fixes": []}
    bodies: dict[str, Any] = {
        "shot": shot, "record": {"id": "x", "answers": {"q": [1, 2.5, None, True, "词"]}, "shots": []},
        "derive": {"from": "a" * 64}, "countersign": {"entry": "b" * 64}, "discard": {"of": "shot"},
    }  # fmt: skip
    good = [json.dumps(phone.payload(kind, body, NOW)).encode() for kind, body in bodies.items()]
    return good + list(ODD_JSON)


def entries(phone: Phone) -> list[bytes]:
    """Give entries of another phone: well formed, and not to be admitted as this one's."""
    compact = phone.record(NOW)
    head, body, _ = compact.split(".")
    return [compact.encode(), f"{head}.{body}.".encode(), b"..", b"...", f"{head}.{body}.AAAA".encode()]


def upload_headers() -> list[bytes]:
    """Give values of tus headers."""
    named = base64.b64encode(b"a" * 64)
    return [
        b"0", b"12345", b"-1", b"9" * 40, b"\xb2", b"sha256 " + named, b"sha256 " + named + b",name ZmlsZQ==",
        b"sha256 " + named + b",sha256 " + named, b"sha256", b",,,", b"sha1 " + base64.b64encode(bytes(20)),
        b"sha256 " + base64.b64encode(bytes(32)), b"md5 AAAA", b"sha1 \xe9", b"sha256 =",
    ]  # fmt: skip


def pictures() -> list[bytes]:
    """Give small pictures of every format, upright and turned, and the ugly ones."""
    image = drawn.quarters(48, 32)
    made = [drawn.jpeg(image), drawn.jpeg(image, 6, "note"), drawn.png(image), drawn.with_html()]
    for kind, options in (("WEBP", {}), ("WEBP", {"lossless": True}), ("JPEG", {"progressive": True})):
        out = io.BytesIO()
        image.save(out, kind, **options)
        made.append(out.getvalue())
    for kind in ("HEIF", "MPO"):
        out = io.BytesIO()
        image.save(out, kind)
        made.append(out.getvalue())
    out = io.BytesIO()
    Image.new("RGBA", (9, 9), (1, 2, 3, 4)).save(out, "PNG", icc_profile=zlib.compress(b"no profile"))
    return [*made, out.getvalue(), *(each for each in drawn.ugly().values() if len(each) < 20_000)]


def catalogues(edition: str) -> list[bytes]:
    """Give the first edition, a short one, and YAML that means more than it says."""
    short = (
        "edition: 2026.1\ncategories:\n  hall: {zh: 厅, en: hall}\nitems:\n- code: A-1\n  kind: violation\n"
    )
    return [
        edition[:3000].encode(), short.encode(), b"a: &a [1]\nb: *a\n", b"? [a]\n: 1\n", b"a: 1\na: 2\n",
        b"a: 2026-99-99\n", b"a: !!timestamp x\n", b"a: !!int ''\n", b"a: !!float ''\n", b"a: !!bool maybe\n",
        b"!!python/object:os.system {}\n", b"- " * 2000, b"[" * 2000, b"{a: " * 500, b"a: 0x_\n", b"a: 0b_\n",
        b"a: !!binary '*'\n", b"<<: [1]\n", b"--- a\n--- b\n", b"a: 190:20:30\n", b"\xef\xbb\xbfa: 1\n",
        b"\xff\xfe",
    ]  # fmt: skip


def cursors() -> list[bytes]:
    """Give cursors of both kinds."""
    odd = ([0, "", "east-1", False, None], [10**30, "a", "b", True, "c"], [1.5], {}, [[[[]]]])
    made = [base64.urlsafe_b64encode(json.dumps(each).encode()) for each in odd]
    return [
        *made,
        *(json.dumps(each).encode() for each in odd),
        b"2026-11-22T08:00:00.000Z|rec",
        b"|",
        b"=",
        b"\xff",
    ]


def tables() -> list[bytes]:
    """Give small imports; the first byte chooses type and kind as `readers.tables` does."""
    units = "id,parent_id,name_zh,name_en,kind\ncity,,城,City,bureau\n"
    places = "id,name,category,unit_id,lat,lon\np,学校,primary,city,31.2,121.4\n"
    users = "username,name,roles,unit_id\nofficer,王,officer,city\n"
    feature = {
        "type": "Feature", "id": 3, "properties": {"name": "学校", "category": "primary"},
        "geometry": {"type": "Polygon", "coordinates": [[[121, 31], [121.1, 31], [121, 31.1], [121, 31]]]},
    }  # fmt: skip
    collection = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    texts = [units.encode(), places.encode(), users.encode(), "id;名称\n1;学校\n".encode("gb18030")]
    nulls = b'{"features":[{"properties":{"lat":1e999},"geometry":{"type":"Point","coordinates":[[]]}}]}'
    yamls = [
        b"- {id: a, name: b}\n",
        b"- a: !!timestamp x\n",
        b"- {1: 2, 2026-01-01: !!binary aGk=}\n",
        b"- &a [*a]\n",
    ]
    found = []
    for kind in range(3):
        found += [bytes([4 * kind]) + each for each in texts]
        found += [bytes([4 * kind + 1]) + _workbook(), bytes([4 * kind + 3]) + collection]
        found += [bytes([4 * kind + 3]) + nulls, *(bytes([4 * kind + 2]) + each for each in yamls)]
    return found


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["id", "name", "category", "unit_id", "lat", "lon"])
    book.active.append(["p", "学校", "primary", "city", 31.2, "=1+1"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
