"""Mails that tell a person what happened to their account: delivered after the answer."""

import os
import re
import signal
import time
from pathlib import Path

import pytest

import courier as courier_module
from courier import USER, encode
from harness import namespace
from harness.host import SCRATCH
from harness.system_log import AUTHPRIV
from servers import scripted, slapd as slapd_module
from servers.postfix import HOST, PASSWORD
from servers.scripted_smtp import SMTPScript
from servers.slapd import Slapd

IMPLICIT = f"smtps://{HOST}"
INFO, ERROR = 6, 3
"""Severities of syslog(3)."""

AT_ONCE = 1
"""How soon the courier answers, in seconds, on a machine that does much else."""

ENGLISH = {
    "device-added": ("A device was added", "neither you nor your administrator"),
    "recovery-codes-renewed": ("New recovery codes were made", "no longer work"),
    "recovery-code-used": ("A recovery code was used", "change your password"),
    "locked": ("Too many wrong codes", "somebody has your password or key"),
    "new-source": ("Login from a new address", "not seen before"),
}
CHINESE = {
    "device-added": ("已添加新的验证设备", "请立即联系管理员"),
    "recovery-codes-renewed": ("已生成新的恢复码", "不再有效"),
    "recovery-code-used": ("恢复码已被使用", "修改密码"),
    "locked": ("验证码错误次数过多", "请联系管理员解锁"),
    "new-source": ("从新的地址登录", "以前未出现过"),
}


def _notice(purpose="locked", contact="alice@example.org", **more):
    """A request for a notice, as the module and the command write it."""
    return encode(purpose=purpose, contact=contact, **more)


@pytest.fixture
def mark(machine):
    """How long the log was before the test."""
    return len(machine.log)


@pytest.fixture
def silent_server(mail_channel, serve):
    """A server that never answers, as the channel."""
    server = serve(scripted.silent)
    mail_channel(f"smtps://{HOST}:{server.port}")
    return server


