"""paramiko as the client: programs and tools in Python log in with it."""

from contextlib import contextmanager

import paramiko

from .dialogue import Dialogue

_SECONDS = 30


@contextmanager
def transport(server):
    """An encrypted connection on which nobody has logged in yet."""
    connection = paramiko.Transport(server.connect())
    connection.banner_timeout = connection.auth_timeout = _SECONDS
    try:
        connection.start_client(timeout=_SECONDS)
        yield connection
    finally:
        connection.close()


def login(server, user, **answers):
    """keyboard-interactive; `answers` maps words of the prompts, as `code`, to answers."""
    dialogue = Dialogue()

    def answer(title, instructions, prompts):
        replies = []
        for prompt, _ in prompts:
            dialogue.prompts.append(prompt)
            replies.append(next(text for word, text in answers.items() if word in prompt.lower()))
        return replies

    with transport(server) as connection:
        return _finish(dialogue, connection, lambda: connection.auth_interactive(user, answer))


def login_with_password(server, user, password, fallback=False):
    """The `password` method; with `fallback` paramiko offers it to any single prompt too."""
    with transport(server) as connection:
        return _finish(
            Dialogue(),
            connection,
            lambda: connection.auth_password(user, password, fallback=fallback),
        )


def _finish(dialogue, connection, authenticate):
    try:
        authenticate()
        dialogue.logged_in = connection.is_authenticated()
    except (paramiko.SSHException, EOFError) as error:
        dialogue.transcript = f"{type(error).__name__}: {error}"
    return dialogue
