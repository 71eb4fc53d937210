"""The pages on which the staff of the site looks after programmes: what is saved goes through the acts."""

from openevent.program.admin import parts, reactions, sessions, speakers

__all__ = ["parts", "reactions", "sessions", "speakers"]
