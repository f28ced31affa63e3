"""What a channel's month comes to: how much of a quota is used, and what the whole month will bring. Pure."""

from calendar import monthrange
from datetime import datetime, timedelta

from msgspec import Struct

from bot.channels.protocol import Quota, Window
from storage.repositories.usage import ZONE, Usage

DAY = timedelta(days=1)


class Consumption(Struct, frozen=True):
    """A month so far, of a channel that has a window or a quota."""

    usage: Usage
    window: Window | None = None
    quota: Quota | None = None

    @property
    def messages_percent(self) -> int:
        """Of the quota; received messages count, for the platform may count them."""
        return (self.usage.sent + self.usage.received) * 100 // self.quota.messages_per_month if self.quota else 0

    @property
    def people_percent(self) -> int:
        """Of the people that the plan allows."""
        return self.usage.people * 100 // self.quota.people if self.quota and self.quota.people else 0

    @property
    def percent(self) -> int:
        """Of what is nearest to being used up."""
        return max(self.messages_percent, self.people_percent)

    def cost_vnd(self, at: datetime) -> int:
        """What the billed messages of the whole month will cost, as it looks at *at*; templates are apart."""
        return forecast(self.usage.billed, at) * self.window.billed_price_vnd if self.window else 0

    def templates_cost_vnd(self, at: datetime) -> int:
        """The same of notices by templates."""
        return forecast(self.usage.templates, at) * self.window.template_price_vnd if self.window else 0


def forecast(count: int, at: datetime) -> int:
    """What a count of the month comes to if it goes on as before; the first day counts as a whole one."""
    local = at.astimezone(ZONE)
    begun = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    days = monthrange(local.year, local.month)[1]
    return round(count / max(1.0, (local - begun) / DAY) * days)
