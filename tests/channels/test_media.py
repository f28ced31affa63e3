"""Files by their address: from hosts on the list, from public addresses, within bounds, and nothing else."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from msgspec.structs import replace

from bot.channels import media
from bot.channels.media import Media, MediaRules, Place, is_public, public_places
from bot.channels.protocol import FileGone, FileTooLarge, SendError, Unreachable

RULES = MediaRules(most_bytes=100_000, connect_seconds=1.0, silent_seconds=0.2, seconds=0.6)
HERE = "http://f1.zdn.vn/a.xlsx"


@dataclass
class Warehouse:
    """A server of files, and the only place where the names of these tests lead."""

    port: int = 0
    answer: Callable[[web.Request], web.StreamResponse] = lambda request: web.Response(body=b"content")
    asked: list[tuple[str, str]] = field(default_factory=list)  # host, path
    names: list[str] = field(default_factory=list)  # that were resolved

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer as told."""
        self.asked.append((request.host, request.path))
        made = self.answer(request)
        return await made if asyncio.iscoroutine(made) else made

    async def resolve(self, host: str, port: int) -> Sequence[Place]:
        """Lead to the server, which is loopback: a test may, the program may not."""
        self.names.append(host)
        return [("127.0.0.1", self.port)]

    def media(self, rules: MediaRules = RULES) -> Media:
        """What fetches from here."""
        return Media(rules, self.resolve)


