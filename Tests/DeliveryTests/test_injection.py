"""Text made to become a second header, recipient or mail never does."""

import email
import email.policy

import pytest

from courier import encode
from harness import wire
from servers.postfix import HOST
from servers.scripted_smtp import SMTPScript

VALUES = {
    "CR": "x\rBcc: eve@example.com",
    "CR CR": "x\r\rMAIL FROM:<eve@example.com>",
    "NUL": "x\0Bcc: eve@example.com",
    "brackets": "x> <eve@example.com>",
    "a path's end": "alice@example.org>\rRCPT TO:<eve@example.com",
    "a lone dot": ".",
    "10 kB": "A" * 10_000,
    "10 kB of blanks": "A " * 5_000,
    "10 kB of Chinese": "门" * 3_400,
    "vertical tab, form feed": "x\v\fBcc: eve@example.com",
    "C1 next line": "x\u0085Bcc: eve@example.com",
    "line separator": "x\u2028Bcc: eve@example.com\u2029",
    "encoded word": "=?utf-8?q?x=0D=0ABcc:_eve=40example.com?=",
    "not UTF-8": "x\udcff\udc0aBcc: eve@example.com".replace("\udc0a", "\udcfe"),
    "escape": "\x1b[2J\x9b31m\x7f",
    "right to left": "\u202e\u2066x",
    "placeholder": "{code}{user}",
    "format": "%s%n%d",
    "comma": "x, eve@example.com",
    "quotes": '"x" \'y\' \\',
    "blank": " ",
    "nothing": "",
}

TEMPLATE = """\
Subject: {user} {host} {source} {number}

{code}
{user}
{host}
{source}
.{user}
"""


def _one_harmless_mail(script, recipient=b"alice@example.org"):
    """What reached the server is nothing, or one mail to one person with the usual headers."""
    assert len(script.transactions) <= 1, script.transactions
    verbs = {line.split(b" ")[0] for line in script.commands}
    assert verbs <= {b"EHLO", b"AUTH", b"MAIL", b"RCPT", b"DATA", b"QUIT", b"RSET", b"NOOP"}
    for each in script.transactions:
        assert each.sender.split(b" ")[1] == b"FROM:<login@example.org>"
        assert each.recipients == [b"RCPT TO:<" + recipient + b">"]
        assert not each.data.replace(b"\r\n", b"").count(b"\r")
        assert each.data.count(b"\n") == each.data.count(b"\r\n") and b"\0" not in each.data
        message = email.message_from_bytes(each.data, policy=email.policy.SMTP)
        assert message.defects == []
        names = [name.lower() for name in message.keys()]
        assert set(names) <= {
            "date", "from", "to", "subject", "message-id", "auto-submitted", "mime-version",
            "content-type", "content-transfer-encoding", "x-auto-response-suppress"}, names
        assert len(names) == len(set(names))
        assert message["To"] == recipient.decode()
        for name in ("subject", "from"):
            text = str(message[name])
            assert text.isprintable() and len(text) < 1000, text[:200]
        for line in each.data.split(b"\r\n"):
            assert len(line) <= 998


@pytest.fixture
def script(machine, courier, mail_channel, serve):
    """A server that takes everything, as the channel; the message repeats every field."""
    script = SMTPScript()
    server = serve(script, machine.certificate)
    template = courier.add_template(TEMPLATE)
    mail_channel(f"smtps://{HOST}:{server.port}", f"MessageFile en {template}")
    script.url = f"smtps://{HOST}:{server.port}"
    return script


FIELDS = ("user", "host", "source", "code", "number", "time", "lifetime", "language", "method",
          "channel", "timeout", "contact")


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("field", FIELDS)
def test_no_field_of_a_request_becomes_more_than_text(courier, script, field, value):
    fields = {"contact": "alice@example.org", "timeout": "5", field: VALUES[value]}
    outcome = courier.run(encode(**fields))
    _one_harmless_mail(script)
    if field not in ("user", "host", "source"):
        assert outcome.sent is None or field == "code", outcome
    if field in ("user", "host", "source") and value not in ("nothing", "blank", "10 kB"):
        assert outcome.sent or "request" in outcome.failed, outcome.failed


