"""People manage their own second factor, as themselves, and nobody else's."""

import json
import os
import re
import socket
import threading

import pytest

from harness import openssh_client as ssh
from harness.codes import Authenticator
from harness.self_service import finish_enrolment, uid


@pytest.fixture(scope="module", params=[False, True], ids=["by hand", "by systemd"])
def activated(request):
    """Whether systemd starts the self-service: both."""
    return request.param


def _labels(sallyport, person):
    listed = json.loads(sallyport.run("devices", person.name, "--json").stdout)
    return [device["label"] for device in listed]


def test_a_person_adds_a_device_over_ssh_and_logs_in_with_it(host, server, service, alice):
    mark = len(host.log)
    phone = alice.authenticator
    terminal = service.open_over_ssh(
        server, alice, phone.fresh_code(), "enrol", "--no-qr", "--counter-based", "--label", "tab")
    finish_enrolment(terminal, alice, phone.fresh_code())
    assert "tab is enrolled" in terminal.dialogue.transcript
    assert alice.logs_in_by_app(server)
    assert alice.logs_in(server, phone.fresh_code())
    proof = host.log.wait_for("service=sallyport", since=mark).text
    assert f"result=accepted user={alice.name} service=sallyport rhost=none method=hotp" in proof
    host.log.wait_for(f"action=enrol user={alice.name} device=tab by={alice.name}", since=mark)


def test_a_person_sees_devices_and_status_of_their_own(server, service, alice, new_person):
    new_person("bob")
    terminal = service.open_over_ssh(
        server, alice, alice.authenticator.fresh_code(), "devices", "--json")
    assert terminal.next_prompt() is None
    assert '"label":"phone"' in terminal.dialogue.transcript
    status = json.loads(service.run(alice, "status", "--json").stdout)
    assert [row["user"] for row in status] == [alice.name]


def test_a_person_revokes_a_device_and_renews_recovery_codes(service, server, alice, sallyport):
    phone, old = alice.authenticator, alice.recovery_codes
    sallyport.enrol(alice, label="tablet", counter_based=True)
    tablet = alice.authenticator
    code = tablet.fresh_code()
    assert service.run(alice, "revoke", "phone", input=code + "\n").returncode == 0
    assert _labels(sallyport, alice) == ["tablet"]
    assert not alice.logs_in(server, phone.fresh_code())
    done = service.run(alice, "recovery", "--new", "--json", input=tablet.fresh_code() + "\n")
    alice.recovery_codes = json.loads(done.stdout)["recoveryCodes"]
    assert not alice.logs_in(server, old[0])
    assert alice.logs_in(server, alice.recovery_codes[0])


def test_a_person_ends_trust_in_a_source(host, server, service, alice):
    host.write_policy("TrustPeriod 1h\n")
    assert alice.logs_in_by_app(server, source="127.0.0.9")
    dialogue = alice.login(server, source="127.0.0.9")
    assert dialogue.logged_in and dialogue.code_prompts == 0
    listed = json.loads(service.run(alice, "trust", "list", "--json").stdout)
    assert [(source["address"], source["key"]) for source in listed] == [("127.0.0.9", None)]
    assert service.run(alice, "trust", "revoke", "--address", "127.0.0.9").returncode == 0
    assert json.loads(service.run(alice, "trust", "list", "--json").stdout) == []
    dialogue = alice.login(server, source="127.0.0.9")
    assert not dialogue.logged_in and dialogue.code_prompts == 1


def test_language_and_preferred_method_need_no_code(service, alice, server):
    assert service.run(alice, "contact", "--language", "zh-CN").returncode == 0
    terminal = ssh.open_login(server, alice.name)
    assert terminal.next_prompt() == "password"
    terminal.type(alice.password)
    assert terminal.next_prompt() == "code"
    assert "验证码" in terminal.dialogue.prompts[-1]
    terminal.hang_up()
    assert service.run(alice, "prefer", "hotp").returncode == 0


@pytest.mark.parametrize("words", [
    ("contact", "--email", "eve@example.org"), ("contact", "--clear", "phone"),
    ("devices", "--policy", "/etc/sallyport/policy.conf"),
])
def test_what_is_the_administrators_is_refused_to_a_person(service, alice, words):
    done = service.run(alice, *words)
    assert done.returncode == 1
    assert "only root can" in done.stderr


