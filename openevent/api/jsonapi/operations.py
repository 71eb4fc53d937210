"""The operations of resources, as the OpenAPI document has them: from the same declarations that route them."""

from typing import Any

from openevent.api import repeating
from openevent.api.describing import TEXT, Schema, parameter, query, refusals
from openevent.api.jsonapi import schemas
from openevent.api.jsonapi.answering import ResourceView
from openevent.api.jsonapi.documents import MEDIA_TYPE
from openevent.api.jsonapi.linkage import RelationshipView
from openevent.api.jsonapi.resource import Resource
from openevent.api.jsonapi.schemas import ref
from openevent.api.jsonapi.views import CollectionView, DetailView, RelatedView
from openevent.events.policy import EVERYONE, Act, hats_for

ON_READING = (400, 401, 403, 404, 406)
ON_DELETING = (*ON_READING, 409, 412, 413, 415, 422)
ON_WRITING = (*ON_DELETING, 429)
VERBS = {"GET": "read", "POST": "add", "PATCH": "change", "DELETE": "delete"}
IN_LINKAGE = {"GET": "read", "POST": "add to", "PATCH": "replace", "DELETE": "remove from"}
TOKEN: Schema = {"token": []}
TAG: Schema = {"ETag": {"description": "Of this state of it; for If-None-Match and If-Match.", "schema": TEXT}}
LOCATION: Schema = {"Location": {"description": "The address of what was made.", "schema": TEXT}}
NOT_MODIFIED: Schema = {"304": {"description": "It is as it was under the tag in If-None-Match.", "headers": TAG}}


