"""A real OpenLDAP server with the people a test puts there."""

import base64
import signal
import socket
import subprocess
import time

from harness import namespace

HOST = "ldap.example.org"
BASE = "ou=people,dc=example,dc=org"
READER, PASSWORD = "cn=reader,dc=example,dc=org", "ldap-pw-93ac"
"""Who may read the people's addresses; nobody else may."""

_CONFIG = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile {folder}/slapd.pid
TLSCertificateFile {certificate}
TLSCertificateKeyFile {certificate}
database ldif
suffix dc=example,dc=org
directory {folder}/data
access to * by dn.exact={reader} read by anonymous auth by * none
"""
_TREE = f"""\
dn: dc=example,dc=org
objectClass: domain
dc: example

dn: {BASE}
objectClass: organizationalUnit
ou: people

dn: {READER}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: {PASSWORD}
"""


class Slapd:
    """slapd with ldaps on a port; `people` are dictionaries of attributes with lists of values."""

    def __init__(self, folder, certificate, people, port=636):
        self._log = folder / "log"
        (folder / "data").mkdir(parents=True)
        config = folder / "slapd.conf"
        config.write_text(
            _CONFIG.format(folder=folder, certificate=certificate, reader=READER))
        entries = [_TREE] + [_person(number, each) for number, each in enumerate(people)]
        subprocess.run(["slapadd", "-f", config], input="\n".join(entries), text=True, check=True)
        with open(self._log, "w") as log:
            # As root: a process that changes its user forgets with whom it is to end.
            self.process = subprocess.Popen(
                ["slapd", "-f", config, "-h", f"ldaps://127.0.0.1:{port}", "-d", "stats"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=namespace.end_with_parent)
        self._wait_until_ready(port)

    def log_text(self):
        """What slapd logged: every bind and every search, with its filter."""
        return self._log.read_text(errors="backslashreplace")

    def stop(self):
        """End slapd."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)

    def _wait_until_ready(self, port):
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.02)
        raise RuntimeError(f"slapd did not start: {self.log_text()}")


def _person(number, attributes):
    lines = [f"dn: employeeNumber={number},{BASE}", "objectClass: inetOrgPerson",
             f"employeeNumber: {number}", "cn: somebody", "sn: somebody"]
    for name, values in attributes.items():
        # Base64, so that a value may hold line breaks and anything else.
        lines += [f"{name}:: {base64.b64encode(value.encode()).decode()}" for value in values]
    return "\n".join(lines) + "\n"
