# All that the migrations it replaces come to: new databases are made in one step, older ones go on as they began.
# Its name comes after that of the first one: what depends on the first migration of the accounts means that one, in
# databases that stand somewhere between.

import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_users'), ('accounts', '0002_profiles_letters_proofs_allowances'), ('accounts', '0003_letters_with_calendars_sent_once'), ('accounts', '0004_idempotency_keys'), ('accounts', '0005_erased_accounts'), ('accounts', '0006_letters_paced')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='EndedSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=512, unique=True, verbose_name='e-mail address')),
                ('first_name', models.CharField(blank=True, max_length=100)),
                ('last_name', models.CharField(blank=True, max_length=100)),
                ('public_name', models.CharField(blank=True, max_length=200)),
                ('is_verified', models.BooleanField(default=False, verbose_name='address verified')),
                ('is_admin', models.BooleanField(default=False, verbose_name='site staff')),
                ('is_super_admin', models.BooleanField(default=False, verbose_name='super admin')),
                ('is_blocked', models.BooleanField(default=False, verbose_name='blocked')),
                ('token_generation', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('avatar_url', models.URLField(blank=True, max_length=2000)),
                ('billing_additional_info', models.TextField(blank=True)),
                ('billing_address', models.CharField(blank=True, max_length=500)),
                ('billing_city', models.CharField(blank=True, max_length=255)),
                ('billing_contact_name', models.CharField(blank=True, max_length=255)),
                ('billing_country', models.CharField(blank=True, max_length=255)),
                ('billing_phone', models.CharField(blank=True, max_length=255)),
                ('billing_state', models.CharField(blank=True, max_length=255)),
                ('billing_tax_info', models.CharField(blank=True, max_length=255)),
                ('billing_zip_code', models.CharField(blank=True, max_length=255)),
                ('company', models.CharField(blank=True, max_length=255)),
                ('contact', models.CharField(blank=True, max_length=255)),
                ('details', models.TextField(blank=True)),
                ('facebook_url', models.URLField(blank=True, max_length=2000)),
                ('google_plus_url', models.URLField(blank=True, max_length=2000)),
                ('icon_image_url', models.URLField(blank=True, max_length=2000)),
                ('instagram_url', models.URLField(blank=True, max_length=2000)),
                ('is_marketer', models.BooleanField(default=False, verbose_name='marketer')),
                ('is_profile_public', models.BooleanField(default=False)),
                ('is_sales_admin', models.BooleanField(default=False, verbose_name='sales admin')),
                ('language_prefrence', models.CharField(blank=True, max_length=100)),
                ('last_accessed_at', models.DateTimeField(blank=True, null=True)),
                ('original_image_url', models.URLField(blank=True, max_length=2000)),
                ('small_image_url', models.URLField(blank=True, max_length=2000)),
                ('thumbnail_image_url', models.URLField(blank=True, max_length=2000)),
                ('twitter_url', models.URLField(blank=True, max_length=2000)),
                ('was_registered_with_order', models.BooleanField(default=False)),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_in_lower_case'), models.CheckConstraint(condition=models.Q(('email', ''), _negated=True), name='user_has_an_email'), models.CheckConstraint(condition=models.Q(('erased_at', None), ('deleted_at__isnull', False), _connector='OR'), name='user_erased_stays_closed')],
                'indexes': [models.Index(condition=models.Q(('erased_at__isnull', False)), fields=['erased_at'], name='user_erased')],
            },
        ),
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=64, unique=True)),
                ('spent', models.PositiveIntegerField()),
                ('ends_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('spent__gte', 1)), name='allowance_was_begun')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=255)),
                ('text', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(db_index=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.CharField(blank=True, max_length=500)),
                ('calendars', models.JSONField(blank=True, default=list)),
                ('handed_over_at', models.DateTimeField(blank=True, null=True)),
                ('language', models.CharField(blank=True, max_length=35)),
                ('message_id', models.CharField(blank=True, max_length=300, verbose_name='Message-ID')),
                ('once', models.BooleanField(default=False, verbose_name='must not be sent twice')),
                ('reply_to', models.CharField(blank=True, max_length=320)),
                ('unsubscribe_url', models.CharField(blank=True, max_length=2000)),
                ('paced_for', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('next_try_at__isnull', False)), fields=['next_try_at'], name='letter_waiting'), models.Index(fields=['to'], name='letter_to')],
                'constraints': [models.CheckConstraint(condition=models.Q(('next_try_at__isnull', False), ('sent_at__isnull', False), models.Q(('error', ''), _negated=True), _connector='OR'), name='letter_not_sent_says_why'), models.UniqueConstraint(condition=models.Q(('message_id', ''), _negated=True), fields=('message_id',), name='letter_message_id_is_its_own'), models.CheckConstraint(condition=models.Q(('sent_at', None), models.Q(('error', ''), ('handed_over_at', None), ('next_try_at', None)), _connector='OR'), name='letter_is_sent_once'), models.CheckConstraint(condition=models.Q(('next_try_at__isnull', False), ('handed_over_at__isnull', False), models.Q(('calendars', []), ('html', ''), ('text', ''), ('unsubscribe_url', '')), _connector='OR'), name='letter_forgets_its_words'), models.CheckConstraint(condition=models.Q(('handed_over_at', None), ('once', True), _connector='OR'), name='letter_doubt_is_of_once')],
            },
        ),
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('verify-email', "to show that the address is one's own"), ('reset-password', 'to set another password')], max_length=14)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='proofs', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['verify-email', 'reset-password'])), name='proof_purpose_known'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='proof_email_in_lower_case'), models.CheckConstraint(condition=models.Q(('token_hash__regex', '^[0-9a-f]{64}$')), name='proof_keeps_a_hash')],
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key_hash', models.CharField(editable=False, max_length=64)),
                ('request_hash', models.CharField(editable=False, max_length=64)),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('claim', models.UUIDField(blank=True, editable=False, null=True)),
                ('claimed_at', models.DateTimeField()),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('headers', models.JSONField(blank=True, default=dict)),
                ('body', models.BinaryField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['claimed_at'],
                'constraints': [models.UniqueConstraint(fields=('user', 'key_hash'), name='idempotency_key_is_of_one_request'), models.CheckConstraint(condition=models.Q(('key_hash__regex', '^[0-9a-f]{64}$'), ('request_hash__regex', '^[0-9a-f]{64}$')), name='idempotency_key_keeps_hashes'), models.CheckConstraint(condition=models.Q(('status', None), models.Q(('claim', None), ('status__range', (200, 499))), _connector='OR'), name='idempotency_key_answered_is_done'), models.CheckConstraint(condition=models.Q(('body', None), ('status__isnull', False), _connector='OR'), name='idempotency_key_body_is_of_an_answer')],
            },
        ),
    ]
