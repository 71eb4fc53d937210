"""What letters about accounts say, in the language that is spoken when they are written."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.lib import addresses, moments, urls

VERIFICATION = gettext_noop("""\
Hello,

this address was given for an account at %(site)s
If you made that account, show that the address is yours, on this page:

%(link)s

It is good once, until %(until)s UTC. If you do not know what this is about,
do not open it: you need not do anything.

The code, for programs (%(docs)s):

    %(secret)s
""")

RESET = gettext_noop("""\
Hello,

somebody, we hope you, asked for a new password for your account at
%(site)s
Choose one on this page:

%(link)s

It is good once, until %(until)s UTC. Keep it to yourself. If you did not ask
for it, you need not do anything: your password stays as it is.

The code, for programs (%(docs)s):

    %(secret)s
""")

MOVED = gettext_noop("""\
Hello,

your account at %(site)s
has another e-mail address now. Letters about it go there, and it is the one
to sign in with.

If this was not you, somebody knows your password. Tell the people who run
the site at once.
""")

FACTOR_ON = gettext_noop("""\
Hello,

your account at %(site)s
asks for a second factor from now on: besides the password, a code of your
app. Keep the recovery codes where you find them without your telephone.

If this was not you, somebody knows your password. Tell the people who run
the site at once.
""")

FACTOR_OFF = gettext_noop("""\
Hello,

your account at %(site)s
asks for no second factor any more: the password is enough to sign in.

If this was not you, somebody else was in your account. Change the password,
and turn the second factor on again.
""")


def verification(secret: str, *, until: datetime) -> tuple[str, str]:
    """Subject and text of the letter with the secret that proves an address."""
    return _("Is this your address?"), _(VERIFICATION) % {
        **_about(secret, until),
        "link": urls.absolute(addresses.verification(secret)),
    }


def reset(secret: str, *, until: datetime) -> tuple[str, str]:
    """Subject and text of the letter with the secret that sets a new password."""
    return _("A new password"), _(RESET) % {
        **_about(secret, until),
        "link": urls.absolute(addresses.new_password(secret)),
    }


def moved() -> tuple[str, str]:
    """Subject and text of the letter to the former address of an account; the new one is not told."""
    return _("The address of your account has changed"), _(MOVED) % _site()


def factor_on() -> tuple[str, str]:
    """Subject and text of the letter to who has turned on a second factor."""
    return _("A second factor protects your account"), _(FACTOR_ON) % _site()


def factor_off() -> tuple[str, str]:
    """Subject and text of the letter to whose account has no second factor any more."""
    return _("Your account has no second factor any more"), _(FACTOR_OFF) % _site()


def _site() -> dict[str, str]:
    return {"site": urls.absolute("/")}


def _about(secret: str, until: datetime) -> dict[str, str]:
    """What letters with a secret say of it."""
    return {
        **_site(),
        "docs": urls.absolute(addresses.documentation()),
        "secret": secret,
        "until": moments.minute(until),
    }
