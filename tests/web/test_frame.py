"""What HTTP asks of every answer: routing, prefix, headers, CORS, limits, compression, the web UI's files."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.support.server import serving
from tests.support.studio import Studio

NOT_FOUND = "404 Not Found: The requested URL was not found on the server."


@pytest.fixture
def http(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server) as client:
        yield client


class TestRouting:
    def test_the_root_names_the_api(self, http: httpx.Client) -> None:
        assert http.get("/").json() == {"api": "Multiplane", "version": "1.0.97"}
        assert http.get("/api").json() == http.get("/api/").json() == http.get("/").json()

    def test_head_is_get_without_a_body(self, http: httpx.Client) -> None:
        answer = http.head("/")
        assert answer.status_code == 200
        assert answer.content == b""
        assert answer.headers["content-length"] == http.get("/").headers["content-length"]

    def test_unknown_paths_and_methods_come_before_authentication(self, http: httpx.Client) -> None:
        unknown = http.get("/data/no-such-thing")
        assert unknown.status_code == 404
        assert unknown.json()["error"] is True
        assert unknown.json()["message"].startswith(NOT_FOUND)
        wrong = http.patch("/data/departments")
        assert wrong.status_code == 405
        assert wrong.json() == {"error": True, "message": "The method is not allowed for the requested URL."}

    def test_options_answers_everybody(self, http: httpx.Client) -> None:
        answer = http.options("/data/departments")
        assert answer.status_code == 200
        assert answer.content == b""
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"
        assert http.options("/no-such-thing").status_code == 404

    def test_a_trailing_slash_is_the_same_operation(self, studio: Studio) -> None:
        body = {"name": "slash " + studio.department()["id"], "color": "#fff"}
        studio.admin.post("/data/departments/", body)
        assert studio.admin.get("/data/departments/", params={"name": body["name"]})

    def test_double_slashes_are_merged(self, http: httpx.Client) -> None:
        answer = http.get("/data//departments?page=1")
        assert (answer.status_code, answer.headers["location"]) == (308, "/data/departments?page=1")

    @pytest.mark.parametrize(
        ("path", "merged"),
        [
            ("/data//a%0d%0aSet-Cookie:%20b=c", "/data/a%0D%0ASet-Cookie%3A%20b%3Dc"),
            ("//%5celsewhere.example", "/%5Celsewhere.example"),
            ("//elsewhere.example", "/elsewhere.example"),
            ("/data//a%3fb%23c?d", "/data/a%3Fb%23c?d"),
        ],
    )
    def test_merged_paths_stay_here_and_carry_no_header(self, http: httpx.Client, path: str, merged: str) -> None:
        request = http.build_request("GET", "/")
        request.url = request.url.copy_with(raw_path=path.encode())
        answer = http.send(request)
        assert (answer.status_code, answer.headers["location"]) == (308, merged)
        assert "set-cookie" not in answer.headers

    def test_refused_methods_name_the_others(self, http: httpx.Client) -> None:
        assert http.patch("/data/departments").headers["allow"] == "GET, HEAD, OPTIONS, POST"

    @pytest.mark.parametrize("path", ["/data/departments/../../etc/passwd", "/data/%00", "/%ff", "/" + "x" * 5000])
    def test_strange_paths_are_refused_quietly(self, studio: Studio, path: str) -> None:
        assert studio.admin.request("GET", path).status_code in (400, 404)


class TestHeaders:
    @pytest.mark.parametrize(
        "path", ["/", "/data/departments", "/no-such-thing", "/socket.io/?EIO=4&transport=polling"]
    )
    def test_security_headers_are_on_every_answer(self, http: httpx.Client, path: str) -> None:
        headers = http.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert headers["content-security-policy"] == "frame-ancestors 'self'"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"

    def test_there_is_no_cors_unless_configured(self, http: httpx.Client) -> None:
        answer = http.get("/", headers={"Origin": "https://elsewhere.example"})
        assert "access-control-allow-origin" not in answer.headers


class TestTokens:
    """The exact refusals clients match on (00-conventions 5.3)."""

    MISSING = 'Missing JWT in cookies or headers (Missing cookie "access_token_cookie"; {})'

    @pytest.mark.parametrize(
        ("header", "status", "message"),
        [
            (None, 401, MISSING.format("Missing Authorization Header")),
            (
                "Basic abc",
                401,
                MISSING.format(
                    "Missing 'Bearer' type in 'Authorization' header. Expected 'Authorization: Bearer <JWT>'"
                ),
            ),
            ("Bearer", 422, "Bad Authorization header. Expected 'Authorization: Bearer <JWT>'"),
            ("Bearer a b", 422, "Bad Authorization header. Expected 'Authorization: Bearer <JWT>'"),
            ("Bearer nonsense", 422, "Not enough segments"),
        ],
    )
    def test_refusals(self, http: httpx.Client, header: str | None, status: int, message: str) -> None:
        answer = http.get("/data/departments", headers={"Authorization": header} if header else {})
        assert (answer.status_code, answer.json()) == (status, {"msg": message})

    def test_the_cookie_comes_before_the_header(self, studio: Studio) -> None:
        headers = {"Cookie": "access_token_cookie=nonsense"}
        assert studio.admin.request("GET", "/data/departments", headers=headers).status_code == 422


@pytest.fixture(scope="module")
def configured(database_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with allowed origins, a small body limit and a web UI."""
    folder = tmp_path_factory.mktemp("ui") / "assets"
    folder.mkdir()
    (folder / "index.html").write_text("<h1>the application</h1>")
    (folder / "assets").mkdir()
    (folder / "assets" / "app.js").write_text("start()")
    (folder.parent / "secret.txt").write_text("not for you")
    with serving(
        database_dsn,
        tmp_path_factory.mktemp("data"),
        cors_allowed_origins="https://one.example;https://two.example",
        max_content_length="2000",
        ui=str(folder),
    ) as url:
        yield url


