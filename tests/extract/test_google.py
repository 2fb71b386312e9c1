"""Google's spreadsheets and drive: the real clients, speaking to a server here that answers as Google does."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import requests
from requests.adapters import HTTPAdapter

from scripts.core.errors import EdpError
from scripts.extract.drives import DrivesFile, Folder, load_drives
from scripts.extract.google import GoogleDrive, GoogleSpreadsheets
from scripts.extract.sheets import Sheet, SheetsFile, load_sheets
from scripts.extract.target import DuckDBTarget
from tests.extract.work import NOW

FOLDER = "application/vnd.google-apps.folder"
SHEET = "application/vnd.google-apps.spreadsheet"


class Google:
    """What the server knows: files by id, the cells of the spreadsheet's tabs, and how often it refuses."""

    def __init__(self) -> None:
        self.files: dict[str, dict[str, Any]] = {
            "s1": {"name": "Plan", "mimeType": SHEET, "parents": []},
            "d1": {"name": "Partner's Inbox", "mimeType": FOLDER, "parents": []},
            "f1": {"name": "one.csv", "mimeType": "text/csv", "parents": ["d1"], "content": b"a\n1\n"},
            "f2": {"name": "two.csv", "mimeType": "text/csv", "parents": ["d1"], "content": b"a\n2\n"},
            "f3": {"name": "notes.txt", "mimeType": "text/plain", "parents": ["d1"], "content": b"-"},
        }
        self.tabs = {"targets": [["Month", "Net ARR"], ["FY25-Jan", "1,234.50"], ["FY25-Feb", ""]]}
        self.refusal: int | None = None

    def found(self, query: str) -> list[dict[str, str]]:
        """The files that meet every condition of a search."""
        wanted = dict(re.findall(r"(name|mimeType)\s*=\s*['\"]((?:\\.|[^'\"\\])*)['\"]", query))
        parent = re.search(r"'([^']*)' in parents", query)
        return [
            {"id": key, "name": file["name"], "createdTime": "2025-01-01", "modifiedTime": "2025-01-01"}
            for key, file in sorted(self.files.items(), key=lambda item: item[1]["name"])
            if all(file[field] == re.sub(r"\\(.)", r"\1", value) for field, value in wanted.items())
            and (parent is None or parent[1] in file["parents"])
        ]


