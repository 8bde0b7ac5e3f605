"""Mail and directory servers for the tests: real ones, and ones that misbehave."""
