"""What Sallyport's processes say to each other; Documentation/formats.md tells it byte by byte."""

MARK, VERSION = 0xA5, 1
REQUESTS = {"send": 0x10, "test": 0x11, "notify": 0x12, "check": 0x13,
            "check files": 0x14}
"""What the courier is asked."""
REPLIES = {0x18: ("step", "text"), 0x19: ("problem", "text"), 0x1A: ("sent", "target"),
           0x1B: ("checked", "summary"), 0x1C: ("failed", "reason"), 0x1D: ("unknown", "doubt")}
"""What it answers, and the field that says it."""


def frame(kind, *fields, version=VERSION):
    """A message with (name, value) fields."""
    body = b"".join(
        bytes([len(name)]) + name.encode() + len(value).to_bytes(2, "big") + value
        for name, value in ((name, _bytes(value)) for name, value in fields))
    return bytes([MARK, version, kind]) + len(body).to_bytes(2, "big") + body


def frames(data):
    """All messages in `data`, as (kind, [(name, value), …]); there must be nothing else in it."""
    found = []
    while data:
        assert data[0] == MARK and data[1] == VERSION, data
        end = 5 + int.from_bytes(data[3:5], "big")
        assert len(data) >= end, f"the last message has no end: {data!r}"
        found.append((data[2], fields(data[5:end])))
        data = data[end:]
    return found


def fields(body):
    """The (name, value) fields of a message."""
    found = []
    while body:
        name, body = body[1:1 + body[0]], body[1 + body[0]:]
        end = 2 + int.from_bytes(body[:2], "big")
        found.append((name.decode(), body[2:end]))
        body = body[end:]
    return found


def reply(name, text):
    """A reply of the courier's."""
    kind, field = next((kind, field) for kind, (known, field) in REPLIES.items() if known == name)
    return frame(kind, (field, text))


def shell(data):
    """The command of a shell script that writes these bytes."""
    return "printf '" + "".join(f"\\{byte:03o}" for byte in data) + "'"


def _bytes(value):
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
