"""Composition root: the only module that names concrete classes. Settings in, a running program out."""

import asyncio
import contextlib
import gc
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog
from aiohttp import web

from bot import photos
from bot.attachments import desk as attachment_desk
from bot.attachments import reader as attachments
from bot.attachments.sweeping import keep_swept
from bot.catalogue import Catalogue
from bot.channels.protocol import Channel, Incoming, Platform
from bot.channels.webchat import WebChannel
from bot.delivery import WORKER_COMMANDS, Delivery
from bot.document_maker import DocumentMaker
from bot.door import Door
from bot.facts import FactLoader
from bot.fetching import Fetcher
from bot.file_requests import KEPT, known_already
from bot.files import Files
from bot.gauges import describe_build
from bot.housekeeping import keep_house, keep_sketches, keep_sums
from bot.imports.desk import ImportDesk
from bot.initiative_lists.desk import ListDesk
from bot.leader import Leader
from bot.listener import Listener
from bot.measuring import Instruments, Places
from bot.messages import Document
from bot.offered import join_links, labels
from bot.ops import Overview
from bot.platforms import platforms
from bot.poster_press import PosterPress
from bot.posters import press_maker
from bot.reports import Report
from bot.runner import Runner
from bot.secret_key import secret_keys
from bot.seeding import prepare
from bot.sender import Sender
from bot.settings import Settings
from bot.site import Site
from bot.site_pages import mount_pages
from bot.spool import FOLDER, Spool
from bot.text_files import reader as text_files
from bot.timers import Timers
from bot.upload_links import UploadLinks
from bot.watch import Direct, Watcher
from bot.web import LARGEST_UPDATE, add_operations, add_webhook
from bot.windows import Windows
from conversations.attached import SendAttachment
from conversations.district_effects import AnnounceWorkplace, ReferWorkplace
from conversations.effects import FetchFile, OrderPosters, RemindUnions
from conversations.report_effects import SendOverview
from conversations.sent_files import ATTACHMENT
from storage.blobs import Blobs
from storage.database import SQLITE, Database, open_database, parse_url
from storage.errors import StorageError
from storage.leadership import Presence, enter_patiently, presence_at
from storage.migrations import check_revision, head_revision
from storage.sqlite import database_path
from storage.vault import Vault

log = structlog.get_logger(__name__)
STOP_SECONDS = 20.0  # for what is under way when the program is asked to stop


utc_now = partial(datetime.now, UTC)  # the clock; without a step of Python, as each turn looks at it four times


@contextlib.asynccontextmanager
async def open_site(settings: Settings, clock: Callable[[], datetime] = utc_now) -> AsyncIterator[Site]:
    """Build everything, without listening yet."""
    vault = Vault(secret_keys(settings))
    channels: dict[str, Channel] = {}
    links = partial(join_links, channels, settings.public_url, hidden=settings.hidden_channels)
    catalogue = Catalogue("vi", settings.texts_dir, links)
    await prepare(settings, vault, clock())
    presence = presence_at(settings.database_url, head_revision())
    await enter_patiently(presence)
    try:
        await asyncio.to_thread(check_revision, settings.database_url)  # a newer program may have been faster
        site = await _built(settings, vault, catalogue, channels, presence, clock)
        try:
            yield site
        finally:
            await _close(site)
    finally:
        await presence.leave()


async def _built(
    settings: Settings,
    vault: Vault,
    catalogue: Catalogue,
    channels: dict[str, Channel],
    presence: Presence,
    clock: Callable[[], datetime],
) -> Site:
    links = partial(join_links, channels, settings.public_url, hidden=settings.hidden_channels)
    database = await open_database(settings.database_url, vault)
    web_chat = WebChannel(database, vault, clock, settings.public_url)
    channels[web_chat.name] = web_chat
    served = platforms(settings, clock, database, vault)
    channels |= {platform.name: platform for platform in served}
    facts = FactLoader(catalogue.phrase, settings.attachment_limits)
    blobs = Blobs(settings.blobs_url, vault)
    spool = Spool(settings.data_dir / FOLDER, vault)
    instruments = Instruments(database, channels, _places(settings, spool), clock)
    press = press_maker(facts, catalogue.phrase, links, partial(labels, channels, settings.hidden_channels))
    at_once = _at_once(Overview(database, instruments.take), database, blobs)
    maker = DocumentMaker(
        database, facts, catalogue, clock, press, at_once, lambda blob: blobs.get(bytes.fromhex(blob))
    )  # fmt: skip
    keep = Files(database, vault, clock, settings.public_url).keep
    sender = Sender(database, channels, Delivery(channels, catalogue, maker.make, keep), clock)
    timers = Timers(database, facts, sender.wake, clock)
    imports = ImportDesk(database, sender.wake, clock, settings.texts_dir)
    kept = attachments.reader(blobs, settings.attachment_megabytes)
    readers = {
        **photos.READERS, **text_files.READERS, **imports.readers(), ATTACHMENT: kept,
        **ListDesk(database, facts, catalogue.phrase, sender.wake, clock, settings.texts_dir).readers(),
    }  # fmt: skip
    sources = {name: channel.download for name, channel in channels.items()} | {KEPT: known_already}
    fetcher = Fetcher(database, sources, readers, lambda read: runner.take(read), clock)  # noqa: PLW0108 - they need each other
    printer = PosterPress(database, channels, press, sender.wake, clock)
    uploads = UploadLinks(channels, settings.public_url, {ATTACHMENT: settings.attachments_most})
    wakes: dict[type, Callable[[], None]] = {
        **dict.fromkeys((RemindUnions, AnnounceWorkplace, ReferWorkplace), timers.wake),
        FetchFile: fetcher.wake, OrderPosters: printer.wake,
    }  # fmt: skip
    runner = Runner(database, facts, sender.wake, clock, Windows(channels), uploads, wakes, sender)
    door = Door(runner.take, spool, settings.webhook_ack_seconds)
    site = Site(
        settings, vault, database, catalogue, channels, facts, runner, sender, web_chat, spool, door, clock, presence,
        fetcher, readers, blobs, platforms=served,
    )  # fmt: skip
    watcher = _watcher(site, instruments)
    works = {"sender": sender.run(), "timers": timers.run(), "posters": printer.run(), "watch": watcher.run()}
    await _begin(site, {**works, "fetcher": fetcher.run()})
    return site


