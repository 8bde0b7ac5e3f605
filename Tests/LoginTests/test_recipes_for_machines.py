"""Documentation/recipes.md, followed to the letter: machines that log in with a key alone."""

import pytest

from harness import recipes
from harness.site import BATCH, give_key


def _assert_that_the_code_decides(site, person, key):
    """A right code behind the key lets in, as the page shows it, and a wrong one does not."""
    dialogue = site.login(person, person.authenticator.fresh_code(), key=key)
    assert dialogue.logged_in
    site.assert_shown(f"ssh {person.name}@web1", dialogue)
    assert not site.login(person, person.authenticator.wrong_code(), key=key).logged_in


# A group of machines with a key and no code


def test_a_machine_of_the_group_logs_in_with_its_key_and_is_asked_nothing(follow):
    site = follow(recipes.ROBOTS)
    ansible = site.people.ansible
    dialogue = site.login(ansible, key=give_key(ansible), more=BATCH)
    assert dialogue.logged_in
    site.assert_shown(f"ssh -o BatchMode=yes {ansible.name}@web1", dialogue)


def test_a_machine_of_the_group_does_not_get_in_by_password(follow):
    site = follow(recipes.ROBOTS)
    dialogue = site.login(site.people.ansible)
    assert not dialogue.logged_in
    assert dialogue.prompts == []


def test_people_beside_the_group_type_password_and_code_whatever_keys_they_have(follow):
    site = follow(recipes.ROBOTS)
    alice = site.people.alice
    key = give_key(alice)
    _assert_that_the_code_decides(site, alice, key)


# Ansible, backup and CI by name


@pytest.mark.parametrize("name", ["deploy", "backup"])
def test_a_named_machine_logs_in_from_its_own_address_only(follow, name):
    site = follow(recipes.MACHINES)
    machine = getattr(site.people, name)
    entry = site.recipe.file(f"~{machine.name}/.ssh/authorized_keys").splitlines()[1]
    options, _, _ = entry.partition(" ssh-ed25519 ")
    key = give_key(machine, options)
    own = site.login(machine, key=key, source="127.8.3.9", more=BATCH)
    assert own.logged_in
    site.assert_shown(f"ssh -o BatchMode=yes {site.people.deploy.name}@web1", own)
    assert not site.login(machine, key=key, source="127.8.4.9", more=BATCH).logged_in
    terminal = site.login(machine, key=key, source="127.8.3.9", more={"RequestTTY": "force"})
    assert "PTY allocation request failed" in terminal.transcript


def test_a_named_machine_does_not_get_in_without_its_key(follow):
    site = follow(recipes.MACHINES)
    dialogue = site.login(site.people.deploy)
    assert not dialogue.logged_in
    assert dialogue.prompts == []


def test_a_person_beside_the_named_machines_needs_the_key_and_the_code(follow):
    site = follow(recipes.MACHINES)
    alice = site.people.alice
    key = give_key(alice)
    _assert_that_the_code_decides(site, alice, key)
    without = site.login(alice, alice.authenticator.fresh_code())
    assert not without.logged_in
    assert without.prompts == []
