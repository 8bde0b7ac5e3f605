internal import CHostSystem
internal import TextCoding

/// The system's log, for what authentication is about: LOG_AUTHPRIV of syslog(3).
package enum SystemLog {
    /// Writes one line under the name `sallyport`.
    ///
    /// The text is never taken for a format. Where no log is running the line is lost; syslog(3)
    /// does not say.
    package static func notice(_ line: String) { write(LOG_NOTICE, line) }

    /// The same, of what went as it should.
    package static func info(_ line: String) { write(LOG_INFO, line) }

    /// The same, of what is broken.
    package static func error(_ line: String) { write(LOG_ERR, line) }

    private static func write(_ priority: Int32, _ line: String) {
        // Safe: the string is NUL-terminated, and the log keeps nothing of it.
        unsafe host_syslog(priority, line.terminated)
    }
}
