"""Slack's users.lookupByEmail and chat.postMessage, as its documentation has them."""

import html

from .web import WebService, as_json

TOKEN = "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcBrzbqgy"
MEMBERS = {"alice@example.org": "W012A3CDE", "bob@example.org": "U023BECGF"}


class Slack(WebService):
    """One app in one workspace."""

    def __init__(self, members=None):
        super().__init__()
        self._members = MEMBERS if members is None else members
        self.refusals = {}
        """Status and answer by the method, instead of the usual ones."""
        self.notices = []
        """To whom, and the texts of the messages that were accepted, as they are shown."""

    def answer(self, request):
        method = request.path.removeprefix("/api/")
        if request.header("Authorization") != f"Bearer {TOKEN}":
            return as_json(200, {"ok": False, "error": "invalid_auth"})
        if refusal := self.refusals.get(method):
            return as_json(*refusal)
        if method == "users.lookupByEmail":
            asked = dict(request.query) if request.method == "GET" else request.form
            return self._user(asked.get("email"))
        if method == "chat.postMessage" and request.method == "POST":
            return self._message(request.json)
        return as_json(200, {"ok": False, "error": "unknown_method"})

    def _user(self, email):
        if email not in self._members:
            return as_json(200, {"ok": False, "error": "users_not_found"})
        user = self._members[email]
        user = user if isinstance(user, dict) else {"id": user, "deleted": False}
        return as_json(200, {"ok": True, "user": {"team_id": "T012AB3C4", **user}})

    def _message(self, message):
        if message["channel"] not in [each for each in self._members.values()
                                      if isinstance(each, str)]:
            return as_json(200, {"ok": False, "error": "channel_not_found"})
        if not message.get("text"):
            return as_json(200, {"ok": False, "error": "no_text"})
        assert "<" not in message["text"] and ">" not in message["text"], "a link or a mention"
        self.notices.append((message["channel"], html.unescape(message["text"])))
        return as_json(200, {"ok": True, "channel": "D024BE91L", "ts": "1503435956.000247",
                             "message": {"text": message["text"]}})
