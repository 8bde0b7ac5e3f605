internal import TextCoding

/// The words behind `pam_sallyport.so` in a line of a PAM stack.
struct ModuleArguments {
    /// `policy=PATH`: where the policy is.
    private(set) var policyPath = "/etc/sallyport/policy.conf"
    /// `split`: take a code off the end of the password, for the lines that follow.
    private(set) var splitsPassword = false
    /// `nodelay`: ask for no delay after a refusal, as pam_unix(8) has it.
    private(set) var suppressesDelay = false
    /// `after=publickey`: refuse unless sshd says that a key was checked, for stacks that check nothing before.
    private(set) var followsKey = false
    /// `noask`: judge what came with the password and put no question, for applications that cannot pass one on.
    private(set) var neverAsks = false

    init() {}

    init(_ words: [String]) throws(Refusal) {
        let policy = "policy=/".bytes
        for word in words {
            let bytes = word.bytes
            if word.hasSameBytes(as: "split") {
                splitsPassword = true
            } else if word.hasSameBytes(as: "nodelay") {
                suppressesDelay = true
            } else if word.hasSameBytes(as: "after=publickey") {
                followsKey = true
            } else if word.hasSameBytes(as: "noask") {
                neverAsks = true
            } else if Array(bytes.prefix(policy.count)) == policy {
                policyPath = String(bytes: bytes[(policy.count - 1)...])
            } else {
                throw .arguments(compact("unknown module argument \(word)"))
            }
        }
        guard !splitsPassword || !neverAsks else {
            throw .arguments(
                "noask is for the line that judges the code, not for the one with split")
        }
    }
}
