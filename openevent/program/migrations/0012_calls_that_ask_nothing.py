"""What a call asks is null until somebody says it; an empty list asks nothing."""

from typing import Any

from django.db import migrations, models


def unsay(apps: Any, _editor: object) -> None:
    """Up to now nobody could ask nothing: where there is nothing, nobody has said what is asked."""
    apps.get_model("program", "SpeakersCall").objects.filter(questions=[]).update(questions=None)


def empty(apps: Any, _editor: object) -> None:
    """The way back."""
    apps.get_model("program", "SpeakersCall").objects.filter(questions__isnull=True).update(questions=[])


class Migration(migrations.Migration):
    dependencies = [("program", "0001_squashed_0011_what_calls_ask")]

    operations = [
        migrations.AlterField(
            model_name="speakerscall",
            name="questions",
            field=models.JSONField(blank=True, default=None, editable=False, null=True),
        ),
        migrations.RunPython(unsay, empty),
    ]
