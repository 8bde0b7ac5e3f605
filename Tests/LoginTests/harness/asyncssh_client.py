"""asyncssh as the client."""

import asyncio

import asyncssh

from .dialogue import Dialogue


def login(server, user, **answers):
    """keyboard-interactive; `answers` maps words of the prompts, as `code`, to answers."""
    dialogue = Dialogue()

    class Client(asyncssh.SSHClient):
        def kbdint_auth_requested(self):
            return ""

        def kbdint_challenge_received(self, name, instructions, lang, prompts):
            dialogue.prompts += [prompt for prompt, _ in prompts]
            return [
                next(text for word, text in answers.items() if word in prompt.lower())
                for prompt, _ in prompts
            ]

    async def connect():
        async with asyncssh.connect(
            server.address, server.port, username=user, client_factory=Client,
            known_hosts=None, config=None, client_keys=None, agent_path=None,
            preferred_auth="keyboard-interactive", login_timeout=30,
        ) as connection:
            done = await connection.run("id -un")
            dialogue.logged_in = done.stdout.strip() == user

    try:
        asyncio.run(connect())
    except asyncssh.Error as error:
        dialogue.transcript = f"{type(error).__name__}: {error}"
    return dialogue
