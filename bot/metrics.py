"""Figures for Prometheus. Counters are kept per process; queue lengths are asked of the database.

With PROMETHEUS_MULTIPROC_DIR (prometheus_client's own variable, a folder that is emptied before
the start) /metrics answers for all gunicorn workers and for the worker beside them.
"""

from prometheus_client import Counter, Histogram

WEBHOOKS = Counter("webhook_requests", "Webhook requests by status", ["status"])
EVENTS = Counter("webhook_events", "Events filed")
TURNS = Histogram(
    "turn_seconds",
    "From the last event of a turn to its answer being written",
    buckets=(0.5, 0.8, 1, 1.3, 1.6, 2, 3, 4, 5, 10, 30),
)
CALLS = Counter("line_calls", "Calls to LINE by kind and outcome", ["kind", "outcome"])
DEAD = Counter("events_dead", "Events that failed too often")
