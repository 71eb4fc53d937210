"""The log of the door stays as it was written: the database itself refuses a change."""

from typing import Any

# What a row of the log says; who held the device, and its name, may be forgotten at somebody's wish.
FACTS = "event_id, attendee_id, direction, outcome, first_id, key, at, client_at"
REFUSAL = "what the door saw is never changed"
TRIGGERS = {
    "sqlite": (
        f"""
        CREATE TRIGGER check_in_stays BEFORE UPDATE OF {FACTS} ON tickets_checkin
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
        """,
        "DROP TRIGGER check_in_stays",
    ),
    "postgresql": (
        f"""
        CREATE FUNCTION check_in_stays() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
        CREATE TRIGGER check_in_stays BEFORE UPDATE OF {FACTS} ON tickets_checkin
        FOR EACH ROW EXECUTE FUNCTION check_in_stays()
        """,
        "DROP TRIGGER check_in_stays ON tickets_checkin; DROP FUNCTION check_in_stays()",
    ),
}


def put_triggers(_apps: Any, editor: Any) -> None:
    editor.execute(TRIGGERS[editor.connection.vendor][0])


def take_triggers(_apps: Any, editor: Any) -> None:
    editor.execute(TRIGGERS[editor.connection.vendor][1])
