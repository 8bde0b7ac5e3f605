internal import HostSystem

/// The words behind `pam_sallyport.so` in a line of a PAM stack.
struct ModuleArguments {
    /// `policy=PATH`: where the policy is.
    private(set) var policyPath = "/etc/sallyport/policy.conf"
    /// `split`: take a code off the end of the password, for the lines that follow.
    private(set) var splitsPassword = false
    /// `nodelay`: ask for no delay after a refusal, as pam_unix(8) has it.
    private(set) var suppressesDelay = false

    init() {}

    init(_ words: [String]) throws(Refusal) {
        let policy = Array("policy=".utf8)
        for word in words {
            let path = word.utf8.dropFirst(policy.count)
            if word.hasSameBytes(as: "split") {
                splitsPassword = true
            } else if word.hasSameBytes(as: "nodelay") {
                suppressesDelay = true
            } else if word.utf8.starts(with: policy), path.first == UInt8(ascii: "/") {
                policyPath = String(decoding: path, as: UTF8.self)
            } else {
                throw .arguments("unknown module argument \(word)")
            }
        }
    }
}
