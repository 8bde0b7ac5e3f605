"""Fixtures: one throw-away host for the whole run, fresh people for every test.

Needed in the environment: SALLYPORT_MODULE, the path of pam_sallyport.so; SALLYPORT_COMMAND,
SALLYPORT_COURIER and SALLYPORT_ENROL, those of the executables `sallyport`, `sallyport-courier` and
`sallyport-enrol`; SALLYPORT_NAME_SERVICE, that of the library of Tests/NameService; SALLYPORT_KILLER, that of
`kill-at-system-call`; and SALLYPORT_TEST_SERVERS, a folder with the packages that Scripts/test.sh unpacks. SSHD may
name another sshd.
"""

import itertools
import os
import re
import secrets

import pytest

from harness import recipes, site, surroundings
from harness.delivery import Delivery
from harness.enrolment import Enrolment
from harness.host import SCRATCH, Host
from harness.name_service import NameService
from harness.person import Person
from harness.sallyport import Sallyport
from harness.self_service import SelfService
from harness.server import Server
from servers import packages

_numbers = itertools.count(1)
_LOGGED = pytest.StashKey()


def pytest_configure(config):
    surroundings.settle()
    for name in (
        "SALLYPORT_MODULE", "SALLYPORT_COMMAND", "SALLYPORT_COURIER", "SALLYPORT_ENROL",
        "SALLYPORT_NAME_SERVICE", "SALLYPORT_KILLER",
    ):
        if not os.path.isfile(os.environ.get(name, "")):
            raise pytest.UsageError(f"{name} must name a file (see conftest.py)")
    if not os.path.isdir(os.environ.get("SALLYPORT_TEST_SERVERS", "")):
        raise pytest.UsageError("SALLYPORT_TEST_SERVERS must name a folder (see conftest.py)")
    if os.geteuid() != 0:
        raise pytest.UsageError("the login tests start sshd and make mounts: run them as root")


@pytest.fixture(scope="session")
def throwaway_host():
    return Host(os.environ["SALLYPORT_MODULE"])


@pytest.fixture(scope="session")
def sallyport(throwaway_host):
    return Sallyport(os.path.abspath(os.environ["SALLYPORT_COMMAND"]))


@pytest.fixture
def host(throwaway_host):
    """The host with the policy and the stack most tests want: password, then code."""
    throwaway_host.write_policy("")
    throwaway_host.use_stack("sshd-password-code")
    return throwaway_host


@pytest.fixture(scope="session")
def unpacked(throwaway_host):
    """The packages that are not installed, shown on the host from when a test first needs one."""
    packages.show(os.environ["SALLYPORT_TEST_SERVERS"], SCRATCH)


@pytest.fixture(scope="session")
def mail_delivery(throwaway_host, unpacked):
    """Postfix and the courier on the host, started when a test first needs them."""
    delivery = Delivery(throwaway_host, os.environ["SALLYPORT_COURIER"])
    yield delivery
    delivery.postfix.stop()


@pytest.fixture
def delivery(host, mail_delivery):
    """The host sends codes by e-mail; no mail is unread before the test or after it."""
    mail_delivery.configure()
    mail_delivery.policy()
    mail_delivery.postfix.forget()
    yield mail_delivery
    mail_delivery.postfix.assert_nothing_came()
    mail_delivery.wait_for_couriers()


@pytest.fixture(scope="session")
def enrolment_program(throwaway_host):
    """The program that lets people enrol."""
    return Enrolment(throwaway_host, os.environ["SALLYPORT_ENROL"])


@pytest.fixture
def enrolment(host, enrolment_program):
    """People can enrol at the login; no program is left after the test."""
    yield enrolment_program
    enrolment_program.wait_until_ended()


@pytest.fixture(scope="module")
def activated():
    """Whether systemd starts the self-service; a file of tests may say otherwise."""
    return False


@pytest.fixture(scope="module")
def running_service(sallyport, activated):
    """The self-service, started when a test of the file first needs it."""
    service = SelfService(sallyport.command, activated)
    yield service
    service.stop()


@pytest.fixture
def service(running_service):
    """The self-service, with nothing going on before the test or after it."""
    yield running_service
    running_service.wait_until_idle()


