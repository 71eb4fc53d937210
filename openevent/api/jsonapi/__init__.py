"""JSON:API (version 1.0): documents in and out, queries, entity tags, routes. Only here is its library imported.

What we took from the library are its serializers and its names; documents are composed by code of ours, because an
inclusion must obey the policy of what it includes, because relationships are links until they are included, and
because a page of a big event has to be quick.
"""
