"""What is counted, for Prometheus. Labels are channels, classes and codes, never anything personal."""

from prometheus_client import Counter, Gauge, Info

from bot.tallies import Spans, Tally

TURN_SECONDS = Spans(
    "sangkien_turn_seconds",
    "From a parsed update to its commit",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
TURNS = Tally("sangkien_turns_total", "Updates by what became of them", ["channel", "outcome"])
REFUSED = Counter("sangkien_webhook_refused_total", "Webhook calls that were not taken", ["channel", "reason"])
IGNORED = Counter("sangkien_updates_ignored_total", "Authentic updates that are of no use to us", ["channel"])
FILES_READ = Counter("sangkien_files_read_total", "Files that people sent", ["channel", "outcome"])
SENT = Tally("sangkien_messages_sent_total", "Parts delivered", ["channel"])
SEND_SECONDS = Spans(
    "sangkien_send_seconds",
    "From a claimed message to the platform's answer",
    ["channel"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
SEND_ERRORS = Counter("sangkien_send_errors_total", "Parts refused or failed", ["channel", "kind"])
OUTBOX_PENDING = Gauge("sangkien_outbox_pending", "Messages owed")
OUTBOX_FAILED = Gauge("sangkien_outbox_failed", "Messages given up")
OUTBOX_PARKED = Gauge("sangkien_outbox_parked", "Messages that wait for people to write")
OUTBOX_UNPAID = Gauge("sangkien_outbox_unpaid", "Messages that wait for money at the platform", ["channel"])
MONTH_MESSAGES = Gauge(
    "sangkien_month_messages", "Messages of this month where a channel limits or bills them", ["channel", "kind"]
)
MONTH_QUOTA = Gauge("sangkien_month_quota", "Messages a month of the channel's plan", ["channel"])
MONTH_COST = Gauge("sangkien_month_cost_vnd", "What the whole month will cost, as it looks now", ["channel"])
OUTBOX_OLDEST = Gauge("sangkien_outbox_oldest_seconds", "How long the oldest due message waits")
SPOOLED = Gauge("sangkien_spooled_updates", "Updates acknowledged but not yet committed")
INBOX_LAG = Gauge("sangkien_inbox_lag_seconds", "How long the oldest update that is acknowledged waits for its commit")
WRONG_CODES = Counter("sangkien_wrong_codes_total", "Codes that opened nothing, by why", ["why"])
SET_ASIDE = Gauge("sangkien_set_aside", "Updates that made every attempt fail and wait for the operator")
OUTBOX_CLASS_PENDING = Gauge("sangkien_outbox_class_pending", "Messages owed, by class", ["priority"])
OUTBOX_CLASS_OLDEST = Gauge(
    "sangkien_outbox_class_oldest_seconds", "How long the oldest due message of a class waits", ["priority"]
)
OUTBOX_UNKNOWN = Gauge("sangkien_outbox_unknown_outcomes", "Sends of the last 24 hours that may have arrived or not")
JOBS_OPEN = Gauge("sangkien_jobs_open", "Files to be read and sets of posters to be made", ["kind"])
JOBS_OLDEST = Gauge("sangkien_jobs_oldest_seconds", "How long the oldest of them waits", ["kind"])
RACES_LOST = Counter(
    "sangkien_races_lost_total", "Work done again or given up because somebody was faster", ["kind"]
)  # conversation, decision, code: see runner.py; leadership
TIMERS_LATE = Gauge("sangkien_timers_late_seconds", "How long the oldest due reminder waits, by day")
ALARMS_OPEN = Gauge("sangkien_alarms_open", "What operators are told of and is not over")
CHANNEL_UP = Gauge("sangkien_channel_up", "Whether the platform served us when it was last asked", ["channel"])
PLATFORM_WAITING = Gauge(
    "sangkien_platform_waiting_updates", "Updates that the platform holds for us, by its own account", ["channel"]
)
TOKEN_EXPIRES = Gauge("sangkien_token_expires_timestamp_seconds", "When a channel's credentials end", ["channel"])
DISK_FREE = Gauge("sangkien_disk_free_bytes", "Free space on the disk that is nearest to being full")
BUILD = Info("sangkien_build", "The program's version and the revision of its schema")
IS_LEADER = Gauge("sangkien_is_leader", "1 in the process that does what only one may do")
