from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0010_phones"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="wordingwaits", name="wording_waits_once"),
        migrations.RemoveIndex(model_name="wordingwaits", name="wording_waits_newest"),
        migrations.RenameModel(old_name="WordingWaits", new_name="WordingLetter"),
        migrations.AddField(
            model_name="wordingletter",
            name="is_folded",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="wordingletter",
            name="mailbox",
            field=models.ForeignKey(on_delete=models.deletion.CASCADE, related_name="+", to="store.mailbox"),
        ),
        migrations.AddConstraint(
            model_name="wordingletter",
            constraint=models.UniqueConstraint(fields=("message", "mailbox"), name="wording_letter_once"),
        ),
        migrations.AddIndex(
            model_name="wordingletter",
            index=models.Index(condition=models.Q(("is_folded", False)), fields=["-id"], name="wording_letter_waits"),
        ),
    ]
