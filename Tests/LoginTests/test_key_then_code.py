"""A key, which sshd checks itself, then a code."""

import pytest

from harness import openssh_client as ssh
from harness.server import authorize, certificate, key_pair

KEY_THEN_CODE = {
    "PubkeyAuthentication": "yes",
    "AuthenticationMethods": "publickey,keyboard-interactive:pam",
}
KEY_ONLY = {"PubkeyAuthentication": "yes", "AuthenticationMethods": "publickey"}
KEY_FORGOTTEN = {"PubkeyAuthentication": "yes"}
KEY_FIRST_OR_NOT = {
    "PubkeyAuthentication": "yes",
    "AuthenticationMethods": "publickey,keyboard-interactive:pam keyboard-interactive:pam",
}


@pytest.fixture
def key_server(servers):
    return servers(**KEY_THEN_CODE)


@pytest.fixture
def key(host, key_server):
    host.use_stack("sshd-key-code", guarded=key_server.tells_methods)
    return key_pair("client_key")


def test_the_key_and_the_right_code_log_in(key_server, key, alice):
    authorize(alice.name, key)
    code = alice.authenticator.fresh_code()
    dialogue = alice.login(key_server, code, key=key)
    assert dialogue.logged_in
    assert (dialogue.password_prompts, dialogue.code_prompts) == (0, 1)


def test_the_key_and_a_wrong_code_are_refused(key_server, key, alice):
    authorize(alice.name, key)
    wrong = alice.authenticator.wrong_code()
    assert not alice.logs_in(key_server, wrong, key=key)


def test_the_code_without_the_key_is_refused(key_server, key, alice):
    dialogue = alice.login(key_server, alice.authenticator.fresh_code(), key=key)
    assert not dialogue.logged_in
    assert dialogue.prompts == []


def test_the_key_alone_logs_in_where_the_policy_asks_no_code(host, key_server, key, alice):
    authorize(alice.name, key)
    host.write_policy("SecondFactor off\n")
    dialogue = alice.login(key_server, key=key)
    assert dialogue.logged_in
    assert dialogue.prompts == []


def test_a_broken_policy_refuses_the_key_too(host, key_server, key, alice):
    authorize(alice.name, key)
    host.write_policy("NoSuchKeyword\n")
    code = alice.authenticator.fresh_code()
    assert not alice.logs_in(key_server, code, key=key)


def test_match_auth_publickey_knows_what_sshd_checked(host, servers, alice):
    server = servers(**KEY_FIRST_OR_NOT)
    if not server.tells_methods:
        pytest.skip("sshd tells PAM what it checked since 7.8")
    host.write_policy("Match auth publickey\n    SecondFactor off\n")
    key = key_pair("client_key")
    authorize(alice.name, key)
    with_key = alice.login(server, key=key, password=alice.password)
    assert with_key.logged_in
    assert with_key.code_prompts == 0
    without_key = alice.login(server, alice.authenticator.fresh_code())
    assert without_key.logged_in
    assert without_key.code_prompts == 1


def _server_of_keys(host, servers, count, policy):
    """An sshd that wants so many keys, then a code."""
    methods = ",".join(["publickey"] * count + ["keyboard-interactive:pam"])
    server = servers(PubkeyAuthentication="yes", AuthenticationMethods=methods)
    if not server.tells_methods:
        pytest.skip("sshd tells PAM what it checked since 7.8")
    host.use_stack("sshd-key-code")
    host.write_policy(policy)
    return server


@pytest.mark.parametrize(
    ("kinds", "pattern", "is_spared"),
    [
        (["ed25519"], "ssh-ed25519", True),
        (["ecdsa"], "ecdsa-*", True),
        (["ed25519"], "sk-*", False),
        (["ed25519"], "*,!ssh-*", False),
        (["ed25519", "ecdsa"], "ssh-ed25519", False),
        (["ecdsa", "ed25519"], "ssh-ed25519", False),
        (["ed25519", "ecdsa"], "ssh-ed25519,ecdsa-*", True),
    ],
)
def test_match_key_knows_the_types_of_all_keys_that_sshd_checked(
    host, servers, alice, kinds, pattern, is_spared
):
    policy = f"Match key {pattern}\n    SecondFactor off\n"
    server = _server_of_keys(host, servers, len(kinds), policy)
    keys = [key_pair(f"client_key_{kind}", kind) for kind in kinds]
    authorize(alice.name, *keys)
    code = alice.authenticator.fresh_code()
    dialogue = ssh.login(server, alice.name, key=keys, code=code)
    assert dialogue.logged_in
    assert dialogue.code_prompts == (0 if is_spared else 1)


@pytest.mark.parametrize(
    ("pattern", "is_spared"), [("ssh-ed25519", False), ("ssh-ed25519-cert-v01@openssh.com", True)]
)
def test_match_key_knows_a_certificate_by_its_own_type(host, servers, alice, pattern, is_spared):
    server = _server_of_keys(host, servers, 1, f"Match key {pattern}\n    SecondFactor off\n")
    key, authority = key_pair("certified_key"), key_pair("authority")
    certificate(key, alice.name, authority)
    authorize(alice.name, authority, options="cert-authority")
    code = alice.authenticator.fresh_code()
    dialogue = ssh.login(server, alice.name, key=key, code=code)
    assert dialogue.logged_in
    assert dialogue.code_prompts == (0 if is_spared else 1)


def test_match_key_holds_for_no_login_without_a_key(host, servers, alice):
    host.write_policy("Match key *\n    SecondFactor off\n")
    server = servers(**KEY_FIRST_OR_NOT)
    code = alice.authenticator.fresh_code()
    dialogue = ssh.login(server, alice.name, password=alice.password, code=code)
    assert dialogue.logged_in
    assert dialogue.code_prompts == 1


@pytest.mark.parametrize(
    "policy", ["", "SecondFactor off\n", "SecondFactor observe\n", "Unenrolled allow\n"]
)
def test_where_sshd_asks_for_no_key_nobody_gets_in_without_one(
    host, servers, new_person, policy
):
    """The AuthenticationMethods line is missing, or lets a list without the key pass."""
    host.write_policy(policy)
    alice, bob = new_person(), new_person("bob", enrolled=False)
    for settings in (KEY_FORGOTTEN, KEY_FIRST_OR_NOT):
        server = servers(**settings)
        host.use_stack("sshd-key-code")
        for person, code in ((alice, alice.authenticator.fresh_code()), (bob, "123456")):
            mark = len(host.log)
            assert not person.logs_in(server, code)
            assert "result=refused" in host.log.wait_for("result=(?!asked)", since=mark).text


@pytest.mark.parametrize(("setting", "logs_in"), [("allow", True), ("deny", False)])
def test_key_only_login_decides_about_a_login_without_any_question(
    host, servers, key, alice, setting, logs_in
):
    authorize(alice.name, key)
    host.write_policy(f"KeyOnlyLogin {setting}\n")
    assert alice.logs_in(servers(**KEY_ONLY), key=key) == logs_in


def test_key_only_login_deny_lets_the_key_and_the_code_pass(host, key_server, key, alice):
    authorize(alice.name, key)
    host.write_policy("KeyOnlyLogin deny\n")
    code = alice.authenticator.fresh_code()
    assert alice.logs_in(key_server, code, key=key)
