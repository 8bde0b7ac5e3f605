/// What is known of a module: what it may answer.
///
/// Of a module that is not known here nothing is taken for granted: it may give any value, whatever the password was.
enum KnownModule: Hashable {
    /// The module of this project, which asks for a code.
    case ours
    /// The same with `split`, which takes the code off the password and decides nothing.
    case splitting
    /// Checks a password: says yes to the right one alone. `mayIgnore`: can say PAM_IGNORE, and so leave the decision to
    /// others.
    case password(mayIgnore: Bool)
    /// Says no whoever comes.
    case deny
    /// Says yes whoever comes.
    case permit
    case other

    init(_ module: ModuleReference) {
        guard module.isInPAMFolder else {
            self = .other
            return
        }
        switch module.name {
        case "pam_sallyport.so": self = module.arguments.contains("split") ? .splitting : .ours
        case "pam_deny.so": self = .deny
        case "pam_permit.so": self = .permit
        case "pam_unix.so", "pam_unix_auth.so": self = .password(mayIgnore: false)
        case "pam_sss.so", "pam_ldap.so":
            // ignore_unknown_user and ignore_authinfo_unavail.
            let mayIgnore = module.arguments.contains { $0.hasPrefix("ignore_") }
            self = .password(mayIgnore: mayIgnore)
        case let name: self = Self.checkers.contains(name) ? .password(mayIgnore: true) : .other
        }
    }

    /// Other modules that check a password, in the distributions and of the vendors of directories; some ignore whom
    /// they do not know, or a server that does not answer.
    private static let checkers: Set = [
        "pam_unix2.so", "pam_pwdb.so", "pam_userdb.so", "pam_krb5.so", "pam_winbind.so",
        "pam_radius_auth.so", "pam_tacplus.so", "pam_systemd_home.so", "pam_lsass.so",
        "pam_centrifydc.so", "pam_vas3.so", "pam_himmelblau.so",
    ]

    /// Modules that ask for a second factor themselves, so that people would be asked twice.
    static let secondFactors: Set = [
        "pam_google_authenticator.so", "pam_oath.so", "pam_duo.so", "pam_u2f.so", "pam_yubico.so",
    ]

    /// Modules known to set no variable of the PAM environment when they authenticate.
    ///
    /// Of others nobody knows:
    /// pam_exec, pam_python and pam_script run what they are told to.
    static let keepingEnvironment: Set = [
        "pam_access.so", "pam_cap.so", "pam_deny.so", "pam_echo.so", "pam_faildelay.so",
        "pam_faillock.so", "pam_group.so", "pam_issue.so", "pam_keyinit.so", "pam_listfile.so",
        "pam_localuser.so", "pam_nologin.so", "pam_permit.so", "pam_rootok.so", "pam_sallyport.so",
        "pam_securetty.so", "pam_sepermit.so", "pam_shells.so", "pam_succeed_if.so",
        "pam_tally2.so", "pam_time.so", "pam_unix.so", "pam_userdb.so", "pam_usertype.so",
        "pam_warn.so", "pam_wheel.so",
    ]
}
