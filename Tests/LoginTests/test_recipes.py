"""Documentation/recipes.md: its checks print what it shows, and its first step asks nobody."""

import re
import subprocess

import pytest

from harness import recipes
from harness.site import BATCH, INSIDE, give_key


def test_every_recipe_of_the_page_has_its_tests():
    assert sorted(recipes.titles()) == sorted(recipes.ALL)


@pytest.mark.parametrize("title", recipes.ALL)
def test_what_a_recipe_shows_of_its_checks_is_what_they_print(follow, sallyport, title):
    site = follow(title)
    checked = 0
    if title == recipes.OBSERVE:  # its checks are those of the second step
        site.write_policy(site.recipe.policies()[1])
    for command, shown in site.recipe.commands():
        words = command.split(" | ")[0].split()
        if words[:2] == ["sallyport", "policy"]:
            printed = sallyport.run(*words[1:]).stdout
        elif words[:2] == ["sshd", "-T"]:
            words = [str(site.server.sshd), "-f", str(site.server.config), *words[1:]]
            printed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
            printed = printed.lower()  # newer ones write keywords as the manual does
        else:
            continue
        printed = [line.split() for line in printed.splitlines()]
        for line in shown:
            assert line == "…" or line.split() in printed, f"{command}: {line}"
            checked += line != "…"
    assert checked > 0


@pytest.mark.parametrize("title", recipes.ALL)
def test_policy_check_has_nothing_against_the_policy_of_a_recipe(follow, sallyport, title):
    site = follow(title)
    for text in site.recipe.policies():
        site.write_policy(text)
        said = sallyport.run("policy", "check").stdout
        warnings = [line for line in said.splitlines() if ": warning: " in line]
        # That nobody is asked yet is what that recipe is for.
        expected = "SecondFactor observe for all" if title == recipes.OBSERVE else "none"
        assert said.endswith(f"{site.host.policy}: no errors\n"), said
        assert all(expected in line for line in warnings), said


@pytest.mark.parametrize(
    ("title", "name", "logs_in"),
    [
        (recipes.ROBOTS, "ansible", True), (recipes.ROBOTS, "alice", False),
        (recipes.MACHINES, "deploy", True), (recipes.MACHINES, "alice", False),
        (recipes.KEY_FOR_CODE, "alice", False), (recipes.ADMINISTRATORS, "carol", False),
    ],
)
def test_the_policy_decides_about_a_key_alone_where_the_lines_of_sshd_got_lost(
    follow, servers, title, name, logs_in
):
    site = follow(title)
    lax = servers(PubkeyAuthentication="yes")
    person = getattr(site.people, name)
    key = give_key(person)
    assert site.login(person, key=key, server=lax, more=BATCH).logged_in == logs_in


# First try, and ask nobody


def test_observe_asks_nobody_and_logs_what_the_page_shows(host, follow):
    site = follow(recipes.OBSERVE)
    people = site.people
    lines = re.findall(r"pam_sallyport\(sshd:auth\): result=.*", site.recipe.text)
    assert len(lines) == 2
    logins = ((people.alice, INSIDE), (people.backup, "127.8.3.9"))
    for (person, source), line in zip(logins, lines):
        mark = len(host.log)
        dialogue = site.login(person, source=source)
        assert dialogue.logged_in
        site.assert_shown(f"ssh {people.alice.name}@web1", dialogue)
        host.log.wait_for(re.escape(line) + "$", since=mark)


def test_observe_still_wants_the_password_and_takes_no_key(follow):
    site = follow(recipes.OBSERVE)
    alice = site.people.alice
    assert not site.login(alice, password="not-the-one").logged_in
    assert not site.login(alice, key=give_key(alice), more=BATCH).logged_in


def test_pilots_are_asked_while_the_others_are_observed(follow):
    site = follow(recipes.OBSERVE)
    dave, alice = site.people.dave, site.people.alice
    site.write_policy(site.recipe.policies()[1])
    asked = site.login(dave, dave.authenticator.fresh_code())
    assert asked.logged_in
    site.assert_shown(f"ssh {dave.name}@web1", asked)
    assert not site.login(dave, dave.authenticator.wrong_code()).logged_in
    spared = site.login(alice)
    assert spared.logged_in
    assert spared.code_prompts == 0
