"""Documentation/recipes.md, followed to the letter: who of the people is asked for what."""

from pathlib import Path

import pytest

from harness import recipes
from harness.site import BATCH, INSIDE, OUTSIDE, ROUTER, give_key


# No code from the local network


@pytest.mark.parametrize(
    ("source", "codes"), [(INSIDE, 0), (OUTSIDE, 1), (ROUTER, 1)],
    ids=["inside", "outside", "by-the-router"],
)
def test_only_who_comes_from_the_network_itself_is_spared(follow, source, codes):
    site = follow(recipes.NETWORK)
    alice = site.people.alice
    dialogue = site.login(alice, alice.authenticator.fresh_code(), source=source)
    assert dialogue.logged_in
    assert dialogue.code_prompts == codes
    site.assert_shown(f"ssh -b {source} {alice.name}@web1", dialogue)
    wrong = site.login(alice, alice.authenticator.wrong_code(), source=source)
    assert wrong.logged_in == (codes == 0)
    assert not site.login(alice, password="not-the-one", source=source).logged_in
    assert not site.login(alice, key=give_key(alice), source=source, more=BATCH).logged_in


def test_names_open_nothing_where_sshd_looks_them_up(host, follow, servers):
    site = follow(recipes.NETWORK)
    alice = site.people.alice
    server = servers(**(site.recipe.server_settings() | {"UseDNS": "yes"}))
    hosts = Path("/etc/hosts")  # the throw-away host's own
    before = hosts.read_text()
    hosts.write_text(f"{before}{INSIDE} desk.example.org\n{OUTSIDE} far.example.org\n")
    try:
        mark = len(host.log)
        inside = site.login(alice, alice.authenticator.fresh_code(), server=server, source=INSIDE)
        host.log.wait_for("rhost=desk.example.org", since=mark)
        outside = site.login(alice, alice.authenticator.fresh_code(), server=server, source=OUTSIDE)
    finally:
        hosts.write_text(before)
    assert inside.logged_in and outside.logged_in
    tells_address = server.version >= (8, 0)
    assert (inside.code_prompts, outside.code_prompts) == (0 if tells_address else 1, 1)


# A key alone, or password and code


def test_a_key_alone_or_password_and_code(follow):
    site = follow(recipes.KEY_OR_CODE)
    alice = site.people.alice
    with_key = site.login(alice, key=give_key(alice))
    assert with_key.logged_in
    site.assert_shown(f"ssh -i key {alice.name}@web1", with_key)
    without = site.login(alice, alice.authenticator.fresh_code())
    assert without.logged_in
    site.assert_shown(f"ssh {alice.name}@web1", without)
    assert not site.login(alice, alice.authenticator.wrong_code()).logged_in


def test_a_key_alone_lets_in_who_is_locked_as_the_page_warns(follow):
    site = follow(recipes.KEY_OR_CODE)
    alice = site.people.alice
    site.write_policy(site.recipe.policies()[0] + "LockAfter 1\n")
    assert not site.login(alice, alice.authenticator.wrong_code()).logged_in
    assert not site.login(alice, alice.authenticator.fresh_code()).logged_in
    assert site.login(alice, key=give_key(alice)).logged_in


# Key and password, or password and code


def test_a_key_stands_in_for_the_code_where_sshd_tells_of_it(follow):
    site = follow(recipes.KEY_FOR_CODE)
    alice = site.people.alice
    with_key = site.login(alice, alice.authenticator.fresh_code(), key=give_key(alice))
    assert with_key.logged_in
    if site.server.tells_methods:
        site.assert_shown(f"ssh -i key {alice.name}@web1", with_key)
    else:
        assert with_key.code_prompts == 1, "an old sshd must lead to a question, not past it"


def test_without_the_key_the_code_is_asked_for(follow):
    site = follow(recipes.KEY_FOR_CODE)
    alice = site.people.alice
    without = site.login(alice, alice.authenticator.fresh_code())
    assert without.logged_in
    site.assert_shown(f"ssh {alice.name}@web1", without)
    assert not site.login(alice, alice.authenticator.wrong_code()).logged_in


def test_the_key_does_not_stand_in_for_the_password(follow):
    site = follow(recipes.KEY_FOR_CODE)
    alice = site.people.alice
    key = give_key(alice)
    assert not site.login(alice, key=key, password="not-the-one").logged_in
    assert not site.login(alice, key=key, more=BATCH).logged_in


def test_the_other_way_round_asks_nobody_as_the_page_warns(follow):
    site = follow(recipes.KEY_FOR_CODE)
    warning = "`SecondFactor off` for all and `required` under `Match auth password`"
    assert warning in site.recipe.text
    site.write_policy("#\nSecondFactor off\nMatch auth password\n    SecondFactor required\n")
    dialogue = site.login(site.people.alice)
    assert dialogue.logged_in
    assert dialogue.code_prompts == 0


# Key, password and code for administrators


def test_an_administrator_needs_key_password_and_code(follow):
    site = follow(recipes.ADMINISTRATORS)
    carol = site.people.carol
    key = give_key(carol)
    dialogue = site.login(carol, carol.authenticator.fresh_code(), key=key)
    assert dialogue.logged_in
    site.assert_shown(f"ssh -i key {carol.name}@web1", dialogue)
    code = carol.authenticator.fresh_code()
    wrong_password = site.login(carol, code, key=key, password="not-the-one")
    assert not wrong_password.logged_in
    assert wrong_password.code_prompts == 0
    assert not site.login(carol, carol.authenticator.wrong_code(), key=key).logged_in


def test_a_key_alone_lets_in_nobody_beside_the_administrators(follow):
    site = follow(recipes.ADMINISTRATORS)
    alice = site.people.alice
    site.write_policy(site.recipe.policies()[0].replace("KeyOnlyLogin deny\n", ""))
    assert not site.login(alice, key=give_key(alice), more=BATCH).logged_in


def test_an_administrator_without_the_key_is_asked_nothing(follow):
    site = follow(recipes.ADMINISTRATORS)
    carol = site.people.carol
    dialogue = site.login(carol, carol.authenticator.fresh_code())
    assert not dialogue.logged_in
    assert dialogue.prompts == []
    shown = site.recipe.shown(f"ssh {carol.name}@web1")
    assert shown == [dialogue.transcript.strip().replace("127.0.0.1", "web1")]


def test_a_recovery_code_lets_in_a_person_and_no_administrator(follow):
    site = follow(recipes.ADMINISTRATORS)
    alice, carol = site.people.alice, site.people.carol
    assert not site.login(carol, carol.recovery_codes[0], key=give_key(carol)).logged_in
    assert site.login(alice, alice.recovery_codes[0]).logged_in


def test_a_person_beside_the_administrators_types_password_and_code(follow):
    site = follow(recipes.ADMINISTRATORS)
    alice = site.people.alice
    dialogue = site.login(alice, alice.authenticator.fresh_code())
    assert dialogue.logged_in
    site.assert_shown(f"ssh {alice.name}@web1", dialogue)
    assert not site.login(alice, alice.authenticator.wrong_code()).logged_in
