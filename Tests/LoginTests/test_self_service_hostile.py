"""The self-service against programs that are not `sallyport`, and against too many at once."""

import os
import time

import pytest

from harness import wire
from harness.self_service import (
    ANSWER, END, OUTPUT, QUESTION, REQUEST, RawConnection, request, uid)


def _stored(host, person):
    folder = host.account_folder(person.name)
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.exists() else {}


def _wait_for_servants(service, count):
    deadline = time.monotonic() + 5
    while len(service.servants()) != count:
        assert time.monotonic() < deadline, f"{len(service.servants())} connections are served"
        time.sleep(0.05)


@pytest.mark.parametrize("garbage", [
    b"GET / HTTP/1.1\r\n\r\n",
    b"\0" * 4096,
    os.urandom(2000),
    bytes([wire.MARK, wire.VERSION, REQUEST, 0xFF, 0xFF]),
    request("x" * 4096),
    wire.frame(REQUEST),
    request(*[""] * 65),
    request("devices", terminal="yes"),
    request("devices", terminal="1"),
    wire.frame(REQUEST, ("terminal", "0"), ("word", "devices"), ("user", "root")),
    wire.frame(REQUEST, ("terminal", "0"), ("word", b"\xff")),
    wire.frame(ANSWER, ("text", "123456")),
    wire.frame(END, ("status", "0")),
    wire.frame(QUESTION, ("text", "what?"), ("echo", "1")),
    wire.frame(wire.REQUESTS["check"], ("delivery-file", "/x"), ("timeout", "1")),
], ids=["http", "zeros", "random", "64 KiB", "too long", "empty", "words", "no flag", "no size",
        "more fields",
        "not UTF-8", "answer", "end", "question", "for the courier"])
def test_what_is_no_request_ends_the_connection(host, service, alice, garbage):
    before = _stored(host, alice)
    connection = RawConnection(uid(alice))
    connection.send(garbage)
    assert connection.frames() in ([], [(END, {"status": b"1"})])
    connection.close()
    service.wait_until_idle()
    assert _stored(host, alice) == before


def test_a_command_of_another_version_is_refused_and_the_log_says_so(host, service, alice):
    mark = len(host.log)
    connection = RawConnection(uid(alice))
    connection.send(request("devices", version=2))
    # In the version of the service, by which the command sees what is the matter.
    assert connection.frames() == [(END, {"status": b"1"})]
    connection.close()
    host.log.wait_for("result=failed action=serve .*version 2 of the message format", since=mark)


@pytest.mark.parametrize("words", [
    ("unlock", "root"), ("bypass", "{}"), ("invite", "{}"), ("forget", "{}", "--yes"),
    ("serve", "--listen", "/run/sallyport/other"), ("policy", "check"),
    ("resync", "{}", "phone"), ("send-test", "{}"), ("delivery", "check"), ("status", "root"),
    ("import", "otpauth", "{}", "--file", "/etc/shadow"),
])
def test_a_request_for_what_is_the_administrators_is_refused_and_logged(
    host, service, alice, words
):
    before = _stored(host, alice)
    mark = len(host.log)
    connection = RawConnection(uid(alice))
    connection.request(*[word.format(alice.name) for word in words])
    frames = connection.frames()
    assert frames[-1] == (END, {"status": b"1"}), frames
    assert b"only root can do this" in b"".join(body.get("text", b"") for _, body in frames)
    assert not any(kind == OUTPUT for kind, _ in frames)
    assert f"by={alice.name}" in host.log.wait_for("result=refused action=", since=mark).text
    assert _stored(host, alice) == before


def test_another_policy_is_refused_whatever_it_holds(host, service, alice):
    forged = host.homes / alice.name / "policy.conf"
    forged.write_text(f"StateDirectory {host.state}\nUnenrolled allow\nEnrolment first-login\n")
    connection = RawConnection(uid(alice))
    connection.request("recovery", "--new", "--policy", str(forged))
    assert b"only root can choose a policy" in b"".join(
        body.get("text", b"") for _, body in connection.frames())