def _at_once(
    overview: Overview, database: Database, blobs: Blobs
) -> Mapping[type[Document], Callable[[Any], Awaitable[Report]]]:
    """What waits behind no table of many rows."""

    async def seen(_: SendOverview) -> Report:
        return Report(await overview.make())

    return {SendOverview: seen, SendAttachment: partial(attachment_desk.fetched, database, blobs)}


async def _begin(site: Site, works: Mapping[str, Coroutine[Any, Any, None]]) -> None:
    """Start what goes on beside the turns, each under its name."""
    with contextlib.suppress(StorageError):  # then they lapse by themselves
        if await site.presence.is_alone():
            await site.sender.claims.inherit()  # before any turn claims anything
    site.spawn(site.spool.work_off(site.door.take, site.database.ping, site.runner.set_aside), "spool")
    for name, work in works.items():
        site.spawn(work, name)
    site.duties["housekeeping"] = lambda: keep_house(site.database, site.clock)
    site.duties["blobs"] = lambda: keep_swept(site.database, site.blobs, site.clock)
    site.duties["sums"] = lambda: keep_sums(site.database)
    site.duties["sketches"] = lambda: keep_sketches(site.database)


def _places(settings: Settings, spool: Spool) -> Places:
    """Where updates wait, and the folders that must not fill up."""
    url = parse_url(settings.database_url)
    stored = (database_path(url).parent,) if url.drivername == SQLITE else ()

    async def spooled() -> int:
        return (await spool.survey()).files

    return Places(spooled, (settings.data_dir, *stored))


def _watcher(site: Site, instruments: Instruments) -> Watcher:
    direct = Direct(site.channels, site.catalogue)
    every = site.settings.watch_seconds
    return Watcher(site.database, instruments.take, direct, site.sender.wake, site.clock, every)


async def _close(site: Site) -> None:
    for task in tuple(site.tasks):
        task.cancel()
    await asyncio.gather(*site.tasks, return_exceptions=True)
    site.spool.close()
    for platform in site.platforms:
        await platform.close()
    await site.database.close()


def build_web(site: Site) -> web.Application:
    """The HTTP side of a site."""
    describe_build()
    app = web.Application(client_max_size=LARGEST_UPDATE)
    add_operations(app, site.problems, site.refresh_gauges)
    for platform in site.platforms:
        is_probed = platform.capabilities.is_probed
        add_webhook(app, platform.name, platform, site.door.admit, is_probed=is_probed)
    mount_pages(app, site, site.web_chat)
    return app


async def begin_channels(site: Site) -> asyncio.Task[Any]:
    """Learn our names on the platforms and compete for the lead, in the background.

    Returns: the task of the leader, which ends by itself only with OutdatedProgram.
    """
    public_url = site.settings.public_url
    menu = [(name, site.catalogue.format(f"command-{name}")) for name in WORKER_COMMANDS]
    for platform in site.platforms:
        await platform.start()
        site.duties[f"{platform.name}-menu"] = partial(platform.show_menu, menu)
        site.duties[platform.name] = (
            partial(platform.register, public_url) if public_url else partial(platform.poll, _taker(site, platform))
        )
    return site.spawn(Leader(site.presence, site.duties).run(), "leader")


def _taker(site: Site, platform: Platform) -> Callable[[Sequence[Incoming]], Awaitable[None]]:
    admit = site.door.fetch if platform.capabilities.can_fetch_again else site.door.admit

    async def take(batch: Sequence[Incoming]) -> None:
        for incoming in batch:
            await admit(incoming)
            await platform.acknowledge(incoming)

    return take


async def serve(settings: Settings, ready: Callable[[str], None] = lambda address: None) -> None:
    """Run until SIGTERM or SIGINT: turns under way finish, the outbox keeps the rest.

    Args:
        ready: told the address once the program listens.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_site(settings) as site:
        listener = Listener(build_web(site), STOP_SECONDS)
        port = await listener.start(settings.host, settings.port)
        leading = await begin_channels(site)
        leading.add_done_callback(lambda _: stop.set())
        _settle_memory()
        ready(_address(settings.host, port))
        log.info("listening", pid=os.getpid(), port=port, demo=settings.is_demo)
        await stop.wait()
        log.info("stopping")
        await listener.stop()
        if leading.done():
            leading.result()


def _settle_memory() -> None:
    """What was loaded stays for good (the directory alone is a hundred thousand objects): the collector need not look
    at it again and again in the middle of turns. Nor does it now: it would find next to nothing, and take 0.1 s."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _address(host: str, port: int) -> str:
    return f"http://{'127.0.0.1' if host in ('', '0.0.0.0') else host}:{port}"  # noqa: S104 - shown, not bound
