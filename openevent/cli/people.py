"""`openevent user`: accounts."""

import click

from openevent.accounts import factors, joining, passwords
from openevent.accounts.models import User
from openevent.cli import talking
from openevent.jobs.models import Job
from openevent.privacy import erasing

secret = click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="At least 8 characters; asked for when it is not given.",
)


@click.group()
def user() -> None:
    """Make accounts and set passwords."""


@user.command()
@click.argument("email")
@secret
@click.option("--admin", is_flag=True, help="Site staff: may do everything, and use the pages under /admin/.")
@talking.as_json
def create(email: str, password: str, admin: bool, as_json: bool) -> None:
    """Make an account for EMAIL, or give one without a password its first; its address counts as verified."""
    with talking.refusals():
        made = joining.enter(email, password, admin=admin)
    if as_json:
        talking.say_json({"id": str(made.pk), "email": made.email, "admin": made.is_admin})
    else:
        click.echo(f"{made.email} can sign in now.")


@user.command("password")
@click.argument("email")
@secret
def set_password(email: str, password: str) -> None:
    """Give the account of EMAIL another password; it is signed out everywhere, and its address counts as verified."""
    found = User.objects.by_email(email)
    if found is None:
        raise click.ClickException(f"There is no account for {email}.")
    with talking.refusals():
        passwords.set_password(found, password)
        joining.verify(found)  # whoever may run this vouches for the address
    click.echo(f"{found.email} has a new password.")


@user.command("second-factor-off")
@click.argument("email")
def second_factor_off(email: str) -> None:
    """Let EMAIL sign in by the password alone: for who has lost the app and the recovery codes."""
    found = User.objects.by_email(email)
    if found is None:
        raise click.ClickException(f"There is no account for {email}.")
    factors.turn_off(found)
    click.echo(f"{found.email} signs in by the password alone.")


@user.command()
@click.argument("email")
@click.confirmation_option(prompt="This cannot be undone. Erase the personal data of the account?")
def erase(email: str) -> None:
    """Close the account of EMAIL and erase its personal data, at once; orders keep what bookkeeping needs."""
    found = User.objects.by_email(email)
    if found is None:
        raise click.ClickException(f"There is no account for {email}.")
    with talking.refusals():
        erasure = erasing.begin(found, by=None)
        erasing.finish(erasure)
    erasure.job.refresh_from_db()
    if erasure.job.state != Job.State.SUCCESS:
        why = erasure.job.error or "a worker is at it"
        raise click.ClickException(f"The account is closed; its data is not erased yet, and is tried again: {why}")
    click.echo(f"The personal data of {email} is erased.")
    if erasure.until is not None:
        click.echo(f"{erasure.orders} orders are kept for the books until {erasure.until:%Y-%m-%d}.")
