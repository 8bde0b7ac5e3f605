"""What the courier is while it talks to the outside, and what may make it talk at all."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from courier import USER, encode, end, read
from harness import namespace
from servers import scripted
from servers.postfix import HOST, PASSWORD

UID = str(USER[1])


@pytest.fixture
def silent_server(mail_channel, serve):
    """A server that never answers, as the channel."""
    server = serve(scripted.silent)
    mail_channel(f"smtps://{HOST}:{server.port}")
    return server


@pytest.fixture
def talking(courier, silent_server):
    """A courier that waits for a silent server, started by someone with files open."""
    opened = [os.open("/etc/shadow", os.O_RDONLY), *os.pipe()]
    for descriptor in opened:
        os.set_inheritable(descriptor, True)
    high = os.dup2(opened[0], 900)
    request = encode(contact="alice@example.org")
    process = courier.start(request, close_fds=False)
    for descriptor in (*opened, high):
        os.close(descriptor)
    silent_server.wait_for_connection()
    # The socket is there before anything is said.
    time.sleep(0.05)
    yield process
    end(process)


def test_root_is_gone_before_the_first_connection(talking):
    status = namespace.processes()[talking.pid]
    assert status["Uid"].split() == [UID] * 4
    assert status["Gid"].split() == [UID] * 4
    assert status["Groups"].split() in ([], [UID])
    for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        assert int(status[name], 16) == 0, name
    assert status["NoNewPrivs"] == "1"


def test_nothing_of_who_started_it_stays_open(talking):
    folder = Path(f"/proc/{talking.pid}/fd")
    files = {int(path.name): os.readlink(path) for path in folder.iterdir()}
    beyond = {number: name for number, name in files.items() if number > 2}
    own = re.compile(r"socket:\[\d+\]|pipe:\[\d+\]|anon_inode:\[event(fd|poll)\]|/dev/u?random")
    assert all(own.fullmatch(name) for name in beyond.values()), files
    assert 900 not in files and "/etc/shadow" not in files.values()
    sockets = [name for name in beyond.values() if name.startswith("socket")]
    pipes = [name for name in beyond.values() if name.startswith("pipe")]
    assert len(sockets) <= 3 and not pipes, "the connection, and libcurl's own wake-up pair"


def test_no_secret_is_where_others_can_read_it(talking):
    for name in ("cmdline", "environ", "comm"):
        text = Path(f"/proc/{talking.pid}/{name}").read_bytes()
        assert PASSWORD.encode() not in text and b"482915" not in text
        assert b"alice" not in text
    assert Path(f"/proc/{talking.pid}/environ").read_bytes() == b""


def test_no_core_is_ever_written(talking):
    limits = Path(f"/proc/{talking.pid}/limits").read_text()
    assert re.search(r"Max core file size +0 +0 ", limits), limits


def test_people_of_the_same_user_cannot_look_into_it(talking):
    """Not dumpable: its files in /proc are root's, and nobody but root may trace it."""
    assert os.stat(f"/proc/{talking.pid}/environ").st_uid == 0


@pytest.mark.parametrize("signals", [[signal.SIGTERM], [signal.SIGINT], [signal.SIGKILL]],
                         ids=lambda value: value[0].name)
def test_it_can_be_ended_at_any_time(courier, silent_server, signals):
    process = courier.start(encode(contact="alice@example.org"))
    silent_server.wait_for_connection()
    for each in signals:
        process.send_signal(each)
    output, _ = process.communicate(timeout=2)
    assert process.returncode == -signals[0] and output == b""


def test_a_starter_with_blocked_and_ignored_signals_does_not_hang(courier, silent_server):
    def block():
        signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGKILL})
        for each in (signal.SIGALRM, signal.SIGCHLD, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)

    started = time.monotonic()
    request = encode(contact="alice@example.org", timeout="1")
    done = subprocess.run([courier.program], input=request, env={}, preexec_fn=block,
                          capture_output=True, timeout=10)
    assert time.monotonic() - started < 2.5
    assert read(done.stdout)[-1][0] == "failed"


def test_killed_at_any_moment_it_leaves_nothing(courier, mail_channel, postfix):
    """Thirty moments of a delivery; at most one mail each, and never half of one."""
    mail_channel(f"smtps://{HOST}")
    took = courier.deliver("alice@example.org").seconds
    request = encode(contact="alice@example.org")
    for number in range(30):
        process = courier.start(request)
        time.sleep(took * number / 25)
        end(process)
    postfix.wait_until_idle()
    came = len(postfix.unread())
    assert came <= 31
    for mail in postfix.wait_for_mails(came):
        assert "482915" in mail.text and mail.recipient == "alice@example.org"


@pytest.mark.parametrize("closed", ["stdin", "stdout", "stderr", "all"])
def test_started_without_its_standard_descriptors_it_harms_nothing(
    courier, silent_server, closed
):
    """A socket that got the number of standard output would carry replies to the server."""
    numbers = {"stdin": [0], "stdout": [1], "stderr": [2], "all": [0, 1, 2]}[closed]

    def close():
        for number in numbers:
            os.close(number)

    process = subprocess.Popen([courier.program], env={}, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=close)
    try:
        process.communicate(encode(contact="alice@example.org", timeout="1"), timeout=5)
    except BrokenPipeError:
        process.wait(5)
    assert b"\xa5\x01" not in silent_server.received and b"reason" not in silent_server.received


def test_whoever_listens_may_go_away(courier, mail_channel, postfix):
    """A closed output must not stop a delivery half-way, nor make the courier hang."""
    mail_channel(f"smtps://{HOST}")
    process = subprocess.Popen([courier.program], env={}, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.close()
    process.stdin.write(encode(contact="alice@example.org", purpose="test"))
    process.stdin.close()
    assert process.wait(10) in (0, 1)
    postfix.wait_until_idle()
    postfix.forget()


def test_a_starter_that_writes_no_request_is_not_waited_for_longer_than_needed(courier):
    process = subprocess.Popen([courier.program], env={}, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(encode(contact="alice@example.org")[:9])
    process.stdin.flush()
    assert process.wait(30) != 0


def test_only_root_starts_it(courier, mail_channel):
    mail_channel(f"smtps://{HOST}")
    request = encode(contact="alice@example.org")
    process = courier.start(request, user=65534, group=65534, extra_groups=[])
    assert courier.finish(process, request, time.monotonic()).failed
