import ConfigurationGrammar
import Policy
import Testing

@Suite struct MatchTests {
    static let login = LoginAttributes(
        user: "alice",
        groups: ["users", "domain admins", "Wheel"],
        address: "10.8.3.4",
        hostNames: ["bastion-1.example.org", "bastion-1"],
        service: "sshd",
        authenticationMethods: ["publickey", "password"],
        keyTypes: ["sk-ssh-ed25519@openssh.com"]
    )

    @Test(arguments: [
        ("all", true), ("ALL", true),
        ("user alice", true), ("User=alice", true), ("user = alice", true), ("user bob", false),
        ("user Alice", false), ("user al*", true), ("user al?ce", true), ("user al?", false),
        ("user bob,alice", true), ("user *,!alice", false), ("user !alice,*", false),
        ("user *,!bob", true), ("user !bob", false), ("user !alice", false),
        ("user !*,alice", false),
        ("group users", true), ("group wheel", false), ("group Wheel", true),
        ("group \"domain admins\"", true), ("group domain\\ admins", true),
        ("group *,!users", false), ("group users,!staff", true), ("group staff", false),
        ("group !staff", false),
        ("host bastion-1", true), ("host bastion-*", true), ("host BASTION-1.Example.ORG", true),
        ("host *.example.org", true), ("host *,!bastion-1", false), ("host db-*", false),
        ("service sshd", true), ("service SSHD", true), ("service sudo,login", false),
        ("service !sudo,*", true),
        ("auth publickey", true), ("auth PublicKey", true), ("auth password", true),
        ("auth hostbased", false), ("auth *,!password", false), ("auth gssapi-*,p*", true),
        ("key sk-*", true), ("key SK-*", true), ("key ssh-ed25519", false), ("key *", true),
        ("key sk-ssh-ed25519@openssh.com", true), ("key *,!sk-*", false), ("key !ssh-*,*", true),
        ("key !sk-ecdsa-*", false), ("key sk-* auth password", true),
        ("address 10.8.0.0/16", true), ("address 10.9.0.0/16", false), ("address 10.8.3.4", true),
        ("address 10.8.3.4/32", true), ("address 0.0.0.0/0", true), ("address ::/0", false),
        ("address 10.8.*", true), ("address 10.8.3.?", true), ("address 10.8.?", false),
        ("address *", true), ("address *.*.*.4", true), ("address ::ffff:10.8.3.4", true),
        ("address ::ffff:a08:304", true), ("address ::ffff:10.8.0.0/112", true),
        ("address ::ffff:0:0/96", true), ("address ::/64", false),
        ("address 10.8.0.0/16,!10.8.3.0/24", false), ("address 10.8.0.0/16,!10.8.4.0/24", true),
        ("address !10.9.0.0/16", false),
        ("user alice service sshd", true), ("user alice service sudo", false),
        ("user bob service sshd", false), ("user alice user a*", true), ("user a* user b*", false),
        ("user alice group Wheel address 10.* host bastion-* service sshd auth publickey", true),
        ("user alice group Wheel address 10.* host bastion-* service sshd auth hostbased", false),
    ])
    func `criteria match as they should`(criteria: String, expected: Bool) throws {
        #expect(try match(criteria, Self.login) == expected)
    }

    @Test(arguments: [
        ([], "*", false), (["ssh-rsa"], "sk-*", false),
        (["ssh-rsa", "ssh-ed25519"], "ssh-*", true),
        (["sk-ssh-ed25519@openssh.com", "ssh-ed25519"], "sk-*", false),
        (["ssh-ed25519", "sk-ssh-ed25519@openssh.com"], "sk-*", false),
        (["sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"], "sk-*", true),
        (["ssh-ed25519", "ssh-rsa"], "*,!ssh-rsa", false),
        (["ssh-ed25519", "ssh-rsa"], "ssh-ed25519,ssh-rsa", true),
        (["ssh-ed25519-cert-v01@openssh.com"], "ssh-ed25519", false),
        (["ssh-ed25519-cert-v01@openssh.com"], "*-cert-v01@openssh.com", true),
    ])
    func `every key must match, and there must be one`(
        types: [String], pattern: String, expected: Bool
    ) throws {
        var login = Self.login
        login.keyTypes = types
        #expect(try match("key \(pattern)", login) == expected)
    }

