internal import CHostSystem

/// The system's log, for what authentication is about: LOG_AUTHPRIV of syslog(3).
package enum SystemLog {
    /// Writes one line under the name `sallyport`.
    ///
    /// The text is never taken for a format. Where no log is running the line is lost; syslog(3)
    /// does not say.
    package static func notice(_ line: String) {
        // Safe: the string is NUL-terminated, and the log keeps nothing of it.
        unsafe line.withCString { unsafe host_syslog_notice($0) }
    }
}