def _waiting(silent_server):
    """The one process that delivers, once it talks to the silent server."""
    silent_server.wait_for_connection()
    found = courier_module.processes()
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("language", "words"), [("en", ENGLISH), ("zh-CN", CHINESE)])
@pytest.mark.parametrize("name", ENGLISH)
def test_the_mail_says_what_happened_and_what_to_do(
    machine, courier, mail_channel, postfix, mark, name, language, words
):
    mail_channel(IMPLICIT)
    outcome = courier.run(_notice(name, language=language))
    assert outcome.sent == "a***e@example.org" and not outcome.steps
    mail = postfix.wait_for_mail()
    assert mail.recipient == "alice@example.org"
    event, advice = words[name]
    assert mail.message["Subject"].startswith(event)
    assert advice in " ".join(mail.text.split())
    for told in ("alice", "bastion.example.org", "192.0.2.7"):
        assert told in mail.text, mail.text
    assert "alice" in mail.message["Subject"] and "bastion.example.org" in mail.message["Subject"]
    assert re.search(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", mail.text)
    assert "{" not in mail.text and "http" not in mail.text
    record = machine.log.wait_for("notice=", mark)
    assert (record.facility, record.severity) == (AUTHPRIV, INFO)
    assert re.search(
        rf"sallyport\[\d+\]: notice={name} user=alice result=sent to=\"a\*\*\*e@example.org\"$",
        record.text), record.text


def test_the_headers_are_those_of_an_automatic_mail(courier, mail_channel, postfix):
    mail_channel(IMPLICIT)
    courier.run(_notice())
    message = postfix.wait_for_mail().message
    assert message.defects == []
    assert message["Auto-Submitted"].lower() == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert [str(address) for address in message["From"].addresses] == [
        "Login codes <login@example.org>"]
    assert message["Return-Path"] == "<login@example.org>"


def test_a_silent_server_is_not_waited_for(machine, courier, silent_server, mark):
    outcome = courier.run(_notice(timeout="2"))
    assert outcome.sent == "a***e@example.org"
    assert outcome.seconds < AT_ONCE
    record = machine.log.wait_for("notice=", mark, seconds=6)
    assert (record.facility, record.severity) == (AUTHPRIV, ERROR)
    assert "result=unsent reason=" in record.text and f"{silent_server.port}" in record.text


def test_what_delivers_is_apart_from_who_asked_for_it(courier, silent_server):
    opened = os.open("/etc/shadow", os.O_RDONLY)
    os.set_inheritable(opened, True)
    request = _notice()
    process = courier.start(request, close_fds=False, process_group=0)
    os.close(opened)
    outcome = courier.finish(process, request, time.monotonic())
    assert outcome.sent and outcome.seconds < AT_ONCE
    child = _waiting(silent_server)
    assert os.getsid(child) == os.getpgid(child) == child != process.pid
    status = namespace.processes()[child]
    assert int(status["PPid"]) not in (os.getpid(), process.pid), "nobody need wait for it"
    assert status["Uid"].split() == status["Gid"].split() == [str(USER[1])] * 4
    assert int(status["CapEff"], 16) == 0 and status["NoNewPrivs"] == "1"
    files = {int(path.name): os.readlink(path) for path in Path(f"/proc/{child}/fd").iterdir()}
    assert [files.get(number) for number in (0, 1, 2)] == ["/dev/null"] * 3
    beyond = [name for number, name in files.items() if number > 2]
    assert all(re.fullmatch(r"socket:\[\d+\]|anon_inode:\S+|/dev/u?random", name)
               for name in beyond), files
    for name in ("cmdline", "environ", "comm"):
        text = Path(f"/proc/{child}/{name}").read_bytes()
        assert PASSWORD.encode() not in text and b"alice" not in text
    os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize("end", ["the group of the courier is killed", "SIGTERM"])
def test_what_ends_a_connection_does_not_end_the_delivery(
    machine, courier, silent_server, mark, end
):
    request = _notice(timeout="2")
    process = courier.start(request, process_group=0)
    courier.finish(process, request, time.monotonic())
    child = _waiting(silent_server)
    if end == "SIGTERM":
        os.kill(child, signal.SIGTERM)
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # nobody is left in it
    machine.log.wait_for("result=unsent", mark, seconds=6)


def test_an_alarm_ends_it_where_its_deadlines_do_not(machine, courier, silent_server, mark):
    """A stopped process keeps no deadline; the alarm that came meanwhile ends it, unlogged."""
    courier.run(_notice(timeout="1"))
    child = _waiting(silent_server)
    os.kill(child, signal.SIGSTOP)
    time.sleep(2.5)
    os.kill(child, signal.SIGCONT)
    deadline = time.monotonic() + 2
    while child in courier_module.processes():
        assert time.monotonic() < deadline, "it goes on"
        time.sleep(0.02)
    assert not [each for each in machine.log.since(mark) if "notice=" in each.text]


def test_a_refused_notice_is_logged_with_the_reason(machine, courier, mail_channel, serve, mark):
    server = serve(SMTPScript({"RCPT": "550 5.1.1 no such user"}), machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    assert courier.run(_notice("new-source")).sent
    text = machine.log.wait_for("notice=", mark).text
    assert "notice=new-source user=alice result=unsent reason=" in text
    assert "550 5.1.1 no such user" in text
    assert "alice@example.org" not in text and PASSWORD not in text


def test_a_notice_that_may_have_been_sent_is_logged_as_such(
    machine, courier, mail_channel, serve, mark
):
    server = serve(SMTPScript({"end": lambda connection: connection.hang_up()}),
                   machine.certificate)
    mail_channel(f"smtps://{HOST}:{server.port}")
    assert courier.run(_notice()).sent
    record = machine.log.wait_for("notice=", mark)
    assert record.severity == ERROR
    assert "notice=locked user=alice result=unknown reason=" in record.text


def test_the_address_may_come_from_a_directory(machine, courier, mail_channel, postfix, mark):
    people = [{"uid": ["alice"], "mail": ["alice@directory.example.org"]}]
    server = Slapd(SCRATCH / "slapd-notices", machine.authority.issue(slapd_module.HOST), people)
    try:
        secret = courier.add_secret("ldap", slapd_module.PASSWORD)
        mail_channel(IMPLICIT, "\n".join([
            "Directory people", f"    URL ldaps://{slapd_module.HOST}/{slapd_module.BASE}",
            f"    BindDN {slapd_module.READER}", f"    PasswordFile {secret}",
            f"    CAFile {machine.authority.path}"]))
        assert courier.run(_notice(contact=None, directory="people")).sent == "directory people"
        assert postfix.wait_for_mail().recipient == "alice@directory.example.org"
        request = _notice(contact=None, directory="people", user="nobody-there")
        assert courier.run(request).sent == "directory people"
        text = machine.log.wait_for("result=unsent", mark).text
        assert "user=nobody-there" in text and "directory people" in text
    finally:
        server.stop()


def test_a_program_sends_it_too(machine, courier, postfix, mark):
    courier.configure('Channel mail sendmail\n    From "Login codes <login@example.org>"\n')
    assert courier.run(_notice()).sent == "a***e@example.org"
    assert "Too many wrong codes" in postfix.wait_for_mail().message["Subject"]
    machine.log.wait_for("result=sent", mark)


SUBSCRIBERS = """\
Channel mail smn
    Endpoint https://smn.example.org
    ProjectID 0123456789abcdef0123456789abcdef
    TopicURN urn:smn:ap-southeast-3:0123456789abcdef0123456789abcdef:logins
    AccessKey AKEXAMPLE0123456789A
    SecretKeyFile {secret}
"""


@pytest.mark.parametrize(("fields", "reason"), [
    ({"contact": None, "topic": "team"}, "topic team: notices go to one person"),
    ({"contact": None}, "the request has no contact"),
    ({"contact": "no address"}, "the contact cannot be used"),
    ({"method": "sms"}, "notices go by e-mail, not by sms"),
    ({"channel": "none"}, "the delivery file has no channel none"),
    ({"contact": None, "directory": "none"}, "the delivery file has no directory none"),
])
def test_what_cannot_work_is_told_at_once(
    machine, courier, mail_channel, postfix, mark, fields, reason
):
    mail_channel(IMPLICIT, "Topic team\n    Email team@example.org\n")
    outcome = courier.run(_notice(**fields))
    assert outcome.sent is None and outcome.failed.startswith(reason), outcome.failed
    assert not courier_module.processes()
    assert not [each for each in machine.log.since(mark) if "notice=" in each.text]


def test_the_subscribers_of_a_providers_topic_get_none(courier):
    courier.configure(SUBSCRIBERS.format(secret=courier.add_secret("smn", "secret-smn-key")))
    outcome = courier.run(_notice())
    assert outcome.failed == "channel mail sends to topic logins, and notices go to one person"


def test_the_template_of_the_administrator_is_used(courier, mail_channel, postfix):
    template = courier.add_template(
        "Subject: {host} ⚿ {event}\n\n{event}: {user}, {host}, {source}, {time}\n"
        "Call +49 30 1234 if that was not you.\n")
    _with_global(courier, mail_channel, f"NoticeFile en {template}")
    courier.run(_notice("device-added"))
    mail = postfix.wait_for_mail()
    assert mail.message["Subject"] == "bastion.example.org ⚿ A device was added"
    first, second = mail.text.splitlines()
    assert first.startswith("A device was added: alice, bastion.example.org, 192.0.2.7, 20")
    assert second == "Call +49 30 1234 if that was not you."
    courier.run(_notice("device-added", language="zh-CN"))
    assert "已添加新的验证设备" in postfix.wait_for_mail().message["Subject"], "no file for it"


@pytest.mark.parametrize(("text", "reason"), [
    ("Subject: s\n\n{user}\n", "it has no {event} in it"),
    ("Subject: {event}\n\n{code}\n", "unknown placeholder \"{code}\""),
    ("{event}\n", "it must begin with a line"),
])
def test_a_bad_template_is_told_at_once_and_found_by_a_check(
    courier, mail_channel, postfix, text, reason
):
    template = courier.add_template(text)
    _with_global(courier, mail_channel, f"NoticeFile en {template}")
    expected = f"NoticeFile (line 1): {template}: {reason}"
    assert courier.run(_notice()).failed.startswith(expected)
    checked = courier.deliver(purpose="check", channel=None)
    assert any(expected in each for each in checked.problems), checked.problems
    assert courier.deliver("alice@example.org").sent, "codes do not need it"
    postfix.wait_for_mail()


def _with_global(courier, mail_channel, line):
    """A delivery file with a mail channel, and a line above all blocks."""
    mail_channel(IMPLICIT)
    courier.configure(f"{line}\n{courier_module.SETTINGS.read_text()}")


def test_twenty_at_once_all_arrive(courier, mail_channel, postfix):
    mail_channel(IMPLICIT)
    requests = [_notice(user=f"user{number}") for number in range(20)]
    started = time.monotonic()
    for process, request in [(courier.start(request), request) for request in requests]:
        assert courier.finish(process, request, started).sent
    mails = postfix.wait_for_mails(20, seconds=20)
    assert len({mail.message["Subject"] for mail in mails}) == 20
