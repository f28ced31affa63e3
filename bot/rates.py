"""Token buckets: how fast a channel, and a chat, may be written to on our own initiative. Replies are not held back."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bucket:
    """Fills with *per_second* tokens up to *burst*; the clock is a parameter."""

    per_second: float
    burst: float
    clock: Callable[[], float]
    _tokens: float = field(init=False)
    _filled_at: float = field(init=False)

    def __post_init__(self) -> None:
        self._tokens, self._filled_at = self.burst, self.clock()

    def wait(self) -> float:
        """Seconds until a token is there; 0 takes it."""
        now = self.clock()
        self._tokens = min(self.burst, self._tokens + (now - self._filled_at) * self.per_second)
        self._filled_at = now
        if self._tokens >= 1:
            self._tokens -= 1
            return 0.0
        return (1 - self._tokens) / self.per_second
