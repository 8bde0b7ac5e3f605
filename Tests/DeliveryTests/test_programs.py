"""Mail through Postfix's own sendmail, and messages through a program of the administrator's."""

import email
import email.policy
import os
import time

import pytest

from courier import SETTINGS, USER, encode, end, processes
from harness.host import SCRATCH

SECONDS = 1
SLACK = 1.5


@pytest.fixture
def program():
    """A function that writes a shell script; `{out}` in it is a folder the script may write to."""
    out = SCRATCH / "program-output"
    out.mkdir(exist_ok=True)
    os.chown(out, USER[1], USER[1])
    for path in out.iterdir():
        path.unlink()

    def make(text, mode=0o755, owner=0):
        path = SCRATCH / "program"
        path.unlink(missing_ok=True)
        path.write_text("#!/bin/sh\n" + text.replace("{out}", str(out)))
        path.chmod(mode)
        os.chown(path, owner, owner)
        return path

    make.out = out
    return make


@pytest.fixture
def sendmail_channel(courier):
    """A function that writes a delivery file whose channel `mail` is a sendmail program."""
    def configure(program=None):
        courier.configure('Channel mail sendmail\n    From "Login codes <login@example.org>"\n'
                          + (f"    Program {program}\n" if program else ""))

    return configure


@pytest.fixture
def command_channel(courier):
    """A function that writes a delivery file whose channel `mail` is a command."""
    def configure(words, more=""):
        courier.configure(f"Channel mail command\n    Program {words}\n{more}\n")

    return configure


RECORD = """
printf '%s\\n' "$0" "$@" >{out}/arguments
cat >{out}/input
env -u _ -u PWD -u SHLVL -u OLDPWD >{out}/environment
grep -E '^(Uid|Gid|Groups|NoNewPrivs|SigIgn|SigBlk):' /proc/self/status >{out}/status
ls /proc/self/fd >{out}/descriptors
"""


def _recorded(program, name):
    return (program.out / name).read_text()


def test_postfix_sendmail_delivers(courier, sendmail_channel, postfix):
    sendmail_channel()
    outcome = courier.deliver("alice@example.org", "bob@example.org")
    assert outcome.sent == "a***e@example.org, b***@example.org"
    mails = postfix.wait_for_mails(2)
    assert sorted(mail.recipient for mail in mails) == ["alice@example.org", "bob@example.org"]
    for mail in mails:
        assert mail.message["Return-Path"] == "<login@example.org>"
        assert mail.message["From"] == "Login codes <login@example.org>"
        assert mail.message["To"] == mail.recipient
        assert mail.message["Auto-Submitted"] == "auto-generated"
        assert "482915" in mail.text and mail.message.defects == []


def test_postfix_sendmail_delivers_chinese_and_lone_dots(courier, sendmail_channel, postfix):
    sendmail_channel()
    template = courier.add_template("Subject: 验证码 {number}\n\n{code}\n.\n..\n验证码\n")
    SETTINGS.write_text(f"MessageFile zh-CN {template}\n{SETTINGS.read_text()}")
    assert courier.deliver("alice@example.org", language="zh-CN").sent
    mail = postfix.wait_for_mail()
    assert mail.message["Subject"] == "验证码 37"
    assert mail.text.splitlines() == ["482915", ".", "..", "验证码"]


def test_sendmail_is_told_the_address_and_nothing_else(courier, sendmail_channel, program):
    sendmail_channel(program(RECORD))
    assert courier.deliver("alice@example.org").sent == "a***e@example.org"
    arguments = _recorded(program, "arguments").split("\n")[1:-1]
    assert arguments[-1] == "alice@example.org" and "482915" not in " ".join(arguments)
    assert "-t" not in arguments, "no recipient comes out of the text"
    assert {"-i", "-oi"} & set(arguments), "a lone dot is no end"
    assert "login@example.org" in " ".join(arguments), "the sender of the envelope"
    message = email.message_from_string(_recorded(program, "input"), policy=email.policy.default)
    assert message["To"] == "alice@example.org" and "482915" in message.get_content()


def test_a_command_reads_the_message(courier, command_channel, program):
    command_channel(program(RECORD))
    assert courier.deliver("alice@example.org").sent == "a***e@example.org"
    assert "482915" in _recorded(program, "input")
    assert _recorded(program, "arguments").count("\n") == 1, "no argument that was not asked for"


def test_a_command_gets_its_arguments_as_they_are_and_the_address_last(
    courier, command_channel, program
):
    path = program(RECORD)
    command_channel(f"{path} -x '$(id)' \"a b;c\"".replace("'", '"'), "    PassTarget yes")
    assert courier.deliver("alice@example.org").sent
    assert _recorded(program, "arguments").splitlines()[1:] == [
        "-x", "$(id)", "a b;c", "alice@example.org"]


@pytest.mark.parametrize("kind", ["sendmail", "command"])
def test_a_program_runs_with_nothing_of_root(
    courier, sendmail_channel, command_channel, program, kind
):
    path = program(RECORD)
    (sendmail_channel if kind == "sendmail" else command_channel)(path)
    readable, writable = os.pipe()
    request = encode(contact="alice@example.org")
    process = courier.start(request, pass_fds=[readable, writable])
    assert courier.finish(process, request, time.monotonic()).sent
    os.close(readable)
    os.close(writable)
    status = dict(line.split(":", 1) for line in _recorded(program, "status").splitlines())
    assert set(status["Uid"].split()) == set(status["Gid"].split()) == {str(USER[1])}
    assert status["Groups"].split() in ([], [str(USER[1])])
    assert int(status["SigBlk"], 16) == 0, "no signal stays blocked"
    assert int(status["SigIgn"], 16) & (1 << 12) == 0, "SIGPIPE ends it, as programs expect"
    # ls(1) has the folder it reads open as one more.
    assert _recorded(program, "descriptors").split() == ["0", "1", "2", "3"]
    names = {line.partition("=")[0] for line in _recorded(program, "environment").splitlines()}
    assert names <= {"PATH", "LANG", "LC_ALL", "HOME", "USER", "LOGNAME", "SHELL", "TZ"}


