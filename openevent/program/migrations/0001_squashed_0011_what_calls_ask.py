# All that the migrations it replaces come to: new databases are made in one step, older ones go on as they began.

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('program', '0001_program'), ('program', '0002_call_feedback_favourites_aggregates'), ('program', '0003_chosen_secrets_and_mean_ratings'), ('program', '0004_what_the_team_enters'), ('program', '0005_what_was_public'), ('program', '0006_what_calendars_counted'), ('program', '0007_what_sessions_were'), ('program', '0008_what_left_is_noted'), ('program', '0009_marks_are_gone'), ('program', '0010_when_calendars_brought_it'), ('program', '0011_what_calls_ask')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('events', '0001_squashed_0012_what_was_before'),
    ]

    operations = [
        migrations.CreateModel(
            name='Microlocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('latitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)])),
                ('longitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)])),
                ('floor', models.IntegerField(blank=True, null=True)),
                ('room', models.CharField(blank=True, max_length=255)),
                ('stream_url', models.URLField(blank=True, max_length=2000, verbose_name='address of the live stream')),
                ('hidden_in_scheduler', models.BooleanField(default=False)),
                ('is_chat_enabled', models.BooleanField(default=False)),
                ('is_global_event_room', models.BooleanField(default=False)),
                ('chat_room_name', models.CharField(blank=True, max_length=255)),
                ('position', models.IntegerField(default=0)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='microlocations', to='events.event')),
            ],
            options={
                'verbose_name': 'room',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='microlocation_has_a_name'), models.CheckConstraint(condition=models.Q(('latitude', None), ('latitude__range', (-90, 90)), _connector='OR'), name='microlocation_latitude_on_earth'), models.CheckConstraint(condition=models.Q(('longitude', None), ('longitude__range', (-180, 180)), _connector='OR'), name='microlocation_longitude_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='SessionType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('length', models.CharField(max_length=5, validators=[django.core.validators.RegexValidator('^[0-9]{2}:[0-5][0-9]\\Z', 'A length is written HH:MM.')])),
                ('position', models.IntegerField(default=0)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='session_types', to='events.event')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='session_type_has_a_name'), models.CheckConstraint(condition=models.Q(('length__regex', '^[0-9]{2}:[0-5][0-9]$')), name='session_type_length_is_hh_mm')],
            },
        ),
        migrations.CreateModel(
            name='Speaker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('is_email_overridden', models.BooleanField(default=False)),
                ('photo_url', models.URLField(blank=True, max_length=2000)),
                ('thumbnail_image_url', models.URLField(blank=True, max_length=2000)),
                ('small_image_url', models.URLField(blank=True, max_length=2000)),
                ('icon_image_url', models.URLField(blank=True, max_length=2000)),
                ('short_biography', models.TextField(blank=True)),
                ('long_biography', models.TextField(blank=True)),
                ('speaking_experience', models.TextField(blank=True)),
                ('sponsorship_required', models.TextField(blank=True)),
                ('organisation', models.CharField(blank=True, max_length=500)),
                ('position', models.CharField(blank=True, max_length=500)),
                ('country', models.CharField(blank=True, max_length=255)),
                ('city', models.CharField(blank=True, max_length=255)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('mobile', models.CharField(blank=True, max_length=50)),
                ('heard_from', models.CharField(blank=True, max_length=255)),
                ('website', models.URLField(blank=True, max_length=2000)),
                ('twitter', models.URLField(blank=True, max_length=2000)),
                ('facebook', models.URLField(blank=True, max_length=2000)),
                ('github', models.URLField(blank=True, max_length=2000)),
                ('mastodon', models.URLField(blank=True, max_length=2000)),
                ('linkedin', models.URLField(blank=True, max_length=2000)),
                ('instagram', models.URLField(blank=True, max_length=2000)),
                ('gender', models.CharField(blank=True, choices=[('Man', 'Man'), ('Woman', 'Woman'), ('Transgender', 'Transgender'), ('Non-binary', 'Non-binary'), ('Genderqueer', 'Genderqueer'), ('An identity not listed here', 'An identity not listed here'), ('I prefer not to say', 'I prefer not to say')], max_length=50)),
                ('is_featured', models.BooleanField(default=False)),
                ('order', models.IntegerField(default=0)),
                ('complex_field_values', models.JSONField(blank=True, null=True)),
                ('speaker_positions', models.JSONField(blank=True, null=True)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='speakers', to='events.event')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='speakers', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['order', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='speaker_has_a_name'), models.UniqueConstraint(condition=models.Q(models.Q(('email', ''), _negated=True), ('deleted_at', None)), fields=('event', 'email'), name='speaker_email_once_per_event')],
            },
        ),
        migrations.CreateModel(
            name='Track',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('color', models.CharField(max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-f]{6}\\Z', 'A colour is written #rrggbb in lower case.')])),
                ('description', models.TextField(blank=True)),
                ('position', models.IntegerField(default=0)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tracks', to='events.event')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='track_has_a_name'), models.CheckConstraint(condition=models.Q(('color__regex', '^#[0-9a-f]{6}$')), name='track_color_is_hex')],
            },
        ),
        migrations.CreateModel(
            name='SpeakersCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('announcement', models.TextField(blank=True)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('soft_ends_at', models.DateTimeField(blank=True, null=True, verbose_name='announced end')),
                ('privacy', models.CharField(choices=[('public', 'public: everyone with an account'), ('private', 'private: whoever was given its secret')], default='public', max_length=7)),
                ('hash', models.CharField(blank=True, editable=False, max_length=64, verbose_name='secret')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='speakers_calls', to='events.event')),
                ('questions', models.JSONField(blank=True, default=list, editable=False)),
            ],
            options={
                'verbose_name': "speakers' call",
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('event',), name='speakers_call_one_per_event'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='speakers_call_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('privacy__in', ['public', 'private'])), name='speakers_call_privacy_known'), models.CheckConstraint(condition=models.Q(models.Q(('hash', ''), ('privacy', 'public')), models.Q(('hash__regex', '^[0-9A-Za-z_-]{16,64}$'), ('privacy', 'private')), _connector='OR'), name='speakers_call_secret_if_private')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=1000)),
                ('subtitle', models.CharField(blank=True, max_length=1000)),
                ('language', models.CharField(blank=True, max_length=255)),
                ('level', models.CharField(blank=True, choices=[('Beginner', 'Beginner'), ('Intermediate', 'Intermediate'), ('Advanced', 'Advanced'), ('Expert', 'Expert')], max_length=12)),
                ('short_abstract', models.TextField(blank=True)),
                ('short_abstract_text', models.TextField(blank=True, editable=False)),
                ('long_abstract', models.TextField(blank=True)),
                ('comments', models.TextField(blank=True)),
                ('starts_at', models.DateTimeField(blank=True, null=True)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('draft', 'draft: its author still writes'), ('pending', 'pending: waits for a decision'), ('accepted', 'accepted: will take place'), ('confirmed', 'confirmed: accepted, and the speaker said yes'), ('rejected', 'rejected: will not take place'), ('canceled', 'canceled: was to take place, and will not'), ('withdrawn', 'withdrawn: taken back by its speaker')], default='draft', max_length=9)),
                ('is_locked', models.BooleanField(default=False)),
                ('is_mail_sent', models.BooleanField(default=False)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('slides_url', models.URLField(blank=True, max_length=2000)),
                ('video_url', models.URLField(blank=True, max_length=2000)),
                ('audio_url', models.URLField(blank=True, max_length=2000)),
                ('signup_url', models.URLField(blank=True, max_length=2000)),
                ('stream_url', models.URLField(blank=True, max_length=2000, verbose_name='address of the live stream')),
                ('website', models.URLField(blank=True, max_length=2000)),
                ('twitter', models.URLField(blank=True, max_length=2000)),
                ('facebook', models.URLField(blank=True, max_length=2000)),
                ('github', models.URLField(blank=True, max_length=2000)),
                ('linkedin', models.URLField(blank=True, max_length=2000)),
                ('instagram', models.URLField(blank=True, max_length=2000)),
                ('gitlab', models.URLField(blank=True, max_length=2000)),
                ('mastodon', models.URLField(blank=True, max_length=2000)),
                ('slides', models.JSONField(blank=True, default=list)),
                ('complex_field_values', models.JSONField(blank=True, null=True)),
                ('uid', models.CharField(editable=False, max_length=255, verbose_name='calendar uid')),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('revised_at', models.DateTimeField(editable=False)),
                ('created_at', models.DateTimeField(editable=False)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('creator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='events.event')),
                ('microlocation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sessions', to='program.microlocation', verbose_name='room')),
                ('session_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sessions', to='program.sessiontype')),
                ('track', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sessions', to='program.track')),
                ('favourite_count', models.PositiveIntegerField(default=0, editable=False)),
                ('rating_count', models.PositiveIntegerField(default=0, editable=False)),
                ('rating_sum', models.DecimalField(decimal_places=1, default=0, editable=False, max_digits=12)),
                ('average_rating', models.GeneratedField(db_persist=True, expression=models.Case(models.When(rating_count__gt=0, then=django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast('rating_sum', models.FloatField()), '/', models.F('rating_count'))), default=0.0), output_field=models.FloatField())),
                ('is_proposal', models.BooleanField(default=True, editable=False)),
                ('imported_revised_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('imported_sequence', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('public_ends_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('public_place', models.CharField(blank=True, editable=False, max_length=1000)),
                ('public_room', models.CharField(blank=True, editable=False, max_length=255)),
                ('public_starts_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('public_title', models.CharField(blank=True, editable=False, max_length=1000)),
                ('brought_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'ordering': ['starts_at', 'id'],
                'indexes': [models.Index(fields=['event', 'state', 'starts_at'], name='session_by_event_and_start'), models.Index(fields=['microlocation', 'starts_at', 'ends_at'], name='session_by_room_and_start')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='session_has_a_title'), models.CheckConstraint(condition=models.Q(('uid', ''), _negated=True), name='session_has_a_uid'), models.UniqueConstraint(fields=('event', 'uid'), name='session_uid_once_per_event'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'pending', 'accepted', 'confirmed', 'rejected', 'canceled', 'withdrawn'])), name='session_state_known'), models.CheckConstraint(condition=models.Q(('level__in', ['', 'Beginner', 'Intermediate', 'Advanced', 'Expert'])), name='session_level_known')],
            },
        ),
        migrations.CreateModel(
            name='SessionSpeaker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.IntegerField(default=0)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='speaking', to='program.session')),
                ('speaker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='speaking', to='program.speaker')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('session', 'speaker'), name='speaker_once_per_session')],
            },
        ),
        migrations.CreateModel(
            name='FavouriteSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='favourites', to='program.session')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='favourite_sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('user', 'session'), name='favourite_session_once_per_user')],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rating', models.DecimalField(decimal_places=1, max_digits=2)),
                ('comment', models.TextField(blank=True)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='feedbacks', to='events.event')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='feedbacks', to='program.session')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedbacks', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'feedback',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('event', None), ('session__isnull', False)), models.Q(('event__isnull', False), ('session', None)), _connector='OR'), name='feedback_about_one_thing'), models.CheckConstraint(condition=models.Q(('rating__in', [Decimal('1'), Decimal('1.5'), Decimal('2'), Decimal('2.5'), Decimal('3'), Decimal('3.5'), Decimal('4'), Decimal('4.5'), Decimal('5')])), name='feedback_from_1_to_5_in_halves'), models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('user', 'event'), name='feedback_once_per_user_and_event'), models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('user', 'session'), name='feedback_once_per_user_and_session')],
            },
        ),
        migrations.AddField(
            model_name='session',
            name='speakers',
            field=models.ManyToManyField(related_name='sessions', through='program.SessionSpeaker', to='program.speaker'),
        ),
    ]
