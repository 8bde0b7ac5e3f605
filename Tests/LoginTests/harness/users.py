"""The throw-away host's users: its own passwd, shadow and group files."""

import ctypes
import ctypes.util
import os
import secrets
import shutil
from pathlib import Path

FIRST_UID = 20001
"""Above what useradd gives out, so that no file of a real user belongs to a throw-away one."""

_SYSTEM_USERS = """\
root:x:0:0:root:/root:/bin/sh
sshd:x:102:65534::/run/sshd:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
"""
_SYSTEM_GROUPS = """\
root:x:0:
tty:x:5:
shadow:x:42:
utmp:x:43:
nogroup:x:65534:
"""
_ANY_BYTES = "surrogateescape"
"""Names are bytes: those that are not valid UTF-8 are written as os.fsdecode gives them."""
_DAYS_SINCE_1970 = 20000  # the day of the last password change; any past day will do

_libcrypt = ctypes.CDLL(ctypes.util.find_library("crypt") or "libcrypt.so.1")
_libcrypt.crypt.restype = ctypes.c_char_p


def hash_password(password, scheme="sha512"):
    """The shadow field for a password; `scheme` is `sha512` or `yescrypt`."""
    salt = secrets.token_hex(8)
    # 1000 rounds and yescrypt's cost 5 are the cheapest: the tests do not measure guessing.
    setting = {"sha512": f"$6$rounds=1000${salt}$", "yescrypt": f"$y$j75${salt}$"}[scheme]
    hashed = _libcrypt.crypt(password.encode(), setting.encode())
    if not hashed or hashed.startswith(b"*"):
        raise RuntimeError(f"crypt(3) does not know {scheme}")
    return hashed.decode()


class Users:
    """Writes the user databases below an `etc` folder that belongs to the tests."""

    def __init__(self, etc, homes):
        self.etc = Path(etc)
        self.homes = Path(homes)
        self._next_uid = FIRST_UID
        self._write("passwd", _SYSTEM_USERS, 0o644)
        self._write("group", _SYSTEM_GROUPS, 0o644)
        self._write("shadow", "", 0o640)
        self._write("gshadow", "", 0o640)
        self._append("shadow", f"root:*:{_DAYS_SINCE_1970}:0:99999:7:::")
        (self.etc / "nsswitch.conf").write_text(
            "passwd: files\ngroup: files\nshadow: files\nhosts: files\n"
        )

    def add(self, name, password, scheme="sha512", groups=()):
        """Add a user with a home folder; groups that are not there yet are made."""
        uid = self._next_uid
        self._next_uid += 1
        home = self.homes / name
        self._append("passwd", f"{name}:x:{uid}:{uid}::{home}:/bin/sh")
        self._append("group", f"{name}:x:{uid}:")
        for group in groups:
            self._join(group, name)
        hashed = hash_password(password, scheme)
        self._append("shadow", f"{name}:{hashed}:{_DAYS_SINCE_1970}:0:99999:7:::")
        home.mkdir(mode=0o700)
        os.chown(home, uid, uid)
        return uid

    def add_system_user(self, name, uid):
        """Add a user that a service runs as, with a group of the same name and number."""
        self._append("passwd", f"{name}:x:{uid}:{uid}::/nonexistent:/usr/sbin/nologin")
        self.add_system_group(name, uid)

    def add_system_group(self, name, gid):
        """Add a group without members."""
        self._append("group", f"{name}:x:{gid}:")

    def set_password(self, name, password):
        """Give a user that is already there another password."""
        self._change_shadow(name, 1, hash_password(password))

    def expire_password(self, name):
        """As `chage -d 0`: the user must choose a new password at the next login."""
        self._change_shadow(name, 2, "0")

    def remove(self, name):
        """Take a user away, with the home folder."""
        for file, mode in (("passwd", 0o644), ("group", 0o644), ("shadow", 0o640)):
            lines = [line for line in self._lines(file) if not line.startswith(f"{name}:")]
            self._write(file, "\n".join(lines) + "\n", mode)
        shutil.rmtree(self.homes / name)

    def _change_shadow(self, name, field, value):
        lines = []
        for line in self._lines("shadow"):
            fields = line.split(":")
            if fields[0] == name:
                fields[field] = value
            lines.append(":".join(fields))
        self._write("shadow", "\n".join(lines) + "\n", 0o640)

    def _join(self, group, name):
        lines = self._lines("group")
        for index, line in enumerate(lines):
            if line.startswith(group + ":"):
                lines[index] = line + ("" if line.endswith(":") else ",") + name
                break
        else:
            lines.append(f"{group}:x:{self._next_uid + 10000}:{name}")
        self._write("group", "\n".join(lines) + "\n", 0o644)

    def _lines(self, file):
        return (self.etc / file).read_text(errors=_ANY_BYTES).splitlines()

    def _append(self, file, line):
        with open(self.etc / file, "a", errors=_ANY_BYTES) as stream:
            stream.write(line + "\n")

    def _write(self, file, text, mode):
        path = self.etc / file
        path.write_text(text, errors=_ANY_BYTES)
        path.chmod(mode)
        if file == "shadow":
            # As on Debian: unix_chkpwd(8) checks the password of whoever runs it.
            os.chown(path, 0, 42)
