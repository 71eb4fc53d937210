from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0007_handed_over'),
    ]

    operations = [
        migrations.AddField(
            model_name='orderchange',
            name='said',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='refund',
            name='said',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
