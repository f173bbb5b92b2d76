"""The door for an application server: `granian --interface wsgi roadmap.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadmap.settings")
application = get_wsgi_application()
