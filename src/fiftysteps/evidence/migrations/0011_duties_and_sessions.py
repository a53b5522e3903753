import django.db.models.deletion
import fiftysteps.evidence.models.duty
import fiftysteps.evidence.models.session
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_organisations_and_people"),
        ("evidence", "0010_disclosure_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("assessment", "The needs assessment"),
                            ("strategy", "The health and wellbeing strategy"),
                            ("pharmaceutical", "The pharmaceutical needs assessment"),
                            ("board", "The Board"),
                        ],
                        max_length=14,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("asks", models.TextField(verbose_name="what it asks, in plain words")),
                ("law", models.CharField(max_length=300)),
                ("provision", models.CharField(blank=True, max_length=100)),
                ("url", models.URLField(max_length=500, verbose_name="address of the law")),
                ("in_force_from", models.DateField(verbose_name="in force from")),
                ("in_force_to", models.DateField(blank=True, null=True, verbose_name="in force until")),
                (
                    "confidence",
                    models.CharField(choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")], max_length=6),
                ),
                ("note", models.TextField(blank=True)),
                ("number", models.PositiveSmallIntegerField(default=0, verbose_name="place in the list")),
                ("archived", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name_plural": "duties",
                "ordering": ("number", "slug"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_force_to__isnull", True),
                            ("in_force_to__gte", models.F("in_force_from")),
                            _connector="OR",
                        ),
                        name="duty_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=300, verbose_name="what shows it")),
                ("link", models.CharField(max_length=500, validators=[fiftysteps.evidence.models.duty.check_link])),
                ("day", models.DateField()),
                ("holds_until", models.DateField(blank=True, null=True, verbose_name="good until")),
                (
                    "nature",
                    models.CharField(choices=[("real", "Real"), ("illustrative", "Illustrative")], max_length=12),
                ),
                (
                    "duty",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proofs", to="evidence.duty"
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReflectionSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="what it looks back on")),
                ("held_on", models.DateField(verbose_name="held on")),
                ("place", models.CharField(blank=True, max_length=200)),
                (
                    "present",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="how many people were there"),
                ),
                ("closes", models.DateField(verbose_name="points can be sent until")),
                (
                    "key",
                    models.CharField(
                        default=fiftysteps.evidence.models.session.make_key, editable=False, max_length=40, unique=True
                    ),
                ),
                ("erased", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="accounts.organisation"
                    ),
                ),
                (
                    "reflection",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sessions",
                        to="evidence.reflection",
                    ),
                ),
            ],
            options={
                "ordering": ("-held_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ReflectionTheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "heading",
                    models.CharField(
                        choices=[
                            ("worked_well", "What worked well"),
                            ("could_be_better", "What could be better"),
                            ("next", "What to do next"),
                        ],
                        max_length=15,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themes",
                        to="evidence.reflectionsession",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ReflectionPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "heading",
                    models.CharField(
                        choices=[
                            ("worked_well", "What worked well"),
                            ("could_be_better", "What could be better"),
                            ("next", "What to do next"),
                        ],
                        max_length=15,
                    ),
                ),
                ("text", models.CharField(max_length=500)),
                ("sending", models.CharField(max_length=40)),
                ("is_recorded", models.BooleanField(default=False, verbose_name="written down in the room")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="evidence.reflectionsession",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="points",
                        to="evidence.reflectiontheme",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddConstraint(
            model_name="reflectionsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes__gte", models.F("held_on"))), name="session_closes_after_it"
            ),
        ),
        migrations.AddConstraint(
            model_name="reflectiontheme",
            constraint=models.UniqueConstraint(
                fields=("session", "heading", "name"), name="one_theme_of_a_name_in_a_heading"
            ),
        ),
    ]