class TestConfigured:
    def test_a_listed_origin_may_call(self, configured: str) -> None:
        answer = httpx.get(f"{configured}/api/", headers={"Origin": "https://two.example"})
        assert answer.headers["access-control-allow-origin"] == "https://two.example"
        assert answer.headers["access-control-allow-credentials"] == "true"
        assert "Origin" in answer.headers["vary"]

    def test_answers_differ_by_origin(self, configured: str) -> None:
        assert "Origin" in httpx.get(f"{configured}/api/").headers["vary"]

    def test_preflight(self, configured: str) -> None:
        headers = {
            "Origin": "https://one.example",
            "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": "authorization",
        }
        answer = httpx.options(f"{configured}/api/data/departments", headers=headers)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-methods"] == "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"
        assert answer.headers["access-control-allow-headers"] == "authorization"

    def test_another_origin_gets_nothing(self, configured: str) -> None:
        answer = httpx.get(f"{configured}/api/", headers={"Origin": "https://three.example"})
        assert answer.status_code == 200
        assert "access-control-allow-origin" not in answer.headers

    @pytest.mark.parametrize("chunked", [False, True])
    def test_a_large_body_is_refused(self, configured: str, chunked: bool) -> None:
        body = json.dumps({"email": "x" * 5000}).encode()
        content = iter([body[:1000], body[1000:]]) if chunked else body
        headers = {"content-type": "application/json"}
        answer = httpx.post(f"{configured}/api/auth/login", content=content, headers=headers)
        assert answer.status_code == 413
        assert answer.json() == {"error": True, "message": "The data value transmitted exceeds the capacity limit."}

    def test_a_large_form_is_refused(self, configured: str) -> None:
        part = b'--y\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + b"x" * 3000
        headers = {"content-type": "multipart/form-data; boundary=y"}
        answer = httpx.post(f"{configured}/auth/login", content=iter([part, b"\r\n--y--\r\n"]), headers=headers)
        assert answer.status_code == 413

    def test_the_ui_answers_its_own_paths(self, configured: str) -> None:
        browser = {"Accept": "text/html,application/xhtml+xml"}
        assert "the application" in httpx.get(configured, headers=browser).text
        assert "the application" in httpx.get(f"{configured}/productions/x/shots").text
        script = httpx.get(f"{configured}/assets/app.js")
        assert script.text == "start()"
        assert "javascript" in script.headers["content-type"]
        assert script.headers["content-type"].endswith("charset=utf-8")

    def test_only_hashed_files_of_the_ui_are_kept_for_long(self, configured: str) -> None:
        assert "immutable" in httpx.get(f"{configured}/assets/app.js").headers["cache-control"]
        assert httpx.get(f"{configured}/assets/gone.js").headers["cache-control"] == "no-cache"

    def test_a_ui_that_went_away_is_not_found(self, database_dsn: str, tmp_path: Path) -> None:
        (tmp_path / "index.html").write_text("soon gone")
        with serving(database_dsn, tmp_path, ui=str(tmp_path)) as url:
            (tmp_path / "index.html").unlink()
            answer = httpx.get(f"{url}/productions")
        assert (answer.status_code, answer.json()["error"]) == (404, True)

    def test_the_ui_is_only_read(self, configured: str) -> None:
        assert httpx.head(f"{configured}/productions").status_code == 200
        assert httpx.post(f"{configured}/productions").status_code == 405

    def test_the_api_is_under_its_prefix_and_at_the_root(self, configured: str) -> None:
        assert httpx.get(f"{configured}/api/data/departments").status_code == 401
        assert httpx.get(f"{configured}/data/departments").status_code == 401

    @pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"])
    def test_no_file_outside_the_folder(self, configured: str, path: str) -> None:
        request = httpx.Request("GET", configured)
        request.url = request.url.copy_with(raw_path=path.encode())
        with httpx.Client() as client:
            assert "not for you" not in client.send(request).text


