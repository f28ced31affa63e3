"""An authority of these tests, and a machine that trusts it."""

import datetime
import ipaddress
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.certificates import verifying


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority's certificate, `ca.pem`, what it issued, by name: `127.0.0.1.pem`, `other.pem`, and
    another authority's, `stranger.pem`.
    """
    folder = tmp_path_factory.mktemp("authority")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
    key = ec.generate_private_key(ec.SECP256R1())
    issued = {
        "ca": (None, key),
        "stranger": (None, ec.generate_private_key(ec.SECP256R1())),
        "127.0.0.1": (x509.IPAddress(ipaddress.ip_address("127.0.0.1")), ec.generate_private_key(ec.SECP256R1())),
        "other": (x509.DNSName("other.example.vn"), ec.generate_private_key(ec.SECP256R1())),
    }
    now = datetime.datetime.now(datetime.UTC)
    for stem, (holder, own) in issued.items():
        issuer = own if holder is None else key
        made = (
            x509.CertificateBuilder()
            .subject_name(name if holder is None else x509.Name([]))
            .issuer_name(name)
            .public_key(own.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=holder is None, path_length=None), critical=True)
            # Python 3.13 looks for these.
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)
            .add_extension(_usage(is_authority=holder is None), critical=True)
        )
        if holder is not None:
            made = made.add_extension(x509.SubjectAlternativeName([holder]), critical=True)
        private = serialization.PrivateFormat.PKCS8
        (folder / f"{stem}.pem").write_bytes(
            made.sign(issuer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
            + own.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption())
        )
    return folder


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    others = dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False)
    more = {"crl_sign": is_authority, "encipher_only": False, "decipher_only": False}
    return x509.KeyUsage(digital_signature=True, key_cert_sign=is_authority, **others, **more)


@pytest.fixture
def trust(authority: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Has the machine trust one certificate of that folder, by its name, and no other."""

    def trust(name: str) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority / f"{name}.pem"))
        monkeypatch.setenv("SSL_CERT_DIR", str(authority / "none"))
        verifying.cache_clear()

    yield trust
    verifying.cache_clear()  # what comes after reads the machine's own
