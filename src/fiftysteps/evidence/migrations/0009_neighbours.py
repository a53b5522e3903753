import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0008_builds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Neighbour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="neighbours", to="evidence.area"
                    ),
                ),
                (
                    "neighbour",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="neighbour_of", to="evidence.area"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evidence.source"
                    ),
                ),
            ],
            options={
                "ordering": ("area", "rank"),
                "constraints": [
                    models.UniqueConstraint(fields=("area", "neighbour"), name="one_rank_per_neighbour"),
                    models.UniqueConstraint(fields=("area", "rank"), name="one_neighbour_per_rank"),
                    models.CheckConstraint(condition=models.Q(("rank__gte", 1)), name="neighbours_rank_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("area", models.F("neighbour")), _negated=True),
                        name="no_area_is_its_own_neighbour",
                    ),
                ],
            },
        ),
    ]
