"""`api.wsgi:app` for granian, gunicorn or any WSGI server: the application, from the environment."""
