"""Mail through a real Postfix: TLS, the login, and what the person reads."""

import email.utils
import re
import time
from datetime import datetime, timezone

import pytest

from courier import REQUEST
from servers.postfix import HOST
from servers.scripted_smtp import SMTPScript

IMPLICIT = f"smtps://{HOST}"
START_TLS = f"smtp://{HOST}:587"


@pytest.mark.parametrize("url", [IMPLICIT, f"{IMPLICIT}:465", START_TLS])
def test_a_code_arrives(courier, mail_channel, postfix, url):
    mail_channel(url)
    outcome = courier.deliver("alice@example.org")
    assert outcome.sent == "a***e@example.org"
    mail = postfix.wait_for_mail()
    assert mail.recipient == "alice@example.org"
    assert mail.message["Return-Path"] == "<login@example.org>"
    for told in ("482915", "37", "alice", "bastion.example.org", "192.0.2.7"):
        assert told in mail.text, mail.text


def test_the_headers_are_those_of_an_automatic_mail(courier, mail_channel, postfix):
    mail_channel(IMPLICIT)
    before = datetime.now(timezone.utc).timestamp()
    courier.deliver("alice@example.org")
    message = postfix.wait_for_mail().message
    assert message.defects == []
    assert [str(address) for address in message["From"].addresses] == [
        "Login codes <login@example.org>"]
    assert [str(address) for address in message["To"].addresses] == ["alice@example.org"]
    assert message["Auto-Submitted"].lower() == "auto-generated"
    assert message["MIME-Version"] == "1.0"
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() in ("utf-8", "us-ascii")
    sent = email.utils.parsedate_to_datetime(message["Date"]).timestamp()
    assert before - 2 <= sent <= time.time() + 2
    assert re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", message["Message-ID"])
    for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"):
        assert len(message.get_all(name)) == 1, name


def test_no_two_mails_have_the_same_message_id(courier, mail_channel, postfix):
    mail_channel(IMPLICIT)
    for _ in range(3):
        courier.deliver("alice@example.org", "bob@example.org")
    names = {mail.message["Message-ID"] for mail in postfix.wait_for_mails(6)}
    assert len(names) == 6


def test_each_address_gets_a_mail_that_names_nobody_else(courier, mail_channel, postfix):
    mail_channel(START_TLS)
    people = ["alice@example.org", "bob@example.org", "carol@example.net"]
    outcome = courier.deliver(*people)
    assert outcome.sent == "a***e@example.org, b***@example.org, c***l@example.net"
    mails = postfix.wait_for_mails(3)
    assert sorted(mail.recipient for mail in mails) == people
    for mail in mails:
        others = [person for person in people if person != mail.recipient]
        assert not any(other.encode() in mail.raw for other in others)
        assert str(mail.message["To"]) == mail.recipient


def test_a_chinese_mail_is_readable(courier, mail_channel, postfix):
    mail_channel(IMPLICIT)
    courier.deliver("alice@example.org", language="zh-CN")
    mail = postfix.wait_for_mail()
    header = mail.raw.partition(b"\n\n")[0]
    assert header.isascii() and b"=?utf-8?" in header.lower(), "the subject is encoded (RFC 2047)"
    assert re.search("[\u4e00-\u9fff]", mail.message["Subject"])
    assert re.search("[\u4e00-\u9fff]", mail.text)
    assert "482915" in mail.text and "37" in mail.text
    assert mail.message.get_content_charset() == "utf-8"
    assert mail.message.defects == []
    assert all(len(line) <= 998 for line in mail.raw.split(b"\n"))


def test_the_template_of_the_administrator_is_used(courier, mail_channel, postfix, tmp_path):
    template = courier.add_template(
        "Subject: Tür {host} ⚿ {number} für {user}, ein recht langer Betreff, der gefaltet wird\n\n"
        "{code} {number} {user} {host} {source} {lifetime}\n.\n..\n.x\nQUIT\n\nFrom here: {time}\n")
    mail_channel(START_TLS, f"MessageFile en {template}")
    courier.deliver("alice@example.org")
    mail = postfix.wait_for_mail()
    assert mail.message["Subject"] == (
        "Tür bastion.example.org ⚿ 37 für alice, ein recht langer Betreff, der gefaltet wird")
    lines = mail.text.splitlines()
    assert lines[0].startswith("482915 37 alice bastion.example.org 192.0.2.7 5")
    assert lines[1:6] == [".", "..", ".x", "QUIT", ""], "every dot is where it was"
    assert lines[6].startswith("From here: 20")
    assert all(len(line) <= 78 for line in mail.raw.partition(b"\n\n")[0].split(b"\n"))


