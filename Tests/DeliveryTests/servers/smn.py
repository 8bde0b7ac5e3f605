"""Huawei's SMN: its answers, and its signature as Huawei's own library computes it."""

import re
from datetime import datetime, timezone
from types import SimpleNamespace
from urllib.parse import unquote

from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer

from .web import WebService, as_json

PROJECT = "0123456789abcdef0123456789abcdef"
TOPIC = f"urn:smn:cn-north-4:{PROJECT}:sshlogin"
ACCESS_KEY, SECRET_KEY = "AKEXAMPLE0123456789A", "SKexampleSecretKey0123456789abcdefghijklm"

_AUTHORIZATION = re.compile(
    r"SDK-HMAC-SHA256 Access=([^,]+), SignedHeaders=([a-z0-9;-]+), Signature=[0-9a-f]{64}")


class SMN(WebService):
    """One topic; takes what is signed with its keys, in time."""

    def __init__(self, access_key=ACCESS_KEY, secret_key=SECRET_KEY):
        super().__init__()
        self._keys = SimpleNamespace(ak=access_key, sk=secret_key)
        self.messages = []
        """What was published."""

    def answer(self, request):
        if problem := self.problem(request):
            return as_json(401, {
                "error_msg": f"Incorrect IAM authentication information: {problem}",
                "error_code": "APIGW.0303" if "expired" in problem else "APIGW.0301",
                "request_id": "4cc2a8e5b1"})
        expected = f"/v2/{PROJECT}/notifications/topics/{TOPIC}/publish"
        if request.method != "POST" or unquote(request.path) != expected:
            return as_json(404, {"request_id": "aad0860d", "code": "SMN.0006",
                                 "message": "Topic not found."})
        message = request.json
        if set(message) - {"subject", "message", "time_to_live"} or "message" not in message:
            return as_json(400, {"request_id": "aad0860d", "code": "SMN.0009",
                                 "message": "Invalid message."})
        self.messages.append(message)
        return as_json(200, {"message_id": "bf94b63a5dfb475994d3ac34664e24f2",
                             "request_id": "9974c07f6d554a6d827956acbeb4be5f"})

    def problem(self, request):
        """Why the request is not let in; None where its signature is right."""
        authorization = request.header("Authorization", "")
        found = _AUTHORIZATION.fullmatch(authorization)
        if not found:
            return "authorization header format is not right"
        if found[1] != self._keys.ak:
            return "ak does not exist"
        names = found[2].split(";")
        if not {"host", "x-sdk-date"} <= set(names):
            return "a header that must be signed is not"
        time = datetime.strptime(request.header("X-Sdk-Date"), "%Y%m%dT%H%M%SZ")
        age = datetime.now(timezone.utc) - time.replace(tzinfo=timezone.utc)
        if abs(age.total_seconds()) > 15 * 60:
            return "signature expired"
        again = SdkRequest(
            method=request.method, schema="http", host=request.header("Host"),
            resource_path=request.path, query_params=request.query if "?" in request.target else [],
            header_params={name: request.header(name) for name in names}, body=request.body)
        signed = Signer(self._keys).sign(again).header_params["Authorization"]
        return None if signed == authorization else "verify aksk signature fail"
