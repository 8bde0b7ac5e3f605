"""Real logins through the stack that setup-sshd.sh made, with the system's own sshd."""

import pytest

from distributions import RED_HAT, SUSE, ship
from harness import openssh_client as ssh
from harness.namespace import run
from machine import DROPIN, HOMES, KEPT, KEY, STACK

POLICY = KEY.with_name("policy.conf")
PASSWORD_ONLY = {"PreferredAuthentications": "password"}


@pytest.fixture
def alice(machine):
    """A user with a password; sshd runs with the settings it had before."""
    machine.start_sshd()
    return machine.add_person()


def set_up(machine, person, *options):
    """Install, and give the person a device."""
    machine.set_up(*options)
    machine.wait_for_sshd()
    machine.sallyport.enrol(person)


def log_in(machine, person, code=None, password=None, **rest):
    """One login that answers what it is asked, unless `code` is None."""
    answers = {"password": password or person.password}
    if code is not None:
        answers["code"] = code
    return ssh.login(machine, person.name, **answers, **rest)


@pytest.fixture
def alices_key(alice, tmp_path):
    """The path of a key that alice may log in with."""
    key = tmp_path / "key"
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key)
    folder = HOMES / alice.name / ".ssh"
    folder.mkdir(mode=0o700)
    (folder / "authorized_keys").write_text(key.with_suffix(".pub").read_text())
    run("chown", "--recursive", alice.name, folder)
    return key


def test_a_code_is_asked_while_it_is_installed_and_not_before_or_after(machine, alice):
    before = log_in(machine, alice, more=PASSWORD_ONLY)
    assert before.logged_in
    set_up(machine, alice)
    inside = log_in(machine, alice, alice.authenticator.fresh_code())
    assert inside.logged_in
    assert (inside.password_prompts, inside.code_prompts) == (1, 1)
    assert "assword" in inside.prompts[0]
    assert not log_in(machine, alice, alice.authenticator.wrong_code()).logged_in
    assert not log_in(machine, alice, more=PASSWORD_ONLY).logged_in
    machine.take_back()
    machine.wait_for_sshd()
    assert log_in(machine, alice, more=PASSWORD_ONLY) == before


def test_a_wrong_password_ends_the_login_before_the_code(machine, alice):
    set_up(machine, alice)
    dialogue = log_in(machine, alice, alice.authenticator.fresh_code(), password="wrong")
    assert not dialogue.logged_in
    assert dialogue.code_prompts == 0


@pytest.mark.parametrize("distribution", [RED_HAT, SUSE], ids=["Red Hat", "SUSE"])
def test_where_a_wrong_password_would_go_on_it_ends_the_login(machine, alice, distribution):
    ship(distribution)
    set_up(machine, alice)
    dialogue = log_in(machine, alice, alice.authenticator.fresh_code(), password="wrong")
    assert not dialogue.logged_in and dialogue.code_prompts == 0
    assert log_in(machine, alice, alice.authenticator.fresh_code()).logged_in
    assert not log_in(machine, alice, alice.authenticator.wrong_code()).logged_in


def test_red_hats_password_and_a_code_in_one_answer(machine, alice):
    ship(RED_HAT)
    set_up(machine, alice, "--stack", "password-only-clients")
    code = alice.authenticator.fresh_code()
    assert not log_in(machine, alice, password="wrong" + code, more=PASSWORD_ONLY).logged_in
    # The wrong password did not use the code up.
    assert log_in(machine, alice, password=alice.password + code, more=PASSWORD_ONLY).logged_in


def test_a_key_and_then_a_code(machine, alice, alices_key):
    set_up(machine, alice, "--stack", "key-code")
    dialogue = log_in(machine, alice, alice.authenticator.fresh_code(), key=alices_key)
    assert dialogue.logged_in and dialogue.password_prompts == 0
    without_key = log_in(machine, alice, alice.authenticator.fresh_code())
    assert not without_key.logged_in and without_key.prompts == []


@pytest.mark.parametrize("policy", ["", "SecondFactor off\n", "SecondFactor observe\n"])
def test_where_sshds_line_is_lost_the_code_alone_opens_nothing(machine, alice, alices_key, policy):
    set_up(machine, alice, "--stack", "key-code")
    POLICY.write_text(policy)
    DROPIN.write_text(DROPIN.read_text().replace("AuthenticationMethods", "#AuthenticationMethods"))
    machine.reload_sshd()
    assert not log_in(machine, alice, alice.authenticator.fresh_code()).logged_in
    by_key = log_in(machine, alice, key=alices_key)
    assert by_key.logged_in, "a key skips the code then, as the policy's KeyOnlyLogin says"


def test_the_unguarded_stack_asks_for_the_code_after_the_key(machine, alice, alices_key):
    machine.let_sshd_say("OpenSSH_7.4p1, OpenSSL 1.0.2k-fips  26 Jan 2017\n", status=1)
    set_up(machine, alice, "--stack", "key-code", "--unguarded")
    assert log_in(machine, alice, alice.authenticator.fresh_code(), key=alices_key).logged_in
    assert not log_in(machine, alice, alice.authenticator.wrong_code(), key=alices_key).logged_in
    without_key = log_in(machine, alice, alice.authenticator.fresh_code())
    assert not without_key.logged_in and without_key.prompts == []


def test_password_and_code_in_one_answer(machine, alice):
    set_up(machine, alice, "--stack", "password-only-clients")
    both = alice.password + alice.authenticator.fresh_code()
    assert log_in(machine, alice, password=both, more=PASSWORD_ONLY).logged_in
    assert not log_in(machine, alice, more=PASSWORD_ONLY).logged_in


def test_the_policy_can_refuse_a_login_by_key_alone(machine, alice, alices_key):
    machine.set_up()
    machine.wait_for_sshd()
    by_key = {"key": alices_key, "more": {"PreferredAuthentications": "publickey"}}
    assert log_in(machine, alice, **by_key).logged_in
    with open("/etc/sallyport/policy.conf", "a") as policy:
        policy.write("KeyOnlyLogin deny\n")
    assert not log_in(machine, alice, **by_key).logged_in


def test_after_a_failed_set_up_the_running_sshd_is_as_before(machine, alice):
    machine.install()
    machine.fill_up(STACK.parent)
    assert machine.set_up(check=False).returncode != 0
    machine.wait_for_sshd()
    machine.wait_for_sshd()
    assert log_in(machine, alice, more=PASSWORD_ONLY).logged_in
    assert not KEPT.exists()
