"""Page views and their loading times per application, events that cannot be used, and what the cloud costs per month.

Rules: an event may be delivered more than once; of the deliveries that can be used the one loaded last counts, and only
an event without any such delivery is rejected. It is, in this order: without a readable time, of a local host, without
an application. A page view that two events report counts once, as the one loaded last says. A loading time needs both
marks of the browser's clock, and lies between 0 and an hour. The exporter of the cloud's costs has no keys: equal rows
are different uses and all count.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer
from scripts.oracle.rows import read

LOCAL_HOSTS = ("localhost", "127.0.0.1")
LONGEST_MS = 60 * 60 * 1000


class Event(NamedTuple):
    """One delivery of an event: the later and usable one is the greater one."""

    is_usable: bool
    uploaded_at: datetime
    reject_reason: str
    page_view_id: str
    app_id: str
    total_ms: int | None


def reject_reason(derived: str | None, host: str | None, app: str | None) -> str:
    """Why an event cannot be used, or '' when it can."""
    try:
        datetime.fromisoformat(derived or "")
    except ValueError:
        return "unreadable time"
    if (host or "").lower() in LOCAL_HOSTS:
        return "local host"
    return "" if (app or "").strip() else "no application"


def entity(contexts: Mapping[str, Any], name: str) -> Mapping[str, object]:
    """The data of the first entity of a context whose schema has this name; empty when there is none."""
    for carried in contexts["data"]:
        if f"/{name}/" in carried["schema"]:
            data: Mapping[str, object] = carried["data"]
            return data
    return {}


def total_ms(marks: Mapping[str, object]) -> int | None:
    """Milliseconds from asking for a page to the end of its load event, None when they cannot be told."""
    begin, end = (int(str(marks.get(name) or 0)) for name in ("navigationStart", "loadEventEnd"))
    return end - begin if begin > 0 and end > 0 and 0 <= end - begin <= LONGEST_MS else None


def read_events(warehouse: Warehouse) -> Iterator[tuple[str, str, Event]]:
    """Every delivery with the id and the kind of its event."""
    columns = ("event_id", "event", "app_id", "derived_tstamp", "page_urlhost", "contexts", "uploaded_at")
    for event_id, kind, app, derived, host, contexts, uploaded_at in read(
        warehouse, "snowplow.gitlab_events", *columns
    ):
        reason = reject_reason(derived, host, app)
        # only page views are looked into
        carried = json.loads(contexts) if kind == "page_view" else {"data": []}
        page = str(entity(carried, "web_page").get("id") or "")
        total = total_ms(entity(carried, "PerformanceTiming"))
        yield event_id, kind, Event(not reason, uploaded_at, reason, page, app or "", total)


def event_answers(warehouse: Warehouse) -> list[Answer]:
    """Page views and the sum of their loading times per application, and rejected events per reason."""
    newest: dict[str, tuple[str, Event]] = {}
    for event_id, kind, event in read_events(warehouse):
        if event_id not in newest or event[:2] > newest[event_id][1][:2]:
            newest[event_id] = (kind, event)
    views: dict[str, Event] = {}
    rejected: Counter[str] = Counter()
    for kind, event in newest.values():
        if not event.is_usable:
            rejected[event.reject_reason] += 1
        elif kind == "page_view" and event.page_view_id:
            known = views.get(event.page_view_id)
            if known is None or event.uploaded_at > known.uploaded_at:
                views[event.page_view_id] = event
    counts = Counter(view.app_id for view in views.values())
    times: Counter[str] = Counter()
    for view in views.values():
        times[view.app_id] += view.total_ms or 0
    return [
        *(Answer("page views", "", app, str(count)) for app, count in counts.items()),
        *(Answer("page loading time", "", app, str(milliseconds)) for app, milliseconds in times.items()),
        *(Answer("rejected events", "", reason, str(count)) for reason, count in rejected.items()),
    ]


def cloud_cost_answers(warehouse: Warehouse) -> list[Answer]:
    """Cost of the cloud per month of the invoice and service, with all six decimals."""
    costs: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for (text,) in read(warehouse, "gcp_billing.summary_gcp_billing", "value"):
        row = json.loads(text, parse_float=Decimal, parse_int=Decimal)
        costs[row["invoice"]["month"], row["service"]["description"]] += row["cost"]
    return [Answer("cloud cost", *key, f"{cost:.6f}") for key, cost in costs.items()]
