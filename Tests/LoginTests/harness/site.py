"""A host that was set up as a recipe of Documentation/recipes.md says."""

from types import SimpleNamespace

from . import recipes
from .server import authorize, key_pair

PEOPLE = {"alice": (), "carol": ("wheel",), "dave": ("pilots",)}
"""The people of the page, all enrolled, and their groups."""
MACHINES = {"ansible": ("robots",), "backup": (), "deploy": ()}
"""The machines of the page, none enrolled, and their groups."""
INSIDE, ROUTER, OUTSIDE = "127.8.3.4", "127.8.0.1", "127.9.3.4"
"""Addresses of the page, as the tests have them."""
BATCH = {"BatchMode": "yes"}
"""What makes ssh(1) fail where it would ask."""


class Site:
    """The host, its sshd, and the people the recipe speaks of."""

    def __init__(self, host, servers, title, people):
        self.host = host
        self.people = SimpleNamespace(**people)
        self.recipe = recipes.recipe(title, {name: who.name for name, who in people.items()})
        self.server = servers(**self.recipe.server_settings())
        for service, stack in self.recipe.stacks().items():
            host.use_stack(stack, service, guarded=self.server.tells_methods)
        self.write_policy(self.recipe.policies()[0])

    def write_policy(self, text):
        """Write a policy of the page; its first line, a comment, gives way to the test's folder."""
        _, _, rest = text.partition("\n")
        self.host.policy.write_text(f"StateDirectory {self.host.state}\n{rest}")

    def login(self, person, code=None, server=None, **rest):
        """One login with `ssh`, by password and `code` unless a key does it."""
        return person.login(server or self.server, code, **({"password": person.password} | rest))

    def assert_shown(self, command, dialogue):
        """What the page shows below a command is what the person was asked."""
        shown = recipes.prompts(self.recipe.shown(command))
        assert recipes.prompts(dialogue.prompts) == shown, command
        assert len(dialogue.prompts) == len(shown)


def give_key(person, options=""):
    """Let a person log in with a key of their own; returns its path."""
    key = key_pair(f"key_of_{person.name}")
    authorize(person.name, key, options=options)
    return key
