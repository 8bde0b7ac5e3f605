/// The stacks of sshd as distributions ship them: auth and account, written anew from what they document.
enum Distributions {
    private static let debianAccount = """
        account [success=1 new_authtok_reqd=done default=ignore] pam_unix.so
        account requisite pam_deny.so
        account required pam_permit.so

        """

    /// Debian 11 to 13 and Ubuntu: pam-auth-update writes common-auth.
    static let debian: Files = [
        "sshd": """
        @include common-auth
        account    required     pam_nologin.so
        @include common-account

        """,
        "common-auth": """
        auth    [success=1 default=ignore]  pam_unix.so nullok
        auth    requisite           pam_deny.so
        auth    required            pam_permit.so
        auth    optional            pam_cap.so

        """,
        "common-account": debianAccount,
        "other": "@include common-auth\n@include common-account\n",
    ]

    static let debianWithSSSD: Files = debian.merging([
        "common-auth": """
        auth    [success=2 default=ignore]  pam_unix.so nullok
        auth    [success=1 default=ignore]  pam_sss.so use_first_pass
        auth    requisite           pam_deny.so
        auth    required            pam_permit.so
        auth    optional            pam_cap.so

        """
    ]) { $1 }

    private static let redHatSSHD = """
        auth       substack     password-auth
        auth       include      postlogin
        account    required     pam_sepermit.so
        account    required     pam_nologin.so
        account    include      password-auth

        """

    /// Red Hat 7, where pam_faillock stands around pam_unix.
    static let redHat7: Files = [
        "sshd": "auth       required     pam_sepermit.so\n" + redHatSSHD
            + "-auth      optional     pam_reauthorize.so prepare\n",
        "password-auth": """
        auth        required      pam_env.so
        auth        required      pam_faillock.so preauth silent audit deny=3
        auth        sufficient    pam_unix.so nullok try_first_pass
        auth        [default=die] pam_faillock.so authfail audit deny=3
        auth        requisite     pam_succeed_if.so uid >= 1000 quiet_success
        auth        required      pam_deny.so
        account     required      pam_unix.so

        """,
        "postlogin": "session optional pam_lastlog.so silent\n",
    ]

    /// Red Hat 8 and 9: authselect's profile sssd.
    static let redHat9: Files = [
        "sshd": redHatSSHD,
        "password-auth": """
        auth  required                             pam_env.so
        auth  required                             pam_faildelay.so delay=2000000
        auth  required                             pam_faillock.so preauth silent
        auth  [default=1 ignore=ignore success=ok] pam_usertype.so isregular
        auth  [default=1 ignore=ignore success=ok] pam_localuser.so
        auth  sufficient                           pam_unix.so nullok
        auth  [default=1 ignore=ignore success=ok] pam_usertype.so isregular
        auth  sufficient                           pam_sss.so forward_pass
        auth  required                             pam_faillock.so authfail
        auth  required                             pam_deny.so
        account required pam_unix.so
        account sufficient pam_localuser.so
        account sufficient pam_usertype.so issystem
        account [default=bad success=ok user_unknown=ignore] pam_sss.so
        account required pam_permit.so

        """,
        "postlogin": "session optional pam_umask.so silent\n",
    ]

    /// SUSE 12 and 15, openSUSE: "required" goes on after a wrong password.
    static let suse: Files = [
        "sshd": """
        auth        requisite   pam_nologin.so
        auth        include     common-auth
        account     requisite   pam_nologin.so
        account     include     common-account

        """,
        "common-auth": "auth required pam_env.so\nauth required pam_unix.so try_first_pass\n",
        "common-account": "account required pam_unix.so try_first_pass\n",
    ]

    static let suseWithSSSD: Files = suse.merging([
        "common-auth": """
        auth required   pam_env.so
        auth sufficient pam_unix.so try_first_pass
        auth required   pam_sss.so use_first_pass

        """
    ]) { $1 }

    /// Arch: the word "include" with "die" of pam_faillock.
    static let arch: Files = [
        "sshd": "auth include system-login\naccount include system-login\n",
        "system-login": """
        auth       required   pam_shells.so
        auth       requisite  pam_nologin.so
        auth       include    system-auth
        account    include    system-auth

        """,
        "system-auth": """
        auth       required                    pam_faillock.so      preauth
        -auth      [success=2 default=ignore]  pam_systemd_home.so
        auth       [success=1 default=bad]     pam_unix.so          try_first_pass nullok
        auth       [default=die]               pam_faillock.so      authfail
        auth       optional                    pam_permit.so
        auth       required                    pam_env.so
        auth       required                    pam_faillock.so      authsucc
        account    required                    pam_unix.so

        """,
    ]
}
