internal import CHostSystem

extension StandardInput {
    /// Does something while a terminal does not show what is typed; tcsetattr(3).
    package static func withoutEcho<Result>(_ body: () -> Result) -> Result {
        var settings = termios()
        // Safe: the structure is filled here, and read again below.
        guard unsafe tcgetattr(STDIN_FILENO, &settings) == 0 else { return body() }
        let before = settings
        settings.c_lflag &= ~tcflag_t(ECHO)
        settings.c_lflag |= tcflag_t(ECHONL)
        _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
        defer {
            var before = before
            // Safe: as above.
            _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
        }
        return body()
    }
}