@pytest.fixture
def name_service(host):
    """A name service beside the files, which answers and knows nothing yet."""
    service = NameService()
    yield service
    service.remove()


@pytest.fixture(scope="session")
def servers(throwaway_host):
    """A function from sshd settings to a running sshd, started once for each settings."""
    running = {}

    def server(**settings):
        key = tuple(settings.items())
        if key not in running:
            running[key] = Server(settings)
        return running[key]

    server.running = running
    yield server
    for each in running.values():
        each.stop()


@pytest.fixture
def server(servers):
    """sshd that offers keyboard-interactive only."""
    return servers()


@pytest.fixture
def password_server(servers):
    """sshd that offers the `password` method only."""
    return servers(PasswordAuthentication="yes", KbdInteractiveAuthentication="no")


@pytest.fixture
def split(host):
    """The stack that takes the code from the end of the password."""
    host.use_stack("sshd-password-only-clients")


@pytest.fixture
def new_person(host, sallyport):
    """A function that makes a user nobody has used before, enrolled unless told otherwise.

    Counter-based unless told otherwise: every login then has a fresh code without waiting.
    """

    def make(name="alice", enrolled=True, scheme="sha512", groups=(), **device):
        # Letters only at the end: the password must not pass for a password with a code.
        password = f"pw-{secrets.token_hex(6)}-end"
        person = Person(f"{name}{next(_numbers)}", password)
        host.users.add(person.name, person.password, scheme, groups)
        host.people.append(person)
        if enrolled:
            sallyport.enrol(person, **{"counter_based": True, **device})
        return person

    return make


@pytest.fixture
def alice(new_person):
    """An enrolled user with a counter-based device."""
    return new_person()


@pytest.fixture
def follow(host, servers, new_person):
    """A function from the heading of a recipe to the host that was set up by it."""

    def follow(title):
        # Time-based, as an app is: the policies of the page take no codes that are counted.
        people = {
            name: new_person(name, enrolled=name in site.PEOPLE, counter_based=False, groups=groups)
            for name, groups in (site.PEOPLE | site.MACHINES).items()
            if recipes.speaks_of(title, name)
        }
        return site.Site(host, servers, title, people)

    return follow


@pytest.fixture
def mailed(delivery, new_person, sallyport):
    """A function that makes a person whose code comes by mail, without a device unless enrolled."""

    def make(name="alice", enrolled=False):
        person = new_person(name, enrolled=enrolled)
        person.address = f"{person.name}@example.org"
        sallyport.run("contact", person.name, "--email", person.address)
        return person

    return make


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failed test shows what the modules and sshd logged."""
    outcome = yield
    logged = item.stash.get(_LOGGED, None)
    if call.when == "call" and logged:
        outcome.get_result().sections.append(("syslog and sshd's log", "\n".join(logged())))


@pytest.fixture(autouse=True)
def no_secret_in_any_log(request, throwaway_host, servers):
    """After every test: what must stay secret is in no line that was logged meanwhile.

    Codes are short enough to turn up by chance as a process id or a port; they are looked for
    in the modules' lines only, without the id.
    """
    host = throwaway_host
    mark = len(host.log)
    sizes = {server: server.log_size() for server in servers.running.values()}
    host.people.clear()

    def logged():
        syslog = [re.sub(r"\[\d+\]:", ":", record.text) for record in host.log.since(mark)]
        sshd = [each.log_text()[sizes.get(each, 0) :] for each in servers.running.values()]
        return "\n".join(syslog), "".join(sshd)

    request.node.stash[_LOGGED] = logged
    yield
    syslog, sshd = logged()
    for person in host.people:
        _assert_absent(person.password, syslog + sshd)
        for code in person.recovery_codes:
            _assert_absent(code, syslog + sshd)
        for code in person.mailed_codes:
            _assert_absent(code, syslog)
        if person.authenticator:
            _assert_absent(person.authenticator.key, syslog + sshd)
            for code in person.authenticator.given_out:
                _assert_absent(code, syslog)


def _assert_absent(secret, text):
    found = re.search(rf"(?<![0-9A-Za-z]){re.escape(secret)}(?![0-9A-Za-z])", text)
    assert found is None, f"a secret is in the log: …{text[max(0, found.start() - 200):][:400]}"
