import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0006_areas_that_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="benchmark",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="evidence.area",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="recipe",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="indicator",
            name="standard_population",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="method",
            field=models.CharField(
                choices=[
                    ("as-published", "As published by the source"),
                    ("proportion", "Proportion, with Wilson's interval"),
                    ("rate", "Crude rate, with Byar's or the exact interval"),
                    ("count", "Count"),
                    ("mean", "Mean"),
                    ("index", "Index or score"),
                    (
                        "directly-standardised-rate",
                        "Directly standardised rate, with the interval of Dobson and Byar",
                    ),
                    (
                        "indirectly-standardised-ratio",
                        "Indirectly standardised ratio, with Byar's or the exact interval",
                    ),
                    ("life-expectancy", "Life expectancy, by Chiang's method with Silcocks's variance"),
                ],
                default="as-published",
                max_length=30,
            ),
        ),
    ]
