"""The channels of web services as a delivery file has them, each with its settings and secrets."""

from . import aliyun_sms, dingtalk, feishu, slack, smn, sns, twilio, wecom

PHONE = "+8613800138000"
EMAIL = "alice@example.org"
MASKED = "+86******00"

TEMPLATE = '{"to": "{target}", "title": "{subject}", "text": "{text}", "by": ["{user}@{host}"]}'
"""The body of the webhook's requests."""


def lines(kind, url, courier, cache="/var/cache/sallyport", **changes):
    """A channel `text` of a kind for a server at a URL; `changes` replace lines or drop them (None)."""
    def secret(value):
        return courier.add_secret(kind, value)

    settings = {
        "smn": lambda: {
            "Endpoint": url, "ProjectID": smn.PROJECT, "TopicURN": smn.TOPIC,
            "AccessKey": smn.ACCESS_KEY, "SecretKeyFile": secret(smn.SECRET_KEY)},
        "dingtalk": lambda: {
            "Endpoint": url, "LegacyEndpoint": url, "AppKey": dingtalk.KEY,
            "AppSecretFile": secret(dingtalk.SECRET), "AgentID": dingtalk.AGENT,
            "CacheDirectory": cache},
        "feishu": lambda: {
            "Endpoint": url, "AppID": feishu.APP, "AppSecretFile": secret(feishu.SECRET),
            "CacheDirectory": cache},
        "wecom": lambda: {
            "Endpoint": url, "CorpID": wecom.CORP, "AppSecretFile": secret(wecom.SECRET),
            "AgentID": wecom.AGENT, "CacheDirectory": cache},
        "slack": lambda: {"Endpoint": url, "BotTokenFile": secret(slack.TOKEN)},
        "aliyun-sms": lambda: {
            "Endpoint": url, "AccessKeyID": aliyun_sms.ACCESS_KEY,
            "AccessKeySecretFile": secret(aliyun_sms.SECRET),
            "SignName": aliyun_sms.SIGNATURE, "TemplateCode": aliyun_sms.TEMPLATE},
        "twilio": lambda: {
            "Endpoint": url, "AccountSID": twilio.ACCOUNT,
            "AuthTokenFile": secret(twilio.TOKEN), "From": twilio.NUMBER},
        "sns": lambda: {
            "Endpoint": url, "Region": sns.REGION, "AccessKey": sns.ACCESS_KEY,
            "SecretKeyFile": secret(sns.SECRET_KEY)},
        "webhook": lambda: {"URL": f"{url}/hook", "BodyFile": courier.add_template(TEMPLATE)},
    }[kind]()
    settings.update(changes)
    chosen = [f"    {name} {value}" for name, value in settings.items() if value is not None]
    return "\n".join([f"Channel text {kind}", *chosen, ""])
