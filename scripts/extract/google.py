"""Google's spreadsheets and drive, behind the interfaces of sheetload and driveload."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from scripts.core.errors import EdpError
from scripts.extract.drives import ARCHIVE, DriveFile

CREDENTIALS = "GSHEETS_SERVICE_ACCOUNT_CREDENTIALS"
_SCOPES = ("https://www.googleapis.com/auth/spreadsheets.readonly", "https://www.googleapis.com/auth/drive")
_DRIVE = "https://www.googleapis.com/drive/v3/files"
_FOLDER = "application/vnd.google-apps.folder"
_SECONDS = 60


def google_session(credentials: str | None) -> Any:
    """A session that signs its requests as a service account.

    Args:
        credentials: the account's key file as JSON text, which is in no message.

    Raises:
        EdpError: it is missing or no such file.
    """
    from google.auth.transport.requests import AuthorizedSession
    from google.oauth2.service_account import Credentials

    if not credentials:
        raise EdpError(f"set {CREDENTIALS} to the key file of the service account, or name a local --folder")
    try:
        account = Credentials.from_service_account_info(json.loads(credentials), scopes=list(_SCOPES))  # type: ignore[no-untyped-call]  # google-auth has no types here
    except (ValueError, KeyError, TypeError):
        raise EdpError(f"{CREDENTIALS} is not the key file of a service account") from None
    return AuthorizedSession(account)  # type: ignore[no-untyped-call]  # google-auth has no types here


class GoogleSpreadsheets:
    """Spreadsheets the service account can see, by title."""

    def __init__(self, session: Any) -> None:
        """Use a signed session."""
        import gspread

        self._client = gspread.Client(auth=None, session=session)  # type: ignore[arg-type]  # the session is signed
        self._opened: dict[str, Any] = {}

    def cells(self, sheet: str, tab: str) -> Sequence[Sequence[str | None]]:
        """All cells of a tab as people see them.

        Raises:
            EdpError: there is no such spreadsheet or tab, or Google refuses.
        """
        import gspread.exceptions as refusals
        import requests

        try:
            if sheet not in self._opened:
                self._opened[sheet] = self._client.open(sheet)
            values: list[list[str]] = self._opened[sheet].worksheet(tab).get_all_values()
            return list(values)
        except refusals.SpreadsheetNotFound:
            raise EdpError(f"no spreadsheet {sheet} is shared with the service account") from None
        except refusals.WorksheetNotFound:
            raise EdpError(f"the spreadsheet has no tab {tab}") from None
        except (refusals.APIError, requests.RequestException) as error:
            raise EdpError(f"Google answers {' '.join(str(error).split())}") from None


class GoogleDrive:
    """Folders the service account can see, by title, through Drive's REST interface."""

    def __init__(self, session: Any) -> None:
        """Use a signed session."""
        self._session = session

    def files(self, folder: str) -> Sequence[DriveFile]:
        """The CSV files that lie in a folder itself, by name.

        Raises:
            EdpError: there is no such folder, there are several, or Google refuses.
        """
        inside = f"'{self._folder(folder)}' in parents and mimeType = 'text/csv' and trashed = false"
        return [DriveFile(found["id"], found["name"]) for found in self._list(inside)]

    def read(self, file: DriveFile) -> bytes:
        """The content of a file."""
        content: bytes = self._ask("GET", f"{_DRIVE}/{file.key}", alt="media").content
        return content

    def archive(self, folder: str, file: DriveFile) -> None:
        """Move a file to the folder's own folder `Archive`, made if missing."""
        parent = self._folder(folder)
        known = self._list(
            f"'{parent}' in parents and name = '{ARCHIVE}' and mimeType = '{_FOLDER}' and trashed = false"
        )
        if known:
            archive = known[0]["id"]
        else:
            wanted = {"name": ARCHIVE, "mimeType": _FOLDER, "parents": [parent]}
            archive = self._ask("POST", _DRIVE, json=wanted).json()["id"]
        self._ask("PATCH", f"{_DRIVE}/{file.key}", json={}, addParents=archive, removeParents=parent)

    def _folder(self, name: str) -> str:
        title = name.replace("\\", "\\\\").replace("'", "\\'")
        found = self._list(f"name = '{title}' and mimeType = '{_FOLDER}' and trashed = false")
        if len(found) != 1:
            raise EdpError(f"{len(found)} folders {name} are shared with the service account; there must be one")
        return str(found[0]["id"])

    def _list(self, query: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        token: str | None = None
        while True:
            page = {} if token is None else {"pageToken": token}
            answer = self._ask(
                "GET", _DRIVE, q=query, fields="nextPageToken, files(id, name)", orderBy="name", **page
            ).json()
            found += answer.get("files", [])
            token = answer.get("nextPageToken")
            if token is None:
                return found

    def _ask(self, method: str, url: str, json: object = None, **parameters: str) -> Any:
        import requests

        try:
            answer = self._session.request(method, url, params=parameters, json=json, timeout=_SECONDS)
        except requests.RequestException as error:
            raise EdpError(f"Google Drive does not answer: {' '.join(str(error).split())}") from None
        if not answer.ok:
            raise EdpError(f"Google Drive answers {answer.status_code} {answer.reason}")
        return answer