class TestCompression:
    def test_large_answers_are_compressed_when_the_client_takes_it(self, studio: Studio) -> None:
        mark = studio.department()["id"][:8]
        for number in range(10):
            studio.department(name=f"{mark} {number}")
        path = f"/data/departments?name={mark}%25"
        plain = studio.admin.request("GET", path, headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        with studio.admin.http.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.headers["content-encoding"] == "gzip"
            packed = b"".join(answer.iter_raw())
        assert gzip.decompress(packed) == plain.content
        assert answer.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"

    def test_small_answers_are_not(self, studio: Studio) -> None:
        answer = studio.admin.request("GET", "/", headers={"Accept-Encoding": "gzip"})
        assert "content-encoding" not in answer.headers
        assert answer.headers["vary"] == "Accept-Encoding"


class TestDocumentation:
    def test_the_document_describes_every_operation(self, http: httpx.Client) -> None:
        document = http.get("/openapi.json").json()
        assert document["openapi"].startswith("3.1")
        assert document["info"]["version"] == "1.0.97"
        create = document["paths"]["/data/departments"]["post"]
        assert create["security"] == [{"token": []}]
        assert "name" in create["requestBody"]["content"]["application/json"]["schema"]["required"]
        assert create["responses"].keys() == {"201", "4XX"}
        upload = document["paths"]["/pictures/preview-files/{preview_file_id}"]["post"]
        assert upload["requestBody"]["content"].keys() == {"multipart/form-data"}
        assert {parameter["name"]: parameter["in"] for parameter in upload["parameters"]} == {
            "preview_file_id": "path",
            "normalize": "query",
            "no_job": "query",
        }
        assert "security" not in document["paths"]["/auth/login"]["post"]

    def test_everything_it_refers_to_is_in_it(self, http: httpx.Client) -> None:
        text = http.get("/api/openapi.json").text
        document = json.loads(text)
        for reference in set(re.findall(r'"\$ref":"#/([^"]+)"', text)):
            part = document
            for name in reference.split("/"):
                part = part[name]
        names = [operation["operationId"] for item in document["paths"].values() for operation in item.values()]
        assert len(names) == len(set(names))

    def test_the_viewer_is_a_page_that_needs_nobody_else(self, http: httpx.Client) -> None:
        page = http.get("/docs").text
        assert "<title>Multiplane API</title>" in page
        assert re.search(r"(?:src|href)=|https?://|@import", page.replace('href="openapi.json"', "")) is None
        assert http.get("/apidocs/").status_code == 200


class TestStatus:
    def test_health(self, http: httpx.Client) -> None:
        status = http.get("/status").json()
        assert status["database-up"] is True
        assert status["job-queue-up"] is True
        assert "database-up: up" in http.get("/status.txt").text
        assert http.get("/status/influx").json()["database-up"] == 1

    def test_configuration_holds_no_secret(self, http: httpx.Client) -> None:
        configuration = http.get("/config").json()
        assert configuration["default_locale"] == "en_US"
        assert not any("secret" in key or "password" in key for key in configuration)