@pytest.mark.parametrize("field", [*FIELDS, "delivery-file", "topic", "directory"])
def test_a_field_that_is_not_utf_8_is_refused_and_not_made_another(courier, script, field):
    outcome = courier.run(encode(**{"contact": "alice@example.org", field: "alice\udcff"}))
    if field in ("number", "time", "lifetime", "language", "method", "timeout"):
        assert outcome.failed == f"the request is {NO_VALUE.format(field)}"
    else:
        assert outcome.failed == f"the request is a message with no text in the field {field}"
    assert script.commands == []


NO_VALUE = "a message with no known value in the field {}"
NUMBERS = ["-1", "+1", "1e308", "1e400", str(2**63 - 1), str(2**63), str(-2**63), "9" * 400, "0x1F",
           "1.5", "nan", " 1", "1 ", "１"]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda value: value[:25])
@pytest.mark.parametrize("field", ["timeout", "number", "time", "lifetime"])
def test_a_number_that_is_out_of_range_is_refused(courier, script, field, number):
    outcome = courier.run(encode(**{"contact": "alice@example.org", field: number}))
    assert outcome.failed == f"the request is {NO_VALUE.format(field)}"
    assert script.commands == []


@pytest.mark.parametrize("fields", [
    {"timeout": "0"}, {"timeout": "86400"}, {"number": "9999"}, {"lifetime": "86400"},
    {"time": "253402300799"}, {"time": "0", "number": "0", "lifetime": "0"}], ids=str)
def test_the_largest_numbers_and_0_do_no_harm(courier, script, fields):
    assert courier.run(encode(contact="alice@example.org", **fields)).sent
    _one_harmless_mail(script)


@pytest.mark.parametrize("field", FIELDS)
def test_a_line_break_in_a_field_makes_no_line_of_a_mail(courier, script, field):
    fields = {"contact": "alice@example.org", field: "x\nBcc: eve@example.com"}
    outcome = courier.run(encode(**fields))
    _one_harmless_mail(script)
    assert outcome.failed or field in ("user", "host", "source", "code")


@pytest.mark.parametrize("field", [name for name in FIELDS if name != "contact"])
def test_a_field_that_comes_twice_is_refused(courier, script, field):
    request, = wire.frames(encode(contact="alice@example.org"))
    kind, fields = request
    twice = next(each for each in fields if each[0] == field)
    outcome = courier.run(wire.frame(kind, *fields, twice))
    assert outcome.failed == f"the request is a message with one too many of the field {field}"
    assert script.commands == []


def test_a_request_of_another_version_is_refused_as_one(courier, script):
    request, = wire.frames(encode(contact="alice@example.org"))
    outcome = courier.run(wire.frame(request[0], *request[1], version=2))
    assert outcome.failed.startswith("the request is version 2 of the message format instead of 1")
    assert script.commands == []


@pytest.mark.parametrize("contact", [
    "eve@example.com alice@example.org", "alice@example.org,eve@example.com", "alice",
    "alice@example.org\r", "<alice@example.org>", "alice@example.org> SIZE=1", "@example.org",
    "alice@", "-oQ/tmp@example.org", "alice@example.org@example.com", "alice@[192.0.2.1]",
    '"a b"@example.org', "älice@example.org", "alice@exämple.org", "a" * 300 + "@example.org",
    "alice@example.org\tx", "alice@example..org", "a\0@example.org", "root", "|/bin/sh", "/etc/x",
])
def test_what_is_no_address_is_never_a_recipient(courier, script, contact):
    outcome = courier.deliver("alice@example.org", contact)
    assert outcome.sent is None and script.transactions == []


def test_no_contact_at_all_is_refused(courier, script):
    assert courier.deliver().failed and script.commands == []


def test_a_thousand_contacts_do_not_hold_it_up(courier, script):
    people = [f"p{number}@example.org" for number in range(1000)]
    outcome = courier.run(encode(contact=people, timeout="2"))
    assert outcome.seconds < 3.5
    assert all(len(each.recipients) == 1 for each in script.transactions)


@pytest.mark.parametrize("request_", [
    b"", b"\n", b"\0", b"x" * 100_000, b"\xa5" * 5000, b"\xff\xfe" * 100,
    encode(contact="alice@example.org")[:-20], encode(contact="alice@example.org", padding="x"),
    encode(contact="alice@example.org", purpose="fly"), encode(contact="alice@example.org") * 2,
], ids=["nothing", "line break", "NUL", "no end", "repeated", "binary", "cut", "unknown field",
        "unknown notice", "two"])
