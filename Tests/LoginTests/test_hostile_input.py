"""Names and answers made to break things, and answers sshd makes up itself."""

import pytest

from harness import openssh_client, paramiko_client, stacks
from harness.person import Person

CODE_ONLY = {"AuthenticationMethods": "keyboard-interactive:pam"}
BARE = "auth required pam_sallyport.so\nauth required pam_permit.so\naccount required pam_unix.so\n"
"""A stack in which the module is the first thing every name and answer meets."""

_SIGNS_OF_A_CRASH = (
    "exited unexpectedly", "exited uncleanly", "exited on signal", "signal 4", "signal 5",
    "signal 6", "signal 11", "Segmentation", "crashed", "Internal error",
)

NAMES = [
    "../../etc", "a/b", ".", "..", "a" * 300, "a" * 30000, "%n%s%n%s", "$(id)", ";id", "-rf",
    "a b", "ALICE", "käthe", "\x1b[31mred", "a\nb", "a'b\"c", "root/../alice",
]


@pytest.fixture
def bare(host, servers):
    """sshd, and the module without anything before it."""
    host.write_stack(stacks.fit(BARE + "session required pam_unix.so\n", host.module))
    return servers(**CODE_ONLY)


def _assert_no_crash(server, mark):
    log = server.log_text()[mark:]
    assert not [sign for sign in _SIGNS_OF_A_CRASH if sign in log], log


@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name)[:16])
def test_a_strange_name_is_refused_like_any_unknown_one(host, bare, name):
    before = sorted(host.state.rglob("*"))
    mark, log_mark = bare.log_size(), len(host.log)
    dialogue = paramiko_client.login(bare, name, code="123456")
    assert not dialogue.logged_in
    if len(name) < 30000:  # sshd itself may hang up on a name that fills a packet
        assert "AuthenticationException" in dialogue.transcript
    _assert_no_crash(bare, mark)
    assert sorted(host.state.rglob("*")) == before
    assert all("\n" not in record.text and record.text.isascii()
               for record in host.log.since(log_mark) if "pam_sallyport" in record.text)


@pytest.mark.parametrize("name", ["../../etc", "a" * 300, "%n%s"])
def test_a_strange_name_is_refused_in_the_split_stack_too(host, servers, name):
    server = servers(PasswordAuthentication="yes", KbdInteractiveAuthentication="no")
    host.use_stack("sshd-password-only-clients")
    mark = server.log_size()
    assert not paramiko_client.login_with_password(server, name, "guess123456").logged_in
    _assert_no_crash(server, mark)


def test_an_unknown_name_meets_the_same_prompt_as_a_known_one(bare, alice):
    unknown = paramiko_client.login(bare, "nobody-of-that-name", code="123456")
    known = paramiko_client.login(bare, alice.name, code=alice.authenticator.wrong_code())
    assert not unknown.logged_in
    assert unknown.prompts == known.prompts


@pytest.mark.parametrize(
    "answer",
    ["1" * 200_000, "x" * 200_000, "%s%n" * 5000, "\x08\n\r\x7fINCORRECT" * 15000,
     "１２３４５６" * 3000, "\x1b[2J\x07" * 1000],
    ids=["digits", "letters", "formats", "stand-in", "wide digits", "escapes"],
)
def test_a_huge_answer_is_refused_quietly(host, bare, alice, answer):
    host.write_policy("LockAfter 1\n")
    mark = bare.log_size()
    assert not paramiko_client.login(bare, alice.name, code=answer).logged_in
    _assert_no_crash(bare, mark)
    code = alice.authenticator.fresh_code()
    assert paramiko_client.login(bare, alice.name, code=code).logged_in, "it must not count"


def test_a_huge_password_with_a_code_is_refused_quietly(host, server, alice):
    host.use_stack("sshd-password-only-clients")
    mark = server.log_size()
    for text in ("x" * 200_000 + "123456", "1" * 200_000):
        assert not paramiko_client.login(server, alice.name, password=text).logged_in
    _assert_no_crash(server, mark)


def test_an_answer_with_a_zero_byte_is_refused(bare, alice):
    mark = bare.log_size()
    wrong = alice.authenticator.wrong_code()
    assert not paramiko_client.login(bare, alice.name, code=f"{wrong}\0{wrong}").logged_in
    _assert_no_crash(bare, mark)


def test_what_sshd_answers_for_a_denied_user_is_not_counted(host, bare, servers, alice):
    host.write_policy("LockAfter 1\n")
    denying = servers(**CODE_ONLY, DenyUsers="alice*")
    code = alice.authenticator.fresh_code()
    mark = len(host.log)
    assert not openssh_client.login(denying, alice.name, code=code).logged_in
    host.log.wait_for("result=refused .*sshd refuses this user itself", since=mark)
    assert openssh_client.login(bare, alice.name, code=code).logged_in


def test_what_sshd_answers_for_root_is_not_counted(host, bare, servers, sallyport):
    root = Person("root", "")
    sallyport.enrol(root, counter_based=True, label="root's phone")
    host.write_policy("LockAfter 1\n")
    prohibiting = servers(**CODE_ONLY, PermitRootLogin="prohibit-password")
    permitting = servers(**CODE_ONLY, PermitRootLogin="yes")
    code = root.authenticator.fresh_code()
    mark = len(host.log)
    assert not openssh_client.login(prohibiting, "root", code=code).logged_in
    host.log.wait_for("result=refused user=root .*sshd refuses this user itself", since=mark)
    assert openssh_client.login(permitting, "root", code=code).logged_in
