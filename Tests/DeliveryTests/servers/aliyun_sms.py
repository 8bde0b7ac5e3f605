"""Alibaba's SMS service: its answers, and its signature as Alibaba's own library computes it."""

import hashlib
import json
import re
from datetime import datetime, timezone
from types import SimpleNamespace

from alibabacloud_tea_openapi.utils import Utils

from .web import WebService, as_json

ACCESS_KEY, SECRET = "LTAIEXAMPLE0123456789", "SECRETexample0123456789abcdefg"
SIGNATURE, TEMPLATE = "阿里云短信测试", "SMS_154950909"

_AUTHORIZATION = re.compile(
    r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([a-z0-9;-]+),Signature=[0-9a-f]{64}")
_MUST_BE_SIGNED = {"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date",
                   "x-acs-signature-nonce", "x-acs-version"}


class AliyunSMS(WebService):
    """One account with one signature and one template, whose parameters are `parameters`."""

    def __init__(self, parameters=("code",), refusal=None):
        super().__init__()
        self._parameters = set(parameters)
        self._refusal = refusal
        self._nonces = set()
        self.messages = []
        """Number and parameters of what was sent."""

    def answer(self, request):
        if problem := self.problem(request):
            return as_json(400, {"RequestId": "F655A8D5", "HostId": "dysmsapi.aliyuncs.com",
                                 "Code": problem, "Message": "The request is refused.",
                                 "Recommend": "https://api.aliyun.com/troubleshoot"})
        fields = dict(request.query)
        if self._refusal:
            return self._refused(*self._refusal)
        if fields["SignName"] != SIGNATURE:
            return self._refused("isv.SMS_SIGNATURE_ILLEGAL", "短信签名不合法")
        if fields["TemplateCode"] != TEMPLATE:
            return self._refused("isv.SMS_TEMPLATE_ILLEGAL", "短信模板不合法")
        values = json.loads(fields["TemplateParam"])
        if not self._parameters <= set(values):
            return self._refused("isv.TEMPLATE_MISSING_PARAMETERS", "模板缺少变量")
        if not all(isinstance(value, str) for value in values.values()):
            return self._refused("isv.INVALID_JSON_PARAM", "参数格式错误")
        self.messages.append((fields["PhoneNumbers"], values))
        return as_json(200, {"Message": "OK", "RequestId": "F655A8D5", "Code": "OK",
                             "BizId": "900619746936498440^0"})

    def _refused(self, code, text):
        # The service itself refuses with HTTP 200.
        return as_json(200, {"Message": text, "RequestId": "F655A8D5", "Code": code})

    def problem(self, request):
        """The code of why the request is not let in; None where its signature is right."""
        authorization = request.header("Authorization", "")
        found = _AUTHORIZATION.fullmatch(authorization)
        if not found:
            return "MissingAuthorization"
        if found[1] != ACCESS_KEY:
            return "InvalidAccessKeyId.NotFound"
        names = found[2].split(";")
        acs = {name.lower() for name, _ in request.headers if name.lower().startswith("x-acs-")}
        if not _MUST_BE_SIGNED | acs <= set(names):
            return "IncompleteSignature"
        payload = hashlib.sha256(request.body).hexdigest()
        if request.header("x-acs-content-sha256") != payload:
            return "SignatureDoesNotMatch"
        again = SimpleNamespace(
            method=request.method, pathname=request.path, query=dict(request.query),
            headers={name: request.header(name) for name in names})
        if authorization != Utils.get_authorization(
                again, "ACS3-HMAC-SHA256", payload, ACCESS_KEY, SECRET):
            return "SignatureDoesNotMatch"
        time = datetime.strptime(request.header("x-acs-date"), "%Y-%m-%dT%H:%M:%SZ")
        age = datetime.now(timezone.utc) - time.replace(tzinfo=timezone.utc)
        if abs(age.total_seconds()) > 15 * 60:
            return "InvalidTimeStamp.Expired"
        if request.header("x-acs-signature-nonce") in self._nonces:
            return "SignatureNonceUsed"
        self._nonces.add(request.header("x-acs-signature-nonce"))
        return None
