from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0011_tickets_in_feeds'),
    ]

    operations = [
        migrations.AddField(
            model_name='change',
            name='was',
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
