"""The kinds of export that are of no event: one line each."""

from collections.abc import Callable
from dataclasses import dataclass

from openevent.accounts.models import User
from openevent.exports import personal, spellings
from openevent.exports.made import Made
from openevent.exports.tables import sales
from openevent.jobs.models import Job
from openevent.lib import separated


@dataclass(frozen=True, kw_only=True)
class Other:
    """A kind of export: what it makes of what its job asks for, what the file is, and who may have it."""

    make: Callable[[Job], Made]
    extension: str
    media_type: str
    label: str  # the name of the file
    may_have: Callable[[User, Job], bool]


def _sales(job: Job) -> Made:
    return spellings.as_text(sales.table(job.parameters.get("status", "")))


def _is_staff(user: User, _job: Job) -> bool:
    return user.is_staff


def _is_asker(user: User, job: Job) -> bool:
    """Whoever asked, as long as it is about them or they are of the staff."""
    return job.asked_by_id == user.pk and (job.parameters["user"] == user.pk or user.is_staff)


SALES = "sales/csv"
PERSONAL = "personal-data"
OTHERS: dict[str, Other] = {
    SALES: Other(make=_sales, extension="csv", media_type=separated.MEDIA_TYPE, label="Sales", may_have=_is_staff),
    PERSONAL: Other(
        make=personal.made, extension="json", media_type="application/json", label="Personal data", may_have=_is_asker
    ),
}
