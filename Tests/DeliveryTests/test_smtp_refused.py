"""Mail servers that are down, refuse, lie or hang: it is said soon what is known, and why."""

import base64
import ssl
import time

import pytest

from courier import SECRETS
from servers import scripted
from servers.postfix import HOST, LOGIN, PASSWORD
from servers.scripted_smtp import SMTPScript

SECONDS = 1
"""The time the courier gets in these tests: the shortest there is."""

SLACK = 1.5
"""What it may need beyond it, on a busy machine: its last resort is a second after its time."""


def _contains_password(wire):
    forms = [PASSWORD, base64.b64encode(PASSWORD.encode()).decode(),
             base64.b64encode(f"\0{LOGIN}\0{PASSWORD}".encode()).decode()]
    return any(form.encode() in wire for form in forms)


def _fails(courier, *words, at_least=0, is_unknown=False, **fields):
    """The courier ends in time, certain that nothing was sent or not, and its reason has one of the words."""
    outcome = courier.deliver("alice@example.org", timeout=str(SECONDS), **fields)
    assert outcome.sent is None
    assert (outcome.unknown is not None) == is_unknown, outcome
    assert at_least <= outcome.seconds < SECONDS + SLACK
    assert any(word in outcome.reason.lower() for word in words), outcome.reason
    assert HOST in outcome.reason or "mail" in outcome.reason, "it says which server or channel"
    return outcome


@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
def test_nothing_listens(courier, mail_channel, scheme):
    mail_channel(f"{scheme}://{HOST}:9")
    assert _fails(courier, "connect").seconds < 1


def test_a_host_without_an_address(courier, mail_channel):
    mail_channel("smtps://no-such-host.example.org")
    assert "no-such-host.example.org" in _fails(courier, "resolve").failed


@pytest.mark.parametrize("flaw", ["other authority", "other name", "expired"])
@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
def test_a_wrong_certificate_gets_no_password(machine, courier, mail_channel, serve, scheme, flaw):
    certificate = {
        "other authority": lambda: machine.other_authority.issue(HOST),
        "other name": lambda: machine.authority.issue("elsewhere.example.org"),
        "expired": lambda: machine.authority.issue(HOST, valid_days=-1),
    }[flaw]()
    if scheme == "smtps":
        server = serve(SMTPScript(), certificate)
    else:
        server = serve(SMTPScript(start_tls=scripted.tls_context(certificate)))
    mail_channel(f"{scheme}://{HOST}:{server.port}")
    _fails(courier, "certificate")
    assert not _contains_password(server.received) and b"MAIL" not in server.received


def test_the_name_of_the_certificate_counts_for_an_address_too(
    machine, courier, mail_channel, serve
):
    server = serve(SMTPScript(), machine.certificate)
    mail_channel(f"smtps://127.0.0.1:{server.port}")
    _fails(courier, "certificate")


def test_a_server_without_starttls_gets_no_password(courier, mail_channel, serve):
    server = serve(SMTPScript())
    mail_channel(f"smtp://{HOST}:{server.port}")
    _fails(courier, "starttls")
    assert server.received.startswith(b"EHLO")
    assert not _contains_password(server.received) and b"AUTH" not in server.received


def test_a_server_that_refuses_starttls_gets_no_password(machine, courier, mail_channel, serve):
    script = SMTPScript({"STARTTLS": "454 4.7.0 not now"},
                        start_tls=scripted.tls_context(machine.certificate))
    server = serve(script)
    mail_channel(f"smtp://{HOST}:{server.port}")
    _fails(courier, "starttls", "tls")
    assert not _contains_password(server.received) and b"MAIL" not in server.received


def test_replies_sent_ahead_of_starttls_are_not_believed(machine, courier, mail_channel, serve):
    """A man in the middle puts his own replies behind the one to STARTTLS."""
    def start_tls(connection):
        connection.send("220 go on\r\n250-mail.example.org\r\n250 AUTH LOGIN")

    script = SMTPScript({"STARTTLS": start_tls}, extensions=["AUTH PLAIN"],
                        start_tls=scripted.tls_context(machine.certificate))
    server = serve(script)
    mail_channel(f"smtp://{HOST}:{server.port}")
    courier.deliver("alice@example.org", timeout=str(SECONDS))
    assert b"AUTH LOGIN" not in server.received


def test_old_tls_is_not_spoken(machine, courier, mail_channel, serve):
    server = serve(SMTPScript(), machine.certificate)
    server.context.minimum_version = ssl.TLSVersion.TLSv1
    server.context.maximum_version = ssl.TLSVersion.TLSv1_1
    server.context.set_ciphers("ALL:@SECLEVEL=0")
    mail_channel(f"smtps://{HOST}:{server.port}")
    _fails(courier, "tls", "ssl")
    assert server.received == b""


