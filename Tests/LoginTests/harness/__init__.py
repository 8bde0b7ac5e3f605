"""A throw-away host with a real sshd, real clients, and the files they need."""
