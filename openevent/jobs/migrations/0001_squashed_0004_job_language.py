# All that the migrations it replaces come to: new databases are made in one step, older ones go on as they began.

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('jobs', '0001_jobs'), ('jobs', '0002_files_outlive_events'), ('jobs', '0003_void_jobs'), ('jobs', '0004_job_language')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('events', '0001_squashed_0012_what_was_before'),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('task', models.CharField(max_length=100, verbose_name='Celery task')),
                ('kind', models.CharField(max_length=30)),
                ('parameters', models.JSONField(blank=True, default=dict)),
                ('revision', models.PositiveBigIntegerField(blank=True, null=True)),
                ('state', models.CharField(choices=[('queued', 'queued: nobody has begun'), ('started', 'started: a worker is at it, and shows every now and then that it lives'), ('success', 'success: done, `result` says what came of it'), ('failure', 'failure: given up, `error` says why in one sentence')], default='queued', max_length=7)),
                ('progress', models.PositiveSmallIntegerField(default=0)),
                ('result', models.JSONField(blank=True, null=True)),
                ('error', models.CharField(blank=True, max_length=500)),
                ('file', models.CharField(blank=True, max_length=255)),
                ('claim', models.UUIDField(blank=True, editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('sends', models.PositiveSmallIntegerField(default=0)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='jobs', to='events.event')),
                ('is_void', models.BooleanField(default=False, editable=False)),
                ('language', models.CharField(blank=True, max_length=35)),
            ],
            options={
                'ordering': ['asked_at'],
                'indexes': [models.Index(fields=['event', 'kind', 'revision'], name='job_to_use_again'), models.Index(condition=models.Q(('state__in', ['queued', 'started'])), fields=['state', 'seen_at'], name='job_unfinished'), models.Index(fields=['finished_at'], name='job_by_end'), models.Index(condition=models.Q(('is_void', True)), fields=['task'], name='job_void')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'started', 'success', 'failure'])), name='job_state_known'), models.CheckConstraint(condition=models.Q(('progress__range', (0, 100))), name='job_progress_in_percent'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('state__in', ['queued', 'started'])), models.Q(('finished_at__isnull', False), ('state__in', ['success', 'failure'])), _connector='OR'), name='job_finished_when_it_ended'), models.CheckConstraint(condition=models.Q(('error', ''), ('state', 'failure'), _negated=True), name='job_failure_says_why')],
            },
        ),
    ]
