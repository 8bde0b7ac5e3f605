"""Fixtures: a throw-away host with its own network, mail and directory servers, and the courier.

Needed in the environment: SALLYPORT_COURIER, the path of the courier, and
SALLYPORT_TEST_SERVERS, a folder with the unpacked packages of Postfix and slapd.
"""

import os
import time
from pathlib import Path

import pytest

import courier as courier_module
from courier import Courier
from harness import namespace, surroundings
from harness.host import SCRATCH, furnish
from harness.system_log import SystemLog
from harness.users import Users
from servers import channels, packages, postfix as postfix_module, slapd as slapd_module
from servers.certificates import Authority
from servers.postfix import Postfix
from servers.scripted import ScriptedServer


def pytest_configure(config):
    surroundings.settle()
    if not os.path.isfile(os.environ.get("SALLYPORT_COURIER", "")):
        raise pytest.UsageError("SALLYPORT_COURIER must name the courier (see conftest.py)")
    if not os.path.isdir(os.environ.get("SALLYPORT_TEST_SERVERS", "")):
        raise pytest.UsageError("SALLYPORT_TEST_SERVERS must name a folder (see conftest.py)")
    if os.geteuid() != 0:
        raise pytest.UsageError("the courier starts as root, and so must its tests")


class Machine:
    """The throw-away host: private /etc, /usr, /run and network."""

    def __init__(self):
        program = Path(os.environ["SALLYPORT_COURIER"]).read_bytes()
        namespace.enter_private_mount_namespace()
        namespace.enter_private_network()
        self.log = SystemLog()
        furnish(Path("/"), self.log)
        packages.show(os.environ["SALLYPORT_TEST_SERVERS"], SCRATCH)
        users = Users("/etc", SCRATCH / "home")
        for name, uid in (*postfix_module.USERS, courier_module.USER):
            users.add_system_user(name, uid)
        for name, gid in postfix_module.GROUPS:
            users.add_system_group(name, gid)
        Path("/etc/hosts").write_text(
            f"127.0.0.1 localhost {postfix_module.HOST} {slapd_module.HOST}\n")
        courier_module.SECRETS.mkdir(mode=0o755, parents=True)
        self.courier = SCRATCH / "sallyport-courier"
        self.courier.write_bytes(program)
        self.courier.chmod(0o755)
        self.authority = Authority(SCRATCH / "authority", "authority")
        self.other_authority = Authority(SCRATCH / "other-authority", "other")
        self.certificate = self.authority.issue(postfix_module.HOST)


@pytest.fixture(scope="session")
def machine():
    before = _files()
    yield Machine()
    assert _files() <= before, "the courier left files"


@pytest.fixture(scope="session")
def running_postfix(machine):
    server = Postfix(SCRATCH / "postfix", machine.certificate)
    yield server
    server.stop()


@pytest.fixture
def postfix(running_postfix):
    """Postfix, with all that came before forgotten, and nothing unread afterwards."""
    running_postfix.forget()
    yield running_postfix
    running_postfix.assert_nothing_came()


@pytest.fixture
def courier(machine):
    """The courier; its delivery file is the test's to write."""
    return Courier(machine.courier)


@pytest.fixture
def mail_channel(machine, courier):
    """A function that writes a delivery file with one channel `mail` for an SMTP server."""

    def configure(url, more="", ca=machine.authority.path, username=postfix_module.LOGIN,
                  password=postfix_module.PASSWORD, sender="Login codes <login@example.org>"):
        lines = [f"CAFile {ca}", "Channel mail smtp", f"    URL {url}", f'    From "{sender}"']
        if username:
            secret = courier.add_secret("smtp", password)
            lines += [f"    Username {username}", f"    PasswordFile {secret}"]
        courier.configure("\n".join([*lines, more]) + "\n")

    return configure


@pytest.fixture
def cache(tmp_path_factory):
    """The folder for the token, as the installation makes it."""
    folder = tmp_path_factory.mktemp("cache")
    for parent in (folder, *folder.parents[:-2]):
        parent.chmod(parent.stat().st_mode | 0o711)
    os.chown(folder, courier_module.USER[1], courier_module.USER[1])
    folder.chmod(0o700)
    return folder


@pytest.fixture
def serve():
    """A function that starts a scripted server and stops it after the test."""
    running = []

    def start(script, certificate=None):
        running.append(ScriptedServer(script, certificate))
        return running[-1]

    yield start
    for server in running:
        server.stop()


@pytest.fixture
def send_text(courier, serve):
    """A function that sends a text message by a kind of channel, through a service, and gives the outcome."""

    def deliver(kind, service, *numbers, request=None, **settings):
        server = serve(service)
        courier.configure(
            channels.lines(kind, f"http://127.0.0.1:{server.port}", courier, **settings))
        return courier.deliver(
            *(numbers or [channels.PHONE]), channel="text", method="sms", **(request or {}))

    return deliver


@pytest.fixture(autouse=True)
def nothing_left_behind(machine):
    """After every test there is no process of the courier's user."""
    yield
    deadline = time.monotonic() + 2
    while left := courier_module.processes():
        assert time.monotonic() < deadline, f"the courier's user still has the processes {left}"
        time.sleep(0.02)


def _files():
    """What the courier's user has in the folders where everybody may write."""
    found = set()
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        with os.scandir(folder) as entries:
            for entry in entries:
                try:
                    if entry.stat(follow_symlinks=False).st_uid == courier_module.USER[1]:
                        found.add(entry.path)
                except FileNotFoundError:
                    pass  # somebody else's, gone meanwhile
    return found
