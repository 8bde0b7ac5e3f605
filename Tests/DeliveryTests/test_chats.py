"""Feishu, WeCom and Slack: token, person and message, and what each answer leaves of the message."""

import time

import pytest

from courier import REQUEST, USER, encode
from servers import channels, feishu, slack, wecom
from servers.channels import EMAIL, MASKED, PHONE
from servers.feishu import Feishu
from servers.slack import Slack
from servers.wecom import WeCom

CODE = REQUEST["code"]
SERVICES = {"feishu": Feishu, "wecom": WeCom, "slack": Slack}
CALLS = {"feishu": ("batch_get_id", "messages"), "wecom": ("getuserid", "send"),
         "slack": ("users.lookupByEmail", "chat.postMessage")}
"""What finds the person, and what sends."""


@pytest.fixture
def send(courier, serve, cache):
    """A function that sends through a service and gives the outcome."""
    servers = {}

    def deliver(service, *contacts, request=None, **settings):
        if service not in servers:
            servers[service] = serve(service)
        kind = next(each for each in SERVICES if isinstance(service, SERVICES[each]))
        courier.configure(channels.lines(
            kind, f"http://127.0.0.1:{servers[service].port}", courier, cache, **settings))
        return courier.deliver(
            *(contacts or [EMAIL if kind == "slack" else PHONE]), channel="text", method="chat",
            **(request or {}))

    return deliver


@pytest.fixture(params=SERVICES)
def kind(request):
    return request.param


def _refusal(kind, code):
    """An answer with an error code, as it comes from the service."""
    return {"feishu": (400, {"code": code, "msg": f"echo {CODE} {PHONE}"}),
            "wecom": (200, {"errcode": code, "errmsg": f"echo {CODE} {PHONE}"}),
            "slack": (200, {"ok": False, "error": code, "needed": f"{CODE} {EMAIL}"})}[kind]


@pytest.mark.parametrize("service,contacts,user,masked", [
    (Feishu, [PHONE], "ou_zhangsan", MASKED), (Feishu, ["+85251234567"], "ou_lisi", "+85******67"),
    (Feishu, [EMAIL], "ou_alice", "a***e@example.org"),
    (WeCom, [PHONE], "zhangsan", MASKED), (WeCom, ["+85251234567"], "lisi", "+85******67"),
    (Slack, [EMAIL], "W012A3CDE", "a***e@example.org"),
    # Of both the kind takes what it needs.
    (Feishu, [PHONE, EMAIL], "ou_zhangsan", MASKED), (WeCom, [PHONE, EMAIL], "zhangsan", MASKED),
    (Slack, [PHONE, EMAIL], "W012A3CDE", "a***e@example.org"),
])
def test_a_message_is_sent_to_the_person(send, service, contacts, user, masked):
    service = service()
    assert send(service, *contacts).sent == masked
    (receiver, text), = service.notices
    assert receiver == user and CODE in text


@pytest.mark.parametrize("service,contact,what", [
    (WeCom, EMAIL, "needs a telephone number of the person, who has none"),
    (Slack, PHONE, "needs an e-mail address of the person, who has none"),
])
def test_a_contact_that_the_kind_needs_and_nobody_gave_is_named(send, service, contact, what):
    service = service()
    assert what in send(service, contact).failed
    assert service.requests == []


def test_a_topic_gives_what_the_kind_needs(courier, serve):
    service = Slack()
    courier.configure(
        channels.lines("slack", f"http://127.0.0.1:{serve(service).port}", courier)
        + f"Topic team\n    Phone {PHONE}\n    Email {EMAIL}\n    Email bob@example.org\n")
    assert courier.run(encode(topic="team", channel="text", method="chat")).sent
    assert [user for user, _ in service.notices] == ["W012A3CDE", "U023BECGF"]


