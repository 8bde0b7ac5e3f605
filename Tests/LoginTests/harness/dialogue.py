"""What a client saw of one login."""

from dataclasses import dataclass, field


@dataclass
class Dialogue:
    """The prompts in the order they came, and how it ended."""

    logged_in: bool = False
    prompts: list = field(default_factory=list)
    transcript: str = ""

    @property
    def code_prompts(self):
        """How often a verification code was asked for."""
        return sum("verification code" in prompt.lower() for prompt in self.prompts)

    @property
    def password_prompts(self):
        """How often a password was asked for."""
        return sum("password" in prompt.lower() for prompt in self.prompts)
