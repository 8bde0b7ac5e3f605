"""Taking away the last device or contact does not switch the second factor off."""

import pytest

from harness import newcomer
from harness.newcomer import CODE, TICKET, Newcomer
from harness.self_service import finish_enrolment

METHODS = "totp hotp"
"""No recovery codes: with them something would be left."""
POLICIES = ["", "Unenrolled allow\n", "Unenrolled enrol\nEnrolment first-login\n"]


def _warning(person, way_back):
    return (f"nothing is left that logins of {person.name} take: they are refused; {way_back}. The "
            "second factor stays on until `sallyport off` or `sallyport forget`")


def _root_enrols(person):
    return f"`sallyport enrol {person.name}` gives them another device"


def _ticket_enrols(person):
    return f"with a ticket of `sallyport invite {person.name}` they enrol another device"


@pytest.fixture
def revoked(host, alice, sallyport):
    """Alice, whose only device was taken away; nothing else is left to her."""
    host.write_policy("", methods=METHODS)
    assert _warning(alice, _root_enrols(alice)) in sallyport.run(
        "revoke", alice.name, "phone").stderr
    return alice


def test_who_had_a_device_is_not_let_in_as_one_who_never_had(host, server, revoked, new_person):
    host.write_policy("Unenrolled allow\n", methods=METHODS)
    assert new_person("carol", enrolled=False).gets_in_without_a_code(server)
    mark = len(host.log)
    assert not revoked.gets_in_without_a_code(server)
    host.log.wait_for(f"result=refused user={revoked.name} .*no usable device", since=mark)


def test_who_had_a_contact_is_not_let_in_either(delivery, server, mailed, sallyport):
    delivery.policy("Unenrolled allow\n", methods="email")
    alice = mailed()
    said = sallyport.run("contact", alice.name, "--clear", "email").stderr
    assert _warning(alice, _root_enrols(alice)) in said
    assert not alice.gets_in_without_a_code(server)
    delivery.postfix.forget()


def test_a_device_that_is_left_is_no_reason_to_warn(alice, sallyport):
    sallyport.enrol(alice, label="tablet", counter_based=True)
    assert "nothing is left" not in sallyport.run("revoke", alice.name, "phone").stderr


def _another_app(person, screen, ticket=None):
    """A dialogue in which somebody who had a device enrols again."""
    again = Newcomer(person, screen)
    again.expect(newcomer.PASSWORD)
    again.screen.type(person.password)
    again.expect(TICKET)
    if ticket is None:
        again.screen.type("00000-0000a")
        assert again.is_refused()
        return
    again.screen.type(ticket)
    again.expect(CODE)
    again.scan()
    again.screen.type(person.authenticator.fresh_code())
    assert again.screen.wait_for(newcomer.GREETING), again.screen.transcript
    assert again.screen.ends_well()


@pytest.mark.parametrize("enrolment_policy", ["Enrolment first-login\n", "Enrolment invited\n"])
def test_another_device_needs_a_ticket_whatever_enrolment_says(
    enrolment, server, alice, sallyport, enrolment_policy
):
    enrolment.policy(enrolment_policy, methods=METHODS)
    said = sallyport.run("revoke", alice.name, "phone").stderr
    assert _warning(alice, _ticket_enrols(alice)) in said
    _another_app(alice, newcomer.openssh(server, alice.name))
    ticket = sallyport.invite(alice.name)
    _another_app(alice, newcomer.openssh(server, alice.name), ticket)
    assert alice.logs_in_by_app(server)


@pytest.mark.parametrize("words", [("forget", "{}", "--yes"), ("off", "{}", "--yes")],
                         ids=["forget", "off"])
def test_forget_and_off_give_the_laxer_policy_back(host, server, revoked, sallyport, words):
    host.write_policy("Unenrolled allow\n", methods=METHODS)
    assert not revoked.gets_in_without_a_code(server)
    sallyport.run(*(word.format(revoked.name) for word in words))
    assert revoked.gets_in_without_a_code(server)


def test_after_forget_the_first_login_enrols_without_a_ticket(
    enrolment, server, revoked, sallyport
):
    enrolment.policy("Enrolment first-login\n", methods=METHODS)
    sallyport.run("forget", revoked.name, "--yes")
    again = Newcomer(revoked, newcomer.openssh(server, revoked.name))
    again.reach(CODE)
    again.screen.hang_up()


# The same by the person's own hand


def _revoke_own(service, person):
    done = service.run(
        person, "revoke", "phone", input=person.authenticator.fresh_code() + "\n")
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.mark.parametrize("policy", POLICIES, ids=["deny", "allow", "first-login"])
def test_who_revokes_the_own_last_device_is_told_and_refused(
    host, enrolment, server, service, alice, policy
):
    host.write_policy(f"{policy}EnrolmentProgram {enrolment.program}\n", methods=METHODS)
    way_back = _ticket_enrols if "Unenrolled enrol" in policy else _root_enrols
    assert _warning(alice, way_back(alice)) in _revoke_own(service, alice)
    assert not alice.gets_in_without_a_code(server)


@pytest.mark.parametrize("policy, complaint", [
    ("Unenrolled deny\n", "Unenrolled of the policy is not enrol"),
    ("Unenrolled allow\nEnrolment first-login\n", "Unenrolled of the policy is not enrol"),
    ("Unenrolled enrol\nEnrolment first-login\n", "That ticket is wrong"),
], ids=["deny", "allow", "first-login"])
def test_who_revoked_the_own_last_device_enrols_no_other_without_a_ticket(
    host, server, service, alice, sallyport, policy, complaint
):
    host.write_policy(policy, methods=METHODS)
    _revoke_own(service, alice)
    done = service.run(
        alice, "enrol", "--no-qr", "--counter-based", input="00000-0000a\n")
    assert done.returncode == 1 and complaint in done.stderr, done.stderr
    assert "Key:" not in done.stdout
    assert sallyport.status(alice.name)["devices"] == []


def test_who_revoked_the_own_last_device_does_not_switch_off_what_is_left_to_ask_for(
    host, server, service, alice
):
    host.write_policy("Unenrolled allow\n", methods=METHODS)
    _revoke_own(service, alice)
    done = service.run(alice, "off", "--yes")
    assert done.returncode == 1 and "nothing of yours is left" in done.stderr
    assert host.account_folder(alice.name).exists()
    assert not alice.gets_in_without_a_code(server)


def test_with_a_ticket_the_person_enrols_another(host, server, service, alice, sallyport):
    host.write_policy("Unenrolled enrol\n", methods=METHODS)
    _revoke_own(service, alice)
    ticket = sallyport.invite(alice.name)
    terminal = service.open(alice, "enrol", "--no-qr", "--counter-based", "--label", "tablet")
    assert terminal.next_prompt() == "other"
    terminal.type(ticket)
    finish_enrolment(terminal, alice)
    assert sallyport.status(alice.name)["devices"] == ["tablet"]
    assert alice.logs_in_by_app(server)