@pytest.mark.parametrize("service", [Feishu, WeCom])
class TestToken:
    """The token is kept as DingTalk's is."""

    def test_it_is_kept_for_the_courier_alone(self, send, cache, service):
        service = service()
        for _ in range(3):
            assert send(service).sent
        assert service.tokens == 1
        file, = cache.iterdir()
        assert (file.stat().st_uid, file.stat().st_mode & 0o777) == (USER[1], 0o600)

    @pytest.mark.parametrize("end", [-1, 8000])
    def test_past_its_time_or_from_the_future_it_is_not_used(self, send, cache, service, end):
        service = service()
        send(service)
        file, = cache.iterdir()
        token = file.read_text().split("\n")[1]
        file.write_text(f"{int(time.time()) + end}\n{token}\n")
        assert send(service).sent and service.tokens == 2

    def test_a_short_life_is_not_kept(self, send, cache, service):
        service = service(life=200)
        assert send(service).sent and send(service).sent
        assert service.tokens == 2 and not list(cache.iterdir())

    def test_one_the_provider_forgot_is_renewed(self, send, service):
        service = service()
        send(service)
        service.valid.clear()
        assert send(service).sent and service.tokens == 2

    def test_one_that_is_never_accepted_ends_in_a_refusal(self, send, service):
        service = service()
        send(service)
        for kind, code in (("feishu", 99991663), ("wecom", 40014)):
            if isinstance(service, SERVICES[kind]):
                service.refusals[CALLS[kind][0]] = _refusal(kind, code)
        assert "does not accept its own token" in send(service).failed
        assert service.tokens == 2, "fetched again once"

    @pytest.mark.parametrize("life", [-2**63, 2**63 - 1, 1e308, "7200", None, True, [], {}], ids=str)
    def test_no_life_does_harm(self, send, service, life):
        assert send(service(life=life)).sent

    def test_no_folder_only_costs_time(self, send, service):
        assert send(service(), CacheDirectory="/nonexistent").sent

    def test_another_kind_with_the_same_settings_has_another(self, send, cache, service):
        send(Feishu())
        send(WeCom())
        assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize("service,settings,word", [
    (Feishu, {"AppID": "cli_other"}, "AppID or AppSecretFile is wrong"),
    (Feishu, {"AppSecretFile": "other"}, "AppSecretFile is wrong"),
    (WeCom, {"CorpID": "ww1"}, "CorpID is wrong"),
    (WeCom, {"AppSecretFile": "other"}, "AppSecretFile is wrong"),
    (WeCom, {"AgentID": 1}, "are of two applications"),
    (Slack, {"BotTokenFile": "other"}, "BotTokenFile is wrong"),
])
def test_what_is_wrong_with_the_settings_is_named(send, courier, service, settings, word):
    settings = {name: courier.add_secret("other", "xoxb-other") if value == "other" else value
                for name, value in settings.items()}
    service = service()
    assert word in send(service, **settings).failed
    assert service.notices == []


@pytest.mark.parametrize("service,word", [
    (Feishu, "no user that the application may see"), (WeCom, "no member"), (Slack, "nobody in")])
def test_nobody_with_the_contact_is_named_but_not_told(send, service, word):
    outcome = send(service(members={}))
    assert word in outcome.failed
    assert "13800138000" not in outcome.failed and EMAIL not in outcome.failed


@pytest.mark.parametrize("service,member", [
    (Feishu, ""), (Feishu, None), (Feishu, 5), (WeCom, ""), (WeCom, "a|b"), (WeCom, "@all"),
    (WeCom, None), (Slack, ""), (Slack, "U1,U2"), (Slack, {"id": 5}), (Slack, {}),
    (Slack, {"id": "U1", "deleted": True}),
])
def test_a_strange_user_id_gets_nothing(send, service, member):
    contact = EMAIL if service is Slack else PHONE.removeprefix("+86")
    service = service(members={contact: member})
    assert send(service).failed and service.notices == []
    calls = [request.path.rpartition("/")[2] for request in service.requests]
    assert not {call for _, call in CALLS.values()} & set(calls), "nothing was even tried"


def test_a_user_the_application_may_not_write_to_got_nothing(send):
    service = WeCom()
    service.invisible.add("zhangsan")
    assert "not available to the user" in send(service).failed and service.notices == []


@pytest.mark.parametrize("call", [0, 1])
@pytest.mark.parametrize("status,body,is_certain", [
    (400, {}, True), (404, [], True), (429, {}, True), (500, {}, False), (503, {}, False),
    (302, {}, False), (200, {}, False), (200, [], False), (200, {"code": "0"}, False),
    (200, {"errcode": None}, False), (200, {"ok": "true"}, False), (200, {"ok": 1}, False),
])
def test_what_is_no_answer_of_the_service(send, kind, call, status, body, is_certain):
    service = SERVICES[kind]()
    service.refusals[CALLS[kind][call]] = (status, body)
    outcome = send(service)
    # Of a question that fails it is certain that nothing was sent.
    assert outcome.failed if is_certain or call == 0 else outcome.unknown, outcome
    assert service.notices == []