def test_on_the_wire_lines_end_in_crlf_and_dots_are_stuffed(
    machine, courier, mail_channel, serve
):
    script = SMTPScript()
    server = serve(script, machine.certificate)
    template = courier.add_template("Subject: {code}\n\n{code}\n.\n.\nMAIL FROM:<x@example.org>\n")
    mail_channel(f"smtps://{HOST}:{server.port}", f"MessageFile en {template}")
    assert courier.deliver("alice@example.org").sent
    assert len(script.transactions) == 1
    data = script.transactions[0].data
    assert b"\r\n..\r\n..\r\nMAIL FROM:<x@example.org>\r\n" in data
    wire = server.received
    assert wire.count(b"\n") == wire.count(b"\r\n") == wire.count(b"\r")
    assert all(len(line) <= 998 for line in wire.split(b"\r\n"))
    assert not [line for line in script.commands if line.startswith(b"EHLO [") or line == b"EHLO "]


@pytest.mark.parametrize("reply", ["250", "451 4.3.0 try again later", "550 5.1.1 no such user"])
def test_when_one_of_three_addresses_is_refused_the_others_still_get_theirs(
    machine, courier, mail_channel, serve, reply
):
    def rcpt(connection):
        bad = connection.received.rpartition(b"RCPT TO:")[2].startswith(b"<bob@")
        connection.send(reply if bad and reply != "250" else "250 ok")

    script = SMTPScript({"RCPT": rcpt})
    server = serve(script, machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    outcome = courier.deliver("alice@example.org", "bob@example.org", "carol@example.org")
    taken = [each.recipients[0] for each in script.transactions if each.data]
    assert b"RCPT TO:<alice@example.org>" in taken and b"RCPT TO:<carol@example.org>" in taken
    assert all(len(each.recipients) == 1 for each in script.transactions)
    assert outcome.sent.startswith("a***e@example.org, ")
    assert ("b***@example.org" in outcome.sent) == (reply == "250")
    if reply != "250":
        assert len(outcome.problems) == 1
        assert "b***@example.org" in outcome.problems[0] and reply in outcome.problems[0]


@pytest.mark.parametrize("lost", [["alice"], ["bob"], ["carol"], ["alice", "carol"], []])
def test_what_one_address_may_have_got_is_unknown_of_all(
    machine, courier, mail_channel, serve, lost
):
    """Nobody is reached: of some the reply to the mail gets lost, the others are refused."""
    def end(connection):
        recipient = connection.received.rpartition(b"RCPT TO:<")[2].partition(b"@")[0].decode()
        if recipient in lost:
            connection.hang_up()
        connection.send("550 5.7.1 no")

    server = serve(SMTPScript({"end": end}), machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    outcome = courier.deliver("alice@example.org", "bob@example.org", "carol@example.org")
    assert outcome.sent is None and len(outcome.problems) == 3
    assert (outcome.unknown is not None) == bool(lost), outcome
    if lost:
        assert "550" not in outcome.unknown, "the reason is that of one that nobody knows of"


def test_a_name_to_say_hello_with_can_be_set(machine, courier, mail_channel, serve):
    script = SMTPScript()
    server = serve(script, machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}", "    HelloName gate.example.org")
    assert courier.deliver("alice@example.org").sent
    assert script.commands[0] == b"EHLO gate.example.org"


def test_loopback_needs_no_tls(courier, mail_channel, serve):
    script = SMTPScript(extensions=["8BITMIME"])
    server = serve(script)
    mail_channel(f"smtp://127.0.0.1:{server.port}", username=None)
    assert courier.deliver("alice@example.org").sent
    assert script.transactions[0].recipients == [b"RCPT TO:<alice@example.org>"]


def test_a_test_tells_its_steps(courier, mail_channel, postfix):
    mail_channel(IMPLICIT)
    outcome = courier.deliver("alice@example.org", purpose="test")
    assert outcome.sent == "a***e@example.org"
    assert outcome.steps and all(re.search(r"\d+ ms", step) for step in outcome.steps)
    assert REQUEST["code"] in postfix.wait_for_mail().text


@pytest.mark.parametrize("channel", ["mail", None])
def test_a_check_reaches_the_server_and_sends_nothing(courier, mail_channel, postfix, channel):
    mail_channel(IMPLICIT)
    outcome = courier.deliver(purpose="check", channel=channel)
    assert outcome.checked and outcome.steps and not outcome.problems
    postfix.assert_nothing_came()
    assert "connect from localhost" in postfix.log_text()
