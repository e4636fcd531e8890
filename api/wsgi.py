"""`api.wsgi:app` for granian, gunicorn or any WSGI server: the application, from the environment."""

import gc
import os

from api.app import create_app
from api.context import Surroundings
from hashdb import logs
from hashdb.index import compile_kernels
from hashdb.services.matcher import Matcher
from hashdb.settings import Settings
from hashdb.store import Store

settings = Settings.from_environment(os.environ)
logs.configure("api", settings.log_level)
store = Store.at(settings.redis_url, settings.secret_key)
compile_kernels()
matcher = Matcher(store.signals.columns, settings.segments)
matcher.start()
benign = Matcher(store.benign.columns, settings.segments)
benign.start()

app = create_app(Surroundings(settings=settings, store=store, matcher=matcher, benign=benign))

# What is there by now stays. A garbage collection that walked through it would stop every thread for 0.1 seconds.
gc.collect()
gc.freeze()
