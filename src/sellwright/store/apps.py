"""Names the app."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables of the workbench."""

    name = "sellwright.store"
    label = "store"
    verbose_name = "Sellwright"
    default_auto_field = "django.db.models.BigAutoField"
