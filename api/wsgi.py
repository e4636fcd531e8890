"""`api.wsgi:app` for granian, gunicorn or any WSGI server: the application, from the environment."""

import os

from api.app import create_app
from api.context import Surroundings
from hashdb import logs
from hashdb.services.matcher import Matcher
from hashdb.settings import Settings
from hashdb.store import Store

settings = Settings.from_environment(os.environ)
logs.configure("api", settings.log_level)
store = Store.at(settings.redis_url, settings.secret_key)
matcher = Matcher(store.signals.columns)
matcher.start()

app = create_app(Surroundings(settings=settings, store=store, matcher=matcher))
