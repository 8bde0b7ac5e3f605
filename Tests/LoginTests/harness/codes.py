"""An authenticator app: HOTP of RFC 4226 and TOTP of RFC 6238, written apart from the module."""

import base64
import hmac
import struct
import time
import urllib.parse


def hotp(secret, counter, algorithm="sha1", digits=6):
    """The code of RFC 4226 section 5.3 for a secret (bytes) and a moving factor."""
    digest = hmac.new(secret, struct.pack(">Q", counter), algorithm).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


class Authenticator:
    """One enrolled device, as the phone knows it after it has read the otpauth URI."""

    def __init__(self, uri):
        parts = urllib.parse.urlsplit(uri)
        fields = dict(urllib.parse.parse_qsl(parts.query, strict_parsing=True))
        self.key = fields["secret"]
        self.algorithm = fields.get("algorithm", "SHA1").lower()
        self.digits = int(fields.get("digits", 6))
        self.period = int(fields.get("period", 30))
        self.counter_based = parts.netloc == "hotp"
        self._secret = base64.b32decode(self.key + "=" * (-len(self.key) % 8))
        self._last = int(fields["counter"]) - 1 if self.counter_based else -1
        self.given_out = set()
        """Every code a person read from this device."""

    def code(self, steps=0):
        """The code `steps` time steps from now, or `steps` counts after the next one."""
        return self._give(self._at(self._now() + steps))

    def fresh_code(self):
        """A code the module accepts with its default window and that was not given out before.

        A time-based device waits when the codes of this step and the next are used up.
        """
        if self.counter_based:
            self._last += 1
            return self._give(self._at(self._last))
        # Steps up to the next one are inside a window of one step.
        while self._last > self._now():
            time.sleep(0.2)
        self._last = max(self._now(), self._last + 1)
        return self._give(self._at(self._last))

    def wrong_code(self):
        """A code of the right length that is right at no step within five minutes."""
        nearby = {self._at(max(self._now() + steps, 0)) for steps in range(-12, 13)}
        number = int(self._at(self._now()))
        while True:
            number = (number + 1) % 10**self.digits
            text = str(number).zfill(self.digits)
            if text not in nearby:
                return self._give(text)

    def _at(self, counter):
        return hotp(self._secret, counter, self.algorithm, self.digits)

    def _give(self, code):
        self.given_out.add(code)
        return code

    def _now(self):
        return self._last + 1 if self.counter_based else int(time.time()) // self.period
