"""sshd's stack as other distributions ship it: the files of /etc/pam.d by name."""

from machine import MODULES, STACK

_ACCOUNT = "account required pam_unix.so\nsession required pam_unix.so\n"

# Red Hat Enterprise Linux 9, as authselect's profile "local" writes it.
RED_HAT = {
    "sshd": """\
auth       substack     password-auth
auth       include      postlogin
account    required     pam_nologin.so
account    include      password-auth
session    include      password-auth
""",
    "password-auth": """\
auth       required     pam_env.so
auth       required     pam_faildelay.so delay=2000
auth       sufficient   pam_unix.so nullok
auth       required     pam_deny.so
""" + _ACCOUNT,
    "postlogin": "session optional pam_umask.so silent\n",
}

RED_HAT_WITH_SSSD = {
    "sshd": RED_HAT["sshd"],
    "password-auth": """\
auth  required                               pam_env.so
auth  required                               pam_faildelay.so delay=2000000
auth  [default=1 ignore=ignore success=ok]   pam_usertype.so isregular
auth  [default=1 ignore=ignore success=ok]   pam_localuser.so
auth  sufficient                             pam_unix.so nullok
auth  [default=1 ignore=ignore success=ok]   pam_usertype.so isregular
auth  sufficient                             pam_sss.so forward_pass
auth  required                               pam_deny.so
""" + _ACCOUNT,
    "postlogin": "auth optional pam_lastlog2.so\n",
}

CENTOS_7 = {
    "sshd": """\
auth       required     pam_sepermit.so
auth       substack     password-auth
auth       include      postlogin
# Used with polkit to reauthorize users in remote sessions
-auth      optional     pam_reauthorize.so prepare
account    include      password-auth
""",
    "password-auth": """\
auth        required      pam_env.so
auth        required      pam_faillock.so preauth silent
auth        sufficient    pam_unix.so nullok try_first_pass
auth        [default=die] pam_faillock.so authfail
auth        requisite     pam_succeed_if.so uid >= 1000 quiet_success
auth        required      pam_deny.so
""" + _ACCOUNT,
    "postlogin": "session optional pam_umask.so silent\n",
}

ARCH = {
    "sshd": "auth include system-login\naccount include system-login\n",
    "system-login": """\
auth       required   pam_shells.so
auth       requisite  pam_nologin.so
auth       include    system-auth
account    include    system-auth
""",
    "system-auth": """\
auth       required                    pam_faillock.so      preauth
-auth      [success=2 default=ignore]  pam_systemd_home.so
auth       [success=1 default=bad]     pam_unix.so          try_first_pass nullok
auth       [default=die]               pam_faillock.so      authfail
auth       optional                    pam_permit.so
auth       required                    pam_env.so
auth       required                    pam_faillock.so      authsucc
""" + _ACCOUNT,
}

# "required" goes on after a wrong password.
SUSE = {
    "sshd": """\
auth        requisite   pam_nologin.so
auth        include     common-auth
account     include     common-account
session     include     common-session
""",
    "common-auth": "auth required pam_env.so\nauth required pam_unix.so try_first_pass\n",
    "common-account": "account required pam_unix.so try_first_pass\n",
    "common-session": "session required pam_unix.so try_first_pass\n",
}

# The word "include" lets "sufficient" end sshd's own stack.
SUSE_WITH_SSSD = {
    "sshd": "auth include common-auth\naccount required pam_unix.so\n",
    "common-auth": """\
auth required   pam_env.so
auth sufficient pam_unix.so try_first_pass
auth required   pam_sss.so use_first_pass
""",
}

DEBIAN_WITH_SSSD = {
    "sshd": "@include common-auth\naccount required pam_nologin.so\n@include common-account\n",
    "common-auth": """\
auth [success=2 default=ignore] pam_unix.so nullok
auth [success=1 default=ignore] pam_sss.so use_first_pass
auth requisite                  pam_deny.so
auth required                   pam_permit.so
auth optional                   pam_cap.so
""",
    "common-account": "account required pam_unix.so\n",
}


def ship(distribution):
    """Put the files in place of this machine's; modules it lacks are there by name only."""
    for name, text in distribution.items():
        (STACK.parent / name).write_text(text)
        for word in text.split():
            if word.endswith(".so") and not (MODULES / word).exists():
                (MODULES / word).touch()
