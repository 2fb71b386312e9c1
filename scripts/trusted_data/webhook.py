"""Hand a message to a web address, again after a while when the other side is busy."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from urllib.parse import urlsplit

from scripts.core.errors import EdpError
from scripts.trusted_data.alerts import Message

VARIABLE = "EDP_ALERT_WEBHOOK"
ATTEMPTS = 5
_LONGEST_WAIT = 60.0


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An address that sends messages elsewhere is a wrong address: what fails here is nobody else's business."""

    def redirect_request(self, *_: object) -> None:
        return None


class Webhook:
    """One address. It holds a secret, so no error ever names it."""

    def __init__(self, address: str, *, sleep: Callable[[float], None] = time.sleep, timeout: float = 10.0) -> None:
        """Check the address; nothing is sent yet.

        Args:
            address: http or https.
            sleep: waits that many seconds.
            timeout: seconds until an attempt counts as failed.

        Raises:
            EdpError: it is no web address.
        """
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise EdpError(f"alerts: {VARIABLE} is no web address; set it to one that begins with https://")
        self._address = address
        self._sleep = sleep
        self._timeout = timeout
        self._opener = urllib.request.build_opener(_NoRedirect)

    def __call__(self, message: Message) -> None:
        """Deliver one message; 429, 5xx and a broken connection are tried again, anything else is final.

        Raises:
            EdpError: it could not be delivered.
        """
        body = json.dumps(message.as_dict()).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": message.id}
        problem = ""
        for attempt in range(ATTEMPTS):
            request = urllib.request.Request(self._address, body, headers, method="POST")  # noqa: S310  # checked above
            wait = min(2.0**attempt, _LONGEST_WAIT)
            try:
                with self._opener.open(request, timeout=self._timeout):
                    return
            except urllib.error.HTTPError as error:
                error.close()
                problem = f"it answered {error.code}"
                if error.code != 429 and error.code < 500:
                    break
                asked = error.headers.get("Retry-After", "")
                wait = min(float(asked), _LONGEST_WAIT) if asked.isdigit() else wait
            except (OSError, HTTPException) as error:
                reason = getattr(error, "reason", error)
                problem = f"no connection ({type(reason).__name__})"
            if attempt + 1 < ATTEMPTS:
                self._sleep(wait)
        raise EdpError(
            f"alerts: the address in {VARIABLE} did not take the message: {problem}; what was not sent waits"
        )
