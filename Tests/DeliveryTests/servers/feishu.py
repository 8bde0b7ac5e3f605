"""Feishu's tenant token, ids by mobile number or address, and messages, as its documentation has them."""

import json

from .web import WebService, as_json

APP, SECRET = "cli_a1eb8f3d22381013", "dskLLdkasdjlasdKK0123456789abcde"
MEMBERS = {"13800138000": "ou_zhangsan", "+85251234567": "ou_lisi",
           "alice@example.org": "ou_alice"}


class Feishu(WebService):
    """One application of one organisation."""

    def __init__(self, members=None, life=7200):
        super().__init__()
        self._members = MEMBERS if members is None else members
        self._life = life
        self.tokens = 0
        """How many tokens were given out."""
        self.valid = set()
        """The tokens that are accepted."""
        self.refusals = {}
        """Status and answer by the last part of a path, instead of the usual ones; one for all calls."""
        self.notices = []
        """To whom, and the texts of the messages that were accepted."""

    def answer(self, request):
        if request.method != "POST":
            return 404, "text/plain", b"404 page not found"
        if request.path == "/open-apis/auth/v3/tenant_access_token/internal":
            return self._token(request.untyped_json)
        scheme, _, token = request.header("Authorization", "").partition(" ")
        if scheme != "Bearer" or not token:
            return as_json(400, {"code": 99991661, "msg": "Missing access token for authorization."})
        if token not in self.valid:
            return as_json(400, {"code": 99991663, "msg": "Invalid access token for authorization."})
        if refusal := self.refusals.get(request.path.rpartition("/")[2]):
            return as_json(*refusal)
        if request.path == "/open-apis/contact/v3/users/batch_get_id":
            assert dict(request.query) == {"user_id_type": "open_id"}
            return self._ids(request.untyped_json)
        if request.path == "/open-apis/im/v1/messages":
            assert dict(request.query) == {"receive_id_type": "open_id"}
            return self._message(request.untyped_json)
        return 404, "text/plain", b"404 page not found"

    def _token(self, credentials):
        if set(credentials) != {"app_id", "app_secret"} or credentials["app_id"] != APP:
            return as_json(200, {"code": 10003, "msg": "invalid param"})
        if credentials["app_secret"] != SECRET:
            return as_json(200, {"code": 10014, "msg": "app secret invalid"})
        self.tokens += 1
        token = f"t-caecc734c2e3328a62489fe0648c4b98779515d{self.tokens}"
        self.valid.add(token)
        return as_json(200, {"code": 0, "msg": "ok", "tenant_access_token": token,
                             "expire": self._life})

    def _ids(self, asked):
        found = []
        for name, key in (("emails", "email"), ("mobiles", "mobile")):
            for text in asked.get(name) or []:
                known = {"user_id": self._members[text]} if text in self._members else {}
                found.append({**known, key: text})
        if not found:
            return as_json(400, {"code": 40001, "msg": "param error"})
        return as_json(200, {"code": 0, "msg": "success", "data": {"user_list": found}})

    def _message(self, message):
        if message.get("msg_type") != "text" or type(message.get("content")) is not str:
            return as_json(400, {"code": 230001, "msg": "invalid request parameter"})
        text = json.loads(message["content"])
        assert set(text) == {"text"} and text["text"]
        if message["receive_id"] not in self._members.values():
            return as_json(400, {"code": 230013, "msg": "Bot has NO availability to this user."})
        self.notices.append((message["receive_id"], text["text"]))
        return as_json(200, {"code": 0, "msg": "success", "data": {
            "message_id": "om_dc13264520392913993dd051dba21dcf", "msg_type": "text"}})
