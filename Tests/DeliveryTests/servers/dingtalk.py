"""DingTalk's token, members by mobile number and work notices, as its documentation has them."""

from urllib.parse import unquote

from .web import WebService, as_json

KEY, SECRET, AGENT = "dingeqqpkv3xabcdefgh", "GT-lsu_secret_0123456789", 123456789
MEMBERS = {"13800138000": "zhangsan", "+85251234567": "lisi"}


class DingTalk(WebService):
    """One application of one organisation; both of DingTalk's hosts in one."""

    def __init__(self, members=None, life=7200):
        super().__init__()
        self._members = MEMBERS if members is None else members
        self._life = life
        self._tokens = 0
        self.valid = set()
        """The tokens that are accepted."""
        self.busy = 0
        """So many calls get the answer that the provider is busy."""
        self.refusals = {}
        """Answers by the last part of a path, instead of the usual ones: one for all calls, or a list of one for
        each; with the status of HTTP before it where that is not 200."""
        self.notices = []
        """The notices that were accepted."""

    @property
    def tokens(self):
        """How many tokens were given out."""
        return self._tokens

    def answer(self, request):
        if request.method != "POST":
            return as_json(200, {"errcode": 40, "errmsg": "Missing required arguments"})
        if request.target == "/v1.0/oauth2/accessToken":
            return self._token(request.json)
        token = unquote(dict(request.query).get("access_token", ""))
        if token not in self.valid:
            return as_json(200, {"errcode": 40014, "errmsg": "不合法的access_token"})
        if self.busy:
            self.busy -= 1
            return as_json(200, {"errcode": -1, "errmsg": "系统繁忙"})
        if refusal := self.refusals.get(request.path.rpartition("/")[2]):
            refusal = refusal.pop(0) if isinstance(refusal, list) else refusal
            status, answer = refusal if isinstance(refusal, tuple) else (200, refusal)
            return as_json(status, answer)
        if request.path == "/topapi/v2/user/getbymobile":
            return self._member(request.json["mobile"])
        if request.path == "/topapi/message/corpconversation/asyncsend_v2":
            return self._notice(request.json)
        return as_json(404, {"errcode": 404, "errmsg": "not found"})

    def _token(self, credentials):
        if credentials != {"appKey": KEY, "appSecret": SECRET}:
            return as_json(400, {"code": "invalidClientIdOrSecret", "requestid": "r",
                                 "message": "无效的clientId或者clientSecret"})
        self._tokens += 1
        token = f"fw8ef8we8f76+/{self._tokens}"
        self.valid.add(token)
        return as_json(200, {"accessToken": token, "expireIn": self._life})

    def _member(self, mobile):
        if mobile not in self._members:
            return as_json(200, {"errcode": 60121, "errmsg": f"找不到该用户 {mobile}",
                                 "request_id": "5w82"})
        return as_json(200, {
            "errcode": 0, "errmsg": "ok", "request_id": "5w82ciuur781",
            "result": {"userid": self._members[mobile], "exclusive_account_userid_list": []}})

    def _notice(self, notice):
        assert set(notice) == {"agent_id", "userid_list", "msg"}
        if notice["agent_id"] != AGENT or type(notice["agent_id"]) is not int:
            return as_json(200, {"errcode": 88, "sub_code": "60011", "request_id": "r",
                                 "sub_msg": "没有调用该接口的权限",
                                 "errmsg": "ding talk error[subcode=60011]"})
        assert notice["msg"]["msgtype"] == "text"
        content = notice["msg"]["text"]["content"]
        # The same text to the same person on one day is accepted and does not arrive.
        if (notice["userid_list"], content) not in self.notices:
            self.notices.append((notice["userid_list"], content))
        return as_json(200, {"errcode": 0, "errmsg": "ok", "task_id": 256271667526,
                             "request_id": "x"})
