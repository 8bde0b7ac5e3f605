"""Groups of a name service that answers, does not answer, or is missing: never laxer than with its answer."""

import pytest

from harness import openssh_client as ssh

ORDERS = ("files trial", "trial files")
SILENCES = ("unavailable", "again", "missing")
EXCEPTION = "Match group !wheel,*\n    SecondFactor off\n"
OBLIGATION = "SecondFactor off\nMatch group wheel\n    SecondFactor required\n"


@pytest.fixture(params=ORDERS)
def directory(request, name_service):
    """The name service, before the files or behind them."""
    name_service.use(request.param)
    return name_service


@pytest.fixture
def admin(new_person, directory):
    """Somebody whom the service alone knows to be in wheel."""
    person = new_person("admin")
    directory.write_groups(wheel=[person.name])
    return person


def _silence(directory, how):
    if how == "missing":
        directory.remove_library()
    else:
        directory.answer(how)


def _is_asked(server, person):
    """Whether a code is asked for; a wrong one lets nobody in then."""
    dialogue = person.login(server, person.authenticator.wrong_code())
    assert dialogue.logged_in == (dialogue.code_prompts == 0)
    return dialogue.code_prompts > 0


@pytest.mark.parametrize("policy", [EXCEPTION, OBLIGATION])
@pytest.mark.parametrize("answer", ["up", "slow 1"])
def test_a_service_that_answers_tells_who_is_asked(
    host, server, directory, admin, alice, policy, answer
):
    host.write_policy(policy)
    directory.answer(answer)
    assert _is_asked(server, admin)
    mark = len(host.log)
    assert not _is_asked(server, alice)
    assert "groups=" not in host.log.wait_for(rf"user={alice.name}\b", since=mark).text


@pytest.mark.parametrize("policy", [EXCEPTION, OBLIGATION])
@pytest.mark.parametrize("how", SILENCES)
def test_while_it_gives_no_answer_all_are_asked_and_the_log_says_why(
    host, server, directory, admin, alice, policy, how
):
    host.write_policy(policy)
    _silence(directory, how)
    for person in (admin, alice):
        mark = len(host.log)
        assert _is_asked(server, person)
        line = host.log.wait_for(rf"result=(?!asked)\S+ user={person.name}\b", since=mark).text
        assert 'groups="not known: name service trial gave no answer"' in line
    code = admin.authenticator.fresh_code()
    assert admin.logs_in(server, code)


@pytest.mark.parametrize("how", SILENCES)
def test_a_group_of_the_files_holds_while_a_service_behind_them_is_away(
    host, server, name_service, new_person, how
):
    name_service.use("files trial")
    host.write_policy("Match group couriers\n    SecondFactor off\n")
    carol, bob = new_person("carol", groups=["couriers"]), new_person("bob")
    _silence(name_service, how)
    assert not _is_asked(server, carol)
    assert _is_asked(server, bob)


@pytest.mark.parametrize("limit", ["ulimit -v 16000", "ulimit -v 20000", "ulimit -n 8", "ulimit -n 10"])
def test_who_starts_su_cannot_hide_a_group(host, directory, admin, new_person, limit):
    host.use_stack("sudo-code", service="su")
    host.write_policy(EXCEPTION)
    directory.answer("cramped")
    guest = new_person("guest")
    words = ["--reuid", guest.name, "--regid", guest.name, "--init-groups", "sh", "-c",
             f"{limit} && exec su {admin.name} -c true"]
    dialogue = ssh.Terminal("setpriv", words, password=admin.password).run_to_end()
    assert not dialogue.logged_in


def test_su_spares_who_is_in_no_such_group(host, directory, admin, new_person):
    host.use_stack("sudo-code", service="su")
    host.write_policy(EXCEPTION)
    directory.answer("cramped")
    guest, bob = new_person("guest"), new_person("bob")
    words = ["--reuid", guest.name, "--regid", guest.name, "--init-groups",
             "su", bob.name, "-c", "true"]
    dialogue = ssh.Terminal("setpriv", words, password=bob.password).run_to_end()
    assert dialogue.logged_in
    assert dialogue.code_prompts == 0