class Handler(BaseHTTPRequestHandler):
    google: Google

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if self.google.refusal:
            message = {"code": self.google.refusal, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED"}
            return self.answer({"error": message}, self.google.refusal)
        if parts.path == "/drive/v3/files":
            found = self.google.found(asked["q"])
            start = int(asked.get("pageToken", 0))
            page = {"files": found[start : start + 1]}
            return self.answer(page | ({"nextPageToken": str(start + 1)} if start + 1 < len(found) else {}))
        if parts.path.startswith("/drive/v3/files/"):
            assert asked["alt"] == "media"
            return self.send(200, self.google.files[parts.path.rsplit("/", 1)[1]]["content"])
        if parts.path == "/v4/spreadsheets/s1":
            listed = [
                {"properties": {"title": tab, "sheetId": nth, "index": nth}} for nth, tab in enumerate(self.google.tabs)
            ]
            return self.answer({"properties": {"title": "Plan"}, "sheets": listed})
        tab = unquote(parts.path.removeprefix("/v4/spreadsheets/s1/values/")).strip("'")
        return self.answer({"range": tab, "values": self.google.tabs[tab]})

    def do_POST(self) -> None:
        wanted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = f"made{len(self.google.files)}"
        self.google.files[key] = wanted
        self.answer({"id": key})

    def do_PATCH(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        file = self.google.files[parts.path.rsplit("/", 1)[1]]
        file["parents"] = [parent for parent in file["parents"] if parent != asked["removeParents"]]
        file["parents"].append(asked["addParents"])
        self.answer({"id": "x"})

    def answer(self, body: object, status: int = 200) -> None:
        self.send(status, json.dumps(body).encode(), "application/json")

    def send(self, status: int, body: bytes, kind: str = "text/csv") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Redirected(HTTPAdapter):
    """Sends what is meant for Google to this machine."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        request.url = parts._replace(scheme="http", netloc=f"127.0.0.1:{self.port}").geturl()
        return super().send(request, *arguments, **options)


@pytest.fixture
def google() -> Iterator[Google]:
    state = Google()
    handler = type("Bound", (Handler,), {"google": state})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        state.session = requests.Session()  # type: ignore[attr-defined]  # the state and the way to it go together
        state.session.mount("https://", Redirected(server.server_port))  # type: ignore[attr-defined]  # as above
        yield state
        server.shutdown()


def inbox(kind: int) -> DrivesFile:
    folder = Folder(name="f", owner="o", folder_name="Partner's Inbox", table_name="inbox", table_replace_append=kind)
    return DrivesFile(folders=(folder,))


def sheets(google: Google, target: DuckDBTarget, name: str = "Plan", tab: str = "targets") -> Any:
    file = SheetsFile(sheets=(Sheet(name=name, owner="o", tabs=(tab,), description="d"),))
    [outcome] = load_sheets(file, GoogleSpreadsheets(google.session), target, NOW, act=True)
    return outcome


def test_a_tab_arrives_as_people_see_it(google: Google, target: DuckDBTarget) -> None:
    assert sheets(google, target).rows == 2
    expected = [("FY25-Feb", None), ("FY25-Jan", "1,234.50")]
    assert target.query("SELECT month, net_arr FROM raw.sheetload.targets ORDER BY month") == expected
    assert not sheets(google, target).is_due


@pytest.mark.parametrize(
    ("name", "tab", "said"),
    [
        ("Nothing", "targets", "config/sheets.yml: Nothing: no spreadsheet Nothing is shared with the service account"),
        ("Plan", "gone", "config/sheets.yml: Plan: the spreadsheet has no tab gone"),
    ],
)
def test_what_google_does_not_have_is_named(
    google: Google, target: DuckDBTarget, name: str, tab: str, said: str
) -> None:
    assert sheets(google, target, name, tab).problem == said


def test_a_refusal_of_google_is_one_line_and_changes_nothing(google: Google, target: DuckDBTarget) -> None:
    sheets(google, target)
    google.refusal = 429
    assert "Quota exceeded" in sheets(google, target).problem
    [outcome] = load_drives(inbox(1), GoogleDrive(google.session), target, NOW, act=True)
    assert outcome.problem == "config/drives.yml: f: Google Drive answers 429 Too Many Requests"
    assert target.query("SELECT COUNT(*) FROM raw.sheetload.targets") == [(2,)]


def test_files_of_a_drive_are_added_and_moved_to_its_archive(google: Google, target: DuckDBTarget) -> None:
    [outcome] = load_drives(inbox(1), GoogleDrive(google.session), target, NOW, act=True)
    assert outcome.rows == 2
    assert target.query("SELECT a FROM raw.driveload.inbox ORDER BY a") == [("1",), ("2",)]
    [archive] = [key for key, file in google.files.items() if file["name"] == "Archive"]
    assert google.files[archive]["parents"] == ["d1"]
    assert [google.files[key]["parents"] for key in ("f1", "f2", "f3")] == [[archive], [archive], ["d1"]]
    google.files["f4"] = {"name": "three.csv", "mimeType": "text/csv", "parents": ["d1"], "content": b"a\n3\n"}
    load_drives(inbox(1), GoogleDrive(google.session), target, NOW, act=True)
    assert google.files["f4"]["parents"] == [archive]


def test_a_folder_that_is_not_shared_is_named(google: Google) -> None:
    with pytest.raises(EdpError, match="0 folders Elsewhere are shared with the service account"):
        GoogleDrive(google.session).files("Elsewhere")
