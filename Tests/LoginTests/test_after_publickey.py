"""`after=publickey`: a stack that checks nothing itself wants to hear from sshd that a key was checked."""

import pytest

from harness import openssh_client as ssh
from harness import stacks
from harness.server import authorize, key_pair
from test_key_then_code import KEY_THEN_CODE

FORGOTTEN = {"PubkeyAuthentication": "yes"}
"""The settings of pam.d/sshd-key-code without its AuthenticationMethods."""
DESK = "127.0.0.31"


@pytest.fixture
def after_publickey(host, server):
    """Lets sshd use the stack from now on."""
    if server.version < (7, 8):
        pytest.skip("sshd tells PAM what it checked since 7.8")

    def use():
        host.write_stack(stacks.fit(
            "auth required pam_sallyport.so after=publickey\nauth required pam_permit.so\n"
            "account required pam_unix.so\naccount required pam_sallyport.so\n"
            "session required pam_unix.so\n", host.module))

    return use


def _assert_refused(host, server, person, **more):
    """Neither key nor password nor code: refused, and asked nothing."""
    mark = len(host.log)
    dialogue = ssh.login(server, person.name, **more)
    assert not dialogue.logged_in and dialogue.prompts == []
    record = host.log.wait_for(f"result=refused user={person.name} .*reason=", since=mark)
    assert "after=publickey: sshd does not say that a key was checked" in record.text
    assert "AuthenticationMethods" in record.text
    assert record.severity <= 3, "an administrator must mend it"


@pytest.mark.parametrize("policy", ["", "SecondFactor off\n", "SecondFactor observe\n"])
@pytest.mark.parametrize("enrolled", [True, False], ids=["enrolled", "unenrolled"])
def test_without_the_line_nobody_gets_in_by_what_the_policy_says(
    host, servers, after_publickey, new_person, policy, enrolled
):
    after_publickey()
    host.write_policy(f"{policy}Unenrolled allow\n")
    _assert_refused(host, servers(**FORGOTTEN), new_person(enrolled=enrolled))


def test_without_the_line_nobody_gets_in_by_trust(host, servers, after_publickey, alice):
    server = servers(**FORGOTTEN)
    host.write_policy("TrustPeriod 8h\nTrustBinds address\n")
    assert alice.logs_in_by_app(server, source=DESK)
    assert alice.logs_in(server, source=DESK)
    after_publickey()
    _assert_refused(host, server, alice, source=DESK)


def test_without_the_line_nobody_enrols(host, enrolment, servers, after_publickey, new_person):
    after_publickey()
    enrolment.policy("Enrolment first-login\n")
    _assert_refused(host, servers(**FORGOTTEN), new_person(enrolled=False))


@pytest.mark.parametrize("policy, asks", [("", True), ("SecondFactor off\n", False)])
def test_with_the_line_a_key_and_what_the_policy_wants_let_in(
    host, servers, after_publickey, alice, policy, asks
):
    after_publickey()
    host.write_policy(policy)
    server, key = servers(**KEY_THEN_CODE), key_pair("client_key")
    authorize(alice.name, key)
    dialogue = alice.login(server, alice.authenticator.fresh_code(), key=key)
    assert dialogue.logged_in and dialogue.code_prompts == asks
    wrong = alice.login(server, alice.authenticator.wrong_code(), key=key)
    assert wrong.logged_in != asks
