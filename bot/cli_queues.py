"""The operator's commands about queues: updates set aside, messages given up, requests for deletion. See cli.main."""

from datetime import UTC, datetime
from functools import partial

import click

from bot import erasing
from bot.catalogue import Catalogue
from bot.cli import cli, in_database, with_database
from bot.facts import FactLoader
from bot.runner import Fault, Outcome, Runner
from bot.settings import load
from conversations import codes
from conversations.domain import Status, Submission
from conversations.text import count, normalise
from storage.database import Database
from storage.repositories.erasures import Erasure
from storage.repositories.outbox_rows import Listed
from storage.unit_of_work import UnitOfWork

MOST_LISTED, MOST_RETRIED = 200, 100_000
MOST_ANSWERED = 500  # characters
_NOTHING, _EMPTY = "không có yêu cầu đang mở", "không còn sáng kiến nào để xóa; dùng erasures close"
_NOBODYS = "không có sáng kiến này, hoặc không còn biết tác giả"
_BECAME = {"sent": "đã gửi lại", "pending": "đang chờ", "failed": "đã bỏ", "replaced": "không cần nữa"}


@cli.group()
def inbox() -> None:
    """Tin nhận được mà bot xử lý bị lỗi."""


@inbox.command("list")
def inbox_list() -> None:
    """Liệt kê tin đã để riêng: số, kênh, lúc nhận, lỗi và chỗ lỗi; không có lời người nhắn."""
    for row in in_database(load(), lambda uow: uow.set_aside.listed(MOST_LISTED)):
        click.echo(f"{row.id}\t{row.channel}\t{row.received_at:%Y-%m-%d %H:%M}\t{row.error}\t{row.place}")


@inbox.command("retry")
@click.argument("ids", type=int, nargs=-1)
def inbox_retry(ids: tuple[int, ...]) -> None:
    """Xử lý lại tin đã để riêng, tính theo lúc nhận (không nêu số: tất cả)."""
    settings = load()
    facts = FactLoader(Catalogue("vi", settings.texts_dir).phrase, settings.attachment_limits)

    async def run(database: Database) -> bool:
        runner = Runner(database, facts, lambda: None, lambda: datetime.now(UTC))
        chosen = ids or await database.read(lambda uow: tuple(row.id for row in uow.set_aside.listed(MOST_RETRIED)))
        is_good = True
        for number in chosen:
            became = await runner.retry(number)
            click.echo(f"{number}\t{_told(became)}")
            is_good = is_good and not isinstance(became, Fault)
        return is_good

    if not with_database(settings, run):
        raise click.exceptions.Exit(1)


def _told(became: Outcome | Fault | None) -> str:
    match became:
        case None:
            return "không có trong danh sách"
        case Fault(error, place):
            return f"vẫn lỗi, giữ lại: {error} {place}"
    return "đã xử lý"


@inbox.command("drop")
@click.argument("ids", type=int, nargs=-1, required=True)
def inbox_drop(ids: tuple[int, ...]) -> None:
    """Xóa hẳn các tin này, không xử lý nữa."""

    def drop(uow: UnitOfWork) -> int:
        dropped = uow.set_aside.drop(ids)
        for row in dropped:
            uow.audit.add(datetime.now(UTC), None, "set-aside-dropped", f"update:{row.channel}:{row.update_key}"[:80])
        return len(dropped)

    click.echo(f"Đã xóa {in_database(load(), drop)} tin.")


@cli.group()
def outbox() -> None:
    """Tin chưa gửi được."""


@outbox.command("list")
@click.option("--doubtful", is_flag=True, help="Tin có thể đã tới hai lần, kể cả tin đã gửi xong; mới nhất trước")
@click.option("--parked", is_flag=True, help="Tin chờ người nhận nhắn lại; chờ lâu nhất trước")
def outbox_list(doubtful: bool, parked: bool) -> None:
    """Liệt kê tin đã bỏ, tin không rõ đã tới hay chưa, hoặc tin chờ người nhận nhắn lại."""
    if doubtful and parked:
        raise click.UsageError("chọn một trong hai: --doubtful hoặc --parked")

    def listed(uow: UnitOfWork) -> tuple[Listed, ...]:
        if parked:
            return uow.parking.listed(MOST_LISTED)
        return uow.outbox.doubtful(MOST_LISTED) if doubtful else uow.outbox.listed("failed", MOST_LISTED)

    for row in in_database(load(), listed):
        since = row.maybe_sent_at if doubtful and row.maybe_sent_at else row.created_at
        became = _BECAME[row.status] if doubtful else row.error or ("chờ nhắn lại" if parked else "")
        click.echo(f"{row.id}\t{row.channel}\t{since:%Y-%m-%d %H:%M}\t{row.attempts} lần\t{became}")


