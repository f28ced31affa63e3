"""What every turn stores, made short before it is sealed: DEFLATE with a dictionary of what all of it has in common.

The dictionary belongs to what was packed with it: FIRST never changes, another one would get a mark of its own.
"""

import zlib

BARE, WITH_FIRST = b"\x00", b"\x01"  # begin what is packed, without a dictionary (until revision 0020) or with FIRST
SHORT = 100  # bytes; what is shorter stays as it is
FIRST = (
    '{"key":"card-line","args":{"label":{"key":"line-full-name","args":{}},"value":"Trường LĐLĐ huyện LĐLĐ tỉnh ",'
    '"args":{}},"a.1.field.","choice"],[{"key":"field-"a.1.union."choice"],["LĐLĐ huyện {"kind":"say",'
    '"key":"with-problem","args":{"problem":{"key":"choose-from-list","args":{}},"question":{"key":"ask-",'
    '"args":{"n":1,"total":11},"buttons":[[{"key":"button-back","args":{}},"k.1.","hint":"description""hint":"full_name"'
    '"hint":"id_number"{"kind":"say","key":"ask-","args":{"n":1,"total":11},"buttons":[["","a.1..","choice"],'
    '[{"key":"button-back","args":{}},"k.1.full_name.back","control"],'
    '[{"key":"button-edit","args":{}},"k.1.full_name.edit","control"],'
    '[{"key":"button-help","args":{}},"k.1.full_name.help","control"],'
    '[{"key":"button-restart","args":{}},"k.1.full_name.restart","control"],'
    '[{"key":"button-cancel","args":{}},"k.1.full_name.cancel","control"]],"hint":"full_name"}'
    '"pressed":"telegram a.1."menu":[["c.nop.","Nộp thêm"],["c.theodoi.","Theo dõi"]]"doubt":{"value":"","key":"",'
    '"args":{}},"asked":1"context":{"organisation":"workplace":"yes","picked":"review","secret":"no","step":"description",'
    '"step":"title","step":"phone","step":"union","consent":"1","full_name":"Nguyễn ","id_number":"0","phone":"09",'
    '"province":"","federation":"","union":"","block":"public_admin","field":"education","applied_on":"2021-0","title":"",'
    '"description":"","benefit":"skip"}}],"serial":1,"profile":{},"consent":"1","queue":[],"menu":[],'
    '"is_reminder_free":false}{"v":1,"frames":[{"flow":"submission","serial":1,"step":"","answers":{'
).encode()
_FAST, _WINDOW, _BARE_WINDOW, _MEMORY = 1, -11, -10, 2  # level; 2 KB or 1, no header; little, for a turn's cache
_PACKER = zlib.compressobj(_FAST, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, FIRST)  # only ever copied
_UNPACKER = zlib.decompressobj(_WINDOW, FIRST)


def packed(plain: bytes) -> bytes:
    """*plain*, which is JSON, if it is not short in a quarter of its bytes, where it is a question or a dialogue."""
    if len(plain) < SHORT:
        return plain
    packer = _PACKER.copy()
    return WITH_FIRST + packer.compress(plain) + packer.flush()


def unpacked(stored: bytes) -> bytes:
    """What was packed, now or by an earlier program, or was not."""
    if stored.startswith(WITH_FIRST):
        return _UNPACKER.copy().decompress(stored[len(WITH_FIRST) :])
    if stored.startswith(BARE):
        return zlib.decompress(stored[len(BARE) :], _BARE_WINDOW)
    return stored
