"""The door for an application server: `granian --interface wsgi roadmap.wsgi:application`."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from roadmap.errors import with_readable_type

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadmap.settings")
try:
    application = with_readable_type(get_wsgi_application())
except ImproperlyConfigured as error:
    # What is missing is a sentence for the operator, not a fault of the program.
    sys.exit(f"Throughline cannot start: {error}")
