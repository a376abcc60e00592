"""The built app as browsers fetch it: caches, packed answers, and addresses that are none."""

import gzip

import pytest

CODE = "export const words = 'the same words again and again'; " * 100
FOR_EVER = "public, max-age=31536000, immutable"
FILES = {
    "index.html": "<p>phone</p>" * 100, "desk.html": "desk", "sw.js": "worker", "manifest.webmanifest": "{}",
    "assets/a-1.js": CODE, "assets/a-1.css": "p{}", "icons/i.png": "\x89PNG" * 500,
}  # fmt: skip
PACKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def dist(app, tmp_path):
    """A built app."""
    folder = tmp_path / "dist"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    app.config["PWA"] = str(folder)
    return folder


@pytest.mark.parametrize(
    ("path", "name", "kind", "cache"),
    [
        ("/", "index.html", "text/html", "no-cache"),
        ("/desk", "desk.html", "text/html", "no-cache"),
        ("/desk/", "desk.html", "text/html", "no-cache"),
        ("/sw.js", "sw.js", "text/javascript", "no-cache"),
        ("/manifest.webmanifest", "manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/assets/a-1.js", "assets/a-1.js", "text/javascript", FOR_EVER),
        ("/assets/a-1.css", "assets/a-1.css", "text/css", FOR_EVER),
        ("/icons/i.png", "icons/i.png", "image/png", "no-cache"),
    ],
)
@pytest.mark.usefixtures("dist")
def test_each_file_has_its_type_and_its_cache(client, path, name, kind, cache):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype, answer.text) == (200, kind, FILES[name])
    assert answer.headers["Cache-Control"] == cache
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["Cache-Control"]) == (304, b"", cache)
    head = client.head(path)
    assert (head.status_code, head.data, head.content_length) == (200, b"", len(FILES[name].encode()))
    assert client.options(path).status_code == 200


@pytest.mark.usefixtures("dist")
def test_a_script_travels_packed_to_whoever_takes_it(client):
    answer = client.get("/assets/a-1.js", headers=PACKED)
    assert (answer.headers["Content-Encoding"], answer.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(answer.data).decode() == CODE and len(answer.data) < len(CODE) / 10
    assert answer.content_length == len(answer.data)
    again = client.get("/assets/a-1.js", headers=PACKED | {"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    for refusing in ({}, {"Accept-Encoding": "br"}, {"Accept-Encoding": "gzip;q=0, br"}):
        plain = client.get("/assets/a-1.js", headers=refusing)
        assert "Content-Encoding" not in plain.headers and plain.headers["Vary"] == "Accept-Encoding"
        assert plain.text == CODE
    assert "Content-Encoding" not in client.get("/icons/i.png", headers=PACKED).headers


def test_a_new_build_is_served_at_once(client, dist):
    before = client.get("/sw.js").headers["ETag"]
    (dist / "sw.js").write_text("newer worker")
    answer = client.get("/sw.js", headers={"If-None-Match": before})
    assert (answer.status_code, answer.text) == (200, "newer worker")


def test_long_answers_of_the_api_travel_packed_and_short_ones_as_they_are(client):
    path = "/api/catalogue/2026.1"
    plain, packed = client.get(path), client.get(path, headers=PACKED)
    assert gzip.decompress(packed.data) == plain.data and len(packed.data) < len(plain.data) / 3
    assert "Accept-Encoding" in plain.headers["Vary"] and packed.headers["Vary"] == plain.headers["Vary"]
    known = client.get(path, headers=PACKED | {"If-None-Match": packed.headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")
    assert "Content-Encoding" not in client.get("/healthz", headers=PACKED).headers


@pytest.mark.parametrize(
    "path",
    ["/nope", "/desk/nope", "/index.html", "/.env", "/assets/none.js", "/assets/../../settings.yaml",
     "/assets/%2e%2e/%2e%2e/keys/secret", "/icons/..", "/assets/", "/" + "x" * 5000],
)  # fmt: skip
@pytest.mark.usefixtures("dist")
def test_an_unknown_address_shows_people_a_page_in_both_languages(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "没有这个页面" in answer.text and "no such page" in answer.text
    assert "<script" not in answer.text and "style=" not in answer.text


def test_methods_that_an_address_does_not_know_are_named(client):
    answer = client.put("/api/about")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_before_the_app_is_built_a_line_says_so(app, client, tmp_path):
    app.config["PWA"] = str(tmp_path / "nothing")
    assert client.get("/").status_code == 503
