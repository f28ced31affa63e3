"""What every turn stores, made short before it is sealed: DEFLATE with a dictionary of what all of it has in common.

What was packed says by its first byte how, and can be read for ever (storage/dictionaries.py).
"""

import zlib

from storage.dictionaries import FIRST, SECOND

# Begin what is packed: without a dictionary (until revision 0020), with the first (until 0022), with the second.
BARE, WITH_FIRST, WITH_SECOND = b"\x00", b"\x01", b"\x02"
SHORT = 100  # bytes; what is shorter stays as it is
_LEVEL, _MEMORY = 4, 4
_WINDOW = -13  # 8 KB, no header: the dictionary and a card of 2 KB
_PACKER = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, SECOND)  # only ever copied
_UNPACKERS = {
    BARE: zlib.decompressobj(-10),
    WITH_FIRST: zlib.decompressobj(-11, FIRST),
    WITH_SECOND: zlib.decompressobj(_WINDOW, SECOND),
}  # only ever copied, which costs less than making one


def packed(plain: bytes) -> bytes:
    """*plain*, which is JSON, if it is not short in a quarter of its bytes, where it is a question or a dialogue."""
    if len(plain) < SHORT:
        return plain
    packer = _PACKER.copy()
    return WITH_SECOND + packer.compress(plain) + packer.flush()


def unpacked(stored: bytes) -> bytes:
    """What was packed, now or by an earlier program, or was not."""
    unpacker = _UNPACKERS.get(stored[:1])
    return unpacker.copy().decompress(stored[1:]) if unpacker else stored