def test_a_request_that_is_none_is_refused(courier, script, request_):
    assert courier.run(request_).failed
    assert script.commands == []


TEMPLATES = {
    "CR in the subject": "Subject: x\rBcc: eve@example.com\n\n{code}\n",
    "a header after the subject": "Subject: x\nBcc: eve@example.com\n\n{code}\n",
    "a folded subject": "Subject: x\n Bcc: eve@example.com\n\n{code}\n",
    "NUL": "Subject: x\0\n\n\0{code}\n",
    "CR in the text": "Subject: x\n\n{code}\r.\rMAIL FROM:<eve@example.com>\r",
    "CRLF": "Subject: x\r\n\r\n{code}\r\n.\r\nMAIL FROM:<eve@example.com>\r\n",
    "bare dots": "Subject: x\n\n.\n{code}\n.\n.",
    "a long subject": f"Subject: {'x' * 10_000}\n\n{{code}}\n",
    "a long line": f"Subject: x\n\n{'y' * 10_000} {{code}}\n",
    "not UTF-8": "Subject: \udcff\n\n\udcfe{code}\n",
    "no subject": "{code}\n",
    "nothing": "",
    "no text": "Subject: x\n",
    "no code": "Subject: x\n\ny\n",
    "an unknown placeholder": "Subject: x\n\n{code} {password}\n",
    "an open brace": "Subject: x\n\n{code} {\n",
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_becomes_a_second_mail(courier, script, name):
    courier.add_template(TEMPLATES[name])
    outcome = courier.deliver("alice@example.org")
    _one_harmless_mail(script)
    if name in ("no subject", "nothing", "no text", "an unknown placeholder"):
        assert outcome.failed and "message" in outcome.failed


@pytest.mark.parametrize("keyword, value", [
    ("From", "Login <login@example.org>\rBcc: eve@example.com"),
    ("From", "Login\0 <login@example.org>"),
    ("From", "Login <login@example.org> <eve@example.com>"),
    ("From", "<login@example.org"), ("From", "login@example.org>"), ("From", ""),
    ("From", "Login, codes: <login@example.org>"),
    ("From", "登录验证码 <login@example.org>"),
    ("From", "Lög=?utf-8?q?in?= <login@example.org>"),
    ("From", "x" * 5000 + " <login@example.org>"),
    ("HelloName", "gate\rMAIL FROM:<eve@example.com>"), ("HelloName", "a b"),
    ("HelloName", "x" * 5000), ("HelloName", ""), ("HelloName", "gate/../x"),
    ("Username", "login\rMAIL FROM:<eve@example.com>"), ("Username", "x\0y"),
])
def test_no_setting_becomes_more_than_it_is(
    courier, mail_channel, script, keyword, value
):
    if keyword == "From":
        mail_channel(script.url, sender=value)
    elif keyword == "Username":
        mail_channel(script.url, username=f'"{value}"')
    else:
        mail_channel(script.url, f'    {keyword} "{value}"')
    outcome = courier.deliver("alice@example.org")
    _one_harmless_mail(script)
    if any(character in value for character in "\r\0") or value == "":
        assert outcome.failed, "a setting with a control character is an error"


@pytest.mark.parametrize("value", ["login\r\nRSET", "x\0y", "", "y" * 10_000])
def test_no_password_becomes_a_command(courier, mail_channel, script, value):
    mail_channel(script.url, password=value)
    courier.deliver("alice@example.org")
    _one_harmless_mail(script)


@pytest.mark.parametrize("value", ["CR", "a lone dot", "NUL", "10 kB", "encoded word", "brackets"])
def test_postfix_sees_one_mail_too(courier, mail_channel, postfix, value):
    template = courier.add_template(TEMPLATE)
    mail_channel(f"smtp://{HOST}:587", f"MessageFile en {template}")
    outcome = courier.deliver("alice@example.org", user=VALUES[value], host=VALUES[value])
    if outcome.sent:
        mail = postfix.wait_for_mail()
        assert mail.recipient == "alice@example.org" and "Bcc" not in mail.message
        assert "482915" in mail.text