@pytest.fixture
async def warehouse() -> AsyncIterator[Warehouse]:
    """A server of files."""
    made, app = Warehouse(), web.Application()
    app.router.add_route("GET", "/{path:.*}", made.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.port = runner.addresses[0][1]
    yield made
    await runner.cleanup()


async def test_a_file(warehouse: Warehouse) -> None:
    """From a host of the list, with the name that was asked for."""
    assert b"content" == await warehouse.media().fetch(HERE, 1000)
    assert [("f1.zdn.vn", "/a.xlsx")] == warehouse.asked


FORBIDDEN = [
    "http://example.vn/a", "http://zdn.vn.example.vn/a", "http://evilzdn.vn/a", "http://127.0.0.1/a", "http://[::1]/a",
    "http://localhost/a", "http://2130706433/", "ftp://f1.zdn.vn/a", "file:///etc/passwd", "http://f1.zdn.vn:8080/a",
    "http://a:b@f1.zdn.vn/a", "http://f1.zdn.vn@example.vn/a", "//f1.zdn.vn/a", "", "http://", "http://[", "http://f1.zdn.vn:x/",
    "http://f1.zdn.vn/" + "a" * 5000, "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("address", FORBIDDEN, ids=lambda address: ascii(address)[:40])
async def test_nothing_else_is_asked(warehouse: Warehouse, address: str) -> None:
    """Another host, another port, a name and a password, no address at all: not even the name is looked up."""
    with pytest.raises(FileGone):
        await warehouse.media().fetch(address, 1000)
    assert ([], []) == (warehouse.asked, warehouse.names)


@pytest.mark.parametrize("address", ["https://zdn.vn./a", "http://ZDN.vn/a", "https://a.b.zadn.vn/x?y=z#w"])
async def test_what_is_on_the_list(warehouse: Warehouse, address: str) -> None:
    """The hosts themselves and whatever is below them, by either scheme."""
    refused = Media(RULES, warehouse.resolve)
    if address.startswith("https"):
        with pytest.raises(Unreachable):  # there is no certificate here
            await refused.fetch(address, 1000)
        assert 1 == len(warehouse.names)
    else:
        assert b"content" == await refused.fetch(address, 1000)


def cut_off(request: web.Request) -> web.StreamResponse:
    """A body that ends before its time."""

    async def send() -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Length": "1000"})
        await answer.prepare(request)
        await answer.write(b"a" * 500)
        assert request.transport is not None
        request.transport.close()
        return answer

    return send()  # type: ignore[return-value]


def endless(request: web.Request) -> web.StreamResponse:
    """A body without a length that does not end by itself."""

    async def send() -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(10_000):
            await answer.write(b"a" * 10_000)
        return answer

    return send()  # type: ignore[return-value]


def trickle(seconds: float) -> Callable[[web.Request], web.StreamResponse]:
    """A byte now and then."""

    def answer(request: web.Request) -> web.StreamResponse:
        async def send() -> web.StreamResponse:
            made = web.StreamResponse()
            await made.prepare(request)
            for _ in range(100):
                await made.write(b"a")
                await asyncio.sleep(seconds)
            return made

        return send()  # type: ignore[return-value]

    return answer


def zipped(request: web.Request) -> web.StreamResponse:
    """A few bytes that claim to be many."""
    return web.Response(body=b"\x1f\x8b few bytes", headers={"Content-Encoding": "gzip"})


def status(number: int) -> Callable[[web.Request], web.StreamResponse]:
    """An answer without a file."""
    return lambda request: web.Response(status=number, headers={"Location": "http://127.0.0.1/"})


ANSWERS: dict[str, tuple[Callable[[web.Request], web.StreamResponse], type[SendError]]] = {
    "gone": (status(404), FileGone),
    "expired": (status(403), FileGone),
    "a redirect inside": (status(302), FileGone),
    "another redirect": (status(308), FileGone),
    "nothing to give": (status(204), FileGone),
    "broken": (status(500), Unreachable),
    "too fast": (status(429), Unreachable),
    "cut off": (cut_off, Unreachable),
    "a length beyond the limit": (lambda request: web.Response(body=b"a" * 100_001), FileTooLarge),
    "endless": (endless, FileTooLarge),
    "silent": (trickle(10), Unreachable),
    "a byte now and then": (trickle(0.05), Unreachable),
}


@pytest.mark.parametrize("name", ANSWERS)
async def test_answers(warehouse: Warehouse, name: str) -> None:
    """Each in its class; redirects are not followed, and no answer takes longer or more than it may."""
    warehouse.answer, expected = ANSWERS[name]
    with pytest.raises(expected) as caught:
        await warehouse.media().fetch(HERE, 10**9)
    assert 1 == len(warehouse.asked)
    assert "zdn" not in str(caught.value)
    assert caught.value.__cause__ is None


async def test_no_bomb(warehouse: Warehouse) -> None:
    """What is compressed stays as it is: the bytes that came are the bytes that count."""
    warehouse.answer = zipped
    assert b"\x1f\x8b few bytes" == await warehouse.media().fetch(HERE, 1000)


async def test_the_callers_limit(warehouse: Warehouse) -> None:
    """The smaller limit holds, to the byte."""
    assert b"content" == await warehouse.media().fetch(HERE, 7)
    with pytest.raises(FileTooLarge):
        await warehouse.media().fetch(HERE, 6)
    with pytest.raises(FileTooLarge):
        await warehouse.media(replace(RULES, most_bytes=6)).fetch(HERE, 7)


async def test_nobody_there() -> None:
    """A host that does not listen, and a name that is none."""

    async def nowhere(host: str, port: int) -> Sequence[Place]:
        return [("127.0.0.1", 9)]

    async def unknown(host: str, port: int) -> Sequence[Place]:
        raise OSError("no such name")

    for resolve in (nowhere, unknown):
        with pytest.raises(Unreachable):
            await Media(RULES, resolve).fetch(HERE, 1000)


PUBLIC = {"8.8.8.8": True, "2001:4860:4860::8888": True, "116.103.0.1": True}
INSIDE = [
    "127.0.0.1", "127.1.2.3", "0.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::", "", "localhost",
]  # fmt: skip


def test_what_is_public() -> None:
    """Loopback, private, link-local, shared, multicast, reserved, and whatever stands for one of them: no."""
    assert PUBLIC == {address: is_public(address) for address in PUBLIC}
    assert [] == [address for address in INSIDE if is_public(address)]


async def test_a_name_that_leads_inside() -> None:
    """Without a resolver of the test, a name of loopback is refused after it was resolved."""
    with pytest.raises(FileGone):
        await public_places("localhost", 80)
    with pytest.raises(FileGone):
        await Media(replace(RULES, hosts=("localhost",))).fetch("http://localhost/", 10)


def test_one_private_address_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with a public and a private address is not tried at all."""

    async def both() -> None:
        loop = asyncio.get_running_loop()

        async def found(*where: object, **how: object) -> list[tuple[object, ...]]:
            return [(2, 1, 6, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")]

        monkeypatch.setattr(loop, "getaddrinfo", found)
        with pytest.raises(FileGone):
            await public_places("f1.zdn.vn", 80)

    asyncio.run(both())


def test_the_default_is_strict() -> None:
    """The hosts of the reference, twenty megabytes, and the resolver that looks."""
    assert (("zdn.vn", "zadn.vn"), 20_000_000) == (MediaRules().hosts, MediaRules().most_bytes)
    assert Media(MediaRules())._resolve is media.public_places
