"""Twilio's resource Messages, as its OpenAPI description has requests and answers."""

import base64

from .web import WebService, as_json

ACCOUNT, TOKEN = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "twilio-token-0f1e2d3c"
NUMBER = "+15557654321"


class Twilio(WebService):
    """One account; `user` is who signs in: the account or an API key."""

    def __init__(self, user=ACCOUNT, refusal=None, status="queued"):
        super().__init__()
        self._user = user
        self._refusal = refusal
        self._status = status
        self.messages = []
        """The fields of what was sent."""

    def answer(self, request):
        login = base64.b64encode(f"{self._user}:{TOKEN}".encode()).decode()
        if request.header("Authorization") != f"Basic {login}":
            return self._refused(401, 20003, "Authenticate")
        if (request.method, request.target) != (
                "POST", f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"):
            return self._refused(404, 20404, "The requested resource was not found")
        fields = request.form
        if self._refusal:
            return self._refused(*self._refusal)
        senders = {"From", "MessagingServiceSid"} & set(fields)
        if len(senders) != 1 or set(fields) - senders != {"To", "Body"}:
            return self._refused(400, 21604, "A required parameter is missing")
        self.messages.append(fields)
        return as_json(201, {
            "sid": "SM0123456789abcdef0123456789abcdef", "status": self._status,
            "to": fields["To"], "from": fields.get("From"), "body": fields["Body"],
            "error_code": None, "error_message": None, "num_segments": "1",
            "date_created": "Thu, 24 Aug 2023 05:01:45 +0000"})

    @staticmethod
    def _refused(status, code, message):
        return as_json(status, {
            "code": code, "message": message,
            "more_info": f"https://www.twilio.com/docs/errors/{code}", "status": status})
