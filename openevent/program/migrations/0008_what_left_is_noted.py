from django.db import migrations
from django.db.models import F


def note(apps, schema_editor):
    """What was marked as public shows what it was last."""
    Session = apps.get_model("program", "Session")
    known = Session.objects.filter(was_public=True, starts_at__isnull=False, ends_at__gt=F("starts_at"))
    for session in known.select_related("microlocation", "event").iterator(chunk_size=500):
        room = session.microlocation
        name = room.name if room is not None and room.deleted_at is None else ""
        session.public_title, session.public_room = session.title, name
        session.public_place = ", ".join(filter(None, (name, session.event.location_name.strip())))[:1000]
        session.public_starts_at, session.public_ends_at = session.starts_at, session.ends_at
        session.save(
            update_fields=["public_title", "public_room", "public_place", "public_starts_at", "public_ends_at"]
        )


class Migration(migrations.Migration):
    dependencies = [("program", "0007_what_sessions_were")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
