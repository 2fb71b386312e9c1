"""The emulated account on loopback: the Snowflake connector logs in and asks over HTTP, as it does in production."""

from __future__ import annotations

import contextlib
import gc
import gzip
import json
import socket
import threading
import time
import zlib
from collections.abc import Iterator

import uvicorn
from snowflake.connector.errors import Error
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from scripts.core.errors import EdpError
from scripts.snowflake import engine
from scripts.snowflake.offline import SETUP_USER, OfflineAccount

HOST = "127.0.0.1"
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError, zlib.error)
_KEPT_PARAMETERS = ("QUERY_TAG", "TIMEZONE")


async def login(request: Request) -> JSONResponse:
    """Log in with the user, role and warehouse the client names; an unknown one is refused as Snowflake does."""
    try:
        body = await request.body()
        plain = gzip.decompress(body) if request.headers.get("Content-Encoding") == "gzip" else body
        sent = json.loads(plain)["data"]
        user = str(sent["LOGIN_NAME"]).upper()
        role = (request.query_params.get("roleName") or "PUBLIC").upper()
        warehouse = (request.query_params.get("warehouse") or "").upper() or None
        settings = sent["SESSION_PARAMETERS"]
        if "FAKESNOW_DB_PATH" in settings:
            raise ValueError("a session cannot choose another database")
    except _UNREADABLE as error:
        return _refused("390100", f"the login request cannot be read: {error!r}")
    if user == SETUP_USER:
        return _refused("390100", f"Incorrect username or password was specified: '{user}' is no user of the account.")
    offline: OfflineAccount = request.app.state.offline
    response: JSONResponse = await engine.server.login_request(request)
    answer = json.loads(bytes(response.body))
    token = answer["data"]["token"]
    try:
        session = offline.open(engine.server.sessions[token], user, role, warehouse)
    except Error as error:
        del engine.server.sessions[token]
        return _refused("390100", str(error.msg))
    session.parameters = {key: str(value) for key, value in settings.items() if key in _KEPT_PARAMETERS}
    # without a master token the connector does not say when a session ends
    answer["data"]["masterToken"] = token
    return JSONResponse(answer)


async def query(request: Request) -> JSONResponse:
    """Run a statement. A failure is an answer: the connector would repeat an HTTP 500 for minutes."""
    try:
        response: JSONResponse = await engine.server.query_request(request)
    except _UNREADABLE as error:
        return _refused("390100", f"the request cannot be read: {error!r}")
    if response.status_code == 500:
        return _refused("009999", str(json.loads(bytes(response.body))["message"]), "99999")
    return response


async def end_session(request: Request) -> JSONResponse:
    """End a session; its temporary relations go with it."""
    if request.query_params.get("delete"):
        with contextlib.suppress(engine.server.ServerError):
            connection = engine.server.to_conn(engine.server.to_token(request))
            session = connection.emulated_session
            with session.account.lock:
                session.end()
    response: JSONResponse = await engine.server.session(request)
    return response


def _refused(code: str, message: str, sqlstate: str = "08001") -> JSONResponse:
    data = {"errorCode": code, "sqlState": sqlstate}
    return JSONResponse({"success": False, "code": code, "message": message, "data": data})


def application(offline: OfflineAccount) -> Starlette:
    """The server of one account; our routes come before fakesnow's own."""
    engine.server.shared_fs = offline.engine
    application = Starlette(
        routes=[
            Route("/session/v1/login-request", login, methods=["POST"]),
            Route("/queries/v1/query-request", query, methods=["POST"]),
            Route("/session", end_session, methods=["POST"]),
            *engine.server.routes,
        ]
    )
    application.state.offline = offline
    return application


def _listen(port: int) -> socket.socket:
    # the protocol must be named, or the event loop leaves Nagle's algorithm on and every answer waits 40 ms
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise EdpError(f"port {port} on {HOST}: {error.strerror}; choose another with --port") from None
    return listener


def _server(offline: OfflineAccount) -> uvicorn.Server:
    return uvicorn.Server(uvicorn.Config(application(offline), log_level="error", timeout_keep_alive=600))


@contextlib.contextmanager
def _collecting_seldom() -> Iterator[None]:
    # the nodes of a syntax tree know their parents, so all trees wait for the garbage collector, which by default
    # walks through everything every few statements: a tenth of their time
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def serve(offline: OfflineAccount, port: int) -> None:
    """Serve until interrupted.

    Args:
        offline: the account.
        port: a free port of the loopback interface.

    Raises:
        EdpError: the port is taken.
    """
    with _listen(port) as listener, _collecting_seldom():
        _server(offline).run(sockets=[listener])


@contextlib.contextmanager
def serving(offline: OfflineAccount, port: int = 0) -> Iterator[int]:
    """Serve in a thread while the block runs.

    Args:
        offline: the account.
        port: a port of the loopback interface; 0 takes a free one.

    Yields:
        The port that is served.
    """
    listener = _listen(port)
    server = _server(offline)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        if time.monotonic() > deadline or not thread.is_alive():
            raise EdpError(f"the emulated account did not start on port {listener.getsockname()[1]}")
        time.sleep(0.01)
    try:
        with _collecting_seldom():
            yield int(listener.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(timeout=30)
        listener.close()
