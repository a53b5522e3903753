from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0009_neighbours"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="disclosure_rule",
            field=models.CharField(
                choices=[
                    ("source", "As its source publishes it"),
                    ("default", "Counts from 1 to 7 are hidden, others rounded to the nearest 5"),
                    ("hiv_and_sti", "Counts from 1 to 4 are hidden where fewer than 10,000 people live"),
                    ("births_and_deaths", "Counts from 1 to 4 are hidden"),
                    ("survey", "What fewer than 30 people were asked is hidden"),
                ],
                default="source",
                max_length=30,
                verbose_name="small numbers",
            ),
        ),
    ]
