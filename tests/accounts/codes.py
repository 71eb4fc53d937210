"""What the app of a second factor shows, reckoned as RFC 6238 says and not by the library that the server asks."""

import base64
import hmac
import struct
import time


def code_now(key: str, *, steps: int = 0) -> str:
    """The code of now, or of so many half minutes later."""
    return code_at(key, time.time() + 30 * steps)


def code_at(key: str, when: float) -> str:
    """The code at this time: six digits of an HMAC-SHA-1 of the step (RFC 4226, 5.3)."""
    digest = hmac.digest(base64.b32decode(key), struct.pack(">Q", int(when) // 30), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
