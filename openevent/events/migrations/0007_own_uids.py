import uuid

from django.db import migrations


def give(apps, schema_editor):
    """The column came with one value for all events that were there; each gets one of its own."""
    Event = apps.get_model("events", "Event")
    events = []
    for event in Event.objects.only("pk", "uid").iterator(chunk_size=2000):
        event.uid = str(uuid.uuid4())
        events.append(event)
    Event.objects.bulk_update(events, ["uid"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("events", "0006_feed_tokens_polls_uids")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