class Operation:
    """One method at one address of a resource."""

    def __init__(self, view: ResourceView, path: str, method: str) -> None:
        self.view, self.path, self.method = view, path, method

    def described(self) -> Schema:
        """The operation."""
        found: Schema = {
            "operationId": self.name(),
            "summary": self.summary(),
            "tags": [self.view.of.type],
            "parameters": self.parameters(),
            "responses": {**self.answers(), **refusals(self.errors())},
            "security": [TOKEN] if self.needs_account() else [TOKEN, {}],
        }
        if (body := self.body()) is not None:
            found["requestBody"] = {"required": True, "content": {MEDIA_TYPE: {"schema": body}}}
        return found

    @property
    def target(self) -> Resource:
        """The resource that the answer is of; for the writing of relationships the one that is changed."""
        return self.view.of if isinstance(self.view, RelationshipView) else self.view.target

    @property
    def relation(self) -> str:
        """The relationship whose address it is, if it is one's."""
        return self.view.relation_name

    @property
    def is_list(self) -> bool:
        """Whether the answer is a list."""
        if self.method != "GET" or isinstance(self.view, DetailView | RelationshipView):
            return False
        return self.view.relation.many if self.relation else True

    @property
    def is_repeatable(self) -> bool:
        """Whether it makes what is made once for each key."""
        return self.method == "POST" and isinstance(self.view, CollectionView) and self.view.of.is_repeatable

    def name(self) -> str:
        """What no other operation is called."""
        is_standard = isinstance(self.view, CollectionView | DetailView | RelatedView | RelationshipView)
        kind = self.view.kind if is_standard else self.path.rpartition("/")[2]
        return operation_id(self.view.of, kind, self.relation, self.method)

    def summary(self) -> str:
        """What the operation does, in words."""
        noun = self.view.of.noun
        article = "an" if noun[0] in "aeio" else "a"
        if isinstance(self.view, RelationshipView):
            return f"{IN_LINKAGE[self.method].capitalize()} the linkage “{self.relation}” of {article} {noun}"
        verb = VERBS[self.method].capitalize()
        if isinstance(self.view, RelatedView):
            return f"{verb} the “{self.relation}” of {article} {noun}"
        if self.is_list:
            return f"{verb} a list: {noun}"
        return f"{verb} {article} {noun}"

    def needs_account(self) -> bool:
        """Whether nobody does this without a token."""
        makes = self.method == "POST" and isinstance(self.view, CollectionView)
        return self.method != "GET" and not (makes and hats_for(self.view.of.type, Act.CREATE) & EVERYONE)

    def errors(self) -> tuple[int, ...]:
        """With which statuses it refuses."""
        if self.method == "GET":
            return ON_READING
        return ON_DELETING if self.method == "DELETE" else ON_WRITING

    def parameters(self) -> list[Schema]:
        """Of path, query and headers."""
        found = []
        if "{key}" in self.path:
            what = "The event's id or identifier." if self.path.startswith("/v1/events/") else "The id."
            found.append(parameter("key", "path", what))
        if self.shows_resource():
            found += self.of_documents()
        return found + (self.of_list() if self.is_list else []) + self.trash() + self.conditions()

    def shows_resource(self) -> bool:
        """Whether the answer is a document of which one can choose the parts."""
        return not (self.method == "DELETE" or (isinstance(self.view, RelationshipView) and self.method == "GET"))

    def of_documents(self) -> list[Schema]:
        """What is to be in the document."""
        types = sorted({self.target.type, *(relation.resource for relation in self.target.relations.values())})
        paths = f"Paths, with commas between them, of: {', '.join(self.target.relations) or 'nothing'}."
        return [
            query("include", paths),
            *(query(f"fields[{name}]", f"Members wanted of “{name}”, with commas between them.") for name in types),
        ]

    def of_list(self) -> list[Schema]:
        """What lists take."""
        return [
            query("page[number]", "Which page, from 1.", {"type": "integer", "minimum": 1, "maximum": 9_999_999_999}),
            query("page[size]", "Rows a page; 20, and at most 100.", {"type": "integer", "minimum": 1}),
            query("sort", "Members, descending with “-”; one step into a relationship with a dot."),
            query("filter", "A JSON array of conditions; “filter[name]=value” is shorter. See docs/api.md."),
        ]

    def trash(self) -> list[Schema]:
        """Where deleted rows can be had."""
        if isinstance(self.view, RelationshipView) or self.method == "POST":
            return []
        found = [query("get_trashed", "“true”: deleted rows, too, for those who may see them.")]
        if self.method == "DELETE" and self.target.reach.soft:
            found.append(query("permanent", "“true”: for good, which only the staff of the site does."))
        return found

    def conditions(self) -> list[Schema]:
        """Preconditions (RFC 9110, 13.1), and the key under which something is made once."""
        if self.is_repeatable:
            return [repeating.HEADER]
        if self.method == "GET":
            return [parameter("If-None-Match", "header", "The tag of the answer that is known already.")]
        if self.method in ("PATCH", "DELETE") or isinstance(self.view, RelationshipView):
            return [parameter("If-Match", "header", "Change only what is still as it was under this tag.")]
        return []

    def body(self) -> Schema | None:
        """What the request says."""
        if isinstance(self.view, RelationshipView):
            return None if self.method == "GET" else schemas.relationship_body(self.view.relation)
        if self.method == "POST":
            return ref(f"{self.target.type}-new")
        return ref(f"{self.target.type}-change") if self.method == "PATCH" else None

    def answers(self) -> Schema:
        """What the operation answers with when it is done."""
        if isinstance(self.view, RelationshipView):
            return self.of_relationship(self.view)
        name = self.target.type
        if self.method == "DELETE":
            return {"200": _answer("It was deleted.", ref("deleted"))}
        if self.method == "POST":
            kind = "document" if self.target.tells is None else "made"
            kept = repeating.ANSWERED if self.is_repeatable else {}
            made = _answer("It was made.", ref(f"{name}-{kind}"), {**TAG, **LOCATION, **kept})
            return {"201": {**made, "links": links(self.target)}}
        if self.is_list:
            return {"200": _answer("A page.", ref(f"{name}-collection"), TAG), **NOT_MODIFIED}
        is_null = isinstance(self.view, RelatedView) and self.method == "GET" and not self.view.relation.is_part
        shown = "or-null-document" if is_null else "document"
        found = {"200": _answer("The resource.", ref(f"{name}-{shown}"), TAG)}
        return {**found, **NOT_MODIFIED} if self.method == "GET" else found

    def of_relationship(self, view: RelationshipView) -> Schema:
        """What an operation on linkage answers with."""
        if self.method == "GET":
            return {"200": _answer("The linkage.", schemas.relationship_document(view.relation), TAG), **NOT_MODIFIED}
        found: Schema = {"204": {"description": "Nothing new."}}
        if not view.relation.fixed:
            found["200"] = _answer("What was changed.", ref(f"{self.target.type}-document"), TAG)
        return found


def operation_id(of: Resource, kind: str, relation: str, method: str) -> str:
    """What the operation at this kind of address of a resource is called."""
    return "-".join(filter(None, (of.type, kind, relation, method.lower())))


def links(of: Resource) -> Schema:
    """What can be done with a row that was just made."""
    names = [operation_id(of, "detail", "", method) for method in sorted(of.detail)]
    names += [operation_id(of, kind, name, "get") for name in of.relations for kind in ("related", "relationship")]
    return {name: {"operationId": name, "parameters": {"key": "$response.body#/data/id"}} for name in names}


def _answer(description: str, schema: Schema, headers: Schema | None = None) -> Any:
    found: Schema = {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}
    return {**found, "headers": headers} if headers else found
