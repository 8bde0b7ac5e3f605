import ConfigurationGrammar
import Courier

/// Reads a delivery file that is written in a test.
func deliveryFile(_ text: String) throws(ConfigurationError) -> DeliveryFile {
    try DeliveryFile(parsing: Array(text.utf8))
}

/// What is wrong with a delivery file; nil if it is a good one.
func problem(_ text: String) -> ConfigurationError? {
    do throws(ConfigurationError) {
        _ = try deliveryFile(text)
        return nil
    } catch {
        return error
    }
}

/// The only channel of a file; nil where it has none.
func channel(_ kind: String, _ lines: String...) throws(ConfigurationError) -> (any Channel)? {
    let text = (["Channel it \(kind)"] + lines).joined(separator: "\n")
    return try deliveryFile(text).channels.first?.channel
}
