# All that the migrations it replaces come to: new databases are made in one step, older ones go on as they began.

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import openevent.events.models.event
import openevent.events.models.social_link
from django.conf import settings
from django.db import migrations, models

from openevent.events.migrations._catalogue import seed


class Migration(migrations.Migration):

    replaces = [('events', '0001_events_roles_changes'), ('events', '0002_catalogue_parts_invites_favourites'), ('events', '0003_catalogue_seed'), ('events', '0004_event_locations'), ('events', '0005_members_of_changes'), ('events', '0006_feed_tokens_polls_uids'), ('events', '0007_own_uids'), ('events', '0008_kinds_of_changes'), ('events', '0009_former_secrets'), ('events', '0010_payment_and_tax'), ('events', '0011_tickets_in_feeds'), ('events', '0012_what_was_before')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EventTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('slug', models.CharField(editable=False, max_length=300, unique=True)),
                ('system_image_url', models.URLField(blank=True, max_length=2000)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='event_topic_has_a_name'), models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='event_topic_has_a_slug')],
            },
        ),
        migrations.CreateModel(
            name='EventSubTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('slug', models.CharField(editable=False, max_length=300)),
                ('event_topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_sub_topics', to='events.eventtopic')),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('event_topic', 'slug'), name='event_sub_topic_slug_once_per_topic'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='event_sub_topic_has_a_name'), models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='event_sub_topic_has_a_slug')],
            },
        ),
        migrations.CreateModel(
            name='EventType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('slug', models.CharField(editable=False, max_length=300, unique=True)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='event_type_has_a_name'), models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='event_type_has_a_slug')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identifier', models.CharField(default=openevent.events.models.event.new_identifier, editable=False, max_length=8, unique=True)),
                ('name', models.CharField(max_length=255)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('timezone', models.CharField(help_text='A name of the IANA time-zone database.', max_length=64, verbose_name='time zone')),
                ('state', models.CharField(choices=[('draft', 'draft: seen by its team only'), ('published', 'published: seen by everyone')], default='draft', max_length=9)),
                ('privacy', models.CharField(choices=[('public', 'public: listed'), ('private', 'private: reached by its address, not listed')], default='public', max_length=7)),
                ('description', models.TextField(blank=True)),
                ('description_text', models.TextField(blank=True, editable=False)),
                ('owner_name', models.CharField(blank=True, max_length=255, verbose_name="organiser's name")),
                ('owner_description', models.TextField(blank=True, verbose_name='about the organiser')),
                ('has_owner_info', models.BooleanField(blank=True, null=True)),
                ('code_of_conduct', models.TextField(blank=True)),
                ('online', models.BooleanField(default=False)),
                ('location_name', models.CharField(blank=True, max_length=500)),
                ('searchable_location_name', models.CharField(blank=True, max_length=500)),
                ('latitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)])),
                ('longitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)])),
                ('is_map_shown', models.BooleanField(blank=True, null=True)),
                ('public_stream_link', models.URLField(blank=True, max_length=2000)),
                ('stream_loop', models.BooleanField(default=False)),
                ('stream_autoplay', models.BooleanField(default=False)),
                ('external_event_url', models.URLField(blank=True, max_length=2000)),
                ('ticket_url', models.URLField(blank=True, max_length=2000)),
                ('logo_url', models.URLField(blank=True, max_length=2000)),
                ('original_image_url', models.URLField(blank=True, max_length=2000)),
                ('large_image_url', models.URLField(blank=True, max_length=2000)),
                ('thumbnail_image_url', models.URLField(blank=True, max_length=2000)),
                ('icon_image_url', models.URLField(blank=True, max_length=2000)),
                ('is_sessions_speakers_enabled', models.BooleanField(default=False)),
                ('is_cfs_enabled', models.BooleanField(default=False, verbose_name='call for speakers')),
                ('is_sponsors_enabled', models.BooleanField(default=False)),
                ('is_oneclick_signup_enabled', models.BooleanField(blank=True, null=True)),
                ('is_featured', models.BooleanField(default=False)),
                ('is_promoted', models.BooleanField(default=False)),
                ('is_demoted', models.BooleanField(default=False)),
                ('is_announced', models.BooleanField(default=False)),
                ('is_chat_enabled', models.BooleanField(default=False)),
                ('is_videoroom_enabled', models.BooleanField(default=False)),
                ('is_document_enabled', models.BooleanField(default=False)),
                ('document_links', models.JSONField(blank=True, default=list)),
                ('chat_room_name', models.CharField(blank=True, max_length=255)),
                ('schedule_published_on', models.DateTimeField(blank=True, null=True)),
                ('revision', models.PositiveBigIntegerField(default=0, editable=False)),
                ('revised_at', models.DateTimeField(editable=False)),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('source', models.CharField(blank=True, db_index=True, editable=False, max_length=255)),
                ('created_at', models.DateTimeField(editable=False)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('after_order_message', models.TextField(blank=True)),
                ('reactions', models.PositiveBigIntegerField(default=0, editable=False)),
                ('refund_policy', models.TextField(blank=True)),
                ('event_sub_topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='events.eventsubtopic')),
                ('event_topic', models.ForeignKey(blank=True, limit_choices_to={'deleted_at': None}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='events.eventtopic')),
                ('event_type', models.ForeignKey(blank=True, limit_choices_to={'deleted_at': None}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='events.eventtype')),
                ('changed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('own_revised_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('own_sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('uid', models.CharField(default=openevent.events.models.event.new_uid, editable=False, max_length=255, verbose_name='calendar uid')),
                ('bank_details', models.TextField(blank=True)),
                ('can_pay_by_alipay', models.BooleanField(default=False)),
                ('can_pay_by_bank', models.BooleanField(default=False)),
                ('can_pay_by_cheque', models.BooleanField(default=False)),
                ('can_pay_by_invoice', models.BooleanField(default=False)),
                ('can_pay_by_omise', models.BooleanField(default=False)),
                ('can_pay_by_paypal', models.BooleanField(default=False)),
                ('can_pay_by_paytm', models.BooleanField(default=False)),
                ('can_pay_by_stripe', models.BooleanField(default=False)),
                ('can_pay_onsite', models.BooleanField(default=False)),
                ('cheque_details', models.TextField(blank=True)),
                ('invoice_details', models.TextField(blank=True)),
                ('is_badges_enabled', models.BooleanField(default=False)),
                ('is_billing_info_mandatory', models.BooleanField(default=False)),
                ('is_calendar_mail_enabled', models.BooleanField(default=True)),
                ('is_donation_enabled', models.BooleanField(default=False)),
                ('is_tax_enabled', models.BooleanField(default=False)),
                ('is_ticket_form_enabled', models.BooleanField(default=True)),
                ('onsite_details', models.TextField(blank=True)),
                ('payment_country', models.CharField(blank=True, help_text='A code of ISO 3166.', max_length=2)),
                ('payment_currency', models.CharField(blank=True, help_text='A code of ISO 4217.', max_length=3)),
                ('paypal_email', models.EmailField(blank=True, max_length=254)),
                ('show_remaining_tickets', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('deleted_at', None)), fields=['state', 'starts_at'], name='event_public_by_start')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='event_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='event_has_a_name'), models.CheckConstraint(condition=models.Q(('timezone', ''), _negated=True), name='event_has_a_time_zone'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published'])), name='event_state_known'), models.CheckConstraint(condition=models.Q(('privacy__in', ['public', 'private'])), name='event_privacy_known'), models.CheckConstraint(condition=models.Q(('latitude', None), ('latitude__range', (-90, 90)), _connector='OR'), name='event_latitude_on_earth'), models.CheckConstraint(condition=models.Q(('longitude', None), ('longitude__range', (-180, 180)), _connector='OR'), name='event_longitude_on_earth'), models.CheckConstraint(condition=models.Q(('uid', ''), _negated=True), name='event_has_a_uid')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveBigIntegerField()),
                ('kind', models.CharField(choices=[('created', 'it is new'), ('imported', 'it came with an archive, and all that belongs to it'), ('changed', 'its words or facts changed'), ('revised', 'something that it shows changed: its room, a speaker, its track'), ('scheduled', 'it got a time'), ('moved', 'it has another time or room'), ('state', 'it was accepted, rejected, withdrawn, …'), ('linked', 'a speaker was added to it'), ('unlinked', 'a speaker was taken from it'), ('locked', 'only organizers may edit it now'), ('unlocked', 'its speakers may edit it again'), ('published', 'everyone sees it now'), ('unpublished', 'only its team sees it now'), ('deleted', 'it was deleted'), ('restored', 'it was brought back'), ('appointed', 'somebody got a role'), ('dismissed', 'somebody lost a role')], max_length=11)),
                ('object_type', models.CharField(max_length=30)),
                ('object_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='events.event')),
                ('members', models.JSONField(blank=True, default=list)),
                ('was', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'ordering': ['revision', 'id'],
                'indexes': [models.Index(fields=['event', 'revision'], name='change_by_revision')],
            },
        ),
        migrations.CreateModel(
            name='EventRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('owner', 'owner: may do everything; exactly one'), ('organizer', 'organizer: everything but what only owners do'), ('coorganizer', 'coorganizer: edits the event and its programme, exports it'), ('track_organizer', 'track organizer: keeps the tracks'), ('registrar', 'registrar: receives attendees'), ('moderator', 'moderator: leads rooms')], max_length=15)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='events.event')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_roles', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('event', 'user', 'role'), name='role_once_per_user_and_event'), models.UniqueConstraint(condition=models.Q(('role', 'owner')), fields=('event',), name='role_one_owner_per_event'), models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'organizer', 'coorganizer', 'track_organizer', 'registrar', 'moderator'])), name='role_known')],
            },
        ),
        migrations.CreateModel(
            name='FaqType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='faq_types', to='events.event')),
            ],
            options={
                'verbose_name': 'FAQ type',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='faq_type_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Faq',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField()),
                ('answer', models.TextField()),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='faqs', to='events.event')),
                ('faq_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='faqs', to='events.faqtype')),
            ],
            options={
                'verbose_name': 'FAQ',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('question', ''), _negated=True), name='faq_has_a_question'), models.CheckConstraint(condition=models.Q(('answer', ''), _negated=True), name='faq_has_an_answer')],
            },
        ),
        migrations.CreateModel(
            name='FavouriteEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='favourites', to='events.event')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='favourite_events', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('user', 'event'), name='favourite_event_once_per_user')],
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('title_name', models.CharField(blank=True, max_length=255, verbose_name='title')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='role_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='RoleInvite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('role', models.CharField(choices=[('owner', 'owner'), ('organizer', 'organizer'), ('coorganizer', 'coorganizer'), ('track_organizer', 'track organizer'), ('registrar', 'registrar'), ('moderator', 'moderator'), ('attendee', 'attendee')], max_length=15)),
                ('status', models.CharField(choices=[('pending', 'pending: nobody has answered'), ('accepted', 'accepted: the role was given'), ('declined', 'declined: the role was not wanted')], default='pending', editable=False, max_length=8)),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(editable=False)),
                ('expires_at', models.DateTimeField(editable=False)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_invites', to='events.event')),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('event', 'email'), name='role_invite_once_per_event_and_email'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='role_invite_email_in_lower_case'), models.CheckConstraint(condition=models.Q(('email', ''), _negated=True), name='role_invite_has_an_email'), models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'organizer', 'coorganizer', 'track_organizer', 'registrar', 'moderator', 'attendee'])), name='role_invite_role_known'), models.CheckConstraint(condition=models.Q(('status__in', ['pending', 'accepted', 'declined'])), name='role_invite_status_known'), models.CheckConstraint(condition=models.Q(('token_hash__regex', '^[0-9a-f]{64}$')), name='role_invite_keeps_a_hash')],
            },
        ),
        migrations.CreateModel(
            name='SocialLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('link', models.URLField(max_length=2000)),
                ('identifier', models.CharField(blank=True, default=openevent.events.models.social_link.new_identifier, max_length=255)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='social_links', to='events.event')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='social_link_has_a_name'), models.CheckConstraint(condition=models.Q(('link', ''), _negated=True), name='social_link_leads_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='Sponsor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('description', models.TextField(blank=True)),
                ('url', models.URLField(blank=True, max_length=2000)),
                ('logo_url', models.URLField(blank=True, max_length=2000)),
                ('level', models.IntegerField(blank=True, null=True)),
                ('type', models.CharField(blank=True, max_length=255)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sponsors', to='events.event')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='sponsor_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='EventCopyright',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('licence', models.CharField(max_length=255)),
                ('licence_url', models.URLField(blank=True, max_length=2000)),
                ('holder', models.CharField(blank=True, max_length=255)),
                ('holder_url', models.URLField(blank=True, max_length=2000)),
                ('year', models.IntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1900)])),
                ('logo_url', models.URLField(blank=True, max_length=2000)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copyrights', to='events.event')),
            ],
            options={
                'verbose_name': 'copyright',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('event',), name='copyright_one_per_event'), models.CheckConstraint(condition=models.Q(('licence', ''), _negated=True), name='copyright_has_a_licence'), models.CheckConstraint(condition=models.Q(('year', None), ('year__gte', 1900), _connector='OR'), name='copyright_year_is_modern')],
            },
        ),
        migrations.CreateModel(
            name='EventLocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('slug', models.CharField(editable=False, max_length=300, unique=True)),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='event_location_has_a_name'), models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='event_location_has_a_slug')],
            },
        ),
        migrations.CreateModel(
            name='FeedToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('scope', models.CharField(choices=[('favourites', 'favourites: the sessions that its user has marked'), ('speaking', 'speaking: the sessions in which its user speaks'), ('ticket', 'ticket: its user’s tickets, and of those events the sessions that the user has marked'), ('team', 'team: all that its user may see of the events that they help to run, drafts too')], max_length=10)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(editable=False)),
                ('rotated_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('last_fetched_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('last_program', models.CharField(blank=True, editable=False, max_length=100)),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='feed_tokens', to='events.event')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feed_tokens', to=settings.AUTH_USER_MODEL)),
                ('former_digest', models.CharField(blank=True, db_index=True, default='', editable=False, max_length=64)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='feed_token_has_a_name'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='feed_token_keeps_a_hash'), models.CheckConstraint(condition=models.Q(('scope__in', ['favourites', 'speaking', 'ticket', 'team'])), name='feed_token_scope_known')],
            },
        ),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('program', models.CharField(max_length=100)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='polls', to='events.event')),
            ],
            options={
                'ordering': ['-last_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('event', 'program'), name='poll_once_per_event_and_program'), models.CheckConstraint(condition=models.Q(('program', ''), _negated=True), name='poll_names_a_program')],
            },
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
