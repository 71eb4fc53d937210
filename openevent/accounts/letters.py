"""What letters about accounts say."""

from datetime import UTC, datetime

from openevent.lib import addresses, urls

DOCS = "/v1/docs"  # says what programs do with the code

VERIFICATION = """\
Hello,

this address was given for an account at {site}
If you made that account, show that the address is yours, on this page:

{link}

It is good once, until {until} UTC. If you do not know what this is about,
do not open it: you need not do anything.

The code, for programs ({docs}):

    {secret}
"""

RESET = """\
Hello,

somebody, we hope you, asked for a new password for your account at
{site}
Choose one on this page:

{link}

It is good once, until {until} UTC. Keep it to yourself. If you did not ask
for it, you need not do anything: your password stays as it is.

The code, for programs ({docs}):

    {secret}
"""

MOVED = """\
Hello,

your account at {site}
has another e-mail address now. Letters about it go there, and it is the one
to sign in with.

If this was not you, somebody knows your password. Tell the people who run
the site at once.
"""

FACTOR_ON = """\
Hello,

your account at {site}
asks for a second factor from now on: besides the password, a code of your
app. Keep the recovery codes where you find them without your telephone.

If this was not you, somebody knows your password. Tell the people who run
the site at once.
"""

FACTOR_OFF = """\
Hello,

your account at {site}
asks for no second factor any more: the password is enough to sign in.

If this was not you, somebody else was in your account. Change the password,
and turn the second factor on again.
"""


def verification(secret: str, *, until: datetime) -> tuple[str, str]:
    """Subject and text of the letter with the secret that proves an address."""
    return "Is this your address?", VERIFICATION.format(
        site=urls.absolute("/"),
        link=urls.absolute(addresses.verification(secret)),
        docs=urls.absolute(DOCS),
        secret=secret,
        until=_minute(until),
    )


def reset(secret: str, *, until: datetime) -> tuple[str, str]:
    """Subject and text of the letter with the secret that sets a new password."""
    return "A new password", RESET.format(
        site=urls.absolute("/"),
        link=urls.absolute(addresses.new_password(secret)),
        docs=urls.absolute(DOCS),
        secret=secret,
        until=_minute(until),
    )


def moved() -> tuple[str, str]:
    """Subject and text of the letter to the former address of an account; the new one is not told."""
    return "The address of your account has changed", MOVED.format(site=urls.absolute("/"))


def factor_on() -> tuple[str, str]:
    """Subject and text of the letter to who has turned on a second factor."""
    return "A second factor protects your account", FACTOR_ON.format(site=urls.absolute("/"))


def factor_off() -> tuple[str, str]:
    """Subject and text of the letter to whose account has no second factor any more."""
    return "Your account has no second factor any more", FACTOR_OFF.format(site=urls.absolute("/"))


def _minute(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