@outbox.command("retry")
@click.argument("ids", type=int, nargs=-1)
def outbox_retry(ids: tuple[int, ...]) -> None:
    """Gửi lại các tin đã bỏ (không nêu số: tất cả)."""
    count = in_database(load(), lambda uow: uow.outbox.requeue(datetime.now(UTC), ids or None))
    click.echo(f"Sẽ gửi lại {count} tin.")


@cli.group()
def erasures() -> None:
    """Yêu cầu xóa sáng kiến đã nộp."""


@erasures.command("list")
def erasures_list() -> None:
    """Liệt kê yêu cầu đang mở, gấp nhất trước: số, ngày yêu cầu, hạn xử lý, mã và tình trạng các sáng kiến."""

    def listed(uow: UnitOfWork) -> list[tuple[Erasure, datetime, tuple[Submission, ...]]]:
        if not (found := uow.erasures.listed()):
            return []
        clock = erasing.clock(uow)
        return [(one, one.requested_at.astimezone(clock), _asked_for(uow, one)) for one in found]

    settings = load()
    texts = Catalogue("vi", settings.texts_dir)
    for one, asked_at, filed in in_database(settings, listed):
        named = ", ".join(f"{codes.shown(of.code)} ({texts.format(_state_key(of.status))})" for of in filed)
        click.echo(f"{one.person_id}\t{asked_at:%Y-%m-%d}\t{one.due_on:%Y-%m-%d}\t{named}")


def _asked_for(uow: UnitOfWork, one: Erasure) -> tuple[Submission, ...]:
    filed = uow.submissions.of_author(one.person_id, MOST_LISTED)
    return tuple(each for each in filed if each.submitted_at <= one.requested_at)


def _state_key(status: Status) -> str:
    return f"report-status-{status.value.replace('_', '-')}"


@erasures.command("open")
@click.argument("named", metavar="CODES", nargs=-1, required=True)
def erasures_open(named: tuple[str, ...]) -> None:
    """Ghi yêu cầu nhận ngoài bot, của tác giả các sáng kiến này: mã, số để dùng ở các lệnh kia, hạn xử lý."""
    now, is_good = datetime.now(UTC), True

    def opened(uow: UnitOfWork) -> list[tuple[str, Erasure | None]]:
        return [(code, erasing.request(uow, code, now)) for code in dict.fromkeys(named)]

    for code, one in in_database(load(), opened):
        click.echo(f"{code}\t{one.person_id}\t{one.due_on:%Y-%m-%d}" if one else f"{code}\t{_NOBODYS}")
        is_good = is_good and one is not None
    if not is_good:
        raise click.exceptions.Exit(1)


def _answer(_context: click.Context, _parameter: click.Parameter, said: str) -> str:
    said = normalise(said)
    if count(said) > MOST_ANSWERED:
        raise click.BadParameter(f"dài quá {MOST_ANSWERED} ký tự")
    return said


@erasures.command("close")
@click.argument("numbers", type=int, nargs=-1, required=True)
@click.option("--answer", default="", callback=_answer, help="Lời trả lời, được gửi nguyên văn cho người yêu cầu")
def erasures_close(numbers: tuple[int, ...], answer: str) -> None:
    """Đóng yêu cầu đã trả lời mà không xóa; người yêu cầu được báo, việc đóng được ghi lại."""
    now = datetime.now(UTC)
    closed = in_database(load(), lambda uow: sum(erasing.close(uow, number, now, answer) for number in numbers))
    click.echo(f"Đã đóng {closed} yêu cầu.")


@erasures.command("carry-out")
@click.argument("numbers", type=int, nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Không hỏi lại")
def erasures_carry_out(numbers: tuple[int, ...], yes: bool) -> None:
    """Xóa hẳn mọi sáng kiến của những người này theo yêu cầu đang mở; sáng kiến đã có kết quả vẫn được đếm."""
    settings, is_good = load(), True
    for number in dict.fromkeys(numbers):
        filed = in_database(settings, partial(_to_erase, number))
        if not filed:
            click.echo(f"{number}\t{_NOTHING if filed is None else _EMPTY}")
            is_good = False
            continue
        named = f"{len(filed)} sáng kiến ({', '.join(codes.shown(code) for code in filed)})"
        if yes or click.confirm(f"{number}: không lấy lại được. Xóa hẳn {named}?"):
            erased = in_database(settings, partial(erasing.carry_out, person_id=number, at=datetime.now(UTC)))
            click.echo(f"{number}\t{_NOTHING if erased is None else f'đã xóa {len(erased)} sáng kiến'}")
    if not is_good:
        raise click.exceptions.Exit(1)


def _to_erase(number: int, uow: UnitOfWork) -> tuple[str, ...] | None:
    asked_at = uow.erasures.open_since(number)
    return None if asked_at is None else uow.anonymity.filed_by(number, asked_at)
