"""Which channels pages, invitations and posters offer, in which order, and what people call them."""

from collections.abc import Collection, Mapping

from bot.channels.protocol import Channel, Way

# In this order: nearly everybody has Zalo, fewer have Telegram; the web chat, which pages add by themselves, needs
# nothing. What a browser says of itself decides nothing, for it does not know which applications a phone has.
LABELS = {"zalo-oa": "Zalo", "zalo-bot": "Zalo", "telegram": "Telegram"}
_BESIDE_ANOTHER = {"zalo-bot": "Zalo Bot"}  # two of one name are told apart


def is_offered(name: str, hidden: Collection[str]) -> bool:
    """Whether people are led to the channel; one that is hidden is served all the same."""
    return name not in hidden


def labelled(names: Collection[str], hidden: Collection[str] = ()) -> dict[str, str]:
    """What the platforms among *names* are called that are not hidden, the likeliest first."""
    offered = [name for name in LABELS if name in names and is_offered(name, hidden)]
    called = [LABELS[name] for name in offered]
    return {
        name: _BESIDE_ANOTHER.get(name, label) if called.count(label) > 1 else label
        for name, label in zip(offered, called, strict=True)
    }


def labels(names: Collection[str], hidden: Collection[str] = ()) -> tuple[str, ...]:
    """The same without their names."""
    return tuple(labelled(names, hidden).values())


def join_links(
    channels: Mapping[str, Channel], public_url: str, code: str, hidden: Collection[str] = ()
) -> tuple[Way, ...]:
    """The ways in with a code: the landing page first (it offers every channel), then those of channels not hidden."""
    page = (Way(f"{public_url}/q/{code}"),) if public_url else ()
    offered = [channel for name, channel in channels.items() if is_offered(name, hidden)]
    served = [(channel.link(code), channel.capabilities.link_carries_code) for channel in offered]
    return (*page, *(Way(link, carries) for link, carries in served if link))