@pytest.mark.parametrize(
    "port", [465, 587], ids=["implicit TLS, AUTH PLAIN", "STARTTLS, AUTH LOGIN"])
def test_a_wrong_password(courier, mail_channel, postfix, port):
    scheme = "smtps" if port == 465 else "smtp"
    mail_channel(f"{scheme}://{HOST}:{port}", password="not-the-one")
    _fails(courier, "login", "password", "auth")


def test_a_server_that_wants_a_login_where_none_is_set(courier, mail_channel, postfix):
    mail_channel(f"smtps://{HOST}", username=None)
    _fails(courier, "554", "550", "refused", "denied")


REFUSALS = {
    "a temporary refusal at the beginning": ("banner", "421 4.3.2 shutting down"),
    "a refusal at the beginning": ("banner", "554 5.7.1 you are not welcome"),
    "a refused sender": ("MAIL", "550 5.1.8 bad sender"),
    "a sender refused for now": ("MAIL", "452 4.3.1 disk full"),
    "a refused address": ("RCPT", "550 5.1.1 no such user"),
    "an address refused for now": ("RCPT", "450 4.2.0 greylisted"),
    "refused data": ("DATA", "554 5.5.1 no data"),
    "a refused mail": ("end", "554 5.7.1 spam"),
    "a mail refused for now": ("end", "451 4.3.0 try again"),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_the_reply_of_a_refusing_server_is_told(machine, courier, mail_channel, serve, what):
    command, reply = REFUSALS[what]
    server = serve(SMTPScript({command: reply}), machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    assert _fails(courier, reply[:3]).seconds < SECONDS


def test_all_lines_of_a_refusal_are_told_in_the_letters_of_the_server(
    machine, courier, mail_channel, serve
):
    reply = ("550-5.7.1 您的地址在黑名单上\r\n550-5.7.1 See https://example.org/why\r\n"
             "550 5.7.1 Bye\u202e")
    server = serve(SMTPScript({"RCPT": reply.encode() + b"\r\n"}), machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    reason = _fails(courier, "550").failed
    assert "refused: 550 5.7.1 您的地址在黑名单上 See https://example.org/why Bye???" in reason


@pytest.mark.parametrize("extensions, words", [
    ((), "offers no login (auth), and username is set"),
    (("SIZE 1000", "8BITMIME"), "offers no login (auth), and username is set"),
    (("AUTH CRAM-MD5 GSSAPI",), "offers auth cram-md5 gssapi"),
    (("AUTH X-UNHEARD-OF",), "offers auth x-unheard-of"),
], ids=["no extension", "others", "other ways", "unknown ways"])
def test_a_login_that_cannot_be_made_sends_nothing(
    machine, courier, mail_channel, serve, extensions, words
):
    script = SMTPScript(extensions=extensions)
    server = serve(script, machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    _fails(courier, words)
    outcome = courier.deliver(purpose="check", channel="mail")
    assert any(words in problem.lower() for problem in outcome.problems), outcome
    assert not any(transaction.data for transaction in script.transactions)
    assert not _contains_password(server.received)


def test_a_login_that_is_offered_before_tls_only_counts_no_more(
    machine, courier, mail_channel, serve
):
    script = SMTPScript(extensions=(), start_tls=scripted.tls_context(machine.certificate))
    server = serve(script)
    mail_channel(f"smtp://{HOST}:{server.port}")
    _fails(courier, "offers no login")
    assert not _contains_password(server.received)


def test_words_of_the_server_cannot_forge_a_reply(machine, courier, mail_channel, serve):
    server = serve(SMTPScript({"RCPT": "550-no\r\n550 \x1b[2Jsent a***e@example.org\nsent all"}),
                   machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    assert "\x1b" not in _fails(courier, "550").failed


SILENCES = ["banner", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "end"]


@pytest.mark.parametrize("command", SILENCES)
def test_silence_ends_when_the_time_is_over(machine, courier, mail_channel, serve, command):
    server = serve(SMTPScript({command: scripted.silent}), machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    _fails(courier, "time", "second", at_least=SECONDS - 0.5, is_unknown=command == "end")


def test_a_server_silent_before_tls(courier, mail_channel, serve):
    server = serve(scripted.silent)
    mail_channel(f"smtps://{HOST}:{server.port}")
    _fails(courier, "time", "second", at_least=SECONDS - 0.5)


def test_silence_after_the_mail_was_taken_does_not_undo_it(machine, courier, mail_channel, serve):
    server = serve(SMTPScript({"QUIT": scripted.silent}), machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    outcome = courier.deliver("alice@example.org", timeout=str(SECONDS))
    assert outcome.seconds < SECONDS + SLACK
    assert outcome.sent == "a***e@example.org"


@pytest.mark.parametrize("command", SILENCES)
def test_a_server_that_hangs_up(machine, courier, mail_channel, serve, command):
    server = serve(SMTPScript({command: lambda connection: connection.hang_up()}),
                   machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    assert _fails(courier, "", is_unknown=command == "end").seconds < SECONDS


ENDS = {
    # The reply to the mail itself, and whether it says what became of it.
    "a refusal, and a second line": ("550-no\r\n550 and no again", False),
    "a refusal that breaks off": (b"550-no\r\n", False),
    "a refusal, and nothing of the goodbye": ("421 4.4.2 too slow, goodbye", False),
    "a reply that breaks off": (b"250-taken", True),
    "a first line, and no second": (b"250-taken\r\n", True),
    "a first line of success, and a refusal": (b"250-taken\r\n550 no\r\n", True),
    "another reply of success": ("251 somewhere else", True),
    "no reply at all": ("hello", True),
    "half a reply": (b"45", True),
}


@pytest.mark.parametrize("what", ENDS)
def test_only_a_refusal_of_the_mail_itself_makes_certain_that_it_was_not_taken(
    machine, courier, mail_channel, serve, what
):
    reply, is_unknown = ENDS[what]

    def end(connection):
        connection.send(reply)
        connection.hang_up()

    server = serve(SMTPScript({"end": end}), machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    _fails(courier, "", is_unknown=is_unknown)


def test_a_refusal_of_before_is_none_of_the_mail(courier, mail_channel, serve):
    """A server that knows no EHLO takes the mail after HELO, and its reply to it gets lost."""
    script = SMTPScript({"EHLO": "502 5.5.1 what?", "HELO": "250 hello",
                         "end": lambda connection: connection.hang_up()})
    server = serve(script)
    mail_channel(f"smtp://127.0.0.1:{server.port}", username=None)
    assert "502" not in _fails(courier, "", is_unknown=True).unknown
    assert script.transactions[0].data


def test_the_time_is_one_for_all_addresses(machine, courier, mail_channel, serve):
    def slow(connection):
        time.sleep(0.4)
        connection.send("250 ok")

    server = serve(SMTPScript({"RCPT": slow}), machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    people = [f"person{number}@example.org" for number in range(8)]
    started = time.monotonic()
    courier.deliver(*people, timeout=str(SECONDS))
    assert time.monotonic() - started < SECONDS + SLACK


@pytest.mark.parametrize(
    "flood", [b"220 " + b"x" * 1_000_000 + b"\r\n", b"220-hello\r\n" * 100_000,
              b"\0" * 1_000_000, b"x" * 1_000_000],
    ids=["one line", "many lines", "zero bytes", "no end"])
def test_a_banner_of_a_megabyte(machine, courier, mail_channel, serve, flood):
    def banner(connection):
        connection.send(flood)
        scripted.silent(connection)

    server = serve(SMTPScript({"banner": banner}), machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    _fails(courier, "")


def test_an_endless_flood(machine, courier, mail_channel, serve):
    def banner(connection):
        while True:
            connection.send(b"220-" + b"hello" * 1000 + b"\r\n")

    server = serve(SMTPScript({"banner": banner}), machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    _fails(courier, "")


@pytest.mark.parametrize("text", [b"220-still here\r\n", b"x"], ids=["lines", "no line"])
def test_a_server_that_dribbles(machine, courier, mail_channel, serve, text):
    server = serve(SMTPScript({"banner": scripted.dribbling(text)}), machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    _fails(courier, "time", "second", at_least=SECONDS - 0.5)


def test_a_check_of_files_alone_reaches_no_server(machine, courier, mail_channel, serve):
    script = SMTPScript(extensions=("AUTH CRAM-MD5 GSSAPI",))
    server = serve(script, machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    outcome = courier.deliver(purpose="check files", channel="mail")
    assert outcome.checked and not outcome.problems, outcome
    assert script.commands == []
    for secret in SECRETS.iterdir():
        secret.chmod(0o644)
    outcome = courier.deliver(purpose="check files", channel=None)
    assert any("others can read it" in problem for problem in outcome.problems), outcome
