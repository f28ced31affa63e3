"""Whom this process believes when it calls somebody over TLS: the authorities that the machine trusts, read once.

OpenSSL says which these are (SSL_CERT_FILE, SSL_CERT_DIR). Reading them takes a twentieth of a second and 2.5 MB, and
aiohttp does it twice when it is imported, whoever calls whom afterwards.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@cache
def verifying() -> ssl.SSLContext:
    """What every call of ours is to be made with: the name has to fit, and an authority to vouch for it.

    Certificates are read by whoever asks first. Raises: ssl.SSLError.
    """
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])  # as aiohttp's own says; nobody here speaks another
    return context


@contextmanager
def unread() -> Iterator[None]:
    """Contexts that are made meanwhile read no certificates, so those that verify trust nobody, now and later.

    To import aiohttp under: whoever forgets to pass `verifying` on reaches nobody, and never somebody unverified. What
    is imported with it must not make a context then that it needs, and no other thread may run.
    """
    ssl.SSLContext.set_default_verify_paths = lambda self: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        del ssl.SSLContext.set_default_verify_paths  # and the one that it inherits is in its place again
