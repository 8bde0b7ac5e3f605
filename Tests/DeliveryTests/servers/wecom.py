"""WeCom's access token, members by mobile number and application messages, as its documentation has them."""

from .web import WebService, as_json

CORP, SECRET, AGENT = "ww0123456789abcdef", "wecom-secret-0123456789_-abcdefghijk", 1000002
MEMBERS = {"13800138000": "zhangsan", "+85251234567": "lisi"}


class WeCom(WebService):
    """One application of one organisation."""

    def __init__(self, members=None, life=7200):
        super().__init__()
        self._members = MEMBERS if members is None else members
        self._life = life
        self.tokens = 0
        """How many tokens were given out."""
        self.valid = set()
        """The tokens that are accepted."""
        self.invisible = set()
        """Members to whom the application may not write."""
        self.refusals = {}
        """Status and answer by the last part of a path, instead of the usual ones; one for all calls."""
        self.notices = []
        """To whom, and the texts of the messages that were accepted."""

    def answer(self, request):
        if request.path == "/cgi-bin/gettoken":
            return self._token(request)
        token = dict(request.query).get("access_token", "")
        if not token:
            return as_json(200, {"errcode": 41001, "errmsg": "access_token missing"})
        if token not in self.valid:
            return as_json(200, {"errcode": 40014, "errmsg": "invalid access_token"})
        if refusal := self.refusals.get(request.path.rpartition("/")[2]):
            return as_json(*refusal)
        if request.method != "POST":
            return as_json(200, {"errcode": 43002, "errmsg": "require POST method"})
        if request.path == "/cgi-bin/user/getuserid":
            return self._member(request.untyped_json["mobile"])
        if request.path == "/cgi-bin/message/send":
            return self._message(request.untyped_json)
        return as_json(404, {"errcode": 404, "errmsg": "not found"})

    def _token(self, request):
        if request.method != "GET" or request.body:
            return as_json(200, {"errcode": 43001, "errmsg": "require GET method"})
        asked = dict(request.query)
        if asked.get("corpid") != CORP:
            return as_json(200, {"errcode": 40013, "errmsg": "invalid corpid"})
        if asked.get("corpsecret") != SECRET:
            return as_json(200, {"errcode": 40001, "errmsg": "invalid credential"})
        self.tokens += 1
        token = f"accesstoken_-{self.tokens:06}"
        self.valid.add(token)
        return as_json(200, {"errcode": 0, "errmsg": "ok", "access_token": token,
                             "expires_in": self._life})

    def _member(self, mobile):
        if mobile not in self._members:
            return as_json(200, {"errcode": 46004, "errmsg": f"user no exist, {mobile}"})
        return as_json(200, {"errcode": 0, "errmsg": "ok", "userid": self._members[mobile]})

    def _message(self, message):
        if message["agentid"] != AGENT or type(message["agentid"]) is not int:
            return as_json(200, {"errcode": 301002, "errmsg": "not allow operate another agent"})
        assert message["msgtype"] == "text" and set(message["text"]) == {"content"}
        users = message["touser"].split("|")
        unknown = [each for each in users if each not in self._members.values()]
        if unknown == users:
            return as_json(200, {"errcode": 81013, "errmsg": "user & party & tag all invalid"})
        unseen = [each for each in users if each in self.invisible]
        self.notices += [(each, message["text"]["content"]) for each in users
                         if each not in unknown + unseen]
        return as_json(200, {"errcode": 0, "errmsg": "ok", "invaliduser": "|".join(unknown + unseen),
                             "invalidparty": "", "invalidtag": "", "msgid": "MSGID00001"})
