"""For gunicorn and other WSGI servers."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellwright.server.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # read once, before web processes are made of it
