"""Every resource of the API by its type, in a test that has asked for nothing yet, too."""

from openevent.api import urls
from openevent.api.jsonapi.resource import REGISTRY

__all__ = ["REGISTRY"]

assert REGISTRY.keys() == {of.type for of in urls.RESOURCES}  # filled by the import