@pytest.mark.parametrize("kind,code,word,is_certain", [
    ("feishu", 230013, "not available", True), ("feishu", 230020, "too many", True),
    ("feishu", 99991672, "lacks a permission", True), ("feishu", 12345, "12345", True),
    # The message is being sent.
    ("feishu", 230049, "230049", False),
    ("wecom", 81013, "not available", True), ("wecom", 60020, "address is not on", True),
    ("wecom", 45009, "too many", True), ("wecom", 12345, "12345", True),
    ("wecom", -1, "too busy", False),
    ("slack", "channel_not_found", "cannot write", True), ("slack", "missing_scope", "scope", True),
    ("slack", "anything_else", "anything_else", True),
    # It is documented that some of it may have been done.
    ("slack", "fatal_error", "fatal_error", False), ("slack", "internal_error", "internal_", False),
    ("slack", "service_unavailable", "service_", False),
])
def test_an_error_of_the_service_says_what_became_of_the_message(
    send, kind, code, word, is_certain
):
    service = SERVICES[kind]()
    service.refusals[CALLS[kind][1]] = _refusal(kind, code)
    outcome = send(service)
    reason = outcome.failed if is_certain else outcome.unknown
    assert reason and word in reason, outcome
    assert CODE not in reason and EMAIL not in reason and "13800138000" not in reason
    service.refusals = {CALLS[kind][0]: _refusal(kind, code)}
    assert send(service).failed, "the question sends nothing"


def test_a_message_that_gets_no_answer_may_have_been_sent(send, kind):
    class Lost(SERVICES[kind]):
        def _message(self, message):
            super()._message(message)
            raise ConnectionAbortedError

    service = Lost()
    assert send(service).unknown and len(service.notices) == 1


def test_a_name_makes_no_link_and_no_mention_in_slack(send):
    service = Slack()
    assert send(service, request={"user": "<!channel>&amp;<https://x|y>"}).sent
    assert "<!channel>&amp;<https://x|y>" in service.notices[0][1]


class TestVendorsLibraries:
    """The vendors' own clients take the services of these tests for theirs."""

    def test_slack(self, serve):
        sdk = pytest.importorskip("slack_sdk")
        service = Slack()
        base = f"http://127.0.0.1:{serve(service).port}/api/"
        client = sdk.WebClient(token=slack.TOKEN, base_url=base)
        user = client.users_lookupByEmail(email=EMAIL)["user"]["id"]
        assert client.chat_postMessage(channel=user, text="hello")["ok"]
        assert service.notices == [("W012A3CDE", "hello")]
        for call in (lambda: client.users_lookupByEmail(email="nobody@example.org"),
                     lambda: client.chat_postMessage(channel="U0", text="hello"),
                     lambda: sdk.WebClient(token="x", base_url=base).users_lookupByEmail(email=EMAIL)):
            with pytest.raises(sdk.errors.SlackApiError):
                call()

    def test_feishu(self, serve):
        lark = pytest.importorskip("lark_oapi")
        from lark_oapi.api.contact.v3 import BatchGetIdUserRequest, BatchGetIdUserRequestBody
        from lark_oapi.api.im.v1 import CreateMessageRequest, CreateMessageRequestBody
        service = Feishu()
        client = (lark.Client.builder().app_id(feishu.APP).app_secret(feishu.SECRET)
                  .domain(f"http://127.0.0.1:{serve(service).port}").build())
        found = client.contact.v3.user.batch_get_id(
            BatchGetIdUserRequest.builder().user_id_type("open_id").request_body(
                BatchGetIdUserRequestBody.builder().mobiles(["13800138000"]).build()).build())
        assert found.success() and found.data.user_list[0].user_id == "ou_zhangsan"

        def message(user):
            return client.im.v1.message.create(
                CreateMessageRequest.builder().receive_id_type("open_id").request_body(
                    CreateMessageRequestBody.builder().receive_id(user).msg_type("text")
                    .content('{"text": "hello"}').build()).build())

        assert message("ou_zhangsan").success()
        assert service.notices == [("ou_zhangsan", "hello")] and service.tokens == 1
        assert message("ou_nobody").code == 230013

    def test_wecom(self, serve):
        wechatpy = pytest.importorskip("wechatpy.enterprise")
        from wechatpy.exceptions import WeChatClientException
        service = WeCom()
        base = f"http://127.0.0.1:{serve(service).port}/cgi-bin/"

        class Client(wechatpy.WeChatClient):
            API_BASE_URL = base

            def fetch_access_token(self):
                return self._fetch_access_token(
                    url=f"{base}gettoken", params={"corpid": wecom.CORP, "corpsecret": wecom.SECRET})

        client = Client(wecom.CORP, wecom.SECRET)
        user = client.post("user/getuserid", data={"mobile": "13800138000"})["userid"]
        assert client.message.send_text(wecom.AGENT, user, "hello")["errcode"] == 0
        assert service.notices == [("zhangsan", "hello")] and service.tokens == 1
        for call in (lambda: client.post("user/getuserid", data={"mobile": "1"}),
                     lambda: client.message.send_text(wecom.AGENT, "nobody", "hello"),
                     lambda: client.message.send_text(1, user, "hello")):
            with pytest.raises(WeChatClientException):
                call()
