"""The vault opens what it sealed, and nothing else."""

from collections.abc import Callable

import pytest

from storage.errors import Unsealable
from storage.vault import PREFIX_BYTES, Vault

PLAIN = "Góc học tập".encode()
LABEL = "conversations.state"
OLD, NEW = "the old secret", "the new secret"


def test_opens_what_it_sealed() -> None:
    """A sealed value comes back as it was, and another process with the same secret opens it."""
    sealed = Vault([OLD]).seal(PLAIN, LABEL)
    assert Vault([f" {OLD} "]).open(sealed, LABEL) == PLAIN


def test_never_seals_alike() -> None:
    """Equal values look different: nobody learns from the table who has the same number."""
    vault = Vault([OLD])
    assert vault.seal(PLAIN, LABEL) != vault.seal(PLAIN, LABEL)


TAMPERED: dict[str, Callable[[bytes], bytes]] = {
    "one bit of the text": lambda sealed: sealed[:20] + bytes([sealed[20] ^ 1]) + sealed[21:],
    "one bit of the nonce": lambda sealed: sealed[:7] + bytes([sealed[7] ^ 1]) + sealed[8:],
    "one bit of the tag": lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
    "another key's name": lambda sealed: sealed[:1] + b"\x00\x00\x00\x00" + sealed[5:],
    "another version": lambda sealed: b"\x02" + sealed[1:],
    "cut in the tag": lambda sealed: sealed[:-1],
    "cut in the nonce": lambda sealed: sealed[: PREFIX_BYTES + 3],
    "nothing but the header": lambda sealed: sealed[: PREFIX_BYTES + 12],
    "empty": lambda sealed: b"",
    "no seal at all": lambda sealed: PLAIN,
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED)
def test_refuses_what_was_changed(change: Callable[[bytes], bytes]) -> None:
    """Whatever was changed, it is Unsealable and not another error."""
    vault = Vault([OLD])
    with pytest.raises(Unsealable):
        vault.open(change(vault.seal(PLAIN, LABEL)), LABEL)


def test_refuses_another_label() -> None:
    """A value that was moved to another column does not open there."""
    vault = Vault([OLD])
    with pytest.raises(Unsealable):
        vault.open(vault.seal(PLAIN, LABEL), "outbox.content")


def test_rotation_opens_old_and_new() -> None:
    """With the new key first, the old one still opens; a value tells whether it is to be sealed again."""
    rotating = Vault([NEW, OLD])
    old, new = Vault([OLD]).seal(PLAIN, LABEL), rotating.seal(PLAIN, LABEL)
    assert [rotating.open(old, LABEL), rotating.open(new, LABEL)] == [PLAIN, PLAIN]
    assert [rotating.is_current(old), rotating.is_current(new)] == [False, True]
    assert rotating.prefix == new[:PREFIX_BYTES]


def test_a_dropped_key_opens_nothing() -> None:
    """Once the old secret is gone from SECRET_KEY, what it sealed stays shut."""
    with pytest.raises(Unsealable):
        Vault([NEW]).open(Vault([OLD]).seal(PLAIN, LABEL), LABEL)


def test_hashes_under_every_key() -> None:
    """A look-up during rotation finds rows that were hashed with the old key."""
    rotating = Vault([NEW, OLD])
    assert (Vault([NEW]).hash("004085000123", "identity"), Vault([OLD]).hash("004085000123", "identity")) == (
        rotating.hashes("004085000123", "identity")
    )
    assert rotating.hashes("004085000123", "identity")[0] == rotating.hash("004085000123", "identity")


def test_hash_depends_on_label_and_length() -> None:
    """The hash is 32 bytes, and of no use in another column."""
    vault = Vault([OLD])
    assert len(vault.hash("x", "identity")) == 32
    assert vault.hash("x", "identity") != vault.hash("x", "web-token")
    assert vault.hash("x", "identity") == vault.hash(b"x", "identity")


def test_needs_a_key() -> None:
    """No program starts with an empty SECRET_KEY."""
    with pytest.raises(ValueError, match="SECRET_KEY"):
        Vault(["", " "])


def test_shows_no_key() -> None:
    """Neither the vault nor its parts show a secret when they are printed."""
    vault = Vault([OLD])
    shown = repr(vault) + repr(vars(vault))
    assert [secret for secret in (OLD, "hash_key=", "AESGCM(") if secret in shown] == []
