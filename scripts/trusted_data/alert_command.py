"""`edp alerts`: tell the owners of new failures."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.core.errors import EdpError
from scripts.core.settings import Settings

if TYPE_CHECKING:
    from scripts.trusted_data.alerts import Message


class Channel(StrEnum):
    """Where messages go."""

    STDOUT = "stdout"
    FILE = "file"
    WEBHOOK = "webhook"


class Format(StrEnum):
    """How messages are printed: for people, or one JSON document per line."""

    TEXT = "text"
    JSON = "json"


def alerts(
    to: Annotated[Channel, typer.Option(help="Where messages go; each channel remembers what it was told.")] = (
        Channel.STDOUT
    ),
    file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The file `--to file` appends JSON lines to.")
    ] = None,
    warnings: Annotated[bool, typer.Option("--warnings", help="Failures within their tolerance, too.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Send; without it, print what would be sent.")] = False,
    output: Annotated[Format, typer.Option("--format", help="How to print messages.")] = Format.TEXT,
) -> None:
    """Tell the owners of checks that fail since the last time.

    A webhook's address comes from the environment variable EDP_ALERT_WEBHOOK only. Exit code 2 when there is something
    to send and `--apply` was not given.
    """
    from scripts.core.warehouse import open_warehouse
    from scripts.trusted_data.alerts import read_plan, send

    settings = Settings.from_environment()
    deliver = _delivery(to, file, output)
    with open_warehouse(settings, read_only=not apply) as warehouse:
        messages = read_plan(warehouse, to.value, warnings=warnings)
        if apply:
            send(warehouse, messages, to.value, deliver, datetime.now(UTC).replace(tzinfo=None))
    if not apply:
        for message in messages:
            _print(message, output)
    if to is not Channel.STDOUT or not messages:
        done = "sent" if apply else "to send"
        count = f"{len(messages)} message{'' if len(messages) == 1 else 's'}"
        print(f"alerts: {count} {done}" if messages else "alerts: nothing new")
    if messages and not apply:
        raise typer.Exit(2)


def _delivery(to: Channel, file: Path | None, output: Format) -> Callable[[Message], None]:
    if (file is not None) != (to is Channel.FILE):
        raise EdpError("alerts: --file and --to file belong together; give both or neither")
    if file is not None:
        return lambda message: _append(file, message)
    if to is Channel.WEBHOOK:
        from scripts.trusted_data.webhook import VARIABLE, Webhook

        address = os.environ.get(VARIABLE)
        if not address:
            raise EdpError(f"alerts: {VARIABLE} is not set; export the address, it is never read from a file")
        return Webhook(address)
    return lambda message: _print(message, output)


def _print(message: Message, output: Format) -> None:
    print(json.dumps(message.as_dict()) if output is Format.JSON else f"{message.text}\n")


def _append(file: Path, message: Message) -> None:
    try:
        with file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(message.as_dict()) + "\n")
    except OSError as error:
        raise EdpError(f"alerts: {file}: {error.strerror}; give another --file") from error
