"""What is counted, for Prometheus. Labels are channels, classes and codes, never anything personal."""

from prometheus_client import Counter, Gauge, Histogram

TURN_SECONDS = Histogram(
    "sangkien_turn_seconds",
    "From a parsed update to its commit",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
TURNS = Counter("sangkien_turns_total", "Updates by what became of them", ["channel", "outcome"])
REFUSED = Counter("sangkien_webhook_refused_total", "Webhook calls that were not taken", ["channel", "reason"])
IGNORED = Counter("sangkien_updates_ignored_total", "Authentic updates that are of no use to us", ["channel"])
SENT = Counter("sangkien_messages_sent_total", "Parts delivered", ["channel"])
SEND_ERRORS = Counter("sangkien_send_errors_total", "Parts refused or failed", ["channel", "kind"])
OUTBOX_PENDING = Gauge("sangkien_outbox_pending", "Messages owed")
OUTBOX_FAILED = Gauge("sangkien_outbox_failed", "Messages given up")
OUTBOX_OLDEST = Gauge("sangkien_outbox_oldest_seconds", "How long the oldest due message waits")
SPOOLED = Gauge("sangkien_spooled_updates", "Updates acknowledged but not yet committed")
RACES_LOST = Counter("sangkien_races_lost", "Locks and races lost to another process, by what was at stake", ["kind"])
IS_LEADER = Gauge("sangkien_is_leader", "1 in the process that does what only one may do")
