"""What comes due for a campaign or a person: rows with an instant, each worked off once, by whatever process.

A row is open while `due_at` lies after `done_at`; planning it for a later instant opens it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import Connection, and_, bindparam, case, null, or_, select, update

from storage import tables
from storage.upsert import insert

MISSING = "missing"  # the kind: CĐCS of a scope that have no initiative are reminded
BROADCAST = "broadcast"  # the kind: many people are told what somebody wrote
_PERSON, _SCOPE = "person:", "scope:"
_CHUNK = 500  # values in one IN (...)
_columns = tables.timers.c
_is_open = or_(_columns.done_at.is_(None), _columns.done_at < _columns.due_at)
_TIMER = (_columns.id, _columns.kind, _columns.subject, _columns.due_at, _columns.done_at, _columns.cursor)
_OF = select(*_TIMER).where(_columns.subject == bindparam("subject"))
_ADD = insert(tables.timers)
# Done in the future means that the clock was wrong: it does not count.
_DONE_BEFORE = case((_columns.done_at > bindparam("now"), null()), else_=_columns.done_at)
_PLAN = _ADD.values(kind=bindparam("kind"), subject=bindparam("subject"), due_at=bindparam("due_at"))
_PLAN = _PLAN.on_conflict_do_update(
    index_elements=["kind", "subject"], set_={"due_at": _ADD.excluded.due_at, "cursor": 0, "done_at": _DONE_BEFORE}
)
_CALL_FIRST = _ADD.on_conflict_do_nothing(index_elements=["kind", "subject"])
_BY_ID = update(tables.timers).where(_columns.id == bindparam("timer"))
_CALL = _BY_ID.values(due_at=bindparam("new_due_at"), done_at=_DONE_BEFORE)


class Timer(Struct, frozen=True):
    """One row."""

    id: int
    kind: str
    subject: str
    due_at: datetime
    done_at: datetime | None
    cursor: int  # how far it got, of what takes several transactions: a person or an organisation

    @property
    def is_open(self) -> bool:
        """Whether it is still to be worked off."""
        return self.done_at is None or self.done_at < self.due_at

    @property
    def person_id(self) -> int:
        """The person it is about. Raises: ValueError if it is about none."""
        return int(self.subject.removeprefix(_PERSON))

    @property
    def scope(self) -> int:
        """The organisation whose subtree it is about. Raises: ValueError if it is about none."""
        return int(self.subject.removeprefix(_SCOPE))

    @property
    def number(self) -> int:
        """The row that it is about, of a subject like "broadcast:12". Raises: ValueError if it is about none."""
        return int(self.subject.rpartition(":")[2])


class Timers:
    """Timers by kind and subject."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, subject: str) -> Mapping[str, Timer]:
        """The timers of a subject by their kinds, done ones too."""
        return {row.kind: Timer(*row) for row in self._connection.execute(_OF, {"subject": subject})}

    def plan(self, kind: str, subject: str, due_at: datetime, now: datetime) -> None:
        """Have it come due at *due_at*, from the beginning, whatever was planned before."""
        self._connection.execute(_PLAN, {"kind": kind, "subject": subject, "due_at": due_at, "now": now})

    def begin(self, kind: str, scope: int, due_at: datetime, now: datetime) -> None:
        """Have it come due for a subtree at *due_at*, unless it is due or under way already."""
        subject = f"{_SCOPE}{scope}"
        timer = self.of(subject).get(kind)
        if timer is None or not timer.is_open:
            self.plan(kind, subject, due_at, now)

    def call(self, kind: str, person_ids: Iterable[int], at: datetime, gap: timedelta) -> None:
        """Have these persons' timers come due at *at*, but not sooner than *gap* after they were last done."""
        subjects = sorted(f"{_PERSON}{person_id}" for person_id in set(person_ids))
        for start in range(0, len(subjects), _CHUNK):
            self._call(kind, subjects[start : start + _CHUNK], at, gap)

    def _call(self, kind: str, subjects: Sequence[str], at: datetime, gap: timedelta) -> None:
        self._connection.execute(_CALL_FIRST, [{"kind": kind, "subject": one, "due_at": at} for one in subjects])
        mine = and_(_columns.kind == kind, _columns.subject.in_(subjects))
        # All who call lock in the same order, and who works timers off waits for nobody: no deadlock.
        rows = self._connection.execute(select(*_TIMER).where(mine).order_by(_columns.subject).with_for_update())
        changed = [
            {"timer": timer.id, "new_due_at": due_at, "now": at}
            for timer in (Timer(*row) for row in rows)
            if (due_at := _called(timer, at, gap)) != timer.due_at
        ]
        if changed:
            self._connection.execute(_CALL, changed)

    def due(self, kinds: Iterable[str], now: datetime, limit: int) -> list[Timer]:
        """Open timers whose instant has come, the longest due first; nobody else gets them until the commit."""
        rows = self._connection.execute(
            select(*_TIMER)
            .where(_columns.kind.in_(list(kinds)), _columns.due_at <= now, _is_open)
            .order_by(_columns.due_at, _columns.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [Timer(*row) for row in rows]

    def done(self, timer_id: int, at: datetime, next_at: datetime | None = None) -> None:
        """It was worked off; it comes due again at *next_at*, if that is given."""
        values = {"done_at": at} | ({"due_at": next_at} if next_at is not None else {})
        self._connection.execute(_BY_ID.values(**values), {"timer": timer_id})

    def advance(self, timer_id: int, cursor: int) -> None:
        """Note how far it got."""
        self._connection.execute(_BY_ID.values(cursor=cursor), {"timer": timer_id})


def _called(timer: Timer, at: datetime, gap: timedelta) -> datetime:
    last = timer.done_at if timer.done_at is not None and timer.done_at <= at else None
    due_at = max(at, last + gap) if last is not None else at
    return min(due_at, timer.due_at) if timer.is_open else due_at
