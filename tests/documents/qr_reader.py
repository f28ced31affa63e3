"""Reads a QR code from its modules, straight from ISO/IEC 18004 and without the library that made it. No correction:
a single wrong module is a failure here. Versions 1 to 6, level M, byte mode: what our addresses need."""

from collections.abc import Iterator, Sequence

Matrix = Sequence[Sequence[bool]]
LEVEL_M = 0b00
# version → data codewords of each block at level M (table 9); parity follows them.
_BLOCKS = {1: (16,), 2: (28,), 3: (44,), 4: (32, 32), 5: (43, 43), 6: (27, 27, 27, 27)}
_ALIGNMENT = {1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34)}
_MASKS = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, x: y % 2 == 0,
    lambda y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)


def read(code: Matrix) -> str:
    """The text of a code without its quiet zone."""
    level, mask = format_of(code)
    assert level == LEVEL_M
    version = (len(code) - 17) // 4
    bits = [code[y][x] != _MASKS[mask](y, x) for y, x in _path(len(code), version)]
    codewords = [_number(bits[at : at + 8]) for at in range(0, len(bits) - 7, 8)]
    data = [bit for word in _in_order(codewords, _BLOCKS[version]) for bit in _bits(word)]
    assert _number(data[:4]) == 0b0100  # byte mode
    length = _number(data[4:12])
    return bytes(_number(data[12 + 8 * n : 20 + 8 * n]) for n in range(length)).decode()


def format_of(code: Matrix) -> tuple[int, int]:
    """Error correction level and mask; both copies must agree and carry a right check."""
    around = [*((8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)), *((y, 8) for y in (7, 5, 4, 3, 2, 1, 0))]
    beside = [*((-1 - n, 8) for n in range(7)), *((8, n - 8) for n in range(8))]
    first, second = (_number([code[y][x] for y, x in places]) for places in (around, beside))
    assert first == second
    value = first ^ 0b101010000010010
    assert _remainder(value) == 0
    return value >> 13, value >> 10 & 0b111


def _remainder(value: int) -> int:
    for shift in range(4, -1, -1):
        if value >> shift + 10 & 1:
            value ^= 0b10100110111 << shift
    return value


def _path(size: int, version: int) -> Iterator[tuple[int, int]]:
    """The places of the data, in pairs of columns from the right, up and down in turn."""
    upwards = True
    for right in [*range(size - 1, 6, -2), 5, 3, 1]:
        for step in range(size):
            y = size - 1 - step if upwards else step
            yield from ((y, x) for x in (right, right - 1) if not _is_fixed(y, x, size, version))
        upwards = not upwards


def _is_fixed(y: int, x: int, size: int, version: int) -> bool:
    in_corner = (y < 9 and x < 9) or (y < 9 and x >= size - 8) or (y >= size - 8 and x < 9)
    return in_corner or 6 in (y, x) or _is_aligning(y, x, version)


def _is_aligning(y: int, x: int, version: int) -> bool:
    centres = _ALIGNMENT[version]
    corners = {(6, 6), (6, centres[-1]), (centres[-1], 6)} if centres else set()
    return any(abs(y - cy) <= 2 and abs(x - cx) <= 2 for cy in centres for cx in centres if (cy, cx) not in corners)


def _in_order(codewords: Sequence[int], blocks: tuple[int, ...]) -> list[int]:
    """Undo the interleaving; all blocks of these versions are of one length."""
    return [codewords[n * len(blocks) + block] for block, size in enumerate(blocks) for n in range(size)]


def _number(bits: Sequence[bool]) -> int:
    return int("".join("01"[bit] for bit in bits), 2)


def _bits(word: int) -> list[bool]:
    return [word >> shift & 1 == 1 for shift in range(7, -1, -1)]