@pytest.mark.parametrize(
    "words", [("--help",), ("enrol", "--digits", "9"), ("no-such-word",), ("",)])
def test_a_wrong_command_line_changes_nothing_and_says_so(host, service, alice, words):
    before = _stored(host, alice)
    connection = RawConnection(uid(alice))
    connection.request(*words)
    frames = connection.frames()
    assert frames[-1][0] == END and len(frames) > 1
    assert _stored(host, alice) == before


def test_hanging_up_at_each_question_stores_no_device(service, alice, sallyport):
    for answers in (
        [], [alice.authenticator.fresh_code()], [alice.authenticator.fresh_code(), "000000"]
    ):
        connection = RawConnection(uid(alice))
        connection.request("enrol", "--no-qr", "--label", "stolen")
        for answer in answers:
            assert connection.frames()[-1][0] == QUESTION
            connection.answer(answer)
        assert connection.frames()[-1][0] == QUESTION
        connection.close()
        service.wait_until_idle()
    listed = sallyport.run("devices", alice.name, "--json").stdout
    assert '"label":"phone"' in listed and "stolen" not in listed


@pytest.mark.parametrize("answer", ["0" * 200, "\n\n", "\0", "%s%n", "é" * 30, "-1"])
def test_an_answer_that_is_no_code_is_refused_and_not_counted(service, alice, sallyport, answer):
    connection = RawConnection(uid(alice))
    connection.request("recovery", "--new")
    assert connection.frames()[-1][0] == QUESTION
    connection.answer(answer)
    assert connection.frames()[-1] == (END, {"status": b"1"})
    status = sallyport.status(alice.name)
    assert (status["wrongCodes"], status["recoveryCodesLeft"]) == (0, 8)


def test_who_says_nothing_is_hung_up_on(service, alice):
    connection = RawConnection(uid(alice))
    started = time.monotonic()
    assert connection.frames() == []
    assert 8 < time.monotonic() - started < 13
    service.wait_until_idle(1)


def test_who_reads_nothing_holds_no_lock(service, alice, sallyport):
    connection = RawConnection(uid(alice))
    connection.request("enrol", "--no-qr")
    _wait_for_servants(service, 1)
    time.sleep(0.3)
    assert sallyport.run("unlock", alice.name).returncode == 0
    connection.close()


def test_one_person_gets_four_connections_and_leaves_the_others_room(service, alice, new_person):
    bob = new_person("bob")
    idle = [RawConnection(uid(alice)) for _ in range(50)]
    _wait_for_servants(service, 4)
    assert service.run(bob, "devices").returncode == 0
    # The process that served bob has ended, and is waited for within a moment.
    _wait_for_servants(service, 4)
    refused = service.run(alice, "devices")
    assert refused.returncode == 1 and "too many connections" in refused.stderr
    for connection in idle:
        connection.close()
    service.wait_until_idle()
    assert service.run(alice, "devices").returncode == 0


def test_fifty_connections_of_many_people_are_served_thirty_two_at_a_time(service, new_person):
    people = [new_person("many", enrolled=False) for _ in range(13)]
    idle = [RawConnection(uid(person)) for person in people for _ in range(4)][:50]
    _wait_for_servants(service, 32)
    time.sleep(1)
    assert len(service.servants()) == 32
    for connection in idle[:32]:
        connection.close()
    _wait_for_servants(service, 18)
    for connection in idle:
        connection.close()


def test_fifty_people_are_served_at_once(service, new_person):
    people = [new_person("crowd", enrolled=False) for _ in range(50)]
    connections = [RawConnection(uid(person)) for person in people]
    for connection in connections:
        connection.request("devices")
    for connection in connections:
        assert connection.frames()[-1] == (END, {"status": b"1"})
        connection.close()