    @Test(arguments: [
        "client.example.org", "UNKNOWN", "", "10.8.3", "10.8.3.04", "0x0a.8.3.4", "168297220",
        "10.8.3.4 ", "10.8.3.4%eth0", "10.8.3.4\n",
    ])
    func `a login whose address is no IP address matches no address pattern`(
        address: String
    ) throws {
        var login = Self.login
        login.address = address
        #expect(try !match("address *", login))
        #expect(try !match("address 10.*,0.0.0.0/0,::/0", login))
    }

    @Test(arguments: [
        ("fe80::1%eth0", "fe80::/10", true), ("fe80::1%eth0", "fe80::1", true),
        ("fe80::1", "FE80::/10", true), ("fec0::1", "fe80::/10", false),
        ("2001:db8::5", "2001:db8::/32", true), ("2001:0DB8:0::5", "2001:db8::5", true),
        ("2001:db9::5", "2001:db8::/32", false), ("2001:db8::5", "*", true),
        ("2001:db8::5", "10.*", false), ("2001:db8::5", "0.0.0.0/0", false),
        ("2001:db8::5", "::/0", true), ("::ffff:10.8.3.4", "10.8.0.0/16", true),
        ("::FFFF:0a08:0304", "10.8.*", true), ("::ffff:10.8.3.4", "::/0", false),
        ("::10.8.3.4", "10.8.0.0/16", false), ("::", "::/128", true), ("::1", "::/128", false),
        ("255.255.255.255", "255.255.255.254/31", true), ("10.0.0.1", "1?.0.0.*", true),
        ("127.0.0.1", "127.0.0.1,::1", true), ("::1", "127.0.0.1,::1", true),
    ])
    func `addresses match networks`(address: String, pattern: String, expected: Bool) throws {
        var login = Self.login
        login.address = address
        #expect(try match("address \(pattern)", login) == expected)
    }

    @Test func `two Unicode spellings of a name are two names`() throws {
        var login = Self.login
        login.user = "e\u{301}ve"
        #expect(try !match("user \u{e9}ve", login))
        #expect(try match("user e\u{301}ve", login))
    }

    @Test(arguments: [
        (
            "",
            "there is no criterion; write user, group, address, host, service, auth or key with a list"
        ),
        ("# user", "there is no criterion"),
        ("user", "user has no list after it"), ("user=", "user has no list after it"),
        ("user alice group", "group has no list after it"),
        ("all user alice", "all cannot be combined"), ("user alice all", "all cannot be combined"),
        ("localport 22", "\"localport\" is no criterion; write user, group"),
        ("group domain admins", "\"admins\" is no criterion"),
        ("user \"\"", "empty pattern"), ("user a,,b", "empty pattern"),
        ("user a,", "empty pattern"),
        ("user !", "empty pattern"), ("user \"a, b\"", "a blank beside a comma"),
        ("user \"a", "a quote is opened and not closed"),
        ("address 10.8.3.4/16", "bits set after the first 16, where a network has none"),
        ("address 2001:db8::1/32", "has bits set after the first 32, where a network has none"),
        (
            "address ::ffff:10.8.3.4/112",
            "has bits set after the first 112, where a network has none"
        ),
        ("address 10.0.0.0/33", "no network length from 0 to 32"),
        ("address ::/129", "no network length from 0 to 128"),
        ("address 10.0.0.0/", "no network length"), ("address 10.0.0.0/-1", "no network length"),
        ("address 10.0.0.0/8/8", "no network length"),
        ("address 10.0.0.0/99999999999999999999", "no network length"),
        ("address 10.8", "is not an IP address"), ("address /8", "is not an IP address"),
        ("address client.example.org", "is not an IP address; names are not looked up"),
        ("address *.example.org", "is no address pattern"),
        ("address fe80:*", "for IPv4 only"),
        ("address 10.*/8", "is no address pattern"),
        ("address fe80::1%eth0", "has a scope"), ("address 010.0.0.1", "is not an IP address"),
    ])
    func `a bad Match line is refused with its reason`(criteria: String, reason: String) throws {
        let error = try #require(problem("Echo yes\nMatch \(criteria)"))
        #expect(error.line == 2)
        #expect(error.message.hasPrefix("Match: "), "\(error.message)")
        #expect(error.message.contains(reason), "\(error.message)")
    }

    @Test func `groups are needed only where a block asks for them`() throws {
        #expect(try !policy("Match user a\n").needsGroups)
        #expect(try !policy("").needsGroups)
        #expect(try policy("Match user a\nMatch user b group c").needsGroups)
    }
}
