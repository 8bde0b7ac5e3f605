/// How much a line of the log matters; syslog(3).
package enum LogPriority {
    case info
    case notice
    case error
}