@pytest.mark.parametrize("kind", ["sendmail", "command"])
@pytest.mark.parametrize("text, words", [
    ("exit 69", ["69"]),
    ("kill -KILL $$", ["signal", "killed", "9"]),
    ("cat >/dev/null; echo the queue is full >&2; exit 69", ["69"]),
], ids=["status 69", "killed", "complaint"])
def test_a_program_that_fails(
    courier, sendmail_channel, command_channel, program, kind, text, words
):
    (sendmail_channel if kind == "sendmail" else command_channel)(program(text))
    outcome = courier.deliver("alice@example.org", timeout=str(SECONDS))
    assert (outcome.unknown if "KILL" in text else outcome.failed), outcome
    assert outcome.seconds < SECONDS
    assert any(word in outcome.reason for word in words), outcome.reason
    assert "program" in outcome.reason


# EX_TEMPFAIL is a mail in the queue, EX_IOERR and EX_PROTOCOL may be an answer that got lost.
NOT_TAKEN = [os.EX_USAGE, os.EX_DATAERR, os.EX_NOINPUT, os.EX_NOUSER, os.EX_NOHOST, os.EX_UNAVAILABLE,
             os.EX_OSFILE, os.EX_CANTCREAT, os.EX_NOPERM, os.EX_CONFIG]
MAY_BE_TAKEN = [1, 2, 63, os.EX_SOFTWARE, os.EX_OSERR, os.EX_IOERR, os.EX_TEMPFAIL, os.EX_PROTOCOL, 79,
                127, 128, 255]


@pytest.mark.parametrize("code", NOT_TAKEN + MAY_BE_TAKEN)
def test_sendmail_says_by_its_exit_code_that_it_took_no_mail(courier, sendmail_channel, program, code):
    sendmail_channel(program(f"cat >/dev/null; exit {code}"))
    outcome = courier.deliver("alice@example.org")
    told = outcome.failed if code in NOT_TAKEN else outcome.unknown
    assert f"code {code}" in told, outcome


@pytest.mark.parametrize("code,is_certain", [
    (1, True), (2, True), (75, True), (127, True), (128, False), (137, False), (255, False)])
def test_a_command_says_by_its_exit_code_that_it_sent_nothing(
    courier, command_channel, program, code, is_certain
):
    command_channel(program(f"exit {code}"))
    outcome = courier.deliver("alice@example.org")
    assert f"code {code}" in (outcome.failed if is_certain else outcome.unknown), outcome


@pytest.mark.parametrize("kind", ["sendmail", "command"])
@pytest.mark.parametrize("text", [
    "sleep 60",
    "trap '' TERM INT HUP; while :; do sleep 1; done",
    "sleep 60 & sleep 60",
    "exec >&- 2>&-; sleep 60",
    "while :; do echo a lot of words that nobody reads; done",
], ids=["idle", "deaf", "with a child", "closed output", "flood"])
def test_a_program_that_does_not_end_is_ended_with_its_children(
    courier, sendmail_channel, command_channel, program, kind, text
):
    (sendmail_channel if kind == "sendmail" else command_channel)(program(text))
    outcome = courier.deliver("alice@example.org", timeout=str(SECONDS))
    assert outcome.seconds < SECONDS + SLACK
    assert "killed" in outcome.unknown, outcome


def test_a_program_that_reads_nothing_is_no_failure(courier, command_channel, program):
    command_channel(program("exit 0"))
    assert courier.deliver("alice@example.org").sent


def test_words_of_a_program_are_not_taken_for_the_couriers(courier, command_channel, program):
    command_channel(program("echo sent everybody; echo sent everybody >&2; exit 1"))
    assert "everybody" not in (courier.deliver("alice@example.org").sent or "")


def test_a_program_that_leaves_a_child_behind_does_not_hold_the_courier_up(
    courier, command_channel, program
):
    command_channel(program("cat >/dev/null; sleep 5 & exit 0"))
    assert courier.deliver("alice@example.org").seconds < 2
    for process in processes():
        os.kill(process, 9)


@pytest.mark.parametrize("kind", ["sendmail", "command"])
@pytest.mark.parametrize("words", [
    "/no/such/program", "sendmail", "../bin/true", "/etc/hosts", "/etc", ""
], ids=["missing", "relative", "relative up", "not executable", "folder", "empty"])
def test_a_program_that_cannot_run(courier, sendmail_channel, command_channel, kind, words):
    (sendmail_channel if kind == "sendmail" else command_channel)(words or '""')
    outcome = courier.deliver("alice@example.org", timeout=str(SECONDS))
    assert outcome.sent is None and outcome.seconds < SECONDS
    assert words in outcome.failed and ("mail" in outcome.failed or "line" in outcome.failed)


def test_a_courier_killed_while_its_program_runs_takes_it_along(
    courier, command_channel, program
):
    command_channel(program("touch {out}/started; exec sleep 60"))
    process = courier.start(encode(contact="alice@example.org"))
    deadline = time.monotonic() + 5
    while not (program.out / "started").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    end(process)
    # The fixture sees what is left.
