"""Amazon's SNS: moto, which checks signatures and permissions, in a process of its own."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

import boto3

from harness import namespace

REGION = "eu-central-1"
ACCESS_KEY, SECRET_KEY = "AKIDEXAMPLEAKIDEXAMPLE", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"
"""For channels; those of a running server are its own."""

_MAY_PUBLISH = {"Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}]}


class SNS:
    """A server with one user who may publish and nothing else, and has the two keys."""

    PORT = 5566

    def __init__(self):
        # The topic, the user, the key and the permission are made before permissions are asked for.
        environment = {**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": "4"}
        self.url = f"http://127.0.0.1:{self.PORT}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-p", str(self.PORT)], env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=namespace.end_with_parent)
        self._wait()
        self.topic = self._client("sns").create_topic(Name="sshlogin")["TopicArn"]
        users = self._client("iam")
        users.create_user(UserName="courier")
        key = users.create_access_key(UserName="courier")["AccessKey"]
        users.put_user_policy(UserName="courier", PolicyName="publish",
                              PolicyDocument=json.dumps(_MAY_PUBLISH))
        self.access_key, self.secret_key = key["AccessKeyId"], key["SecretAccessKey"]

    def messages(self):
        """Number and text of the text messages that were sent."""
        return [(each["phone_number"], each["message"]) for each in self._data()["SMS"]]

    def notices(self):
        """What was published to the topic."""
        topics = [each for each in self._data()["Topic"] if each["arn"] == self.topic]
        return topics[0]["sent_notifications"]

    def stop(self):
        self._process.kill()
        self._process.wait()

    def _data(self):
        with urllib.request.urlopen(f"{self.url}/moto-api/data.json", timeout=5) as answer:
            data = json.load(answer).get("sns", {})
        return {"SMS": [], "Topic": [], **data}

    def _client(self, service):
        return boto3.client(service, endpoint_url=self.url, region_name=REGION,
                            aws_access_key_id="any", aws_secret_access_key="any")

    def _wait(self):
        deadline = time.monotonic() + 30
        while True:
            try:
                return self._data()
            except OSError:
                assert time.monotonic() < deadline, "moto does not answer"
                time.sleep(0.1)