@pytest.mark.parametrize("words", [
    ("devices", "{}"), ("status", "{}"), ("trust", "list", "{}"), ("trust", "revoke", "{}", "--all"),
    ("enrol", "{}"), ("revoke", "{}", "phone"), ("recovery", "{}", "--new"), ("off", "{}", "--yes"),
    ("contact", "{}", "--language", "en"), ("prefer", "{}", "none"),
])
def test_nobody_touches_another_persons_account_and_the_try_is_logged(
    host, service, alice, new_person, words
):
    bob = new_person("bob")
    before = (host.account_folder(alice.name) / "state").read_bytes()
    mark = len(host.log)
    words = [word.format(alice.name) for word in words]
    done = service.run(bob, *words, input=bob.authenticator.fresh_code() + "\n")
    assert done.returncode == 1
    assert "only root can do this for other users" in done.stderr
    assert alice.name not in done.stdout
    line = host.log.wait_for("result=refused action=", since=mark)
    assert f"user={alice.name} by={bob.name}" in line.text
    assert line.facility == 10
    assert (host.account_folder(alice.name) / "state").read_bytes() == before


def test_wrong_codes_count_and_lock_as_at_a_login(host, server, service, alice, sallyport):
    host.write_policy("LockAfter 3\n")
    mark = len(host.log)
    for _ in range(3):
        done = service.run(alice, "revoke", "phone", input=alice.authenticator.wrong_code() + "\n")
        assert done.returncode == 1
    host.log.wait_for(
        f'user={alice.name} service=sallyport rhost=none reason="wrong code', since=mark)
    assert sallyport.status(alice.name)["lock"] == "temporary"
    done = service.run(alice, "revoke", "phone", input=alice.authenticator.fresh_code() + "\n")
    assert done.returncode == 1 and "Too many wrong codes." in done.stderr
    assert not alice.logs_in_by_app(server)
    assert _labels(sallyport, alice) == ["phone"]


def test_a_code_that_was_used_proves_nothing(server, service, alice, sallyport):
    code = alice.authenticator.fresh_code()
    assert alice.logs_in(server, code)
    done = service.run(alice, "recovery", "--new", input=code + "\n")
    assert done.returncode == 1 and "used already" in done.stderr
    proof = alice.authenticator.fresh_code()
    assert service.run(alice, "revoke", "phone", input=proof + "\n").returncode == 0
    assert _labels(sallyport, alice) == []


def test_a_code_that_was_shown_here_opens_no_login(server, service, alice):
    code = alice.authenticator.fresh_code()
    done = service.run(alice, "recovery", "--new", "--json", input=code + "\n")
    alice.recovery_codes = json.loads(done.stdout)["recoveryCodes"]
    assert not alice.logs_in(server, code)


def test_a_sent_code_proves_who_it_is_and_the_change_is_told_by_mail(
    delivery, service, mailed, sallyport
):
    alice = mailed()
    terminal = service.open(alice, "recovery", "--new", "--json")
    assert terminal.next_prompt() == "code"
    code, number = alice.read(delivery.postfix.wait_for_mail())
    assert f"#{number}" in terminal.dialogue.prompts[-1]
    terminal.type(code)
    assert terminal.next_prompt() is None and terminal.dialogue.logged_in
    answer = re.search(r"\{.*\}", terminal.dialogue.transcript)[0]
    alice.recovery_codes = json.loads(answer)["recoveryCodes"]
    assert sallyport.status(alice.name)["recoveryCodesLeft"] == 8
    notice = delivery.postfix.wait_for_mail()
    assert notice.recipient == alice.address and "recovery codes" in notice.text


def test_a_first_device_needs_what_the_policy_says(host, server, service, new_person):
    carol = new_person("carol", enrolled=False)
    enrol = ("enrol", "--no-qr", "--counter-based")
    for policy, complaint in (
        ("Unenrolled deny\n", "Unenrolled of the policy is deny"),
        ("Unenrolled deny\nEnrolment first-login\n", "Unenrolled of the policy is deny"),
        ("Unenrolled allow\n", "needs a ticket"),
        ("Unenrolled allow\nEnrolmentDeadline 2020-01-01\n", "Unenrolled of the policy is deny"),
    ):
        host.write_policy(policy)
        done = service.run(carol, *enrol)
        assert done.returncode == 1 and complaint in done.stderr, done.stderr
        assert "Key:" not in done.stdout
    host.write_policy("Unenrolled allow\nEnrolment first-login\n")
    finish_enrolment(service.open(carol, *enrol), carol)
    assert carol.logs_in_by_app(server)


