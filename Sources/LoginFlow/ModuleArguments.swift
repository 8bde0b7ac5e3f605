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
        for word in words {
            switch word {
            case "split": splitsPassword = true
            case "nodelay": suppressesDelay = true
            default:
                let path = word.utf8.dropFirst("policy=".utf8.count)
                guard word.hasPrefix("policy="), path.first == UInt8(ascii: "/") else {
                    throw .arguments("unknown module argument \(word)")
                }
                policyPath = String(decoding: path, as: UTF8.self)
            }
        }
    }
}
