from django.db import migrations

from openevent.events.migrations._catalogue import seed


class Migration(migrations.Migration):

    dependencies = [
        ("events", "0002_catalogue_parts_invites_favourites"),
    ]

    operations = [
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