def test_a_ticket_lets_a_person_begin_once(host, server, service, new_person, sallyport):
    host.write_policy("Unenrolled allow\nLockAfter 5\n")
    carol = new_person("carol", enrolled=False)
    ticket = json.loads(sallyport.run("invite", carol.name, "--json").stdout)["ticket"]
    carol.recovery_codes = [ticket]  # must be in no log either
    enrol = ("enrol", "--no-qr", "--counter-based")
    done = service.run(carol, *enrol, input="00000-00000\n")
    assert done.returncode == 1 and "That ticket is wrong" in done.stderr
    assert sallyport.status(carol.name)["wrongCodes"] == 1
    # Who hangs up keeps the ticket.
    assert service.run(carol, *enrol, input=ticket + "\n").returncode == 1
    terminal = service.open(carol, *enrol)
    assert terminal.next_prompt() == "other"
    terminal.type(ticket)
    finish_enrolment(terminal, carol)
    assert carol.logs_in_by_app(server)
    assert sallyport.status(carol.name)["ticketUntil"] is None


def test_of_two_first_devices_at_once_one_is_stored(host, service, new_person, sallyport):
    host.write_policy("Unenrolled allow\nEnrolment first-login\n")
    carol = new_person("carol", enrolled=False)
    enrol = ("enrol", "--no-qr", "--counter-based", "--label")
    late = service.open(carol, *enrol, "late")
    assert late.next_prompt() == "code"
    uri = re.search(r"URI: (otpauth://\S+)", late.dialogue.transcript)[1]
    finish_enrolment(service.open(carol, *enrol, "first"), carol)
    assert not late.finish(Authenticator(uri).fresh_code())
    assert _labels(sallyport, carol) == ["first"]


def test_a_person_switches_off_where_the_policy_leaves_it_to_them(host, server, service, alice):
    done = service.run(alice, "off", "--yes")
    assert done.returncode == 1 and "Unenrolled of the policy is not allow" in done.stderr
    host.write_policy("Unenrolled allow\n")
    done = service.run(alice, "off", "--yes", input=alice.authenticator.wrong_code() + "\n")
    assert done.returncode == 1
    assert host.account_folder(alice.name).exists()
    done = service.run(alice, "off", "--yes", input=alice.authenticator.fresh_code() + "\n")
    assert done.returncode == 0, done.stderr
    assert not host.account_folder(alice.name).exists()
    dialogue = alice.login(server)
    assert dialogue.logged_in and dialogue.code_prompts == 0


def test_a_bypass_code_proves_who_it_is(service, alice, sallyport):
    code = json.loads(sallyport.run("bypass", alice.name, "--json").stdout)["code"]
    alice.recovery_codes.append(code)
    assert service.run(alice, "revoke", "phone", input=code + "\n").returncode == 0
    assert _labels(sallyport, alice) == []


def test_where_the_policy_hides_codes_they_do_not_show(host, service, alice):
    host.write_policy("Echo no\n")
    code = alice.authenticator.fresh_code()
    terminal = service.open(alice, "revoke", "phone")
    assert terminal.next_prompt() == "code"
    assert terminal.finish(code)
    assert code not in terminal.dialogue.transcript


def test_without_the_service_a_person_is_told(service, alice):
    done = service.run(alice, "devices", "--socket", "/run/sallyport/none")
    assert done.returncode == 1
    assert "only root can do this where the self-service does not run" in done.stderr


def test_a_socket_that_is_not_roots_gets_no_word(host, service, alice):
    home = host.homes / alice.name
    listener = socket.socket(socket.AF_UNIX)
    os.seteuid(uid(alice))
    try:
        listener.bind(str(home / "socket"))
        listener.listen(1)
    finally:
        os.seteuid(0)
    heard = []

    def hear():
        connection, _ = listener.accept()
        heard.append(connection.recv(100))
        connection.close()

    thread = threading.Thread(target=hear)
    thread.start()
    done = service.run(alice, "devices", "--socket", str(home / "socket"))
    thread.join(10)
    listener.close()
    assert done.returncode == 1 and "is not root's" in done.stderr
    assert heard == [b""]
