"""Certificates are read when somebody is called, once, and not because a library was imported."""

import json
import os
import ssl
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from bot.certificates import unread, verifying

ROOT = Path(__file__).parents[2]
# What `run` does until it would serve. How many contexts were made with it; whose authorities are how many; what is left.
IMPORTING = """
import json, ssl, sys
from bot import certificates, cli

made, new, reads = [], ssl.SSLContext.__new__, ssl.SSLContext.load_default_certs

def counting(kind, *arguments):
    made.append(kind)
    return new(kind, *arguments)

ssl.SSLContext.__new__ = counting
is_early = "aiohttp" in sys.modules
cli.run_async = lambda work: work.close()
cli.cli.main(["run"], standalone_mode=False)
ssl.SSLContext.__new__ = new

from aiohttp import connector
own = connector._SSL_CONTEXT_VERIFIED
print(json.dumps({
    "early": is_early, "made": len(made), "strict": own.verify_mode == ssl.CERT_REQUIRED and own.check_hostname,
    "own": own.cert_store_stats()["x509"], "ours": certificates.verifying().cert_store_stats()["x509"],
    "later": ssl.create_default_context().cert_store_stats()["x509"],
    "put back": ssl.SSLContext.load_default_certs is reads and "set_default_verify_paths" not in vars(ssl.SSLContext),
}))
"""
READ = {"early": False, "made": 2, "strict": True, "own": 1, "ours": 1, "later": 1, "put back": True}


@pytest.mark.parametrize(
    ("place", "own"), [("", 0), ("/srv/attachments", 0), ("s3://bucket/folder", 1)], ids=["default", "folder", "far away"]
)
def test_what_serves_is_imported(authority: Path, tmp_path: Path, place: str, own: int) -> None:
    """aiohttp, which makes two contexts, comes with it and reads nothing, unless fsspec may call by what it read."""
    given = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "SSL_CERT_FILE": str(authority / "ca.pem"),
        "ATTACHMENTS_URL": place, "SECRET_KEY": "a secret of thirty-two characters",
    }  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-c", IMPORTING], cwd=tmp_path, env=given, capture_output=True, text=True, check=True
    )
    assert {**READ, "own": own} == json.loads(ran.stdout)


def test_an_import_that_fails() -> None:
    """Leaves nothing behind."""
    with suppress(ImportError), unread():
        assert {"x509": 0, "crl": 0, "x509_ca": 0} == ssl.create_default_context().cert_store_stats()
        raise ImportError
    assert "set_default_verify_paths" not in vars(ssl.SSLContext)


def test_they_are_read_once() -> None:
    """And whoever is called has to prove the name."""
    context = verifying()
    assert context is verifying()
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
